import { diagnose } from '../../src/diagnosis/engine';
import { shownLines } from '../../src/presentation/log-window';
import { renderFull } from '../../src/presentation/terminal';
import { frameOf } from '../diagnosis/given';

/** Which lines of a log a message shows. */

const said = (log: readonly string[], exitCode = 1, logLines = 20) => {
  const diagnosis = diagnose(frameOf({
    log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
  }));
  return renderFull(diagnosis, { logLines }).split('\n').filter((line) => line.startsWith('log (web)'));
};
const numbered = (text: string, many: number) => Array.from({ length: many }, (_, i) => `${text} ${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`);

describe('what every run logs is left out, and counted', () => {
  test.each([
    ['npm', 'npm notice New major version of npm available! 10.8.2 -> 11.6.0'],
    ['npm', 'npm warn deprecated inflight@1.0.6: This module is not supported'.replace('warn', 'WARN')],
    ['yarn', 'Done in 0.53s.'],
    ['yarn', 'info Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.'],
    ['Browserslist', 'Browserslist: caniuse-lite is outdated. Please run: npx update-browserslist-db@latest'],
    ['uber-go/automaxprocs', '2026/11/23 10:00:40 maxprocs: Leaving GOMAXPROCS=2: CPU quota undefined'],
    ['Node.js', '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated. Please use a userland alternative instead.'],
    ['Node.js', '(Use `node --trace-deprecation ...` to show where the warning was created)'],
    ['CPython', '/usr/lib/python3.11/site-packages/requests/__init__.py:109: UserWarning: Valid config keys have changed in V2'],
    ['Rails', 'DEPRECATION WARNING: Initialization autoloaded the constants ApplicationHelper.'],
    ['JVM', 'Picked up JAVA_TOOL_OPTIONS: -javaagent:/opt/aws-opentelemetry-agent.jar'],
    ['JVM', 'OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes because bootstrap classpath has been appended'],
    ['Redis', '1:C 26 Nov 2026 08:31:10.104 # WARNING Memory overcommit must be enabled!'],
    ['Next.js', 'Attention: Next.js now collects completely anonymous telemetry regarding usage.'],
    ['a probe', 'GET /api/health 200 in 5ms'],
  ])('%s: %s', (_source, line) => {
    const shown = said(['connecting to the queue orders', line, 'Error: the queue orders does not exist', line]);
    expect(shown.join('\n')).not.toContain(line);
    expect(shown[0]).toMatch(/\.\.\. \(2 lines omitted\)$/);
    expect(shown.join('\n')).toContain('connecting to the queue orders');
  });

  test('a probe that was refused is not routine', () => {
    expect(said(['GET /api/health 503 in 5ms', 'Error: no connection to the queue']).join()).toContain('503');
  });

  test.each([
    '[2026-11-24 02:53:23 +0000] [27] [INFO] Worker exiting (pid: 27)', '[1] [INFO] Shutting down: Master', 'INFO SIGTERM received, closing 1 session',
    '9:M 24 Nov 2026 09:12:37.100 # Redis is now ready to exit, bye bye...', 's6-rc: info: service nginx: stopping', '[7] - Goodbye!',
  ])('after the error, how the program takes its leave: %s', (line) => {
    expect(said(['Error: the queue orders does not exist', line, line]).join()).not.toContain(line);
  });

  test('a program that ends without an error has only its leave to show', () => {
    expect(said(['starting', 'received SIGTERM, exiting'], 143).join()).toContain('received SIGTERM, exiting');
  });

  test('a log of nothing else is shown as it is', () => {
    expect(said(['Done in 0.53s.']).join()).toContain('Done in 0.53s.');
  });

  test('a mark for one line would take its room', () => {
    expect(said(['Error: the queue orders does not exist', 'bye'])).toEqual(['log (web): Error: the queue orders does not exist', 'log (web): bye']);
  });

  test('an error that speaks of a deprecated thing is the error', () => {
    expect(said(['Error: option --foo is deprecated and was removed']).join()).toContain('--foo');
  });
});

describe('where there is not room for all', () => {
  test('the line that decides is shown with those around it, however early it came', () => {
    const shown = said([...numbered('loading plug-in', 30), 'reading the list of queues', 'Error: the queue orders does not exist', 'at once', ...numbered('closing plug-in', 40)]);
    const at = shown.findIndex((line) => line.includes('does not exist'));
    expect(shown[at - 1]).toContain('reading the list of queues');
    expect(shown[at + 1]).toContain('at once');
    expect(shown.length).toBeLessThanOrEqual(23);
    expect(shown.join()).toMatch(/\(\d+ lines omitted\)/);
  });

  test('a line further up that names the same thing is shown', () => {
    const shown = said(['opening db.prod.internal as user web', ...numbered('loading plug-in', 40), 'Error: connect ECONNREFUSED db.prod.internal:5432']);
    expect(shown.join()).toContain('opening db.prod.internal as user web');
  });

  test('what a program repeats while it waits is shown twice', () => {
    const retries = Array.from({ length: 40 }, (_, i) => `waiting for the lock (${i} s)`);
    const shown = said(['migration 12 begins', ...retries, 'Error: the lock of migrations was not released']);
    expect(shown.filter((line) => line.includes('waiting for the lock')).length).toBeLessThan(8);
  });

  test('frames of libraries give way to those of the program', () => {
    const frames = Array.from({ length: 30 }, (_, i) => `    at call${i} (/app/node_modules/express/lib/router/index.js:${i}:1)`);
    const shown = said(['Error: the queue orders does not exist', ...frames, '    at main (/app/src/queues.js:12:9)']);
    expect(shown.join()).toContain('/app/src/queues.js:12:9');
  });

  test('a warning far from the error is left out', () => {
    const shown = said([...numbered('loading', 8), 'WARN the cache is cold', ...numbered('plug-in', 12), 'Error: the queue orders does not exist']);
    expect(shown.join()).not.toContain('the cache is cold');
  });

  test('what comes after the last line that is shown is counted', () => {
    const shown = said(['Error: the queue orders does not exist', ...Array.from({ length: 30 }, (_, i) => `closing plug-in ${i}`)]);
    const counted = shown.map((line) => Number(/\((\d+) lines omitted\)/.exec(line)?.[1] ?? 0)).reduce((a, b) => a + b);
    expect(counted + shown.filter((line) => !line.includes('omitted')).length).toBe(31);
  });

  test.each([0, 1, 2, 5, 20])('room for %d', (most) => {
    const lines = [...numbered('line', 60)];
    for (const at of [-1, 0, 30, 59]) {
      const places = shownLines(lines, at, most);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(places).size).toBe(places.length);
      if (at >= 0 && most > 0) expect(places).toContain(at);
    }
  });
});
