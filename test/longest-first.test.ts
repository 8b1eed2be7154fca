import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import LONGEST from './longest-suites.json';

interface Suite {
  readonly path: string;
  readonly context: object;
}
/** The part of Jest's sequencer that matters here. */
interface Sequencer {
  sort(suites: readonly Suite[]): readonly Suite[];
  cacheResults(suites: readonly Suite[], results: object): void;
}
const LongestFirst = jest.requireActual<new (options: object) => Sequencer>('./longest-first.cjs');

const folder = mkdtempSync(join(tmpdir(), 'longest-first-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (suite: string) => join(__dirname, `${suite}.test.ts`);
const sequencer = () => new LongestFirst({ contexts: [], globalConfig: {} });
const suites = (paths: readonly string[]): Suite[] => {
  const config = { id: 'test', rootDir: __dirname, cache: true, cacheDirectory: folder, haste: {} };
  const context = { config, hasteFS: { getSize: (path: string) => path.length } };
  return paths.map((path) => ({ path, context }));
};
const orderOf = (paths: readonly string[]) => sequencer().sort(suites(paths)).map(({ path }) => path);

test('every suite of the list is there', () => {
  expect(LONGEST.filter((suite) => !existsSync(file(suite)))).toEqual([]);
});

test('a fresh clone begins with the longest suites, and goes on with the largest files', () => {
  const longest = LONGEST.map(file), others = [file('a-long-name-stands-for-a-large-file'), file('small')];
  expect(orderOf([...longest, ...others].reverse())).toEqual([...longest, ...others]);
});

test('what Jest has measured counts more than the list', () => {
  const [slow, fast] = [file('small'), file(LONGEST[0])];
  const testResults = [[slow, 9_000], [fast, 10]].map(([testFilePath, runtime]) => (
    { testFilePath, perfStats: { runtime }, numFailingTests: 0 }
  ));
  sequencer().cacheResults(suites([fast, slow]), { testResults });
  expect(orderOf([fast, slow])).toEqual([slow, fast]);
});
