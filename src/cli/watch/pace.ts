import { serviceKey, ServiceWatch, WatchState } from './model';
import { stopKeys } from './words';
import { duration } from '../../diagnosis/text';
import { countsOf } from '../service-state';

/** Lines of each service that are told at once, whatever they say. */
const AT_ONCE = 12;
/** Then what only repeats itself is told after a minute, two, four, and so on. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** `at`: when it was to be told, ISO 8601. */
interface Withheld {
  readonly service: ServiceWatch;
  readonly at: string;
}

interface Told {
  readonly lines: number;
  /** Milliseconds since the epoch, of the last line. */
  readonly at: number;
  readonly failed: number;
  readonly pauseMs: number;
  readonly seen: ReadonlySet<string>;
}

/**
 * When a line about the counts of a service is worth a line in a log: a crash loop of hours changes them twice a minute and says nothing new.
 * Another deployment, another number of desired or healthy tasks, or of healthy targets, another reason for which tasks stop, that was not there before, is told at once.
 */
export function pacedCounts() {
  const told = new Map<string, Told>();
  const withheld = new Map<string, Withheld>();

  /** undefined: nothing yet. Otherwise what is to be added to the line, mostly nothing. `at`: ISO 8601. */
  function due(service: ServiceWatch, at: string): string | undefined {
    const key = serviceKey(service.stackId, service.logicalId);
    const now = Date.parse(at);
    const before = told.get(key) ?? { lines: 0, at: now, failed: 0, pauseMs: FIRST_PAUSE_MS, seen: new Set<string>() };
    const { failed, mark } = telling(service);
    const isNew = !before.seen.has(mark);
    const early = before.lines < AT_ONCE;
    if (!isNew && !early && now - before.at < before.pauseMs) {
      withheld.set(key, { service, at });
      return undefined;
    }
    withheld.delete(key);
    const pauseMs = isNew || early ? before.pauseMs : Math.min(LONGEST_PAUSE_MS, before.pauseMs * 2);
    told.set(key, { lines: before.lines + 1, at: now, failed, pauseMs, seen: new Set([...before.seen, mark]) });
    return early || failed <= before.failed ? '' : `; ${failed - before.failed} failed in the last ${duration(now - before.at)}`;
  }

  /** The last counts of those that are over and have not been told; without `state`, of all. */
  function rest(state?: Pick<WatchState, 'services'>): readonly Withheld[] {
    const found = [...withheld].filter(([key]) => !state || state.services.get(key)?.over);
    for (const [key] of found) withheld.delete(key);
    return found.map(([, one]) => one);
  }

  return { due, rest };
}

function telling({ frame }: ServiceWatch): { readonly mark: string; readonly failed: number } {
  if (!frame?.service) return { mark: '', failed: 0 };
  const { deployment, desired, healthy, targets, failed } = countsOf(frame);
  return { mark: [deployment, desired, healthy, targets?.healthy, targets?.all, ...stopKeys(frame)].join(' '), failed };
}
