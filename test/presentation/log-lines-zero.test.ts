import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { renderReason } from '../../src/presentation/reason';
import { renderFull } from '../../src/presentation/terminal';
import { buildAll } from '../corpus/recordings';

const CORPUS = join(__dirname, '..', 'corpus');
const CASES = ['cases', 'field'].flatMap((folder) => readdirSync(join(CORPUS, folder))
  .filter((file) => file.endsWith('.json') && !file.endsWith('.expect.json'))
  .map((file) => JSON.parse(readFileSync(join(CORPUS, folder, file), 'utf8')) as { readonly frames: readonly Frame[] }));
const FRAMES: readonly Frame[] = [...CASES, ...buildAll().map(({ recording }) => recording)].flatMap(({ frames }) => frames);
const LINES = readFileSync(join(CORPUS, 'log-lines.txt'), 'utf8').split('\n').filter((line) => line.trim().length >= 8);

const reasonOf = (frame: Frame, logLines: number) => renderReason(diagnose(frame), { logLines, servicePath: 'Shop/Api' }, 3500);

/** Signs of a line that are too many to be there by chance. */
const PART = 24;
/** The text without quotation marks, escapes and repeated blanks, which JSON and messages change. */
const words = (text: string) => text.toLowerCase().replace(/[\\"'`]/g, '').replace(/\s+/g, ' ');

/** Lines of which a rule takes a word, a name, a host, a path or a number. */
const FORMS = [
  'Error: X', 'KeyError: \'X\'', 'Error: Cannot find module \'/app/X\'', 'Error: connect ECONNREFUSED X.internal:5432', 'getaddrinfo ENOTFOUND X',
  'FATAL: password authentication failed for user "X"', 'X_URL is not set', 'Missing required environment variable X_NAME', 'X_PORT is invalid',
  'Server running at http://127.0.0.1:8080/ X', 'listening on X:3000', 'GET /health HTTP/1.1" 404 X', 'curl/8 GET / HTTP/1.1" 500 X',
  'Invalid HTTP_HOST header: \'X\'. You may need to add \'X\' to ALLOWED_HOSTS.', 'Tomcat started on port 8080 with context path \'/X\'',
  '[GIN-debug] GET /X/health --> main.X', 'exited: X (exit status 1; not expected)', 'App [X] exited with code [3]', 'starting X',
  'Running migrations of X', 'open /X/data: permission denied', 'mkdir \'/X\': EACCES', 'vm.max_map_count [65530] is too low for X',
  'java.net.UnknownHostException: X: Name or service not known', 'max file descriptors [4096] for X is too low', 'bind: address already in use X:8080',
  '{"level":"fatal","msg":"X","err":"X failed"}', 'Caused by: X', 'Traceback (most recent call last):\n  File "X.py", line 1\nValueError: X',
  '\u001b[31mpanic: X\u001b[0m', 'unable to resolve host X', 'waiting for X:6379', 'X is ready', 'Out of memory: killed process X',
  '{\n  "level": "error",\n  "message": "X"\n}', 'Secret X not found', 'unauthorized: X', 'No space left on device: X', `${'a '.repeat(3000)} Error: X`,
];

function withLines(frame: Frame, lines: readonly string[]): Frame {
  const named = (frame.tasks ?? []).map((task) => [(task.taskArn ?? '').split('/').pop() ?? '', task] as const);
  const containers = new Set(['app', 'web', 'api', ...(frame.taskDefinition?.containerDefinitions ?? []).flatMap((d) => d.name ?? []),
    ...named.flatMap(([, task]) => (task.containers ?? []).flatMap((c) => c.name ?? []))]);
  const logs = Object.fromEntries([...containers].map((container) => [container, Object.fromEntries(named.map(([id, task]) => {
    const from = Date.parse(task.startedAt ?? task.createdAt ?? frame.at);
    return [id, lines.map((message, i) => ({ timestamp: from + 1000 * i, message }))];
  }))]));
  return { ...frame, logs };
}

describe('V2: with logLines 0 a stack event has nothing of a log', () => {
  test('a crash: headline, facts and fix are in our own words, and the whole is in the other message', () => {
    const [frame] = FRAMES.filter(({ tasks }) => tasks?.some((t) => t.containers?.some((c) => c.exitCode === 1)));
    const crashed = withLines(frame, ['Error: customer Smith has no address', 'STRIPE_KEY is not set']);
    expect(reasonOf(crashed, 0)).not.toMatch(/Smith|STRIPE|log \(/);
    expect(reasonOf(crashed, 20)).toMatch(/STRIPE_KEY/);
  });

  test('no part of a line of any recording: 24 signs, unless the message has them without the log or they are elsewhere in the frame', () => {
    for (const frame of FRAMES) {
      const reason = frame.logs ? reasonOf(frame, 0) : '';
      if (!reason) continue;
      const elsewhere = words(`${JSON.stringify({ ...frame, logs: undefined })} ${reasonOf({ ...frame, logs: {} }, 0)}`);
      const log = words(Object.values(frame.logs ?? {}).flatMap((tasks) => Object.values(tasks)).flat().map(({ message = '' }) => message).join(' '));
      const shown = words(reason);
      const parts = Array.from({ length: Math.max(0, shown.length - PART + 1) }, (_, i) => shown.slice(i, i + PART));
      expect(parts.filter((part) => log.includes(part) && !elsewhere.includes(part))).toEqual([]);
    }
  });

  test('no line of a log of any recording', () => {
    for (const frame of FRAMES) {
      const rest = JSON.stringify({ ...frame, logs: undefined });
      const lines = Object.values(frame.logs ?? {}).flatMap((tasks) => Object.values(tasks)).flat()
        .map(({ message = '' }) => message.trim()).filter((line) => line.length >= 8 && !rest.includes(JSON.stringify(line).slice(1, -1)));
      const reason = lines.length ? reasonOf(frame, 0) : '';
      expect(lines.filter((line) => reason.includes(line))).toEqual([]);
    }
  });

  test('no word of any line in any recording', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 8, maxLength: 12 }).map((text) => `q${text}q`);
    const form = fc.oneof(fc.constantFrom(...FORMS), fc.constantFrom(...LINES).map((line) => `${line} X`), fc.constantFrom(...LINES).map((line) => `X ${line}`));
    fc.assert(fc.property(fc.constantFrom(...FRAMES), fc.array(form, { minLength: 1, maxLength: 4 }), word, (frame, forms, secret) => {
      const lines = forms.map((line) => line.replace(/\bX|X\b/g, () => secret));
      const leaky = withLines(frame, lines);
      expect(reasonOf(leaky, 0).toLowerCase()).not.toContain(secret);
    }), { numRuns: 500 });
  });

  test('causes keep their ids, AWS\'s texts and exit codes', () => {
    for (const frame of FRAMES) {
      const [whole, bare] = [renderFull(diagnose(frame)), renderFull(diagnose(frame), { logLines: 0 })];
      const idOf = (text: string) => /\[[a-z0-9-]+\]$/.exec(text.split('\n')[0])?.[0];
      expect(idOf(bare)).toBe(idOf(whole));
      expect(bare.split('\n').filter((line) => line.startsWith('aws: '))).toEqual(whole.split('\n').filter((line) => line.startsWith('aws: ')));
      // a task definition can have the word as a value
      const isGiven = JSON.stringify({ ...frame, logs: undefined }).includes('"undefined"');
      expect(bare.split('\n')[0]).not.toMatch(isGiven ? /[:,] \[/ : /[:,] \[|undefined/);
    }
  });
});
