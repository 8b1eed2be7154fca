import { setMaxListeners } from 'node:events';
import { VirtualClock } from '../clock';

interface Work {
  readonly ids: readonly string[];
  readonly clock: VirtualClock;
  /** After a failure: `cancel` starts nothing more and stops all work in flight; `continue` goes on with all that does not depend on it. */
  readonly afterFailure: 'cancel' | 'continue';
  /** From outside: start nothing more, stop all work in flight. */
  readonly stop?: AbortSignal;
  /** Ids that must be done before this one. Ids that are not in `ids` are ignored. */
  dependsOn(id: string): readonly string[];
  /** Those of `dependsOn` that must be done in full (none). For the others it is enough that they are configured. */
  waitsInFull?(id: string): readonly string[];
  /**
   * Rejects when it fails or when the signal stops it.
   * @param configured to be called when it is configured, if that is earlier than done
   */
  run(id: string, signal: AbortSignal, configured: () => void): Promise<void>;
}

/** [model] siblings in flight are cancelled this long after the first failure; captures show one to four seconds. */
const CANCEL_AFTER_MS = 1_000;

/** Runs everything in dependency order, as much as possible in parallel. Gives the ids that failed, in the order in which they did. */
export function runGraph(work: Work): Promise<readonly string[]> {
  const { ids, clock } = work;
  const known = new Set(ids);
  const waitsFor = new Map(ids.map((id) => [id, new Set(work.dependsOn(id).filter((d) => d !== id && known.has(d)))]));
  const pending = new Set(ids);
  const inFlight = new Set<string>();
  const failed: string[] = [];
  const cancel = new AbortController();
  let closed = false;
  // All work in flight listens to this signal, more listeners than the 10 that Node.js warns about.
  setMaxListeners(0, cancel.signal);

  return new Promise((resolve) => {
    const start = () => {
      for (const id of ids) {
        if (closed || !pending.has(id) || waitsFor.get(id)?.size) continue;
        pending.delete(id);
        inFlight.add(id);
        work.run(id, cancel.signal, () => configured(id)).then(() => settle(id, true), () => settle(id, false));
      }
      if (!inFlight.size) resolve(failed);
    };
    const configured = (id: string) => {
      for (const [other, others] of waitsFor) if (!work.waitsInFull?.(other).includes(id)) others.delete(id);
      start();
    };
    const settle = (id: string, done: boolean) => {
      inFlight.delete(id);
      if (done) {
        for (const others of waitsFor.values()) others.delete(id);
      } else {
        failed.push(id);
        if (work.afterFailure === 'cancel' && !closed) {
          closed = true;
          if (inFlight.size) clock.after(CANCEL_AFTER_MS, () => cancel.abort());
        }
      }
      start();
    };
    work.stop?.addEventListener('abort', () => {
      closed = true;
      cancel.abort();
    }, { once: true });
    if (work.stop?.aborted) closed = true;
    start();
  });
}
