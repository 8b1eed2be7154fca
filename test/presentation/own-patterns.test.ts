import { cpuMs, endEveryMatch, leastCpuMs } from './cpu';
import { exitedFrame } from './exited-frame';
import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { toJson } from '../../src/presentation/json';
import { MessageContext } from '../../src/presentation/message';
import { MatchTime, patternFaults, redacted, Redactors } from '../../src/presentation/own-patterns';
import { renderReason } from '../../src/presentation/reason';
import { redactRecording } from '../../src/presentation/recording';
import { renderFull } from '../../src/presentation/terminal';

const HOSTILE = `${'a'.repeat(60)}!`;

/**
 * What the patterns are allowed to take of the messages of a look, with what V8 needs to interrupt them. A slow machine takes as many times
 * longer for what is made without patterns, so its cost without them says how long the rest takes.
 */
const LOOK_MS = 700;
/** A message whose texts could not be matched is made again of other texts, and each of the two is made once to learn and once to show. */
const MESSAGES = 4;

const diagnosis: Diagnosis = {
  status: 'failed',
  causes: [{
    id: 'app-config-missing',
    title: 'Application lacks a required setting',
    stage: 'run',
    certainty: 'certain',
    retry: 'never',
    symptomOnly: false,
    waiting: false,
    container: 'api',
    tasks: ['6b1d6e32aaaa'],
    headline: `container "api" exits with code 1: cust-4711 has no address ${HOSTILE}`,
    elastic: [`cust-4711 has no address ${HOSTILE}`],
    evidence: ['Essential container in task exited'],
    facts: ['the log names cust-4711'],
    fix: 'set the address of cust-4711',
    ownWords: { headline: 'container "api" exits with code 1: application lacks a required setting', facts: ['a fact'], fix: 'set it' },
    docs: 'https://docs.aws.amazon.com/x.html',
  }],
  summary: { failedTasks: 2, desiredCount: 2, taskDefinition: 'api:42', changes: [] },
  impact: '2 of 2 tasks of api:41 still serve traffic',
  log: { container: 'api', task: '6b1d6e32aaaa', omitted: 0, missing: null, lines: [{ message: `cust-4711 ${HOSTILE}` }, { message: 'cust-4712' }] },
  unavailable: [],
};
const OWN_WORDS = [
  'container "api" exits with code 1: application lacks a required setting [app-config-missing]', 'a fact',
  'impact: 2 of 2 tasks of api:41 still serve traffic', 'fix: set it', expect.stringMatching(/^not quoted: texts of logs: redact\[/),
  'aws: Essential container in task exited', 'docs: https://docs.aws.amazon.com/x.html',
];

test('V15: half of a character leaves neither in JSON nor in a recording', () => {
  const half = 'x\ud83d';
  const cause = { ...diagnosis.causes[0], container: half, headline: half, evidence: [half] };
  const json = toJson({ ...diagnosis, causes: [cause], unavailable: [{ what: 'logs', container: half, error: half, message: half }] }, 'failed');
  const frame = { at: '2026-11-23T10:00:00Z', logs: { [half]: { t1: [{ message: half }] } } };
  const made = redactRecording({ recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' }, frames: [frame] });
  for (const value of [json, made]) expect(JSON.stringify(value)).not.toMatch(/\\ud83d/);
});

test.each(['cust\\-\\d+', '[\\w-.]*ust-[\\w-.]+', 'c\\ust\\-\\d+'])('V1: a pattern that needs no flag u is applied everywhere: %s', (pattern) => {
  const shown = [renderFull(diagnosis, { redact: [pattern] }), renderReason(diagnosis, { redact: [pattern] }, 3000), JSON.stringify(toJson(diagnosis, 'failed', { redact: [pattern] }))];
  for (const text of shown) {
    expect(text).not.toContain('cust-47');
    expect(text).toContain('*** has no address');
  }
});

test('V1: of texts that a broken pattern should have cleaned, those from logs are left out, and the message names the pattern by its place', () => {
  const shown = renderFull(diagnosis, { redact: ['x\\d', 'cust-(\\d+'], logStream: '2026/11/23/[$LATEST]0f3a' });
  const lines = shown.split('\n');
  expect(lines.filter((line) => !line.startsWith('not quoted'))).toEqual([
    ...OWN_WORDS.filter((line) => typeof line === 'string'), 'CloudWatch Log Stream: 2026/11/23/[$LATEST]0f3a',
  ]);
  expect(lines.at(-2)).toBe('not quoted: texts of logs: redact[1] does not compile: Unterminated group');
  expect(JSON.stringify(toJson(diagnosis, 'failed', { redact: ['cust-(\\d+'] }))).not.toContain('cust-47');
});

test.each(['hunter2-S3cr3t(', '(hunter2-S3cr3t)(a+)+\\1$|(a+)+\\2$', '[hunter2-S3cr3t', 'hunter2-S3cr3t'])('V19: no output has the text of a pattern, which can be a secret: %s', (pattern) => {
  const secret: Diagnosis = { ...diagnosis, causes: [{ ...diagnosis.causes[0], evidence: [`the key hunter2-S3cr3t ${HOSTILE}`] }] };
  const recording = redactRecording({ recording: 1, frames: [{ at: '2026-11-23T10:00:00Z', logs: { api: { t1: [{ message: 'hunter2-S3cr3t' }] } } }] }, { patterns: ['hunter2-S3cr3t'] });
  const shown = [renderFull(diagnosis, { redact: [pattern] }), renderReason(diagnosis, { redact: [pattern] }, 3000), JSON.stringify(toJson(diagnosis, 'failed', { redact: [pattern] })), JSON.stringify(recording)];
  for (const text of [...shown, ...patternFaults([pattern]), ...(pattern === 'hunter2-S3cr3t' ? [renderFull(secret, { redact: [pattern] })] : [])]) expect(text).not.toContain('hunter2');
});

test.each(['(?<=token=)\\w*', '(?<=id: )[0-9]*', '(?!^)x*', '(?<=\u{1f600})\\d*'])('an emoji where a pattern matches nothing silences no log: %s', (pattern) => {
  const texts = ['token=\u{1f600} starts', 'id: \u{1f600}', '\u{1f600}\u{1f600}', 'token=abc \u{1f600} id: 47'];
  const { made, faults } = redacted([pattern], 200, ({ redact }) => texts.map(redact), { apart: true });
  expect(faults).toEqual([]);
  expect(made.slice(0, 3)).toEqual(texts.slice(0, 3));
});

describe('V8: a pattern that backtracks', () => {
  beforeEach(endEveryMatch);
  afterEach(() => jest.restoreAllMocks());

  test.each([['(a+)+$'], ['(a+)+\\1$'], ['(?=(a+)+$)x'], ['(a{1,60}){1,60}$']])('%s costs less than a second of a look, and the cause is named', (pattern) => {
    let [full, reason] = ['', ''];
    const made = (redact: readonly string[]) => {
      full = renderFull(diagnosis, { redact });
      reason = renderReason(diagnosis, { redact }, 3000);
    };
    const without = leastCpuMs(() => made([]));
    expect(cpuMs(() => made([pattern]))).toBeLessThan(LOOK_MS + MESSAGES * without);
    expect(reason).toContain('[app-config-missing]');
    // an engine that has become clever enough matches in time
    if (full.includes('not quoted')) {
      expect(full).toContain('texts of logs: redact[0] took too long');
      expect(full).not.toMatch(/cust-47|aaaa/);
    }
  });

  test('however many messages a look makes with however many slow patterns, they share its time, and each names the cause', () => {
    const slow = Array.from({ length: 50 }, (_, i) => `(a+)+\\1\\d{${i}}$`);
    const matchTime = new MatchTime(560);
    let shown: readonly string[] = [];
    const ten = (context: MessageContext) => { shown = Array.from({ length: 10 }, () => renderFull(diagnosis, context)); };
    const without = leastCpuMs(() => ten({}));
    expect(cpuMs(() => ten({ redact: slow, matchTime }))).toBeLessThan(LOOK_MS + MESSAGES * without);
    for (const text of shown) {
      expect(text.split('\n')[0]).toMatch(/application lacks a required setting \[app-config-missing\]$/);
      expect(text).toMatch(/^not quoted: texts of logs: .*redact.* took too long/m);
      expect(text).not.toMatch(/cust-47|aaaa/);
    }
  });

  test('a text of AWS that takes too long is masked, and the rest stays', () => {
    const stated: Diagnosis = { ...diagnosis, causes: [{ ...diagnosis.causes[0], evidence: [HOSTILE, 'Essential container in task exited'] }] };
    const shown = () => renderFull(stated, { redact: ['(a+)+\\1$'] }).split('\n');
    // V8 counts the time that passes: a machine that is busy elsewhere for that long leaves nothing for the rest
    const attempts = Array.from({ length: 5 }, shown);
    for (const lines of attempts) expect([lines[0], lines.includes('aws: ***')]).toEqual([OWN_WORDS[0], true]);
    expect(attempts.map((lines) => lines.filter((line) => line.startsWith('aws: ')))).toContainEqual(['aws: ***', 'aws: Essential container in task exited']);
  });

  test.each(['(.*)*x', '(?:(?:(?:(?:(?:b{0,9}){9}){9}){9}){9}){9}z', '(?:[^x]{1,9999}y?){1,9999}z'])('if even our own words take too long, id, title and documentation stay: %s', (pattern) => {
    const [headline, ...rest] = renderReason(diagnosis, { redact: [pattern], logStream: '2026/11/23/[$LATEST]0f3a' }, 3000).split('\n');
    expect(headline).toMatch(/application lacks a required setting \[app-config-missing\]$/);
    expect(rest).toEqual(expect.arrayContaining(['not quoted: texts of logs: redact[0] took too long', OWN_WORDS.at(-1), 'CloudWatch Log Stream: 2026/11/23/[$LATEST]0f3a']));
    expect(rest).not.toContain('***');
    expect(toJson(diagnosis, 'failed', { redact: [pattern] }).causes[0].headline).toMatch(/application lacks a required setting$/);
    const [wait] = renderFull({ ...diagnosis, status: 'in-progress', causes: [], log: null }, { redact: [pattern] }).split('\n');
    expect(wait).toMatch(/in.progress/);
  });

  test('texts before and after the slow ones are cleaned; when the time is over, the rest is masked', () => {
    const texts = ['cust-1', HOSTILE, 'cust-2', ...Array.from({ length: 20 }, (_, i) => `${HOSTILE}${i}!`), 'cust-3'];
    const { made, faults } = redacted(['cust-\\d', '(a+)+\\1$'], 200, ({ redact }) => texts.map(redact));
    expect(made.slice(0, 3)).toEqual(['***', '***', '***']);
    expect(new Set(made)).toEqual(new Set(['***']));
    expect(faults).toEqual(['redact[1] took too long']);
  });

  describe('whatever matches, the masks cost less than a second more', () => {
    const long = 'ab cd efghi jk. Error: lorem ipsum 42 '.repeat(11_500).slice(0, 430_000);
    const lines = long.match(/.{1,4000}/g) ?? [];
    const make = ({ redact, together }: Redactors) => [redact(long), together(lines)];
    const EVERYWHERE = ['\\w', '[a-z]', '.', 'a', '\\w\\b', '\\b', '(?=a)a|b', '[aeiou]', '(?<=a)b|c|\\d', '\\s', '[^a]'];

    test.each(EVERYWHERE)('of %s, in a text of 430 kB', (pattern) => {
      const without = leastCpuMs(() => redacted(undefined, 200, make, { from: lines }));
      const { made: [made] } = redacted([pattern], 200, ({ redact }) => [redact('cab')]);
      const cost = leastCpuMs(() => redacted([pattern], 200, make, { from: lines }));
      expect(cost).toBeLessThan(200 + MESSAGES * without);
      expect(made).toBe('cab'.replace(new RegExp(`(?:${pattern})+`, 'g'), (hidden) => hidden && '***'));
    });

    test('of ten messages of a look, which share its time, and each names the cause', () => {
      const tail: Diagnosis = { ...diagnosis, logged: lines, log: { container: 'api', task: '6b1d6e32aaaa', omitted: 0, missing: null, lines: lines.slice(-20).map((message) => ({ message })) } };
      const without = cpuMs(() => { for (let i = 0; i < 10; i++) renderFull(tail, {}); });
      const matchTime = new MatchTime(560);
      const shown: string[] = [];
      const cost = cpuMs(() => { for (let i = 0; i < 10; i++) shown.push(renderFull(tail, { redact: ['[b-d]'], matchTime })); });
      expect(cost).toBeLessThan(LOOK_MS + MESSAGES * without);
      for (const text of shown) expect(text).toContain('[app-config-missing]');
    });

    test('a text with too many matches is masked as one that takes too long, and the others are not', () => {
      const { made, faults } = redacted(['[a-d]'], 200, ({ redact }) => [long, 'cust-4711 xyz'].map(redact), { apart: true });
      expect(made).toEqual(['***', '***ust-4711 xyz']);
      expect(faults).toEqual(['redact[0] took too long']);
    });
  });

  test('a recording', () => {
    const frame = { at: '2026-11-23T10:00:00Z', logs: { api: { t1: [{ message: 'cust-4711' }, { message: 'ordinary' }] } } };
    const made = redactRecording({ recording: 1, provenance: { source: 'x', kind: 'constructed', date: '2026-11-23' }, frames: [frame] }, { patterns: ['cust\\-\\d+'] });
    expect(made.frames[0].logs?.api?.t1?.map(({ message }) => message)).toEqual(['***', 'ordinary']);
  });

  test('V1: in a recording, a pattern with anchors is about each line of a log, and one with a line break about two of them', () => {
    const messages = ['boot', 'no order for Zaphod', 'Zaphod ends', 'first', 'second', 'end'];
    const frame = { at: '2026-11-23T10:00:00Z', logs: { api: { t1: messages.map((message) => ({ message })) } } };
    const recording = { recording: 1 as const, provenance: { source: 'x', kind: 'constructed' as const, date: '2026-11-23' }, frames: [frame] };
    const made = redactRecording(recording, { patterns: ['for \\w+$', '^Zaphod', 'first\nsecond'] });
    expect(made.frames[0].logs?.api?.t1?.map(({ message }) => message)).toEqual(['boot', 'no order ***', '*** ends', '***', '***', 'end']);
  });
});

describe('V1: what a pattern matches in an event as the container wrote it is masked in headline, facts, fix and log lines', () => {
  const reasonOf = (lines: readonly string[], redact: readonly string[]) => renderReason(diagnose(exitedFrame(lines)), { redact }, 3500);

  test.each([
    ['TypeError: customer Zaphod not found', 'Error: customer \\w+'],
    ['2026-01-01T00:00:00Z ERROR customer=Zaphod: order failed', 'ERROR customer=\\w+'],
    ['{"level":"error","msg":"no order for Zaphod"}', '"msg":"no order for [^"]*"'],
    ['{"level":"error","err":{"message":"no order for Zaphod"}}', 'no order for [^"]*"'],
    ['Error: no order for Zaphod', 'no order for \\w+$'],
    ['Error: no order for Zaphod', 'for \\w+$'],
    ['[2026-01-01] prod.ERROR: no order for Zaphod', 'prod.ERROR: no order for \\w+'],
    ['Error: connect ECONNREFUSED zaphod.internal:5432', 'ECONNREFUSED \\S+'],
    ['Error: environment variable ZAPHOD_KEYX is not set', 'variable \\w+ is'],
    ['Error: getaddrinfo ENOTFOUND zaphod.internal', 'ENOTFOUND \\S+'],
    ['Error: Cannot find module \'/app/zaphod/x.js\'', 'module \'[^\']+\''],
    ['FATAL: password authentication failed for user "zaphod"', 'for user "\\w+"'],
    ['Error: EACCES: permission denied, open \'/data/zaphod/x\'', 'open \'[^\']+\''],
  ])('%s with %s', (line, pattern) => {
    const shown = reasonOf(['boot', line], [pattern]);
    expect(shown).toMatch(/\[[a-z-]+\]/);
    expect(shown).not.toMatch(/zaphod/i);
  });

  test('V2: so is what only the rest of the event shows to be a secret', () => {
    for (const lines of [
      ['| VNC_PASSWORD | dragon-dragon-dolphin | Production |'].map((msg) => JSON.stringify({ level: 'error', msg })),
      ['Error: {"Value": "dragon-dragon-dolphin", "Name": "MYSQL_PWD"}'],
    ]) expect(reasonOf(['boot', ...lines], [])).not.toContain('dolphin');
  });

  test('an ordinary word of a match stays where it means something else', () => {
    const shown = reasonOf(['boot', 'Error: order web failed for customer 4711'], ['order \\w+ failed for customer \\d+']);
    expect(shown).toContain('container "web" exits with code 1');
    expect(shown).not.toContain('4711');
  });
});

describe('a pattern that takes a secret apart, or hides what gives it away, does not let the rest out', () => {
  const shown = (pattern: string, text: string) => redacted([pattern], 300, ({ redact, ours, together }) => [redact(text), ours(text), ...together([text, 'next'])]).made.join('\n');
  test.each([
    ['account numbers', String.raw`\b\d{12}\b`, 'xoxb-123456789012-210987654321-aBcDeFgHiJkLmNoPqRsTuVwX', 'aBcDeFgH'],
    ['mail addresses', String.raw`[\w.+-]+@[\w-]+\.\w+`, 'mysql://app:Hunter2Secret!x@db.corp/x', 'Hunter2'],
    ['four digits', String.raw`\d{4}`, 'bad key sk-ant-api03-ab1234cdEFgh5678ijklMNOP9012qrstUVWX-yzABCDefgh', 'qrstUVWX'],
    ['the name of a secret', 'DB_PASS[A-Z]*', 'DB_PASSWORD=Zk7qTr0ub4', 'Zk7q'],
  ])('%s', (_, pattern, text, secret) => {
    expect(shown(pattern, text)).not.toContain(secret);
    expect(shown('nothing of this', text)).not.toContain(secret);
  });

  test('what no pattern touches stays as the built-in ones leave it', () => {
    expect(shown(String.raw`\d{12}`, 'Task 123456789012 listens on port 8080')).toContain('listens on port 8080');
  });
});
