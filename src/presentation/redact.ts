import { redacted } from './redaction/pipeline';

export { MASK } from './redaction/pipeline';

/** Removes secrets from one text. Made once per message: user patterns are compiled once. */
export type Redactor = (text: string) => string;

/** `patterns`: the user's own JavaScript regular expressions. Synthesis refuses one that does not compile; here it is ignored. */
export function redactor(patterns: readonly string[] = []): Redactor {
  const own = compiled(patterns);
  return (text) => redacted(text, own);
}

/**
 * For sentences of our own into which names and addresses were put: `{ credentials: secret }`. A plain word there is ours and stays; a
 * word with a digit beside the name of a secret does not.
 */
export function ownWords(patterns: readonly string[] = []): Redactor {
  const own = compiled(patterns);
  return (text) => redacted(text, own, true);
}

function compiled(patterns: readonly string[]): readonly RegExp[] {
  return patterns.flatMap((pattern) => {
    try {
      return [new RegExp(pattern, 'gu')];
    } catch {
      return [];
    }
  });
}
