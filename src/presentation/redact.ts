import { redacted, redactedLines } from './redaction/pipeline';

export { MASK } from './redaction/pipeline';

/** Removes secrets from one text. */
export type Redactor = (text: string) => string;

/** Removes secrets from the lines of one stream, which are read together: a secret can begin in one and end in another. */
export type LinesRedactor = (lines: readonly string[]) => readonly string[];

export function redactor(): Redactor {
  return (text) => redacted(text);
}

/** Returns as many lines as it gets. */
export function linesRedactor(): LinesRedactor {
  return redactedLines;
}

/**
 * For sentences of our own into which names and addresses were put: `{ credentials: secret }`. A plain word there is ours and stays; a
 * word with a digit beside the name of a secret does not.
 */
export function ownWords(): Redactor {
  return (text) => redacted(text, true);
}
