/**
 * Milliseconds since the epoch, by the clock of the system when it is called and by a monotonic one from then on. A runner or a laptop may
 * set its clock while a deployment is followed: a step of it is no time in which nothing has moved, and no time-out.
 */
export function steadyClock(): () => number {
  const began = Date.now() - performance.now();
  return () => Math.trunc(began + performance.now());
}
