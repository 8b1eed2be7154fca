import { Span } from './source';
import { UNSEEN, UNSEEN_SIGNS } from '../../facts/unseen';

/** JSON writes a character as four digits, a backspace as a letter; a record in a record has more backslashes. */
const ESCAPED = String.raw`\\{1,15}u(?<code>[0-9a-fA-F]{4})|(?<!\\)\\b(?=[^\s"])`;
/** Forms of letters and digits that look the same (Unicode Standard Annex 15): full-width ones, those of mathematics. */
const STYLED = String.raw`[\uff10-\uff19\uff21-\uff3a\uff3f\uff41-\uff5a]|[\u{1d400}-\u{1d7ff}]`;
const REPLACED = new RegExp(`${UNSEEN}|${ESCAPED}|${STYLED}`, 'gu');
const IS_STYLED = new RegExp(`^(?:${STYLED})$`, 'u');
const IS_UNSEEN = new RegExp(`[${UNSEEN_SIGNS}]`, 'u');
/** Quotes, backslashes and ends of lines keep their escape: it says to which text they belong. `&#` and `<` have rules of their own. */
const KEPT = /["'`\\\n\r\t\u2028\u2029&]/;
const ANY = /[^\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u04ff]|\\b|\\u[0-9a-f]{4}|\\x1b|\\033|\\e\[|\^\[\[|#033/i;

/** A text as a reader sees it, and the way back to the text as it was. */
interface Visible {
  readonly text: string;
  readonly spanOf: (span: Span) => Span;
}

/** A part of the result: its beginning there, its beginning in the text, and its length there if it was written in another way. */
interface Part {
  readonly to: number;
  readonly from: number;
  readonly written?: number;
}

/**
 * As a reader sees it: a colour or an invisible character may be between a name and its secret, or inside of both, and a letter may be
 * written in another form. Who looks for something in a text looks here, and masks it there.
 */
export function visible(text: string): Visible {
  if (!ANY.test(text)) return { text, spanOf: (span) => span };
  let out = '';
  let at = 0;
  const parts: Part[] = [];
  const keep = (end: number) => {
    if (end > at) parts.push({ to: out.length, from: at });
    out += text.slice(at, end);
  };
  for (const match of text.matchAll(REPLACED)) {
    const [written] = match;
    const sign = signOf(written, match.groups?.code);
    if (sign === written) continue;
    keep(match.index);
    if (sign) parts.push({ to: out.length, from: match.index, written: written.length });
    out += sign;
    at = match.index + written.length;
  }
  if (!at) return { text, spanOf: (span) => span };
  keep(text.length);
  return { text: out, spanOf: (span) => back(parts, span) };
}

/** What a reader sees of it; nothing of a sequence for a terminal. */
function signOf(written: string, code: string | undefined): string {
  if (code === undefined) return IS_STYLED.test(written) ? written.normalize('NFKC') : '';
  const sign = String.fromCharCode(parseInt(code, 16));
  if (KEPT.test(sign)) return written;
  return IS_UNSEEN.test(sign) && !/[\ud800-\udfff]/.test(sign) ? '' : sign;
}

function back(parts: readonly Part[], { start, end }: Span): Span {
  const first = partAt(parts, start);
  const last = partAt(parts, end - 1);
  if (!first || !last) return { start, end };
  const from = first.written === undefined ? first.from + start - first.to : first.from;
  return { start: from, end: last.written === undefined ? last.from + end - last.to : last.from + last.written };
}

/** The part in which a place of the result is. */
function partAt(parts: readonly Part[], index: number): Part | undefined {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (parts[middle].to <= index) low = middle;
    else high = middle - 1;
  }
  return parts[low];
}
