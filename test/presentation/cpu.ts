import { Script } from 'vm';

/** Milliseconds of the processor: the least of three, because the time of other threads counts, too, above all of garbage collection. */
export function leastCpuMs(work: () => unknown): number {
  return Math.min(...[1, 2, 3].map(() => cpuMs(work)));
}

export function cpuMs(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** Longer than any limit of ours, and no hang. */
const END_MS = 3000;

/** A match that nobody limits ends all the same, so that a test of its time is red and does not hang. */
export function endEveryMatch(): void {
  const run = Script.prototype.runInContext;
  jest.spyOn(Script.prototype, 'runInContext').mockImplementation(function (this: Script, context, options) {
    const given = options as { readonly timeout?: number } | undefined;
    return run.call(this, context, 'job' in context ? { timeout: END_MS, ...given } : options) as unknown;
  });
}
