/** Exit codes of every command; documented in README and stable. */
export const EXIT = {
  /** The command did what it was asked. */
  ok: 0,
  /** With `--exit-code`: at least one deployment has failed. `demo`: a scenario did not end as it should. */
  failed: 1,
  /** Unknown command, option or argument. */
  usage: 2,
  /** Something that had to be read could not be read (a file, an API). What could be read was answered. */
  couldNotLook: 3,
} as const;

/** The person at the keyboard can mend this; shown as one line. */
export class UsageError extends Error {}
