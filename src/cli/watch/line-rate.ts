import { serviceKey, WatchedServiceState, WatchState } from './model';
import { stopKeys } from './service-text';
import { duration } from '../../diagnosis/text';
import { countsOf } from '../service-state';

/** The first lines of each service are printed at once. */
const AT_ONCE = 12;
/** After them, a line without news is printed after a minute, then after two, four, and so on. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** A line that is not printed yet. `at`: when it became due, ISO 8601. */
interface Withheld {
  readonly service: WatchedServiceState;
  readonly at: string;
}

/** The lines of one service so far. */
interface Printed {
  readonly lines: number;
  /** Time of the last line, milliseconds since the epoch. */
  readonly at: number;
  readonly failed: number;
  readonly pauseMs: number;
  readonly marks: ReadonlySet<string>;
}

/**
 * Limits the lines about the counts of a service: a crash loop of hours changes them twice a minute without any news.
 * A change that is new is printed at once: another deployment, another number of desired tasks, healthy tasks or healthy targets, or
 * another reason for which tasks stop.
 */
export function limitedLines() {
  const printed = new Map<string, Printed>();
  const withheld = new Map<string, Withheld>();

  /** undefined: do not print the line now. Otherwise a text to add to the line, mostly empty. `at`: ISO 8601. */
  function due(service: WatchedServiceState, at: string): string | undefined {
    const key = serviceKey(service.stackId, service.logicalId);
    const now = Date.parse(at);
    const previous = printed.get(key) ?? { lines: 0, at: now, failed: 0, pauseMs: FIRST_PAUSE_MS, marks: new Set<string>() };
    const { failed, mark } = newsOf(service);
    const isNew = !previous.marks.has(mark);
    const early = previous.lines < AT_ONCE;
    if (!isNew && !early && now - previous.at < previous.pauseMs) {
      withheld.set(key, { service, at });
      return undefined;
    }
    withheld.delete(key);
    const pauseMs = isNew || early ? previous.pauseMs : Math.min(LONGEST_PAUSE_MS, previous.pauseMs * 2);
    printed.set(key, { lines: previous.lines + 1, at: now, failed, pauseMs, marks: new Set([...previous.marks, mark]) });
    if (early || failed <= previous.failed) return '';
    return `; ${failed - previous.failed} failed in the last ${duration(now - previous.at)}`;
  }

  /** The withheld last lines of the services that are over; without `state`, of all services. */
  function rest(state?: Pick<WatchState, 'services'>): readonly Withheld[] {
    const found = [...withheld].filter(([key]) => !state || state.services.get(key)?.over);
    for (const [key] of found) withheld.delete(key);
    return found.map(([, line]) => line);
  }

  return { due, rest };
}

/** `mark`: equal marks are no news. */
function newsOf({ frame }: WatchedServiceState): { readonly mark: string; readonly failed: number } {
  if (!frame?.service) return { mark: '', failed: 0 };
  const { deployment, desired, healthy, targets, failed } = countsOf(frame);
  return { mark: [deployment, desired, healthy, targets?.healthy, targets?.all, ...stopKeys(frame)].join(' '), failed };
}
