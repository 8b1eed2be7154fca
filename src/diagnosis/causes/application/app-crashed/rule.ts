import { Frame } from '../../../../facts/model';
import { Ending, endingsWithoutCode } from '../../../classify';
import { Finding } from '../../../model';
import { adviceIn, kernelFix, logLines, namedPlace, processOne, requiredFix, wholeLine } from '../../../read';
import { nameInFix } from '../../../text';
import { codeFix, either, ended, exits, formerTag, guide, keyFix, orBack, quoted, wordsFix } from '../../kit';
import { gpuFix } from '../../startup/host-fault';

const INFO = {
  id: 'app-crashed',
  family: 'application',
  title: 'Application exited with an error',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
} as const;

const REPRODUCE = 'to reproduce it, run the image with the environment of the task definition';
const FIX = `read the log of the container; ${REPRODUCE}`;

/** It wrote nothing. */
function silent(frame: Frame, { container: { name }, task }: Ending): string {
  const logs = frame.logs?.[name ?? ''];
  if (!logs || logLines(frame, name, task).length) return FIX;
  return `look at what the image runs (ENTRYPOINT, CMD): it wrote nothing; ${REPRODUCE}${orBack({ frame, name })}`;
}

/** FrankenPHP (worker.go) knows only that the script of its workers ends: the error of PHP is elsewhere. */
const WORKER_SCRIPT = /frankenphp_handle_request|consecutive worker failures/i;
const RUN_SCRIPT = 'run the worker script by hand in the image (php public/frankenphp-worker.php) to see the PHP error that ends it;'
  + ' until then deploy the image that ran before';

/** A program that names the option which helps: `for example: --dtype=half`. */
const OPTION = new RegExp(
  String.raw`\b(?:for example|e\.g\.|set|use|using|pass|add|try|with)\b.{0,60}?(?<![\w-])`
  + String.raw`(--(?!help|verbose|debug|trace|stacktrace|version|force\b)[a-z][\w-]{2,40}(?:=[\w./:-]{0,40}\w)?)`, 'i');
/** An error that came with another image. */
function correct(frame: Frame, ending: Ending, line: string): string {
  const { container: { name }, task } = ending;
  const whole = wholeLine(frame, name, task, line) ?? line;
  const option = OPTION.exec(whole)?.[1];
  if (option) return `do what the log says: ${option} in command of addContainer('${name}', ...)`;
  const former = formerTag(frame, name);
  const back = former ? `or go back to ${former}` : REPRODUCE;
  if (OF_DATABASE.test(whole)) return migrationFix(frame, ending, former);
  const advice = kernelFix(frame, whole) ?? adviceIn(frame, whole, ending.seen);
  const key = keyFix(frame, ending, whole);
  const named = key ? undefined : namedPlace(frame, name, whole, ending.seen);
  const place = key ?? (named && `look at ${named}`);
  const required = advice ? undefined : requiredFix(frame, name, whole);
  if (required && !place) return [required, former ? back : ''].filter(Boolean).join('; ');
  if (place || advice) return [place, advice, former || (!advice && !key) ? back : ''].filter(Boolean).join('; ');
  const code = codeFix(frame, ending, whole, former);
  if (code) return [code, former ? back : ''].filter(Boolean).join('; ');
  const look = wordsFix(frame, ending);
  return former ? `${look}; ${former} ran before: compare both, or go back to it` : `${look}; ${REPRODUCE}`;
}

/** Codes in which a server answers: MySQL (ER_...), SQLSTATE of PostgreSQL and its classes in drivers. */
const OF_DATABASE = /\bER_[A-Z]\w+|\bSQLSTATE\b|psycopg2?\.errors\.|asyncpg\.exceptions\.|\bPG::[A-Z]|\bORA-\d{5}/;
const MIGRATION = /\bmigrat\w*\W{1,4}["']?([\w.-]*\d{3,14}[\w.-]*)/i;
const NEAR = 8;

/** The server answered: neither the driver nor its version is at fault. */
function migrationFix(frame: Frame, { container: { name }, task, seen }: Ending, former: string | undefined): string {
  const from = seen ? Math.max(0, seen.line - NEAR) : 0;
  const near = seen ? logLines(frame, name, task).slice(from, seen.line + NEAR) : [];
  const migration = near.flatMap(({ message = '' }) => MIGRATION.exec(message)?.[1] ?? []).pop();
  const what = migration ? `migration ${nameInFix(migration)}` : 'the statement';
  return `correct ${what}, which the database refuses, or what it finds there: compare its tables with what this version expects`
    + (former ? `; or go back to ${former}` : '');
}

function scriptFix(line = ''): string | undefined {
  return WORKER_SCRIPT.test(line) ? RUN_SCRIPT : undefined;
}

export const appCrashed = either(
  ended({
    ...INFO,
    plain: true,
    onHost: true,
    headline: (ending, line) => `${exits(ending)}${line ? ': ' : ''}${quoted(line)}`,
    facts: (ending, line, frame) => [
      ending.waiters.length > 0 && `${ending.waiters.join(', ')} never starts: it waits for ${ending.container.name} (dependsOn)`,
      ...processOne(frame, ending.container.name, line)?.facts ?? [],
    ],
    fix: (ending, line, frame) => (
      ending.child?.fix ?? scriptFix(line) ?? gpuFix(line) ?? processOne(frame, ending.container.name, line)?.fix
      ?? (line ? correct(frame, ending, line) : silent(frame, ending))
    ),
  }),
  {
    ...INFO,
    match: (frame) => endingsWithoutCode(frame, INFO.id).map((s): Finding => ({
      certainty: 'possible',
      tasks: s.tasks,
      headline: 'an essential container of the task ended; its exit code is not known',
      evidence: [s.quote],
      fix: FIX,
    })),
  },
);
