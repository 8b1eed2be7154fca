import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Command } from 'commander';
import { ecsWhy } from './bundle';
import { pointInTime, revision } from '../../src/cli/arguments';
import { EXIT } from '../../src/cli/exit';
import { likeOneOf } from '../../src/cli/find/alike';
import { Actions, makeProgram } from '../../src/cli/program';
import { checkValues } from '../../src/cli/values';

test.each([
  ['2026-11-29', { at: Date.parse('2026-11-29T00:00:00Z') }], ['2026-11-29T10:15:00Z', { at: Date.parse('2026-11-29T10:15:00Z') }], ['10m', { agoMs: 600_000 }],
])('--since %s', (text, expected) => expect(pointInTime(text)).toEqual(expected));

test.each(['2026-11', '2026-11-32', '29.11.2026', 'yesterday', '2026-11-29 10:15'])('--since %s is refused', (text) => {
  expect(() => pointInTime(text)).toThrow(/It takes a time/);
});

const COMMANDS = ['explain', 'follow', 'watch', 'record', 'replay', 'causes', 'demo', 'completion', 'help'];

test.each<[string, string | undefined]>([
  ['folow', 'follow'], ['flolow', 'follow'], ['Follow', 'follow'], ['wacth', 'watch'], ['recrod', 'record'], ['follow', undefined], ['prod', undefined], ['shop', undefined], ['f', undefined],
])('%s is like the command %s', (typed, expected) => expect(likeOneOf(typed, COMMANDS)).toBe(expected));

test('a command that is spelled wrong and names no cluster and no stack: a hint', () => {
  for (const args of [['folow', 'prod', 'web'], ['folow', 'prod', '--wait', '5m'], ['folow', '--profile', 'absent']]) {
    const { code, err } = ecsWhy(args, { AWS_REGION: 'eu-west-1' });
    expect({ args, failed: code !== 0, err }).toEqual({ args, failed: true, err: expect.stringMatching(/\(Did you mean ecs-why follow\?\)\n/) });
  }
  // before what commander says about the arguments of a command that nobody has named
  expect(ecsWhy(['folow', 'prod', 'web']).err).toMatch(/^ecs-why: "folow" is no command. \(Did you mean ecs-why follow\?\)\necs-why: too many arguments for 'explain'/);
  expect(ecsWhy(['prod', 'web', '--profile', 'absent']).err).not.toContain('Did you mean');
});

test('a file in place of a name: the command that reads it', () => {
  for (const file of ['test/corpus/cases/bake-time.json', join(__dirname, '..', 'corpus', 'catalogue.json')]) {
    expect(ecsWhy([file])).toEqual({ code: EXIT.usage, out: '', err: `ecs-why: "${file}" is a file: ecs-why replay FILE diagnoses a recording\n` });
  }
  expect(ecsWhy(['absent/web.json'], { AWS_REGION: 'eu-west-1' }).err).toContain('looks like a construct path');
});

/** Each option that takes a value, of each command. */
const VALUED = makeProgram({} as Actions, () => undefined).commands.flatMap((command) => (
  command.options.filter(({ required }) => required).flatMap(({ long, short }) => (
    [long, short].flatMap((flag) => (flag ? [[command.name(), flag] as const] : []))
  ))
));

test('there are many options that take a value', () => expect(VALUED.length).toBeGreaterThan(35));

test.each(VALUED)('%s %s takes no text in the form of an option', (name, flag) => {
  for (const value of ['-V', '--version', '-V2', '--help', '-h', '--', '-x']) {
    let told = '';
    const program = makeProgram({} as Actions, () => undefined);
    const quiet = (command: Command) => command.configureOutput({ writeErr: (text) => { told += text; } });
    for (const command of [program, ...program.commands]) quiet(command);
    for (const argv of [[name, flag, value, 'prod'], [name, 'prod', 'web', flag, value]]) {
      told = '';
      expect(() => checkValues(program, argv)).toThrow();
      expect(told).toContain(`takes a value, and "${value}" has the form of an option`);
    }
    expect(() => checkValues(program, [name, 'prod', '--', flag, value])).not.toThrow();
  }
});

test.each([
  'follow --since -V -- prod web', 'watch --wait -V -- Shop', 'prod web --html --help', 'prod --region -V', '--region -V prod web', 'record prod web -o --version', 'follow prod -V', 'prod web --version',
])('%s: wrong usage, and neither the version nor the help with exit code 0', (line) => {
  const { code, out, err } = ecsWhy(line.split(' '), { AWS_REGION: 'eu-west-1' });
  expect({ code, out, err }).toEqual({ code: EXIT.usage, out: '', err: expect.stringMatching(/^ecs-why: (option '.*' takes a value, and "-|--version stands alone)/) });
});

test('a value that begins with - can be given all the same', () => {
  expect(ecsWhy(['follow', '--since=-V', '--', 'prod', 'web']).err).toContain("argument '-V' is invalid. It takes a time");
});

test.each([['web:42'], ['arn:aws:ecs:eu-west-1:123456789012:task-definition/web:42']])('--task-definition %s', (text) => expect(revision(text)).toBe(text));

test.each(['web', 'web:0', 'shop/web:42', 'arn:aws:ecs:eu-west-1:123456789012:service/web:42'])('--task-definition %s is refused', (text) => {
  expect(() => revision(text)).toThrow(/It takes a revision/);
});

test.each([[['--task-definition', 'api:9']], [['--since', '5m']]])('--deployment and %j name two deployments', (more) => {
  const { code, out, err } = ecsWhy(['follow', 'prod', 'web', '--deployment', 'ecs-svc/2', ...more]);
  expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
  expect(err).toMatch(`option '--deployment <arn>' cannot be used with option '${more[0]}`);
});

describe('a file that cannot be made is refused before anything else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-why-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  symlinkSync('second', join(folder, 'first'));
  symlinkSync('first', join(folder, 'second'));
  symlinkSync('n'.repeat(300), join(folder, 'to-long'));

  test.each(['first', 'n'.repeat(300), 'to-long', join('absent', 'page')])('%s', (name) => {
    // No Region: the first call would end with another code.
    for (const args of [['explain', '--html'], ['explain', '--junit'], ['follow', '--html'], ['follow', '--junit'], ['record', '--output']]) {
      const { code, out, err } = ecsWhy([args[0], 'prod', 'web', args[1], join(folder, name)]);
      expect({ args, code, out, err }).toEqual({ args, code: EXIT.usage, out: '', err: expect.stringMatching(/^ecs-why: the (page|JUnit file|recording) cannot be /) });
    }
    expect(existsSync(join(folder, 'absent'))).toBe(false);
  });
});
