import { redacted, redactedLines, redactedWords } from './redaction/pipeline';
import { Values } from './redaction/repeated';

export { givenSecrets, isSecretValue } from './redaction/given';
export { learn, MASK, secrets } from './redaction/pipeline';
export { Values } from './redaction/repeated';

/** Removes secrets from one text. */
export type Redactor = (text: string) => string;

/** Removes secrets from the lines of one stream, which are read together: a secret can begin in one and end in another. */
export type LinesRedactor = (lines: readonly string[]) => readonly string[];

/** `values`: what is masked in one text is masked in the others, too. Absent: each text stands alone. */
export function redactor(values?: Values): Redactor {
  return (text) => redacted(text, values);
}

/** Returns as many lines as it gets. */
export function linesRedactor(values?: Values): LinesRedactor {
  return (lines) => redactedLines(lines, values);
}

/** Removes secrets from the words of one command: the words before one may show that it is a password. Returns as many as it gets. */
export function wordsRedactor(values?: Values): LinesRedactor {
  return (words) => redactedWords(words, values);
}

/**
 * For sentences of our own into which names and addresses were put: `{ credentials: secret }`. A plain word there is ours and stays; a
 * word with a digit beside the name of a secret does not.
 */
export function ownWords(values?: Values): Redactor {
  return (text) => redacted(text, values, true);
}
