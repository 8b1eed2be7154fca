import { createHash } from 'crypto';
import { isDeepStrictEqual } from 'util';
import { Ports } from './ports';
import { pathOf, say } from './say';
import { LoggedDiagnosis, Watch } from './state';
import { DEFAULT_OPTIONS, DIAGNOSIS_FOLLOWS, LOG_STREAM } from '../contract';
import { explainsFailure } from '../decision/aws-verdicts';
import { Observation } from '../decision/observe';
import { Cause, Diagnosis } from '../diagnosis/model';
import { Memory } from '../facts/aws/memory';
import { Frame } from '../facts/model';
import { MessageContext } from '../presentation/message';

/**
 * Logs why the watch waits, when that has changed, and the cause found so far, once a task has failed. When the leading cause has changed,
 * it logs the whole diagnosis: CloudFormation may delete the function before its next look, as soon as the service or a person has ended
 * the deployment. Returns what is in the log then.
 */
export function logProgress(previous: Watch, next: Watch, observation: Observation<Memory>, ports: Ports, now: string): Watch['logged'] {
  const isNew = hasNewCause(previous, next, observation);
  logWait(previous, next, observation, ports, now, isNew);
  return isNew ? logDiagnosis(next, observation.diagnosis, {}, ports) : previous.logged;
}

/** Two causes may lead in turn for an hour. The last diagnosis of a watch is logged in any case. */
const MAX_EARLY_DIAGNOSES = 10;

function hasNewCause({ logged }: Watch, { history }: Watch, { diagnosis, frame }: Observation<Memory>): boolean {
  const [top] = diagnosis.causes;
  if (!top || !explainsFailure(diagnosis, frame) || (logged?.count ?? 0) >= MAX_EARLY_DIAGNOSES) return false;
  // While no task has failed, a health check may only be slow. ECS creates no task for what fails before it.
  const hasFailed = Object.keys(history.failures).length > 0 || top.stage === 'service' || top.stage === 'placement';
  return hasFailed && keyOf(top, diagnosis) !== logged?.cause;
}

/** Log lines of a container come late, and are what a person needs. */
function keyOf({ id, container, certainty }: Cause, { log }: Diagnosis): string {
  return [id, container ?? '-', certainty, ...log?.lines.length ? ['log'] : []].join(' ');
}

function logWait(
  previous: Watch, next: Watch, { decision, diagnosis }: Observation<Memory>, ports: Ports, now: string, isLogged: boolean,
): void {
  if (previous.lastBecause === next.lastBecause || !hasChanged(previous, next, now)) return;
  const failed = !isDeepStrictEqual(previous.history.failures, next.history.failures);
  const { servicePath, options: { redact } } = next;
  const headlineOf = () => ports.renderFull(diagnosis, { servicePath, redact, matchTime: ports.matchTime?.messages }).split('\n');
  const [headline] = failed && !isLogged ? headlineOf() : [];
  const found = headline ? `; found so far: ${headline}` : '';
  say(next, `${decision.because}${found}`, ports);
}

/**
 * The whole message, below a line with the path of the service: one function logs for all services of the stack. A message that the log has
 * already is not logged again. Returns what is in the log.
 */
export function logDiagnosis(
  { servicePath, options, logged }: Watch, diagnosis: Diagnosis, { because }: Pick<MessageContext, 'because'>, ports: Ports,
): LoggedDiagnosis {
  // `logLines: 0` keeps a log out of the stack events: this is a log itself.
  const logLines = options.logLines || DEFAULT_OPTIONS.logLines;
  const context = {
    because, servicePath, logLines, redact: options.redact, matchTime: ports.matchTime?.messages, logStream: ports.logStream,
  };
  const lines = ports.renderFull(diagnosis, context).split('\n');
  const news = lines.filter((line) => !line.startsWith(LOG_STREAM)).join('\n');
  const text = createHash('sha256').update(news).digest('base64url').slice(0, 12);
  if (text === logged?.text) return logged;
  ports.log(pathOf(servicePath) + DIAGNOSIS_FOLLOWS);
  for (const line of lines) ports.log(line);
  const [top] = diagnosis.causes;
  return { cause: top ? keyOf(top, diagnosis) : '', text, count: (logged?.count ?? 0) + 1 };
}

/** Looks read different amounts of facts, so the wording changes without progress. Only progress and failures are logged. */
function hasChanged(previous: Watch, next: Watch, now: string): boolean {
  return !previous.lastBecause || next.history.progress.at === now || !isDeepStrictEqual(previous.history.failures, next.history.failures);
}

/** Logs each unread fact once, at the first look that cannot read it. Returns the names of all that were logged. */
export function logUnread(watch: Watch, frame: Frame, ports: Ports): readonly string[] {
  const { unread = [] } = watch;
  const fresh = [...new Set((frame.unavailable ?? []).filter((u) => !unread.includes(u.what)).map((u) => u.what))];
  if (fresh.length) say(watch, `could not be read: ${unreadNames(frame, fresh)}`, ports);
  return [...unread, ...fresh];
}

/** `tasks (AccessDeniedException), logs (ThrottlingException)` */
export function unreadNames({ unavailable }: Frame, wanted?: readonly string[]): string {
  const those = (unavailable ?? []).filter((u) => wanted?.includes(u.what) ?? true);
  return [...new Set(those.map((u) => `${u.what} (${u.error ?? u.message ?? 'no reason given'})`))].join(', ');
}
