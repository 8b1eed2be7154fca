import { leastCpuMs } from './cpu';
import { Recording } from '../../src/facts/model';
import { redactRecording } from '../../src/presentation/recording';
import { linesRedactor } from '../../src/presentation/redact';

const A = 'Zk7qTr0ub4dor9';
const LINE = (n: number) => `MIIEpAIBAAKCAQEAx3Jv9bQpZtY1Lk2uV7RwEoXfHn5sTgKcMd8aPiWyUqCzB${n}rD`.slice(0, 64);

test.each([
  ['a logger before both lines', ['2026-11-23T10:00:00Z INFO password:', `2026-11-23T10:00:01Z INFO ${A}`], [0, 1]],
  ['a level in brackets', ['[INFO] DB_PASSWORD=', `[INFO] ${A}`], [0, 1]],
  ['the name of a program', ['api | password:', `api | ${A}`], [0, 1]],
  ['a key without its end and with a line of another', ['-----BEGIN RSA PRIVATE KEY-----', LINE(1), 'GET / 200', LINE(2), LINE(3)], [1, 0, 1, 1]],
  ['one line of a key that a program could not read', ['error:1E08010C:DECODER routines::unsupported', LINE(1)], [0, 1]],
  ['two lines of a key in an address of a file', ['Error: ENOENT: no such PEM file', LINE(1), LINE(2)], [0, 1, 1]],
] as const)('a stream with %s', (_, lines, masked) => {
  const made = linesRedactor()(lines);
  const expected = masked.length === lines.length ? masked : [1, ...masked];
  expect(made.map((line) => (line.includes('***') ? 1 : 0))).toEqual(expected);
  expect(made.join('\n')).not.toMatch(/Zk7q|MIIE/);
  expect(linesRedactor()(made)).toEqual(made);
});

test.each([
  [['2026-11-23T10:00:00Z INFO token:', '2026-11-23T10:00:01Z INFO started']], [['[INFO] reads the password:', '[INFO] ready on port 80']], [['GET / 200', 'password:', 'is required']],
])('%j stays', (lines) => {
  expect(linesRedactor()(lines)).toEqual(lines);
});

const container = (more: object): Recording => ({ recording: 1, frames: [{ at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'api', ...more }] } }] });
const cleaned = (more: object, patterns: readonly string[] = []) => (
  redactRecording(container(more), { patterns }).frames[0].taskDefinition?.containerDefinitions?.[0]
);
const P = 'correcthorse';

describe('a command is one line, however long', () => {
  test.each([
    [{ command: ['mysql', '--host', 'db', '--port', '3306', '--user', 'root', '--database', 'x', '--ssl', `-p${P}`] }],
    [{ command: ['curl', '-s', '-X', 'POST', '-H', 'A: b', '-d', '{}', '-o', '/dev/null', '-u', `admin:${P}`, 'http://x'] }],
    [{ command: ['redis-cli', '-h', 'r', '-p', '6379', '--tls', '--sni', 'x', '-a', P] }],
    [{ entryPoint: ['app', '--password'], command: [P, '--port', '80'] }],
    [{ entryPoint: ['mysql', '-u', 'root'], command: [`-p${P}`, 'db'] }],
    [{ healthCheck: { command: ['CMD', 'curl', '-s', '-f', '-o', '/dev/null', '-u', `admin:${P}`, 'http://localhost'] } }],
  ])('%j', (more) => {
    const made = JSON.stringify(cleaned(more));
    expect(made).not.toContain(P);
    expect(made).toContain('***');
    expect(made).toMatch(/"(?:root|x|80|http:\/\/x|curl)"/);
  });

  test('a pattern of the user can go over words, too', () => {
    expect(cleaned({ command: ['run', '--customer', '4711', '--port', '80'] }, ['customer \\d+'])?.command).toEqual(['run', '--***', '***', '--port', '80']);
  });

  test('four times as many words take about four times as long', () => {
    const cost = (count: number) => {
      const command = Array.from({ length: count }, (_, i) => `w${i}`);
      return leastCpuMs(() => expect(cleaned({ command: [...command, '--password', P] })?.command?.at(-1)).toBe('***'));
    };
    expect(cost(20_000) / Math.max(20, cost(5000))).toBeLessThan(9);
  });
});
