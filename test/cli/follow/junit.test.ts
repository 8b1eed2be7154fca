import { execFileSync, spawnSync } from 'child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'test-results-parser';
import { followUpdate, V1, V2 } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { Lab } from '../../../src/lab/lab';
import { imageGone, inOperation } from '../../lifecycle/rules';
import { assembly } from '../../lifecycle/shop';
import { beside, BUNDLE, CLEAN_ENV, ecsWhy, openLab } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'follow-junit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const read = (name: string) => parse({ type: 'junit', files: [join(folder, name)] });
const RULES = [inOperation(2, imageGone)];

test('follow: the diagnosis is the failure of the case of its service', async () => {
  const { code, place } = await followUpdate({ rules: RULES, args: ['--wait', '5m', '--junit', join(folder, 'follow.xml')] });
  expect(code).toBe(EXIT.failed);
  const { total, failed, suites } = read('follow.xml');
  expect({ total, failed, suite: suites[0].name }).toEqual({ total: 1, failed: 1, suite: place.cluster });
  expect(suites[0].cases[0]).toMatchObject({ name: place.service, status: 'FAIL', failure: expect.stringContaining('[image-not-found]') });
});

test('follow: deployed', async () => {
  await followUpdate({ args: ['--wait', '5m', '--junit', join(folder, 'good.xml')] });
  expect(read('good.xml')).toMatchObject({ total: 1, passed: 1, failed: 0 });
});

test('watch and explain', async () => {
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules: RULES } } } });
  await lab.deploy({ assembly: assembly(V1) });
  const watch = await beside(lab, ['watch', 'Shop', '--junit', join(folder, 'watch.xml')]);
  await lab.advance(7);
  await lab.deploy({ assembly: assembly(V2) });
  const explain = await beside(lab, ['Shop', '--junit', join(folder, 'explain.xml')]);
  await lab.advance(60);
  expect([(await watch.ended).code, (await explain.ended).code]).toEqual([EXIT.failed, EXIT.ok]);
  for (const name of ['watch.xml', 'explain.xml']) {
    const { total, suites } = read(name);
    expect({ name, total, suite: suites[0].name }).toEqual({ name, total: 1, suite: 'Shop' });
    expect(suites[0].cases[0]).toMatchObject({ name: expect.stringMatching(/^Api/), status: 'FAIL', failure: expect.stringContaining('[image-not-found]') });
  }
});

test('a page and a JUnit file that can no longer be written at the end: a line each, and the exit code of the deployment', async () => {
  const gone = mkdtempSync(join(folder, 'gone-'));
  const meanwhile = (lab: Lab) => lab.at(5, () => rmSync(gone, { recursive: true }));
  const { code, err } = await followUpdate({ rules: RULES, args: ['--wait', '5m', '--junit', join(gone, 'j.xml'), '--html', join(gone, 'p.html')], meanwhile });
  expect({ code, err }).toEqual({ code: EXIT.failed, err: expect.stringMatching(/^ecs-why: the page could not be written: [^\n]*\necs-why: the JUnit file could not be written: [^\n]*\n$/) });
});

test('ended early: the file is written all the same, at the end of --timeout and where nothing was found', async () => {
  const hang = [inOperation(2, { hang: 'PROVISIONING' } as const)];
  const late = await followUpdate({ rules: hang, express: true, args: ['--wait', '5m', '--timeout', '60s', '--junit', join(folder, 'late.xml')] });
  expect({ code: late.code, status: read('late.xml').suites[0].cases[0].status }).toEqual({ code: EXIT.timedOut, status: 'FAIL' });
  const { ended } = await beside(late.lab, ['follow', 'absent', 'web', '--junit', join(folder, 'none.xml')]);
  await late.lab.advance(10);
  expect({ code: (await ended).code, total: read('none.xml').total, status: read('none.xml').suites[0].cases[0].status }).toEqual({ code: EXIT.notFound, total: 1, status: 'FAIL' });
  expect(readFileSync(join(folder, 'none.xml'), 'utf8')).toContain('type="none"');
  expect(ecsWhy(['follow', 'prod', 'web', '--junit', join(folder, 'denied.xml')], { AWS_REGION: 'eu-west-1' }).code).toBe(EXIT.credentials);
  expect(readFileSync(join(folder, 'denied.xml'), 'utf8')).toContain('type="denied"');
});

const inFolder = (...names: readonly string[]) => join(folder, ...names);
beforeAll(() => {
  writeFileSync(inFolder('one.out'), '');
  symlinkSync(inFolder('one.out'), inFolder('a.link'));
  symlinkSync('one.out', inFolder('b.link'));
  symlinkSync('absent.out', inFolder('c.link'));
  execFileSync('mkfifo', [inFolder('pipe')]);
  symlinkSync('/dev/stdout', inFolder('stdout.link'));
});

