import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Recording } from '../../src/facts/model';
import { withoutUnseen } from '../../src/facts/unseen';
import { renderReason } from '../../src/presentation/reason';
import { redactRecording } from '../../src/presentation/recording';
import { redactor } from '../../src/presentation/redact';

const UNSEEN: readonly (readonly [string, string])[] = [
  ['soft hyphen', '\u00ad'], ['grapheme joiner', '\u034f'], ['word joiner', '\u2060'], ['zero-width joiner', '\u200d'], ['zero-width space', '\u200b'],
  ['variation selector', '\ufe0f'], ['variation selector of the supplement', '\u{e0100}'], ['tag', '\u{e0041}'], ['override', '\u202e'],
  ['noncharacter', '\ufffe'], ['last noncharacter', '\uffff'],
  ['null', '\0'], ['backspace', '\b'], ['delete', '\u007f'], ['Hangul filler', '\u3164'], ['byte order mark', '\ufeff'], ['Khmer vowel', '\u17b4'],
  ['colour', '\u001b[1m'], ['colour in 8 bits', '\u009b1m'], ['character set', '\u001b(B'], ['link', '\u001b]8;;http://a\u0007'],
  ['link that ends with ST', '\u001b]8;;\u001b\\'], ['device control', '\u001bPq\u001b\\'], ['application command', '\u001b_x\u001b\\'],
  ['privacy message', '\u001b^x\u001b\\'], ['start of string', '\u001bXx\u001b\\'], ['colour of C', '\\033[32m'], ['colour of a shell', '\\e[32m'],
  ['colour of cat -v', '^[[32m'], ['colour of rsyslog', '#033[32m'], ['colour of Python', '\\x1b[32m'],
];
const frame = (...messages: readonly string[]): Frame => ({
  at: '2026-11-23T10:00:00Z',
  service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1' }] },
  tasks: [{
    taskArn: 'arn:aws:ecs:eu-west-1:111111111111:task/c/t1', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1, lastStatus: 'STOPPED', runtimeId: 'r' }],
  }],
  logs: { web: { t1: messages.map((message, timestamp) => ({ timestamp, message })) } },
} as Frame);
const recorded = (redact: readonly string[], ...messages: readonly string[]) => {
  const recording: Recording = { recording: 1, frames: [frame(...messages)] };
  return redactRecording(recording, { patterns: redact }).frames[0].logs?.web.t1.map(({ message }) => message);
};
const reason = (redact: readonly string[], ...messages: readonly string[]) => renderReason(diagnose(frame(...messages)), { redact }, 3500);

describe.each(UNSEEN)('%s', (_, sign) => {
  test('hides no secret, wherever it is', () => {
    const texts = [`Error: pass${sign}word=correcthorse x`, `Error: password${sign}=${sign}correcthorse x`, `Error: password=correct${sign}horse x`];
    for (const text of texts) {
      const inJson = recorded([], JSON.stringify({ msg: text }));
      for (const shown of [redactor()(text), reason([], text), JSON.stringify(recorded([], text)), JSON.stringify(inJson)]) {
        expect(shown).not.toMatch(/horse/);
      }
    }
  });

  test('hides nothing from a pattern of the user', () => {
    const texts = [`Error: acct${sign}-4711 x`, `acct-47${sign}11`];
    const shown = [reason(['acct-\\d+'], ...texts), JSON.stringify(recorded(['acct-\\d+'], ...texts)), JSON.stringify(recorded(['acct-\\d+'], JSON.stringify({ msg: texts[0] })))];
    for (const text of shown) expect(text).not.toMatch(/acct|11"/);
  });

  test('is not seen', () => {
    expect(withoutUnseen(`a${sign}b`)).toBe('ab');
  });
});

test('a sign that was struck over itself is one sign; other text stays', () => {
  expect(withoutUnseen('p\bpa\bas\bss\bs _\bx a\tb\r\nc')).toBe('pass x a\tb\r\nc');
  for (const text of ['Größe 日本語 عربى 😀 € é', 'C:\\033 \\e ^[ #033', 'A=1\0B_C=2']) expect(withoutUnseen(text)).toBe(text);
});

test.each([
  ['a name in digits', '{"contrase\\u00f1a":"Zk7qTr0ub4dor9"}', '{"contrase\\u00f1a":"***"}'],
  ['a Russian name in digits', '{"\\u043f\\u0430\\u0440\\u043e\\u043b\\u044c":"correcthorse"}', '{"\\u043f\\u0430\\u0440\\u043e\\u043b\\u044c":"***"}'],
  ['colours', '{"msg":"\\u001b[32mDB_PASSWORD\\u001b[39m=\\u001b[33mZk7qTr0ub4dor9\\u001b[39m x"}', '{"msg":"\\u001b[32mDB_PASSWORD\\u001b[39m=\\u001b[33m***\\u001b[39m x"}'],
  ['a record in a record', '{"log":"{\\"msg\\":\\"\\\\u001b[32mpassword\\\\u001b[39m=correcthorse\\"}"}', '{"log":"{\\"msg\\":\\"\\\\u001b[32mpassword\\\\u001b[39m=***\\"}"}'],
  ['a return', 'password=\rcorrecthorse', 'password=\r***'],
  ['full-width letters', '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff1dZk7qTr0ub4dor9', '\uff50\uff41\uff53\uff53\uff57\uff4f\uff52\uff44\uff1d***'],
])('a recording looks through %s', (_, text, masked) => {
  expect(recorded([], text)).toEqual([masked]);
});

test('patterns of the user look through the digits of JSON, too', () => {
  expect(recorded(['cust-\\d+'], '{"m":"cust\\u002d4711 and \\u001b[1mcust-\\u001b[0m4711"}')).toEqual(['{"m":"*** and \\u001b[1m***"}']);
});

test.each(['\u001b]', '\u001b[', '\u001bP', '\\u001b]', '\\u00', '\\u00e9', 'a\b', '\\\\\\', '\u009d'])('%j a hundred thousand times is read in linear time', (unit) => {
  const time = (count: number) => {
    const text = unit.repeat(count);
    const began = process.cpuUsage().user;
    redactor()(text);
    withoutUnseen(text);
    return process.cpuUsage().user - began;
  };
  time(1000);
  expect(time(100_000)).toBeLessThan(20 * Math.max(time(20_000), 20_000));
});

test.each([
  ['PATH=/usr/bin\u0000DB_PASSWORD=satintree', 'PATH=/usr/bin\u0000DB_PASSWORD=***'],
  ['path=/usr/bin\u0000db.password=satintree', 'path=/usr/bin\u0000db.password=***'],
  ['A=\u0000password=satintree', 'A=\u0000password=***'],
  ['Error: pass\u0000word=satintree42', 'Error: pass\u0000word=***'],
])('V1: a null between two variables parts them, one in a name does not: %j', (text, expected) => {
  expect(redactor()(text)).toBe(expected);
});
