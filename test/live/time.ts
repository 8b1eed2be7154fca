/** The run was ended from outside: Ctrl-C. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** Milliseconds. In CI it is the time of the lab. */
export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const REAL_TIME: Time = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The same time, but `sleep` rejects with `Interrupted` as soon as the signal is aborted. */
export function interruptible({ now, sleep }: Time, signal: AbortSignal): Time {
  return {
    now,
    sleep: (ms) => new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Interrupted());
      const end = () => reject(new Interrupted());
      signal.addEventListener('abort', end, { once: true });
      return void sleep(ms).then(() => {
        signal.removeEventListener('abort', end);
        resolve();
      }, reject);
    }),
  };
}
