import { isSummary, logErrors, ReadLine } from '../read';
import { listeningIn } from '../read/listening';
import { loudness } from '../read/logline';

/** The process of a container whose process manager lives on: ECS sees no exit, only failed health checks. */
export interface DeadChild {
  readonly manager: string;
  /** Of the process; undefined: the manager does not log it. */
  readonly exitCode?: number;
  /** Place in the log of the manager's line. */
  readonly line: number;
  readonly fix?: string;
  /** It waits for changed files, for development: it never starts the process again in a container. */
  readonly watches?: boolean;
  /** The manager logs the start only: the error comes after its line. */
  readonly startsOnly?: boolean;
}

interface ManagerText {
  readonly manager: string;
  readonly words: RegExp;
  readonly fix?: string;
  readonly watches?: boolean;
}

const GUNICORN = 'raise --timeout of gunicorn above the time that the application needs to start and to answer, and give the task more CPU';

/**
 * What process managers log when their process ends and they stay alive. The first group is the exit code or the signal. Sources: the
 * format strings of runit, s6 (skalibs), supervisord, PM2, nodemon, forever, gunicorn, Celery (billiard), uWSGI, PHP-FPM, nginx, uvicorn,
 * unicorn, concurrently, Swoole, Node, dotnet, TypeScript, air, cargo-watch and watchexec.
 */
