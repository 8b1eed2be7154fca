import { kindOfName } from './names';
import { Source, Span } from './source';
import { isStandIn, looksRandom } from './values';

/** A header row and the rows below: CSV, tables of psql and of command lines. */
const ROW = /^[ \t|\u2502]*["'`]?[A-Za-z_][\w .$-]{0,40}["'`]?(?:(?:[ \t]{0,40}[,;|\u2502][ \t]{0,40}|\t+|[ ]{2,60})["'`]?[A-Za-z_][\w.$-]{0,40}(?: [A-Za-z_][\w.$-]{0,40})?["'`]?){1,40}[ \t|\u2502]*$/;
const RULE = /^[\s|+\-=:\u2500-\u257f]+$/;
const MOST_ROWS = 200;
const MOST_LENGTH = 4000;

export function tables({ text }: Source): readonly Span[] {
  const spans: Span[] = [];
  if (!text.includes('\n')) return spans;
  let at = 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const columns = end - at <= MOST_LENGTH ? header(text.slice(at, end)) : undefined;
    at = columns ? rows(text, end + 1, columns, spans) : end + 1;
  }
  return spans;
}

interface Columns {
  readonly separator: RegExp;
  readonly count: number;
  readonly secrets: ReadonlyMap<number, 'weak' | 'sure'>;
}

function header(line: string): Columns | undefined {
  if (!/[,;|\t\u2502]| {2}/.test(line) || !ROW.test(line)) return undefined;
  const separator = separatorOf(line);
  const names = cells(line, 0, separator).map(({ text }) => text.replace(/^["'`]|["'`]$/g, ''));
  const secrets = new Map<number, 'weak' | 'sure'>();
  names.forEach((name, i) => {
    const kind = kindOfName(name.replace(/ /g, '_'));
    if (kind !== 'none') secrets.set(i, kind === 'weak' ? 'weak' : 'sure');
  });
  return secrets.size && names.length > 1 ? { separator, count: names.length, secrets } : undefined;
}

function separatorOf(line: string): RegExp {
  if (/[|\u2502]/.test(line)) return /[|\u2502]/g;
  if (line.includes(',')) return /,/g;
  if (line.includes(';')) return /;/g;
  return line.includes('\t') ? /\t+/g : / {2,}/g;
}

interface Cell extends Span {
  readonly text: string;
}

function cells(line: string, offset: number, separator: RegExp): readonly Cell[] {
  const out: Cell[] = [];
  const push = (from: number, to: number) => {
    const part = line.slice(from, to);
    const lead = part.length - part.trimStart().length;
    const text = part.trim();
    out.push({ start: offset + from + lead, end: offset + from + lead + text.length, text });
  };
  let at = 0;
  for (const match of line.matchAll(separator)) {
    push(at, match.index);
    at = match.index + match[0].length;
  }
  push(at, line.length);
  return separator.source.includes('|') && out[0].text === '' ? out.slice(1, -1) : out.filter(({ text }, i) => text || i);
}

/** Masks the columns of secrets. Returns where the table ends. */
function rows(text: string, from: number, { separator, count, secrets }: Columns, spans: Span[]): number {
  let at = from;
  for (let i = 0; i < MOST_ROWS && at < text.length; i++) {
    const end = lineEnd(text, at);
    const line = text.slice(at, Math.min(end, at + MOST_LENGTH));
    if (!RULE.test(line)) {
      const row = cells(line, at, separator);
      if (row.length !== count) return at;
      for (const [index, kind] of secrets) {
        const cell = row[index];
        const isName = !/\d/.test(cell.text) && kindOfName(cell.text) !== 'none';
        const isSecret = kind === 'sure' ? !isStandIn(cell.text) && !isName : looksRandom(cell.text, false);
        if (isSecret) spans.push(cell);
      }
    }
    at = end + 1;
  }
  return at;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
