import { isDeepStrictEqual } from 'util';
import { Ports } from './ports';
import { Watch } from './state';
import { DIAGNOSIS_FOLLOWS } from '../contract';
import { Observation } from '../decision/observe';
import { Memory } from '../facts/aws/memory';
import { Frame } from '../facts/model';

/**
 * Logs why the watch waits, when that has changed, and the cause found so far, once a task has failed: ECS or a person may end the
 * deployment before there is an answer that names it.
 */
export function logProgress(previous: Watch, next: Watch, { decision, diagnosis }: Observation<Memory>, ports: Ports, now: string): void {
  if (previous.lastBecause === next.lastBecause || !hasChanged(previous, next, now)) return;
  const failed = !isDeepStrictEqual(previous.history.failures, next.history.failures);
  const { servicePath, options } = next;
  const [headline] = failed ? ports.renderFull(diagnosis, { servicePath, redact: options.redact }).split('\n') : [];
  const found = headline ? `; found so far: ${headline}` : '';
  ports.log(`${servicePath}: ${decision.because}${found}`);
}

/** The whole message, below a line with the path of the service: one function logs for all services of the stack. */
export function logDiagnosis(servicePath: string, message: string, ports: Ports): void {
  ports.log(servicePath + DIAGNOSIS_FOLLOWS);
  for (const line of message.split('\n')) ports.log(line);
}

/** Looks read different amounts of facts, so the wording changes without progress. Only progress and failures are logged. */
function hasChanged(previous: Watch, next: Watch, now: string): boolean {
  return !previous.lastBecause || next.history.progress.at === now || !isDeepStrictEqual(previous.history.failures, next.history.failures);
}

/** Logs each unread fact once, at the first look that cannot read it. Returns the names of all that were logged. */
export function logUnread({ unread = [], servicePath }: Watch, frame: Frame, ports: Ports): readonly string[] {
  const fresh = [...new Set((frame.unavailable ?? []).filter((u) => !unread.includes(u.what)).map((u) => u.what))];
  if (fresh.length) ports.log(`${servicePath}: could not be read: ${unreadNames(frame, fresh)}`);
  return [...unread, ...fresh];
}

/** `tasks (AccessDeniedException), logs (ThrottlingException)` */
export function unreadNames({ unavailable }: Frame, wanted?: readonly string[]): string {
  const those = (unavailable ?? []).filter((u) => wanted?.includes(u.what) ?? true);
  return [...new Set(those.map((u) => `${u.what} (${u.error ?? u.message ?? 'no reason given'})`))].join(', ');
}
