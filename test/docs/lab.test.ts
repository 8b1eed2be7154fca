import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CLEAN_ENV } from '../cli/bundle';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'lab.md');
const EXAMPLE = /<!-- executed: try-lab\.ts -->\n```ts\n([^]*?)```\n<!-- end -->/;
const OUTPUT = /(<!-- output: try-lab\.ts -->\n```\n)[^]*?(```\n<!-- end -->)/;
const COMMAND = /`npx (ts-node [^`]*) try-lab\.ts`/;

// Not in the checkout, in which a person works.
const folder = mkdtempSync(join(tmpdir(), 'try-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

// A real process that compiles, deploys and explains: on a busy machine it may take a minute.
jest.setTimeout(180_000);

test('the example of the lab runs as the page says, and prints what the page shows', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [, code = ''] = EXAMPLE.exec(page) ?? [];
  const [, command = ''] = COMMAND.exec(page) ?? [];
  expect(code).toContain("from './src/lab/lab'");
  const file = join(folder, 'try-lab.ts');
  writeFileSync(file, code.replace("'./src/", `'${ROOT}/src/`));
  const [program, ...options] = command.split(' ');
  const out = execFileSync(join(ROOT, 'node_modules', '.bin', program), [...options, file], { cwd: ROOT, encoding: 'utf8', env: { ...CLEAN_ENV, NODE_PATH: join(ROOT, 'node_modules') } });
  const now = page.replace(OUTPUT, (_, before: string, after: string) => `${before}${out}${after}`);
  if (process.env.UPDATE) writeFileSync(PAGE, now);
  else expect(page).toBe(now);
});