describe('outputs that cannot be meant are refused before anything is read', () => {
  test.each<[string, readonly string[], number, RegExp]>([
    ['a page on the standard output', ['follow', 'prod', 'web', '--html', '-'], EXIT.usage, /^ecs-why: the page is written to a file, never to the standard output: name a file\n$/],
    ['a JUnit file on the standard output', ['prod', 'web', '--junit', '-'], EXIT.usage, /^ecs-why: the JUnit file is written to a file, never to the standard output: name a file\n$/],
    ['one file for both', ['watch', 'Shop', '--junit', 'x.out', '--html', './x.out'], EXIT.usage, /^ecs-why: --html and --junit name the same file: name two\n$/],
    ['two links to one file', ['follow', 'prod', 'web', '--junit', inFolder('a.link'), '--html', inFolder('b.link')], EXIT.usage, /^ecs-why: --html and --junit name the same file: name two\n$/],
    ['two links to one file that does not exist', ['prod', 'web', '--junit', inFolder('c.link'), '--html', inFolder('absent.out')], EXIT.usage, /^ecs-why: --html and --junit name the same file: name two\n$/],
    ['recordings where no folder can be made', ['follow', 'prod', 'web', '--record', '/proc/x'], EXIT.usage, /^ecs-why: the recordings cannot be saved: ENOENT: [^\n]*\n$/],
    ['recordings behind a link that leads nowhere', ['watch', 'Shop', '--record', inFolder('c.link', 'x')], EXIT.usage, /^ecs-why: the recordings cannot be saved: EEXIST: [^\n]*\n$/],
    ['a page where no file can be made', ['follow', 'prod', 'web', '--html', '/proc/x.html'], EXIT.usage, /^ecs-why: the page cannot be written: \/proc\/x\.html is in a folder of the kernel\n$/],
    ['a pipe that nobody reads', ['follow', 'prod', 'web', '--junit', inFolder('pipe')], EXIT.usage, /^ecs-why: the JUnit file cannot be written: \S+ is a pipe\n$/],
    ...['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1', '/dev/../dev/stdout', inFolder('stdout.link')].map((name): [string, readonly string[], number, RegExp] => (
      [`a JUnit file that is the standard output (${name})`, ['follow', 'prod', 'web', '--junit', name], EXIT.usage, /^ecs-why: the JUnit file is written to a file, never to the standard output: name a file\n$/]
    )),
    ['a page that is the standard error', ['prod', 'web', '--html', '/dev/stderr'], EXIT.usage, /^ecs-why: the page is written to a file, never to the standard error: name a file\n$/],
    ['a page in place of the folder of recordings', ['follow', 'prod', 'web', '--record', inFolder('new'), '--html', inFolder('.', 'new')], EXIT.usage, /^ecs-why: --html and --record name the same file: name two\n$/],
    ['a JUnit file in place of a folder above the recordings', ['watch', 'Shop', '--record', inFolder('new', 'deep'), '--junit', inFolder('new')], EXIT.usage, /^ecs-why: --junit names a folder of --record: \S+\n$/],
    ['a JUnit file that is called like a recording', ['follow', 'prod', 'web', '--record', inFolder('new'), '--junit', inFolder('new', 'prod-web.recording.json')], EXIT.usage, /^ecs-why: --junit has the name of a recording of --record: \S+\n$/],
    ['two formats', ['follow', 'prod', 'web', '--json', '--format', 'github'], EXIT.usage, /^ecs-why: --json and --format github are two formats: name one\n/],
    ...['follow --junit', 'follow --html', 'follow --record', 'watch --record', 'explain --junit', 'record --output'].map((option): [string, readonly string[], number, RegExp] => (
      [`${option} without a name`, [option.split(' ')[0], 'prod', ...option.startsWith('watch') ? [] : ['web'], option.split(' ')[1], ''], EXIT.usage, /It takes a name, and this one is empty\.\n/]
    )),
    ['recordings in a file', ['follow', 'prod', 'web', '--record', __filename], EXIT.usage, /^ecs-why: the recordings cannot be saved: \S+ is not a folder\n$/],
    ['recordings in a device', ['watch', 'Shop', '--record', '/dev/null'], EXIT.usage, /^ecs-why: the recordings cannot be saved: \/dev\/null is not a folder\n$/],
    ['a recording as a folder', ['record', 'prod', 'web', '-o', __dirname], EXIT.usage, /^ecs-why: the recording cannot be written: \S+ is a folder\n$/],
  ])('%s', (_, args, code, err) => {
    expect(ecsWhy(args)).toEqual({ code, out: '', err: expect.stringMatching(err) });
    expect(existsSync(inFolder('new'))).toBe(false);
  });

  test.each(['output', 'error'])('the file to which the standard %s goes', (name) => {
    const file = inFolder(`${name}.txt`);
    const open = openSync(file, 'w');
    const { status } = spawnSync(process.execPath, [BUNDLE, 'prod', 'web', '--junit', file], { env: CLEAN_ENV, stdio: ['ignore', name === 'output' ? open : 'ignore', open] });
    closeSync(open);
    expect({ status, text: readFileSync(file, 'utf8') }).toEqual({ status: EXIT.usage, text: `ecs-why: the JUnit file is written to a file, never to the standard ${name}: name a file\n` });
  });
});

test('a file that cannot be written is an error before anything is read', async () => {
  const lab = await openLab({ scenario: { scenario: 1 } });
  const { ended } = await beside(lab, ['follow', 'prod', 'web', '--junit', join(folder, 'absent', 'junit.xml')]);
  expect(await ended).toEqual({ code: EXIT.usage, out: '', err: expect.stringMatching(/^ecs-why: the JUnit file cannot be written: /) });
});
