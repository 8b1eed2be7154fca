/** Characters. A quoted value that begins this close to the cut goes as a whole: a pass phrase has spaces. */
const NEAR = 1000;

/**
 * The beginning of a text, up to `max` characters, without the token at the cut: secrets are removed later, and half of one would no longer
 * be recognised. A token ends at white space, or at a quotation mark if there is no white space (JSON).
 */
export function wholeTokens(text: string, max: number): string {
  if (text.length <= max) return text;
  // A token that ends exactly at the cut is whole.
  const head = text.slice(0, max + 1);
  const quote = lastQuote(head);
  if (quote >= 0 && head.length - quote <= NEAR && isOpening(head, quote)) return head.slice(0, quote).trimEnd();
  const space = lastSpace(head);
  const end = space >= 0 ? space : quote;
  return head.slice(0, Math.max(0, end)).trimEnd();
}

function lastSpace(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if (isSpace(text, i)) return i;
  return -1;
}

/** Most signs are above the blank and below the others that part words (ECMAScript, white space and line terminators). */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code <= 0x20 || code >= 0xa0) && /\s/.test(text[at]);
}

/** A mark with a backslash is inside a value. */
function lastQuote(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) if (text[i] === '"' && text[i - 1] !== '\\') return i;
  return -1;
}

function isOpening(text: string, at: number): boolean {
  return /[\s:=([{,]|^$/.test(text.slice(Math.max(0, at - 1), at)) && !/^[\s,:}\])]/.test(text.slice(at + 1));
}
