import { redacted } from './redaction/pipeline';

export { MASK } from './redaction/pipeline';

/** Removes secrets from one text. Made once per message: user patterns are compiled once. */
export type Redactor = (text: string) => string;

/** `patterns`: the user's own JavaScript regular expressions. Synthesis refuses one that does not compile; here it is ignored. */
export function redactor(patterns: readonly string[] = []): Redactor {
  const own = compiled(patterns);
  return (text) => redacted(text, own, true);
}

/**
 * For sentences of our own into which names and addresses were put: "use ecs.Secret for the password". Their words are ours, so no word
 * beside another gives a secret away; a shape, an address and the user's patterns do.
 */
export function ownWords(patterns: readonly string[] = []): Redactor {
  const own = compiled(patterns);
  return (text) => redacted(text, own, false);
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
