import { commands } from './commands';
import { headers } from './headers';
import { keys } from './keys';
import { pairs } from './pairs';
import { addTo, Finder, masked, matches, Source, Span } from './source';
import { tables } from './tables';
import { tokens } from './tokens';
import { urls } from './urls';
import { visible } from './visible';

/** Replaces a secret. */
export const MASK = '***';

const privateKeys: Finder = (source) => keys(source, MASK);

/** Secrets that their own shape gives away, wherever they are. */
const BY_SHAPE: readonly Finder[] = [privateKeys, tokens, urls];
/** Secrets that the words around them give away. */
const BY_WORDS: readonly Finder[] = [headers, pairs, commands, tables];

/**
 * Masks what the finders and the user's own patterns find. All of them read the same text, so their order does not matter.
 * `ours`: the sentence is our own, so a plain word beside "password" is no secret; what was put into it may be one.
 */
export function redacted(text: string, own: readonly RegExp[], ours = false): string {
  const { text: seen, spanOf } = visible(text);
  const source = new Source(seen);
  const spans: Span[] = [];
  for (const find of BY_SHAPE) addTo(spans, find(source));
  for (const find of BY_WORDS) addTo(spans, find(source).filter(({ start, end }) => !ours || /\d/.test(seen.slice(start, end))));
  for (const pattern of own) addTo(spans, wholes(seen, pattern));
  return masked(text, spans.map(spanOf), MASK);
}

function wholes(text: string, pattern: RegExp): readonly Span[] {
  return matches(text, pattern).map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
