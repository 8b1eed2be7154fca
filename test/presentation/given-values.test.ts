import { exitedFrame } from './exited-frame';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { renderHtml } from '../../src/presentation/html';
import { toJson } from '../../src/presentation/json';
import { timelineOf } from '../../src/presentation/page/timeline';
import { renderReason } from '../../src/presentation/reason';
import { redactRecording } from '../../src/presentation/recording';
import { renderFull } from '../../src/presentation/terminal';

const frameOf = (environment: { readonly [name: string]: string }, ...lines: readonly string[]) => exitedFrame(lines, environment);

/** Every place that quotes a log. */
function outputs(frame: Frame): { readonly [output: string]: string } {
  const diagnosis = diagnose(frame);
  return {
    reason: renderReason(diagnosis, {}, 3500),
    full: renderFull(diagnosis),
    json: JSON.stringify(toJson(diagnosis, 'failed')),
    page: renderHtml([{ name: 'web', lines: [], diagnosis, frame, timeline: timelineOf([frame]), diagnosedAt: frame.at }]),
    recording: JSON.stringify(redactRecording({ recording: 1, frames: [frame] })),
    ownPattern: renderReason(diagnosis, { redact: ['zzz'] }, 3500),
  };
}

describe.each([
  ['a password with a digit', { DB_PASSWORD: 'winter2024' }, 'winter2024'],
  ['a password of words', { DB_PASSWORD: 'tulip-garden-river' }, 'tulip-garden-river'],
  ['a password with a blank', { ADMIN_PASS: 'Blue harbour 7x' }, 'Blue harbour 7x'],
  ['a long word', { SMTP_PASSWORD: 'correcthorse' }, 'correcthorse'],
  ['a key in hexadecimal', { ENCRYPTION_KEY: '5f4dcc3b5aa765d61d8327deb882cf99' }, '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['the password of an address', { DATABASE_URL: 'postgres://app:river42stone@db.internal/app' }, 'river42stone'],
  ['a password with signs', { DB_PASSWORD: 'a&b=c/d+e9' }, 'a&b=c/d+e9'],
] as const)('the value of a variable with the name of a secret is nowhere, though a line quotes it alone: %s', (_, environment, secret) => {
  test.each(['Error: cannot use SECRET here', 'FATAL: role SECRET does not exist', 'connect to http://h/x?q=ENCODED failed', '{"level":"error","msg":"bad value SECRET"}'])('%s', (line) => {
    const text = line.replace('SECRET', secret).replace('ENCODED', encodeURIComponent(secret));
    const shown = outputs(frameOf(environment, 'boot', text));
    expect(Object.entries(shown).filter(([, one]) => one.includes(secret) || one.includes(encodeURIComponent(secret)))).toEqual([]);
    for (const one of Object.values(shown)) expect(one).toContain('***');
  });
});

test.each([
  ['percent-encoded', 'DATABASE_URL', 'postgres://app:river%4042%2Fstone9@db.internal/app', 'river@42/stone9'],
  ['as it is', 'DB_PASSWORD', 'river"42\\\\stone9', 'river\\"42\\\\\\\\stone9'],
] as const)('a line quotes it in another form than the task definition has it: %s', (_, name, value, quoted) => {
  const shown = outputs(frameOf({ [name]: value }, 'boot', `Error: cannot use ${quoted} here`));
  expect(Object.entries(shown).filter(([, one]) => /river|stone9/.test(one))).toEqual([]);
});

test('that of the deployment before is not shown either', () => {
  const { taskDefinition, ...frame } = frameOf({ DB_PASSWORD: 'winter2024' }, 'Error: cannot use winter2024 here');
  const shown = outputs({ ...frame, taskDefinition: frameOf({}).taskDefinition, previousTaskDefinition: taskDefinition });
  for (const one of Object.values(shown)) expect(one).not.toContain('winter2024');
});

test.each([
  ['an ordinary word', { DB_PASSWORD: 'postgres' }, 'Error: cannot reach postgres'],
  ['a short value', { DB_PASSWORD: 'web1234' }, 'Error: cannot reach web1234'],
  ['a host', { API_SECRET: 'db.orders.internal' }, 'Error: getaddrinfo ENOTFOUND db.orders.internal'],
  ['a host with digits', { API_TOKEN: 'cache-01.orders.internal' }, 'Error: getaddrinfo ENOTFOUND cache-01.orders.internal'],
  ['a number', { OTP: '123456789' }, 'Error: order 123456789 failed'],
  ['an address', { WEBHOOK_SECRET: 'https://hooks.example/a' }, 'Error: cannot reach https://hooks.example/a'],
  ['a path', { DB_PASSWORD: '/run/secrets/db' }, 'Error: cannot open /run/secrets/db'],
  ['the name of the service', { DB_PASSWORD: 'orders-service' }, 'Error: cannot reach orders-service'],
  ['a stand-in', { DB_PASSWORD: 'changeme' }, 'Error: changeme was not replaced'],
  ['the value of another name', { CUSTOMER: 'acme-corp-77', DB_HOST: 'db-01.internal.example' }, 'Error: acme-corp-77 has no row in db-01.internal.example'],
  ['a name in a setting', { PASSWORD_SECRET_NAME: 'orders-db-credentials1' }, 'Error: cannot find orders-db-credentials1'],
])('what a message needs stays: %s', (_, environment: { readonly [name: string]: string }, line) => {
  const { reason, full, json } = outputs(frameOf(environment, 'boot', line));
  for (const one of [reason, full, json]) expect(one).not.toContain('***');
});
