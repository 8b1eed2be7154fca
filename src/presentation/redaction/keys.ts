import { KEY_BEGINS, withoutPrivateKeys } from './private-keys';
import { addTo, matches, Source, Span } from './source';

const FULL_LINE = /[A-Za-z0-9+/]{64}/;
/** PuTTY's own format: the lines of the private part, and its check sum. */
const PUTTY = /(Private-Lines: \d{1,4}\r?\n)((?:[A-Za-z0-9+/=]{1,80}(?:\r?\n|$)){1,400})|(Private-MAC: )([0-9a-f]{20,})/g;
/** JSON Web Keys: RFC 7518, section 6. */
const JWK = /"(?:d|p|q|dp|dq|qi|k)"\s{0,3}:\s{0,3}"([\w-]{16,2000})"/g;
/** ansible-vault, and keys in base64 that a line break cuts. */
const VAULT = /(\$ANSIBLE_VAULT;[^\n]{1,80}\n)((?:\s{0,20}[0-9a-f]{20,200}(?:\r?\n|$)){1,400})/g;
/** SSH2 (RFC 4716 in its private form), minisign and signify. */
const OTHERS = /(---- BEGIN SSH2[A-Z ]{0,20}PRIVATE KEY ----\r?\n)((?:[^\n-][^\n]{0,200}(?:\r?\n|$)){1,200})|(secret key\r?\n)([A-Za-z0-9+/=]{40,400})/g;
const SPACED = /-----BEGIN[\w -]{0,80}PRIVATE KEY[\w -]{0,20}-----(?:(?:\\+[rn]|[\s'"+,])*[A-Za-z0-9+/=]{16,})+/g;

/** Private keys in the formats in which they are stored. */
export function keys(source: Source, mask: string): readonly Span[] {
  const { text } = source;
  const spans: Span[] = [];
  if (text.includes('-----') || (text.includes('\n') && FULL_LINE.test(text)) || KEY_BEGINS.test(text)) {
    addTo(spans, blocks(text, mask));
    for (const match of matches(text, SPACED)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  if (/BEGIN SSH2|secret key\r?\n/.test(text)) addTo(spans, groups(text, OTHERS));
  if (text.includes('Private-')) addTo(spans, groups(text, PUTTY));
  if (text.includes('$ANSIBLE_VAULT')) addTo(spans, groups(text, VAULT));
  if (text.includes('"kty"')) {
    for (const match of matches(text, JWK)) {
      const end = match.index + match[0].length - 1;
      spans.push({ start: end - match[1].length, end });
    }
  }
  return spans;
}

function groups(text: string, pattern: RegExp): readonly Span[] {
  return matches(text, pattern).map((match) => {
    const end = match.index + match[0].length;
    return { start: match.index + (match[1] ?? match[3]).length, end };
  });
}

/** `withoutPrivateKeys` as spans: lines that are one key become one span. */
function blocks(text: string, mask: string): readonly Span[] {
  const lines = text.split('\n');
  const spans: { start: number; end: number }[] = [];
  let at = 0;
  withoutPrivateKeys(lines, mask).forEach((line, i) => {
    if (line !== lines[i]) {
      const [head, tail] = ends(lines[i], line, mask);
      const last = spans[spans.length - 1];
      const start = at + head;
      if (last && last.end === at - 1 && head === 0) last.end = at + lines[i].length - tail;
      else spans.push({ start, end: at + lines[i].length - tail });
    }
    at += lines[i].length + 1;
  });
  return spans;
}

/** How many characters at both ends of the line are not part of the key. */
function ends(before: string, after: string, mask: string): readonly [number, number] {
  const first = after.indexOf(mask);
  const last = after.lastIndexOf(mask) + mask.length;
  return [before.startsWith(after.slice(0, first)) ? first : 0, before.endsWith(after.slice(last)) ? after.length - last : 0];
}
