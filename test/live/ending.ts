import { EventEmitter } from 'events';

export interface Ending {
  /** Begins the clean-up. */
  readonly abort: () => void;
  /** Leaves without it. */
  readonly leave: () => void;
  /** One line for a person. */
  readonly warn: (line: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Ctrl-C can arrive three times at once: from the terminal, from npm, and from the process that has started this one. */
const SAME_MS = 2000;

/**
 * Cleans up when the run is ended from outside: by a signal, or because nobody reads its output any more (`| head`, a terminal that is
 * closed). A second Ctrl-C or `kill` leaves without it; a terminal that goes away does not.
 */
export function endFromOutside(signals: EventEmitter, outputs: readonly EventEmitter[], { abort, leave, warn, now }: Ending): void {
  let since: number | undefined;
  const end = () => {
    if (since !== undefined) return;
    since = now();
    warn('interrupted: cleaning up, which takes some minutes (once more to leave it)');
    abort();
  };
  const again = () => {
    if (since !== undefined && now() > since + SAME_MS) leave();
    else end();
  };
  signals.on('SIGINT', again).on('SIGTERM', again).on('SIGHUP', end);
  // Without a listener, the error of a closed pipe (EPIPE) ends the process.
  for (const output of outputs) output.on('error', end);
}
