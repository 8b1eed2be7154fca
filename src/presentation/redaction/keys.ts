import { KEY_BEGINS, withoutPrivateKeys } from './private-keys';
import { addTo, matches, secondGroups, Source, Span } from './source';

const FULL_LINE = /[A-Za-z0-9+/]{64}/;
/** JSON Web Keys: RFC 7518, section 6. */
const JWK = /("(?:d|p|q|dp|dq|qi|k)"\s{0,3}:\s{0,3}")([\w-]{16,2000})(?=")/g;
/** Blocks of other programs. */
const STORED: readonly RegExp[] = [
  // the lines of the private part in PuTTY's own format, and its check sum
  /(Private-Lines: \d{1,4}\r?\n)((?:[A-Za-z0-9+/=]{1,80}(?:\r?\n|$)){1,400})/g,
  /(Private-MAC: )([0-9a-f]{20,})/g,
  // ansible-vault, and keys in base64 that a line break cuts
  /(\$ANSIBLE_VAULT;[^\n]{1,80}\n)((?:\s{0,20}[0-9a-f]{20,200}(?:\r?\n|$)){1,400})/g,
  // SSH2 (RFC 4716 in its private form), minisign and signify
  /(---- BEGIN SSH2[A-Z ]{0,20}PRIVATE KEY ----\r?\n)((?:[^\n-][^\n]{0,200}(?:\r?\n|$)){1,200})/g,
  /(secret key\r?\n)([A-Za-z0-9+/=]{40,400})/g,
];
const SPACED = /-----BEGIN[\w -]{0,80}PRIVATE KEY[\w -]{0,20}-----(?:(?:\\+[rn]|[\s'"+,])*[A-Za-z0-9+/=]{16,})+/g;

/** Private keys in the formats in which they are stored. */
export function keys(source: Source, mask: string): readonly Span[] {
  const { text } = source;
  const spans: Span[] = [];
  if (text.includes('-----') || (text.includes('\n') && FULL_LINE.test(text)) || KEY_BEGINS.test(text)) {
    addTo(spans, blocks(text, mask));
    for (const match of matches(text, SPACED)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  if (/BEGIN SSH2|secret key\r?\n|Private-|\$ANSIBLE_VAULT/.test(text)) {
    for (const pattern of STORED) addTo(spans, secondGroups(text, pattern));
  }
  if (text.includes('"kty"')) addTo(spans, secondGroups(text, JWK));
  return spans;
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
