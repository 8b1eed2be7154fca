const BEGIN = /-----BEGIN[\w -]{0,80}(?:PRIVATE KEY|NKEY SEED)[\w -]{0,20}-----/;
const END = /-----END[\w -]{0,80}(?:PRIVATE KEY|NKEY SEED)[\w -]{0,20}-----/;
/** A key in one line, whole or cut off. */
const BLOCK = /-----BEGIN[\w -]{0,80}PRIVATE KEY[\w -]{0,20}-----.*?(?:-----END[\w -]{0,100}-----|$)/g;

/**
 * How the base64 of a private key begins: version 0 or 1 behind the head of a sequence (PKCS 8: RFC 5958; RSA: RFC 8017, A.1.2; EC:
 * RFC 5915), the algorithm of an encrypted one (PKCS 5), and OpenSSH's own format. Certificates and public keys have no version there.
 */
export const KEY_BEGINS = new RegExp(String.raw`(?<![\w+/])(?:MII[\w+/]{2}[AQgw]IBA[ADK]|MI[GH][\w+/]AgE[AB]|M[A-H][\w+/]CAQ(?:EE|Aw)|`
  + String.raw`MI[\w+/]{6,10}BgkqhkiG9w0BBQ|b3BlbnNzaC1rZXktdjE)[A-Za-z0-9+/]{20,}={0,2}`);

/** A line that ends in base64; a logger may put a prefix before it. */
const BODY = /(?<![\w+/])[A-Za-z0-9+/]{24,}={0,2}(?:\\[nr]|[\s"',+\\])*$/;
/** The last line of a key can be short. */
const LAST = /^\s*[A-Za-z0-9+/]{2,}={0,2}\s*$/;
/** The same where no end follows it: a word alone in a line is none. */
const LAST_OF_BODY = /^\s*(?=[A-Za-z0-9+/]*[\d+/=])[A-Za-z0-9+/]{4,75}={0,2}\s*$/;
/** Headers of an encrypted key, and the blank line after them. */
const HEADER = /^\s*(?:(?:Proc-Type|DEK-Info): .*)?$/;
/** A full line of PEM, of OpenSSH or of MIME; a digest in hexadecimal has no letters of both cases. */
const FULL = /(?<![\w+/])(?=[^a-z]{0,75}[a-z])(?=[^A-Z]{0,75}[A-Z])(?=\D{0,75}\d)(?:[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{70}|[A-Za-z0-9+/]{76})\s*$/;
/** Full lines in a row from which on they are a key whose ends were not read. */
const ENOUGH = 3;
/** Words of programs that read keys: one full line beside them is a part of a key. */
const OF_KEYS = /\b(?:PEM|PKCS\W?\d{1,2}|ASN\.?1|DECODER|RSA|private[ _-]?key)\b/i;
/** Lines behind the beginning of a key that belong to it, though lines of others are between. */
const MOST_LINES = 120;

/**
 * Replaces private keys. A key has many lines, and the first, the last or both may not have been read.
 * Returns as many lines as it got; a line that is all key becomes `mask`. The time is linear in the length of the text.
 */
export function withoutPrivateKeys(lines: readonly string[], mask: string): string[] {
  const out = [...lines];
  const hide = (from: number, to: number) => out.fill(mask, from, to);
  const ends = ahead(lines, END);
  const begins = ahead(lines, BEGIN);
  for (let i = 0; i < lines.length; i++) {
    if (BEGIN.test(lines[i])) {
      out[i] = lines[i].replace(BLOCK, mask);
      if (lines[i].lastIndexOf('-----END') > lines[i].lastIndexOf('-----BEGIN')) continue;
      const end = ends[i + 1] ?? lines.length;
      const whole = end < lines.length && end <= (begins[i + 1] ?? lines.length);
      const to = whole ? end : bodyEnd(lines, i + 1);
      hide(i + 1, to);
      if (!whole) hideBehind(lines, out, to, begins[i + 1] ?? lines.length, mask);
      if (whole) out[end] = mask + behind(lines[end]);
      i = whole ? end : to - 1;
    } else if (END.test(lines[i])) {
      const before = lines[i].slice(0, lines[i].search(END));
      out[i] = (/[A-Za-z0-9+/]{24}/.test(before) ? '' : before) + mask + behind(lines[i]);
      const last = i > 0 && (LAST.test(lines[i - 1]) || (i > 1 && BODY.test(lines[i - 2])));
      let from = last ? i - 1 : i;
      while (from > 0 && out[from - 1] !== mask && BODY.test(lines[from - 1])) from--;
      hide(from, i);
    }
  }
  for (let i = 0; i < out.length; i++) {
    const begin = KEY_BEGINS.exec(out[i]);
    if (!begin) continue;
    let to = i + 1;
    while (to < out.length && FULL.test(out[to])) to++;
    if (to < out.length && BODY.test(out[i]) && LAST_OF_BODY.test(out[to])) to++;
    out[i] = out[i].slice(0, begin.index) + mask + out[i].slice(begin.index + begin[0].length);
    hide(i + 1, to);
    i = to - 1;
  }
  const enough = lines.some((line) => OF_KEYS.test(line)) ? 1 : ENOUGH;
  for (let from = 0; from < out.length; from++) {
    let to = from;
    while (to < out.length && FULL.test(out[to])) to++;
    if (to - from >= enough) hide(from, to);
    from = Math.max(from, to - 1);
  }
  return out;
}

/** The rest of a key that lines of others part, up to the next one. */
function hideBehind(lines: readonly string[], out: string[], from: number, next: number, mask: string): void {
  for (let i = from; i < Math.min(next, from + MOST_LINES); i++) if (FULL.test(lines[i])) out[i] = mask;
}

/** For each line the index of the next line that matches, itself included; the number of lines if none does. */
function ahead(lines: readonly string[], pattern: RegExp): readonly number[] {
  const next = lines.map(() => lines.length);
  for (let i = lines.length - 1; i >= 0; i--) next[i] = pattern.test(lines[i]) ? i : (next[i + 1] ?? lines.length);
  return next;
}

function bodyEnd(lines: readonly string[], from: number): number {
  let to = from;
  while (to < lines.length && HEADER.test(lines[to])) to++;
  while (to < lines.length && BODY.test(lines[to])) to++;
  return to < lines.length && LAST.test(lines[to]) ? to + 1 : to;
}

function behind(line: string): string {
  const match = END.exec(line);
  return match ? line.slice(match.index + match[0].length) : '';
}
