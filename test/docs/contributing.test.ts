import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

const ROOT = join(__dirname, '..', '..');
const GUIDE = readFileSync(join(ROOT, '.github', 'CONTRIBUTING.md'), 'utf8');
const WAYS = ['By AWS\'s words', 'By a log line or an exit code', 'By several facts together'];
const IDS = ['peering-missing', 'app-license-expired', 'image-tag-moved'];
const CAUSES = 'src/diagnosis/causes';
const FOLDERS = [`${CAUSES}/network/peering-missing`, `${CAUSES}/application/app-license-expired`, `${CAUSES}/image/image-tag-moved`];
const [STATED, ENDED, JOINED] = FOLDERS;
const AWS_TEXTS = 'src/diagnosis/classify/aws-texts.ts', LOG_TEXTS = 'src/diagnosis/classify/log-texts.ts';

/** A code block of the guide: a whole file, or a row that goes first in a table of a file. */
interface Step {
  readonly file: string;
  readonly table?: string;
  readonly code: string;
}

function stepsOf(way: string): readonly Step[] {
  const section = GUIDE.split(`\n### ${way}\n`)[1].split(/\n##+ /)[0];
  return [...section.matchAll(/^`(src\/[^`]+)`(?:, a new first row of `(\w+)`)?:\n\n```\w+\n([^]*?)^```$/gm)]
    .map(([, file, table, code]) => ({ file, table, code }));
}

const steps = WAYS.flatMap(stepsOf);
const tree = mkdtempSync(join(realpathSync(tmpdir()), 'contributing-'));
const within = (file: string) => join(tree, file);
const read = (file: string) => readFileSync(within(file), 'utf8');
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function follow({ file, table, code }: Step): void {
  mkdirSync(dirname(within(file)), { recursive: true });
  if (!table) return writeFileSync(within(file), code);
  const start = new RegExp(`const ${table}\\b.* = [{[]\\n(  rows: \\[\\n)?`).exec(read(file))?.[0];
  if (!start) throw new Error(`.github/CONTRIBUTING.md puts a row into ${table} of ${file}, which has no such table`);
  writeFileSync(within(file), read(file).replace(start, start + code));
}

const followAll = (wanted: (step: Step) => boolean) => steps.filter(wanted).forEach(follow);

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

const tool = (name: string) => join(ROOT, 'node_modules', '.bin', name);

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const { UPDATE: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: tree, encoding: 'utf8', maxBuffer: 64_000_000, env: { ...inherited, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
  });
  return { status, output: stdout + stderr };
}

/** What a command printed that should have succeeded. */
const failureOf = ({ status, output }: Ran) => (status === 0 ? undefined : output);
const generate = (...args: readonly string[]) => run(process.execPath, ['scripts/generate.mjs', ...args]);
/** In one process: each worker would load the modules of all causes once more. */
const runTests = (...args: readonly string[]) => run(tool('jest'), ['--runInBand', ...args]);

/** What a checkout has, as far as the checks read it. */
const COPIED = [
  'src', 'test', 'scripts', 'docs', 'examples', '.github', '.projen',
  'README.md', 'SECURITY.md', 'API.md', 'package.json', 'tsconfig.json', '.eslintrc.json',
];
/** The sources that a cause can import: ESLint reads the types of them alone, because those of all sources take a minute. */
const REACHED = ['src/diagnosis/**/*.ts', 'src/decision/**/*.ts', 'src/contract.ts'];
/**
 * The sources and tests that depend on the ids of causes or on their rules; TypeScript checks these, too. A new cause can break the rest
 * only through the type `CauseId`. Of the rest, src/constructs/watcher/options.ts alone names it, and reads keys of that type. It is left
 * out because the types of aws-cdk-lib take as long as all of this.
 */
const DEPENDENTS = [
  'src/presentation/**/*.ts', 'src/cli/watch/model.ts', 'test/diagnosis/**/*.ts', 'test/corpus/*.ts', 'test/decision/policy-doc.test.ts',
];
const GENERATED = ['src/contract.ts', `${CAUSES}/index.ts`, `${CAUSES}/abouts.ts`];

beforeAll(() => {
  for (const name of COPIED) cpSync(join(ROOT, name), within(name), { recursive: true });
  const options = JSON.parse(readFileSync(join(ROOT, 'tsconfig.dev.json'), 'utf8').replace(/^\/\/.*/, '')) as object;
  writeFileSync(within('tsconfig.dev.json'), JSON.stringify({ ...options, include: REACHED }));
  writeFileSync(within('tsconfig.types.json'), JSON.stringify({ ...options, include: [...REACHED, ...DEPENDENTS] }));
  symlinkSync(join(ROOT, 'node_modules'), within('node_modules'));
});

test('the guide shows each way with whole files, and its causes are made up', () => {
  const files = (way: string) => stepsOf(way).map(({ file }) => file);
  expect(WAYS.map(files)).toEqual([
    [AWS_TEXTS, ...['rule.ts', 'about.ts', 'examples.jsonl'].map((name) => `${STATED}/${name}`)],
    [LOG_TEXTS, 'src/diagnosis/classify/endings.ts', ...['rule.ts', 'about.ts', 'examples.jsonl'].map((name) => `${ENDED}/${name}`)],
    ['rule.ts', 'about.ts', 'second-push.recording.json'].map((name) => `${JOINED}/${name}`),
  ]);
  const real = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)));
  expect(real.map((folder) => `${folder} is a cause now: show another made-up one in .github/CONTRIBUTING.md`)).toEqual([]);
});

test('the guide explains every trait of a cause', () => {
  const [, body] = /interface Traits \{\n([^]*?)\n\}/.exec(read('src/diagnosis/model.ts')) ?? [];
  const traits = [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, trait]) => trait);
  expect(traits.length).toBeGreaterThan(5);
  const table = GUIDE.split('\n### How patient the decision is\n')[1].split('\n### ')[0];
  const silent = traits.filter((trait) => !new RegExp(`^\\|.*\`${trait}\\b.*\\|.*\\|$`, 'm').test(table));
  expect(silent.map((trait) => `${trait} of Traits has no row in .github/CONTRIBUTING.md, How patient the decision is`)).toEqual([]);
});

describe('a step that is left out is named, with the file to edit', () => {
  test('about.ts', () => {
    followAll(({ file }) => file.endsWith('rule.ts'));
    const { status, output } = generate();
    expect(status).toBe(1);
    for (const folder of FOLDERS) expect(output).toContain(`${folder}/about.ts is missing: what the cause means`);
    expect(existsSync(within(`${STATED}/about.ts`))).toBe(false);
  });

  test('npm run generate', () => {
    followAll(({ file }) => file.endsWith('about.ts'));
    const { status, output } = generate('--check');
    expect(status).toBe(1);
    for (const file of GENERATED) expect(output).toContain(`${file} is out of date: run npm run generate`);
  });

  test('the row, the examples, the expected texts', () => {
    const done = ['rule.ts', 'about.ts'], left = [AWS_TEXTS, LOG_TEXTS];
    followAll(({ file }) => ![...done, ...left].some((name) => file.endsWith(name)));
    rmSync(within(`${ENDED}/examples.jsonl`));
    expect(failureOf(generate())).toBeUndefined();
    const { status, output } = runTests(
      'test/diagnosis/(causes|classify)', 'test/decision/policy-doc', '-t', `${IDS.join('|')}|in a table|generated files|shows the policy`,
    );
    expect(status).toBe(1);
    expect(output).toContain(`peering-missing is in no table: add a row to ${AWS_TEXTS} (words of AWS), ${LOG_TEXTS} (a line of`);
    expect(output).toContain(`\`peering-missing\` is not on top of its example \`placement\` (${STATED}). `);
    expect(output).toContain(`\`peering-missing\`: it is in no table: add a row to ${AWS_TEXTS}`);
    expect(output).toContain(`app-license-expired has no example: add a line to ${ENDED}/examples.jsonl`);
    expect(output).toContain(`${JOINED}/expected.txt is missing: run npm run generate`);
    expect(output).toContain('the table in docs/how-it-works.md is out of date: run npm run generate');
  }, 180_000);
});

describe('with all steps', () => {
  test('one command generates everything else', () => {
    followAll(({ file }) => [AWS_TEXTS, LOG_TEXTS, `${ENDED}/examples.jsonl`].includes(file));
    expect(failureOf(run(tool('projen'), ['generate']))).toBeUndefined();
    expect(failureOf(generate('--check'))).toBeUndefined();
    for (const id of IDS) {
      expect(read('src/contract.ts')).toContain(`  '${id}',\n`);
      expect(read('docs/causes.md')).toContain(`### ${id}\n`);
      expect(read('docs/how-it-works.md')).toContain(`\`${id}\``);
    }
    const count = (readme: string) => Number(/^\| Network \| (\d+) \|$/m.exec(readme)?.[1]);
    expect(count(read('README.md'))).toBe(count(readFileSync(join(ROOT, 'README.md'), 'utf8')) + 1);
  }, 180_000);

  test('each message is the one that the rule words', () => {
    const first = (folder: string) => read(`${folder}/expected.txt`).split('\n')[1];
    expect(FOLDERS.map(first)).toEqual([
      'no task can start: no peering leads to vpc-0abc [peering-missing]',
      expect.stringMatching(/^container "\w+" exits with code 1: its license has expired \[app-license-expired\]$/),
      'probably: the image tag of container "web" was moved: the failed tasks run another image [image-tag-moved]',
    ]);
    expect(read(`${ENDED}/expected.txt`)).toMatch(/^probably: .* exits with code 77: its license has expired/m);
  });

  test('no other cause has changed', () => {
    const folders = readFileSync(join(ROOT, 'src/diagnosis/causes/index.ts'), 'utf8').matchAll(/'\.\/(\S+)\/rule'/g);
    const changed = [...folders].map(([, folder]) => `src/diagnosis/causes/${folder}/expected.txt`)
      .filter((file) => existsSync(join(ROOT, file)) && read(file) !== readFileSync(join(ROOT, file), 'utf8'));
    expect(changed).toEqual([]);
  });

  test('types', () => {
    expect(failureOf(run(tool('tsc'), ['--noEmit', '-p', 'tsconfig.types.json']))).toBeUndefined();
  }, 180_000);

  test('style', () => {
    const files = [...new Set([...steps.map(({ file }) => file), ...GENERATED])].filter((file) => file.endsWith('.ts'));
    const env = { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' };
    const { output } = run(tool('eslint'), ['--ext', '.ts', ...files], env);
    expect(output && `the code blocks of these files in .github/CONTRIBUTING.md, or what npm run generate writes:\n${output}`).toBe('');
  }, 180_000);

  test('diagnosis and decision: the table of ids, the corpus, holes in the facts, the policy', () => {
    const [all, ofThese] = [
      ['test/architecture', 'test/diagnosis/(classify|corpus|wordings|endings|examples)', 'test/decision/policy-doc'],
      ['test/diagnosis/(causes|hostile)', '-t', `${IDS.join('|')}|generated files|bears the id|every cause`],
    ];
    expect(failureOf(runTests(...all))).toBeUndefined();
    expect(failureOf(runTests(...ofThese))).toBeUndefined();
  }, 180_000);

  // Left out: its blocks of code and its output, because they show the constructs and the demo, and no other cause has changed (above).
  test('the README with the new counts', () => {
    expect(failureOf(runTests('test/docs/readme', '-t', 'names only|every link|Troubleshooting'))).toBeUndefined();
  }, 180_000);

  test('ecs-why has them after npm run bundle, and says so before', () => {
    cpSync(join(ROOT, 'assets', 'ecs-why'), within('assets/ecs-why'), { recursive: true });
    const check = () => runTests('test/cli/bundle', '-t', '^causes ');
    expect(check().output).toContain('assets/ecs-why does not have the causes of src/diagnosis/causes: run npm run bundle');
    execFileSync(tool('esbuild'), [
      'src/cli/actions.ts', '--outfile=assets/ecs-why/actions.js',
      '--bundle', '--platform=node', '--target=node20', '--main-fields=module,main', '--log-level=warning',
    ], { cwd: tree });
    expect(failureOf(check())).toBeUndefined();
  }, 180_000);
});
