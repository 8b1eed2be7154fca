import { commands } from './commands';
import { headers } from './headers';
import { heredocs } from './heredocs';
import { keys } from './keys';
import { kubernetes } from './kubernetes';
import { pairs } from './pairs';
import { Values } from './repeated';
import { addTo, Finder, masked, Source, Span, spansByPart } from './source';
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
const BY_WORDS: readonly Finder[] = [headers, pairs, commands, heredocs, tables, kubernetes];

/**
 * Masks what the finders find. All of them read the same text, so their order does not matter.
 * `ours`: the sentence is our own, so a plain word beside "password" is no secret; what was put into it may be one.
 * `values`: what was masked before, and is masked here, too.
 */
export function redacted(text: string, values = new Values(), ours = false): string {
  return settled(text, (one) => masked(one, secrets(one, values, ours), () => MASK));
}

/** Remembers what is masked in a text that is not shown, of which others may have a part. */
export function learn(text: string, values: Values): void {
  for (const span of secrets(text, values)) values.addPart(text, span);
}

/** Lines of one stream, read together. Of a secret that has several, each line is masked. */
export function redactedLines(lines: readonly string[], values = new Values()): readonly string[] {
  const hide = (hidden: string) => hidden.replace(/[^\n]+/g, MASK);
  return settled(lines.join('\n'), (one) => masked(one, secrets(one, values), hide)).split('\n');
}

/** Words of one command, read as a line. A word that only the others give away is masked as a whole. */
export function redactedWords(words: readonly string[], values = new Values()): readonly string[] {
  const found = spansByPart(words, secrets(words.join(' '), values));
  return words.map((word, i) => {
    const alone = redacted(word, values);
    return !found[i].length || masked(word, found[i], () => MASK) === alone ? alone : MASK;
  });
}

/** More passes than any text needs. */
const PASSES = 5;

/**
 * A text that was redacted does not change when it is redacted again, as stack events and recordings are. A mask can give the words around
 * it another meaning, so a text with a mask is read once more.
 */
function settled(text: string, redact: (text: string) => string): string {
  let made = text;
  for (let i = 0; i < PASSES; i++) {
    const next = redact(made);
    if (next === made) return made;
    made = next;
  }
  return made;
}

/** Where the secrets of a text are. Without `values`, it stands alone. */
export function secrets(text: string, values = new Values(), ours = false): readonly Span[] {
  const { text: seen, spanOf } = visible(text);
  const found = values.once(`${ours}${seen}`, () => foundIn(seen, ours));
  for (const { start, end } of found) values.add(seen.slice(start, end));
  return [...found, ...values.in(seen)].map(spanOf);
}

function foundIn(seen: string, ours: boolean): readonly Span[] {
  const source = new Source(seen);
  const spans: Span[] = [];
  for (const find of BY_SHAPE) addTo(spans, find(source));
  for (const find of BY_WORDS) addTo(spans, find(source).filter(({ start, end }) => !ours || /\d/.test(seen.slice(start, end))));
  return spans.filter(({ start }) => !isMasked(seen, start));
}

/** `--token ***,--port,80`; behind `***4f2a` an application shows the end of its secret. */
function isMasked(text: string, start: number): boolean {
  return text.startsWith(MASK, start) && !/[\w*]/.test(text[start + MASK.length] ?? '');
}
