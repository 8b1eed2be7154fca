/**
 * Milliseconds that a piece of synchronous work takes on this machine, whatever else the machine does: the smaller of wall time (which
 * grows when others have the processor) and processor time (which counts V8's helping threads, too). Neither is less than the time of
 * the work itself.
 */
export function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms: Math.min(wallMs, (user + system) / 1000), result };
}
