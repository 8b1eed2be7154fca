import { spawnSync } from 'child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { isDeepStrictEqual } from 'util';
import { BUNDLE, CLEAN_ENV, ecsWhy } from './bundle';
import { CAUSE_IDS } from '../../src/contract';
import { rules } from '../../src/diagnosis/causes';

const folder = mkdtempSync(join(tmpdir(), 'bundle-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the command is self-contained and smaller than 5 MB', () => {
  const files = readdirSync(dirname(BUNDLE)).map((name) => join(dirname(BUNDLE), name));
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(5_000_000);
  // Copied to where there is no node_modules it still runs; the demo's app alone asks for aws-cdk-lib, where it is installed.
  for (const name of ['ecs-why.js', 'actions.js']) writeFileSync(join(folder, name), readFileSync(join(dirname(BUNDLE), name)));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'ecs-why.js'), 'causes', 'image-not-found'], { cwd: folder, encoding: 'utf8', env: CLEAN_ENV });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('copied without what lies beside it: one line', () => {
  const alone = mkdtempSync(join(folder, 'alone-'));
  writeFileSync(join(alone, 'ecs-why.js'), readFileSync(BUNDLE));
  const run = (...args: string[]) => spawnSync(process.execPath, [join(alone, 'ecs-why.js'), ...args], { cwd: alone, encoding: 'utf8', env: CLEAN_ENV });
  expect(run('causes')).toMatchObject({ status: 3, stdout: '', stderr: `ecs-why: ${join(alone, 'actions.js')} is missing: copy ecs-why.js, actions.js and (for the demo) demo-app.js together\n` });
  expect(run('--help').status).toBe(0);
  writeFileSync(join(alone, 'actions.js'), readFileSync(join(dirname(BUNDLE), 'actions.js')));
  expect(run('demo', 'app-exits')).toMatchObject({ status: 3, stderr: `ecs-why: ${join(alone, 'demo-app.js')} is missing: copy it together with ecs-why.js\n` });
  writeFileSync(join(alone, 'demo-app.js'), readFileSync(join(dirname(BUNDLE), 'demo-app.js')));
  expect(run('demo', 'app-exits')).toMatchObject({ status: 3, stderr: `ecs-why: ${join(alone, '..', '..', 'assets', 'watcher')} is missing: the demo needs the package's folder assets as a whole\n` });
});

test('the folder assets by itself: the demo runs where aws-cdk-lib is found, and says what is missing where it is not', () => {
  const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
  cpSync(join(dirname(BUNDLE), '..'), join(elsewhere, 'assets'), { recursive: true });
  const run = (env: NodeJS.ProcessEnv) => spawnSync(process.execPath, [join(elsewhere, 'assets', 'ecs-why', 'ecs-why.js'), 'demo', 'app-exits'], { cwd: elsewhere, encoding: 'utf8', env: { ...CLEAN_ENV, ...env } });
  expect(run({})).toMatchObject({ status: 3, stderr: 'ecs-why: the demo synthesizes a CDK app and needs aws-cdk-lib and constructs: npm install aws-cdk-lib constructs\n' });
  expect(run({ NODE_PATH: join(__dirname, '..', '..', 'node_modules') })).toMatchObject({ status: 0, stderr: '' });
  // Whatever else goes wrong in the app is one line, too, and none of its code.
  writeFileSync(join(elsewhere, 'assets', 'ecs-why', 'demo-app.js'), `${'x;'.repeat(5000)}throw new TypeError('no such thing')\n`.replace(/x;/g, '1;'));
  expect(run({})).toMatchObject({ status: 3, stderr: "ecs-why: the demo's CDK app could not be synthesized: TypeError: no such thing\n" });
});

test('--help starts in under 300 ms', () => {
  const best = (args: readonly string[]) => Math.min(...Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint();
    spawnSync(process.execPath, args, { env: CLEAN_ENV });
    return Number(process.hrtime.bigint() - start) / 1e6;
  }));
  const [bare, help] = [best(['-e', '0']), best([BUNDLE, '--help'])];
  // On a slow machine, or one that is busy elsewhere, Node alone can need as long: then how many times longer the command takes counts.
  expect(help).toBeLessThan(Math.max(300, 3 * bare));
});