const MANAGERS: readonly ManagerText[] = [
  { manager: 'runit', words: /^\W{0,2}runsv \S{1,80}: fatal: unable to / },
  { manager: 's6', words: /^\W{0,2}s6-(?:supervise|svscan|log|applyuidgid|rc)(?: \S{1,80})?: fatal: unable to / },
  { manager: 'supervisord', words: /\bexited: \S+ \(exit status (\d+); not expected\)/ },
  { manager: 'supervisord', words: /\bexited: \S+ \(terminated by SIG\w+(?:; not expected)?\)/ },
  { manager: 'supervisord', words: /\bgave up: \S+ entered FATAL state/ },
  { manager: 'PM2', words: /\bApp \[[^\]]{1,80}\] exited with code \[([1-9]\d*)\]/ },
  { manager: 'PM2', words: /\bScript \S+ had too many unstable restarts/ },
  { manager: 'nodemon', words: /\[nodemon\] app crashed/, watches: true },
  { manager: 'forever', words: /\bForever detected script exited with code: ([1-9]\d*)/ },
  { manager: 'gunicorn', words: /\bWORKER TIMEOUT \(pid:\s*\d+\)/, fix: GUNICORN },
  { manager: 'gunicorn', words: /\bWorker \(pid:\s*\d+\) (?:exited with code ([1-9]\d*)|was sent SIG(?!TERM|INT|QUIT|HUP)\w+!)/ },
  { manager: 'gunicorn', words: /\bWorker with pid \d+ was terminated due to signal (?!15\b|2\b|3\b)\d+/ },
  { manager: 'Celery', words: /\bProcess '[\w-]{1,60}' pid:\d+ exited with '(?:exitcode ([1-9]\d*)|signal (?!15\b|2\b|3\b)\d+)/ },
  { manager: 'Celery', words: /\bWorkerLostError\W{1,3}Worker exited prematurely: (?:exitcode ([1-9]\d*)|signal (?!15\b|2\b|3\b)\d+)/ },
  { manager: 'uWSGI', words: /\bDAMN ! worker \d+ \(pid: \d+\) died/ },
  { manager: 'uWSGI', words: /\bno python application found, check your startup logs for errors/ },
  { manager: 'PHP-FPM', words: /\bchild \d+ exited (?:with code ([1-9]\d*)|on signal \d+ \(SIG(?!TERM|QUIT)\w+)/ },
  { manager: 'nginx', words: /\bworker process \d+ exited (?:with code ([1-9]\d*)|on signal (?!15\b|3\b)\d+)/ },
  { manager: 'uvicorn', words: /\bChild process \[\d+\] died/ },
  { manager: 'unicorn', words: /\breaped #<Process::Status: pid \d+,? exit ([1-9]\d*)>/ },
  { manager: 'unicorn', words: /\breaped #<Process::Status: pid \d+,? SIG(?!TERM|QUIT|INT)\w+/ },
  { manager: 'concurrently', words: /^\[[\w-]{1,40}\] .{1,200} exited with code ([1-9]\d*)$/ },
  { manager: 'Swoole', words: /\bworker(?:#|\().{1,40}\babnormal exit, status=(?:0, signal=(?!15\b|2\b|3\b)[1-9]|([1-9]\d*))/ },
  { manager: 'node --watch', words: /^Failed running '.{1,200}'/, watches: true },
  { manager: 'dotnet watch', words: /\bwatch (?::|\W).{0,20}Exited with error code ([1-9]\d*)/, watches: true },
  { manager: 'tsc --watch', words: /\bFound [1-9]\d* errors?\. Watching for file changes/, watches: true },
  { manager: 'air', words: /^(?:Process Exit with Code: ([1-9]\d*)|failed to build, error: exit status \d+)/, watches: true },
  { manager: 'cargo watch', words: /^\[Finished running\. Exit status: ([1-9]\d*)\]/i, watches: true },
  { manager: 'watchexec', words: /^\[{1,2}Command exited with ([1-9]\d*)\]/, watches: true },
];
/** Reloaders that log when they start their process, and not that it has ended: the process prints its own error. */
const RELOADERS: readonly ManagerText[] = [
  { manager: 'uvicorn --reload', words: /\bStarted reloader process \[\d+\]/ },
  { manager: 'runserver of Django', words: /\bWatching for file changes with \w{1,20}Reloader/ },
  { manager: 'ts-node-dev', words: /\bts-node-dev ver\./ },
  { manager: 'Spring Boot DevTools', words: /\[ {0,20}restartedMain\]/ },
];
const RELOADER_HINT = /reloader|ts-node-dev|restartedMain/i;
/** Node prints its version below an exception that ends it; a watcher above it (tsx) prints nothing. */
const NODE_ENDED = /^Node\.js v\d+\.\d+/;
/** Any of their lines, for a quick first look. */
const HINT = new RegExp([
  String.raw`exited|gave up|too many unstable|app crashed|script exited|Exit with Code|failed to build|Finished running`,
  String.raw`Watching for file|Command exited|abnormal|WORKER TIMEOUT|was sent SIG|terminated due to|DAMN|no python application`,
  String.raw`died|reaped|Failed running|error code|fatal: unable to`,
].join('|'));
const UP_AGAIN = /\bentered RUNNING state\b|\b(server|application|app|service) (is )?(up|ready|started|running)\b/i;
/** A process that ended this often does not recover. */
const OFTEN = 3;

const GUNICORN_KILL = /\bWorker \(pid: ?(\d+)\) was sent SIGKILL/;

/**
 * gunicorn itself kills a worker that did not answer in time, and then supposes that the memory was used up
 * (benoitc/gunicorn, `arbiter.py`, `murder_workers` and `reap_workers`).
 * @param all every line, where gunicorn reports that the worker is late
 */
export function withoutKillsOfLateWorkers<L extends { readonly text: string }>(
  lines: readonly L[], all: readonly { readonly text: string }[],
): readonly L[] {
  if (!lines.some(({ text }) => GUNICORN_KILL.test(text))) return lines;
  const late = new Set(all.flatMap(({ text }) => /WORKER TIMEOUT \(pid: ?(\d+)\)/.exec(text)?.[1] ?? []));
  return lines.filter(({ text }) => !late.has(GUNICORN_KILL.exec(text)?.[1] ?? ''));
}

/** The process that was dead at the end of the log; undefined: none, or it came up again. */
export function deadChild(lines: readonly ReadLine[]): DeadChild | undefined {
  const hints = lines.map(({ message = '' }, index) => ({ text: message, index })).filter(({ text }) => HINT.test(text));
  const deaths = withoutKillsOfLateWorkers(hints, hints).flatMap(({ text, index }) => deathIn(text, index) ?? []);
  const last = deaths[deaths.length - 1];
  if (!last) return underReloader(lines);
  const since = lines.slice(last.line + 1).map(({ message }) => message ?? '');
  const isUp = since.some((text) => Boolean(listeningIn(text)) || UP_AGAIN.test(text));
  if (isUp && deaths.length < OFTEN) return undefined;
  return deaths.filter(({ manager }) => manager === last.manager).reverse().find(({ exitCode }) => exitCode !== undefined) ?? last;
}

function deathIn(text: string, line: number): DeadChild | undefined {
  for (const { manager, words, fix, watches } of MANAGERS) {
    const found = words.exec(text);
    if (found) return { manager, line, ...(found[1] && { exitCode: Number(found[1]) }), ...(fix && { fix }), ...(watches && { watches }) };
  }
  return undefined;
}

/** The process came up or served: an error after that did not end its start. */
const CAME_UP = /\bstarted \S+ in [\d.]+|\bstartup complete\b|\bdevelopment server at\b|\b(?:GET|POST|HEAD) \/\S* .{0,14}\b\d{3}\b/i;

/** The start of the process ended the log with an error, and the reloader above it waits for changed files. */
function underReloader(lines: readonly ReadLine[]): DeadChild | undefined {
  const start = startUnderReloader(lines.map(({ message = '' }) => message));
  const [error] = start ? logErrors(lines) : [];
  if (!start || !error || error.index < start.line || loudness(error.text) < 3 || !endsWithError(lines, error.index)) return undefined;
  const came = lines.slice(Math.max(start.line, 0)).some(({ message = '' }) => (
    Boolean(listeningIn(message)) || UP_AGAIN.test(message) || CAME_UP.test(message)));
  return came ? undefined : { watches: true, ...start, startsOnly: true };
}

/** `line` is -1 where the watcher logs nothing. */
function startUnderReloader(texts: readonly string[]): Pick<DeadChild, 'manager' | 'line' | 'watches'> | undefined {
  for (const [line, text] of texts.entries()) {
    const found = RELOADER_HINT.test(text) ? RELOADERS.find(({ words }) => words.test(text)) : undefined;
    if (found) return { manager: found.manager, line };
  }
  const end = texts.findIndex((text) => NODE_ENDED.test(text));
  if (end < 0) return undefined;
  // a watcher waits for a change in silence
  const isAgain = texts.slice(end + 1).some((text) => /\w/.test(text));
  return { manager: isAgain ? 'a loop restarts it' : 'a watcher of files', line: -1, watches: !isAgain };
}

/** Ordinary lines after the last error before an end with exit code 0. More: the application went on after it. */
const LAST_WORDS = 3;

/** The log ends with this error: a process that exits with 0 after it has failed all the same. */
export function endsWithError(lines: readonly ReadLine[], at: number): boolean {
  const errors = new Set(logErrors(lines).map(({ index }) => index));
  const after = lines.slice(at + 1).filter(({ message = '' }, i) => (
    !errors.has(at + 1 + i) && !/^\s|^Caused by/.test(message) && !isSummary(message)));
  return after.length <= LAST_WORDS;
}
