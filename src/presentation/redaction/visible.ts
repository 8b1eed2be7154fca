import { Span } from './source';

/** Colours and other sequences for terminals (ECMA-48: CSI and OSC), and characters that no reader sees. */
const UNSEEN = /\u001b\[[0-?]{0,40}[ -/]{0,8}[@-~]|\u001b\][^\u0007\u001b\n]{0,400}(?:\u0007|\u001b\\)|[\p{Cf}\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]/gu;
const ANY = /[^\t\n\r\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u04ff]/;

/** A text as a reader sees it, and the way back to the text as it was. */
interface Visible {
  readonly text: string;
  readonly spanOf: (span: Span) => Span;
}

/** Without what is not seen: a colour or an invisible character may be between a name and its secret, or inside of both. */
export function visible(text: string): Visible {
  if (!ANY.test(text)) return { text, spanOf: (span) => span };
  let out = '';
  let at = 0;
  /** For each part of the result its beginning there and in the text. */
  const parts: { readonly to: number; readonly from: number }[] = [];
  const keep = (end: number) => {
    if (end > at) parts.push({ to: out.length, from: at });
    out += text.slice(at, end);
  };
  for (const match of text.matchAll(UNSEEN)) {
    keep(match.index);
    at = match.index + match[0].length;
  }
  keep(text.length);
  if (out.length === text.length) return { text, spanOf: (span) => span };
  const back = (index: number) => {
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (parts[middle].to <= index) low = middle;
      else high = middle - 1;
    }
    return parts.length ? parts[low].from + index - parts[low].to : index;
  };
  return { text: out, spanOf: ({ start, end }) => ({ start: back(start), end: back(end - 1) + 1 }) };
}
