import { readFileSync } from 'fs';
import { join } from 'path';
import { causeOfAwsText } from '../../src/diagnosis/classify';
import { diagnose } from '../../src/diagnosis/engine';
import { loudness, plainLines } from '../../src/diagnosis/read/logline';
import { telling } from '../../src/diagnosis/read/telling';
import { normalise } from '../../src/diagnosis/text';

interface Row {
  readonly text: string;
  readonly causes: readonly string[];
}

function table(file: string): readonly Row[] {
  return readFileSync(join(__dirname, '..', 'corpus', file), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const bar = line.indexOf('|');
    const [text, also] = line.slice(bar + 1).trim().split(' ~ ');
    return { text, causes: [line.slice(0, bar).trim(), ...(also?.split(',') ?? [])] };
  });
}

/** What to do about a line of the corpus that another cause claims. In backticks: jest escapes quotation marks. */
function otherCause(file: string, { text, causes }: Row, found: string): string {
  const right = causes.map((cause) => `\`${cause}\``).join(' or ');
  return `test/corpus/${file} has ${right} for this text, but it gives \`${found}\`: ${text}. Make the pattern of \`${found}\` in `
    + 'src/diagnosis/classify narrower, or put its row below the right one. Only if the text does mean the new cause: add that to the line, after ~';
}

describe('wordings of AWS', () => {
  test.each(table('wordings.txt'))('$text', ({ text, causes }) => {
    // how a check failed is read by another part
    const found = causeOfAwsText(normalise(text)) ?? 'not';
    const right = causes.map((c) => c.replace(/^elb-health-check.*/, 'elb-health-check'));
    expect(right.includes(found) ? undefined : otherCause('wordings.txt', { text, causes }, found)).toBeUndefined();
  });
});

describe('log lines of a container that ended with code 1', () => {
  test.each(table('log-lines.txt'))('$text', ({ text, causes }) => {
    const lines = ['Starting app 1.2.3', 'Loaded configuration from /etc/app.yml', 'Connecting to dependencies', text, 'Shutting down'];
    const { causes: [top] } = diagnose({
      at: '2026-01-01T00:10:00Z',
      service: { serviceName: 's', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: '2026-01-01T00:00:00Z' }] },
      tasks: [{
        taskArn: 'x/aaaaaaaa', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ name: 'app', exitCode: 1 }],
      }],
      logs: { app: { aaaaaaaa: lines.map((message) => ({ message })) } },
    });
    expect(causes.includes(top.id) ? undefined : otherCause('log-lines.txt', { text, causes }, top.id)).toBeUndefined();
    expect(top.container).toBe('app');
  });
});

describe('lines are plain', () => {
  test.each([
    ['\u001b[31m\u001b[1mERROR\u001b[22m boom\u001b[0m', ['ERROR boom']],
    ['\\u001b[32mok\\u001b[0m', ['ok']],
    ['a\r\nb\n\nc', ['a', 'b', 'c']],
    ['{"level":50,"msg":"boom","err":{"type":"TypeError","message":"x is not a function","stack":"TypeError: x is not a function\\n    at f (a.js:1:2)"}}', ['ERROR boom: TypeError: x is not a function', '    at f (a.js:1:2)']],
    ['{"severity":"critical","message":"no database"}', ['CRITICAL no database']],
    ['{"@l":"Error","@m":"Request failed"}', ['ERROR Request failed']],
    ['{"level":"info","msg":"multi\\nline"}', ['INFO multi', 'line']],
    ['{"some":"object"}', ['{"some":"object"}']],
    ['{not json}', ['{not json}']],
    ['tab\tand\u0000control\u202e', ['tab  andcontrol']],
    ['日本語 🚀', ['日本語 🚀']],
  ] as readonly (readonly [string, readonly string[]])[])('%j', (raw, lines) => expect(plainLines(raw).map(({ text }) => text)).toEqual(lines));
});

test.each([
  ['2026-11-23T10:00:00.123Z ERROR [main] DATABASE_URL is not set', 'DATABASE_URL is not set'],
  ['java.lang.IllegalStateException: Failed to load', 'IllegalStateException: Failed to load'],
  ['/app/start.sh: line 8: KEY: unbound variable', 'KEY: unbound variable'],
  ['Error: x', 'Error: x'],
])('%s is lifted as %s', (line, words) => expect(telling(line)).toBe(words));

test('loudness of lines', () => {
  expect(['Caused by: x', 'panic: x', 'Error: x', 'could not connect', 'WARN error ignored', '    at foo (bar.js:1:2)', 'Listening on 80'].map(loudness)).toEqual([6, 5, 4, 3, 2, 0, 0]);
});
