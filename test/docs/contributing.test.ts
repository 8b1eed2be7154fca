import { execFileSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..', '..');
const GUIDE = readFileSync(join(ROOT, '.github', 'CONTRIBUTING.md'), 'utf8');
const FOLDER = join('src', 'diagnosis', 'causes', 'network', 'peering-missing');

interface Engine {
  readonly diagnose: (frame: object) => { readonly causes: readonly { readonly id: string; readonly headline: string }[] };
  readonly causeOfAwsText: (text: string) => string | undefined;
}

describe('the walk-through adds a cause with one row and one folder', () => {
  const copy = mkdtempSync(join(tmpdir(), 'contributing-'));
  const blocks = [...GUIDE.matchAll(/^ {3}```(?:json|ts)\n([^]*?)^ {3}```/gm)].map(([, code]) => code.replace(/^ {3}/gm, ''));
  const [recording, row, rule, about] = blocks;

  beforeAll(() => {
    for (const name of ['src', 'scripts', 'README.md']) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    mkdirSync(join(copy, 'docs'));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, FOLDER));
    writeFileSync(join(copy, FOLDER, 'event.recording.json'), recording);
    writeFileSync(join(copy, FOLDER, 'rule.ts'), rule);
    const table = join(copy, 'src', 'diagnosis', 'classify', 'aws-texts.ts');
    writeFileSync(table, readFileSync(table, 'utf8').replace('const NETWORKING: Section = {\n  rows: [\n', (start) => start + row));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const generate = (...args: readonly string[]) => execFileSync(process.execPath, [join(copy, 'scripts', 'generate.mjs'), ...args], { encoding: 'utf8', stdio: 'pipe' });

  test('a forgotten file is named', () => {
    expect(generate).toThrow(/network\/peering-missing\/about\.ts is missing/);
  });

  test('everything else is generated, and the cause is found', () => {
    writeFileSync(join(copy, FOLDER, 'about.ts'), about);
    expect(() => generate('--check')).toThrow(/out of date/);
    generate();
    generate('--check');
    expect(readFileSync(join(copy, 'docs', 'causes.md'), 'utf8')).toContain('### peering-missing');
    expect(readFileSync(join(copy, 'src', 'contract.ts'), 'utf8')).toContain("  'peering-missing',\n");
    const networkCauses = (folder: string) => Number(/^\| Network \| (\d+) \|$/m.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1]);
    expect(networkCauses(copy)).toBe(networkCauses(ROOT) + 1);

    const outfile = join(copy, 'engine.js');
    const contents = "export { diagnose } from './src/diagnosis/engine'; export { causeOfAwsText } from './src/diagnosis/classify';";
    buildSync({ stdin: { contents, resolveDir: copy, loader: 'ts' }, bundle: true, platform: 'node', outfile, logLevel: 'error' });
    // The bundle exists only now, and jest takes no dynamic import of it.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { diagnose, causeOfAwsText } = require(outfile) as Engine;
    const { frames } = JSON.parse(recording) as { frames: object[] };
    expect(diagnose(frames[0]).causes.map((c) => c.id)).toEqual(['peering-missing']);
    expect(diagnose(frames[0]).causes[0].headline).toBe('no task can be placed: no peering leads to vpc-0abc');
    expect(causeOfAwsText('(service web) has reached a steady state.')).toBeUndefined();
  });
});
