import { Clock, Timer } from './world';

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

/** Thrown out of `sleep` when its signal is aborted. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/**
 * Discrete events: the clock jumps from timer to timer and never sleeps. It does not move while a timer's function runs, nor while real
 * work is held (a function in its child process, an HTTP exchange), nor until all consequences of these have settled. So the same seed
 * always gives the same timeline.
 */
export class VirtualClock implements Clock {
  private readonly queue: Entry[] = [];
  private readonly held = new Set<Promise<unknown>>();
  private time: number;
  private orders = 0;
  private running = false;
  private failure: Error | undefined;

  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void | Promise<void>): Timer {
    const entry: Entry = { at: this.time + Math.max(0, Math.round(ms)), order: this.orders++, run, cancelled: false };
    this.insert(entry);
    return { cancel: () => { entry.cancelled = true; } };
  }

  /** Resolves `ms` lab milliseconds from now; rejects with `Interrupted` at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Interrupted());
      const onAbort = () => {
        timer.cancel();
        reject(new Interrupted());
      };
      const timer = this.after(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      return undefined;
    });
  }

  /** Stops the clock until `work`, which takes real time, has ended. */
  hold<T>(work: Promise<T>): Promise<T> {
    const quiet = work.then(() => undefined, () => undefined).finally(() => this.held.delete(quiet));
    this.held.add(quiet);
    return work;
  }

  /** Ends a `run` with this error: something happened that makes every result worthless. */
  fail(error: Error): void {
    this.failure ??= error;
  }

  /** Lets time pass until `done`; throws when no timer is left. */
  async run(done: () => boolean): Promise<void> {
    await this.loop(done, Infinity);
  }

  /** Lets `ms` of lab time pass. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.loop(() => false, end);
    this.time = end;
  }

  private async loop(done: () => boolean, until: number): Promise<void> {
    if (this.running) throw new Error('The lab clock already runs');
    this.running = true;
    try {
      for (;;) {
        await this.settle();
        if (this.failure) throw this.failure;
        if (done()) return;
        const next = this.take(until);
        if (!next) {
          if (until === Infinity) {
            throw new Error(`Lab time stands still at ${new Date(this.time).toISOString()}: nothing is left to happen`);
          }
          return;
        }
        this.time = Math.max(this.time, next.at);
        await next.run();
      }
    } finally {
      this.running = false;
      this.failure = undefined;
    }
  }

  /** `setImmediate` runs after every microtask: by then, all code that the last timer has woken has set its own timers. */
  private async settle(): Promise<void> {
    do {
      if (this.held.size) await Promise.all(this.held);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.held.size);
  }

  private take(until: number): Entry | undefined {
    while (this.queue.length) {
      const first = this.queue[0];
      if (!first.cancelled && first.at > until) return undefined;
      this.remove();
      if (!first.cancelled) return first;
    }
    return undefined;
  }

  // A binary heap: a three-hour deployment of many tasks sets tens of thousands of timers.
  private insert(entry: Entry): void {
    const heap = this.queue;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = Math.floor((i - 1) / 2);
      if (earlier(heap[parent], heap[i])) break;
      [heap[parent], heap[i]] = [heap[i], heap[parent]];
      i = parent;
    }
  }

  private remove(): void {
    const heap = this.queue;
    const last = heap.pop();
    if (!heap.length || !last) return;
    heap[0] = last;
    let i = 0;
    for (;;) {
      let smallest = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < heap.length && earlier(heap[child], heap[smallest])) smallest = child;
      }
      if (smallest === i) return;
      [heap[smallest], heap[i]] = [heap[i], heap[smallest]];
      i = smallest;
    }
  }
}

function earlier(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