const COMMANDS = ['explain', 'follow', 'watch', 'check', 'record', 'replay', 'causes', 'demo', 'completion'];

test.each(COMMANDS)('%s --help has an example', (command) => {
  const { code, out } = ecsWhy([command, '--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/\nExamples?:\n {2}\$ \S+/);
});

test.each([
  ['bash', ['-n']], ['zsh', ['-n']], ['fish', ['--no-execute']],
] as const)('completion for %s', (shell, check) => {
  const { code, out } = ecsWhy(['completion', shell]);
  expect(code).toBe(0);
  for (const word of [...COMMANDS, 'fail-fast', 'image-not-found']) expect(out).toContain(word);
  const file = join(folder, shell);
  writeFileSync(file, out);
  const { error, status, stderr } = spawnSync(shell, [...check, file], { encoding: 'utf8' });
  // A shell that is not installed here cannot check its script.
  if (!error || ALL_SHELLS) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** Where CI has installed all three, none may be missing. */
const ALL_SHELLS = process.env.TEST_SHELLS === 'all';

const CONFIG = '[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-west-1\n';

/** What the shell offers for each line; undefined: it is not installed here. */
function offers(shell: string, script: string): string | undefined {
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  writeFileSync(config, CONFIG);
  writeFileSync(credentials, '[default]\naws_access_key_id = x\n[keys]\naws_access_key_id = x\n');
  const { error, stdout } = spawnSync(shell, ['-c', script], { encoding: 'utf8', env: { ...CLEAN_ENV, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials, COMPLETION: join(folder, `completion.${shell}`) } });
  if (error && ALL_SHELLS) throw error;
  return error ? undefined : stdout;
}

describe('completion at work', () => {
  beforeAll(() => { for (const shell of ['bash', 'zsh', 'fish']) writeFileSync(join(folder, `completion.${shell}`), ecsWhy(['completion', shell]).out); });

  test('bash: commands, flags, values, profiles', () => {
    expect(offers('bash', `source "$COMPLETION"; complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ecs_why; echo "\${COMPREPLY[*]}"; }
      complete_words ecs-why wa; complete_words ecs-why watch Shop --fa; complete_words ecs-why causes secret-k; complete_words ecs-why prod web --format g
      complete_words ecs-why watch Shop --profile d; complete_words ecs-why watch Shop --profile k; complete_words ecs-why demo app`))
      .toBe('watch\n--fail-fast\nsecret-key-missing\ngithub\ndefault dev\nkeys\napp-exits\n');
  });

  test('bash: help, options before any word, values after a sign', () => {
    expect(offers('bash', `source "$COMPLETION"; complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ecs_why; echo "\${COMPREPLY[*]}"; }
      complete_words ecs-why he; complete_words ecs-why help wa; complete_words ecs-why --re; complete_words ecs-why record a b --re
      complete_words ecs-why prod web --format = g; complete_words ecs-why prod web --format =; complete_words ecs-why watch Shop --profile = d`))
      .toBe('help\nwatch\n--region\n--redact --region\ngithub\ntext json github\ndefault dev\n');
  });

  test('zsh: also before compinit, and by the words of the command rather than of the line', () => {
    const found = offers('zsh', `HOME=${folder}; source "$COMPLETION"; compadd() { shift; print -r -- "words: $*"; }; _describe() { print -r -- "$1: \${(P)2[1]}"; }; _files() { print files; }
      complete_words() { words=("$@"); CURRENT=$#; _ecs_why; }; complete_words ecs-why wa; complete_words ecs-why watch Shop --fa; complete_words ecs-why prod web --profile ''; complete_words ecs-why demo ''; complete_words ecs-why help ''; complete_words ecs-why --re`);
    if (found === undefined) return;
    expect(found).toBe('command: explain:explain the last deployment of a service, or the last operation on a stack (the default command)\noption: --fail-fast:exit at the first diagnosis that fails the deployment\n'
      + 'words: default dev keys\nwords: image-tag-missing app-exits health-check-404\nfiles\n'
      + `words: ${COMMANDS.join(' ')}\nfiles\noption: --exit-code:exit with 1 when the deployment or the stack operation has failed\n`);
  });

  test('fish: with descriptions, and no files where none belong', () => {
    const found = offers('fish', 'source $COMPLETION; for line in \'ecs-why wa\' \'ecs-why watch Shop --fa\' \'ecs-why prod web --format \' \'ecs-why watch Shop --profile d\' \'ecs-why causes secret-k\' \'ecs-why help wa\'; complete -C $line; end');
    if (found === undefined) return;
    const [first, second, ...rest] = found.trim().split('\n');
    expect([first, second]).toEqual([expect.stringMatching(/^watch\tfollow a stack operation/), '--fail-fast\texit at the first diagnosis that fails the deployment']);
    expect(rest.map((line) => line.split('\t')[0])).toEqual(['github', 'json', 'text', 'default', 'dev', 'secret-key-missing', 'watch']);
  });
});

test('--version is that of the package', () => {
  expect(ecsWhy(['--version'])).toEqual({ code: 0, out: `${(JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version}\n`, err: '' });
});

describe('causes', () => {
  test('--json: every cause once, with the documented fields', () => {
    const objects = ecsWhy(['causes', '--json']).out.trim().split('\n').map((line) => JSON.parse(line) as { [key: string]: unknown });
    const printed = objects.map((o) => o.id), known = rules.map((rule) => rule.id).sort((a, b) => a.localeCompare(b));
    const old = 'assets/ecs-why does not have the causes of src/diagnosis/causes: run npm run bundle';
    expect(isDeepStrictEqual(printed, known) ? undefined : old).toBeUndefined();
    const unlisted = known.filter((id) => !CAUSE_IDS.includes(id));
    expect(unlisted.map((id) => `${id} is not in CAUSE_IDS of src/contract.ts: run npm run generate`)).toEqual([]);
    for (const object of objects) {
      expect(Object.keys(object)).toEqual(['id', 'family', 'title', 'stage', 'retry', 'docs', 'meaning', 'why', 'remedy']);
    }
  });

  test('all of one, the list, and one that does not exist', () => {
    expect(ecsWhy(['causes', 'image-not-found']).out).toMatch(/^image-not-found: .*\n.*\nbreaks at: pull\nheals: not without a change\nfails the deployment: at the first failed task\nusually because:\n {2}- .*[^]*\nfix: .*\ndocs: https:/);
    expect(ecsWhy(['causes']).out).toMatch(/^application\n {2}app-aborted +\S/);
    expect(ecsWhy(['causes', 'image-no-found'])).toEqual({ code: 5, out: '', err: 'ecs-why: there is no cause "image-no-found"; did you mean "image-not-found"?; ecs-why causes lists them\n' });
  });
});

test.each([
  [['frob_nicate'], /"frob_nicate" is no command and no stack, and no service is named: ecs-why CLUSTER SERVICE, ecs-why STACK/], [[], /name a cluster and a service, or a stack/], [['watch'], /missing required argument 'stack'/],
  [['watch', 'Shop', '--region', 'us east'], /name of a Region/], [['watch', 'Shop', '--endpoint-url', 'localhost'], /takes an address/], [['watch', 'Shop', '--wait', 'long'], /It takes a time up to 48h/], [['follow', 'prod', 'web', '--deployment', 'newest'], /It takes the ARN of a service deployment/], [['prod', 'web', '--frob'], /unknown option '--frob'/],
  [['record', 'prod', 'web', '--redact', '('], /--redact "\(" is no regular expression/], [['completion', 'cmd'], /bash, zsh or fish/], [['replay', '--frame', '0', 'x'], /whole number from 1/],
])('%j: wrong usage is one line and code 2', (args, message) => {
  const { code, out, err } = ecsWhy(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).toMatch(/^ecs-why: /);
  expect(err).not.toMatch(/\n\s+at /);
});
