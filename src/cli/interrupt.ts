import { setMaxListeners } from 'events';
import { EXIT } from './exit';

/**
 * Runs work that a person can leave: the first Ctrl-C, SIGTERM or SIGHUP (the terminal is closed) aborts its signal. The second ends the
 * process at once.
 * @param left aborted if the person has left before the work begins
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>, left?: AbortSignal): Promise<T> {
  const leave = new AbortController();
  if (left?.aborted) leave.abort();
  // Each call that waits for its turn listens.
  setMaxListeners(0, leave.signal);
  // Stays registered: log-update's handler for the cursor ends the process if there is no other listener.
  const onInterrupt = () => {
    if (leave.signal.aborted) process.exit(EXIT.interrupted);
    leave.abort();
  };
  for (const signal of LEAVING) process.on(signal, onInterrupt);
  try {
    return await work(leave.signal);
  } finally {
    for (const signal of LEAVING) process.off(signal, onInterrupt);
  }
}

/**
 * The same from the first moment of the process: the code of a command takes some tenths of a second to load, and a signal in this time
 * must not end it without its last line and its files. `interruptible` has listeners of its own, and counts a signal that came before it.
 */
export function listenEarly(): AbortSignal {
  const early = new AbortController();
  const onInterrupt = () => {
    if (early.signal.aborted) process.exit(EXIT.interrupted);
    early.abort();
  };
  for (const signal of LEAVING) process.on(signal, onInterrupt);
  return early.signal;
}

/** Node.js does not keep what its parent ignores, such as `nohup` SIGHUP. */
const LEAVING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the work results in; undefined as soon as the person leaves, also while a call gets no answer. */
export async function orLeft<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, (error: unknown) => {
      // A call that was ended with the command fails: that is no news.
      if (!signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
    }).finally(() => signal.removeEventListener('abort', leave));
  });
}
