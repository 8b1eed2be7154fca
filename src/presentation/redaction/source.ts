/** A part of the text that is masked: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `spans.push(...found)` would overflow the call stack on a long line. */
export function addTo(spans: Span[], found: readonly Span[]): void {
  for (const span of found) spans.push(span);
}

/** Finds secrets of one form. Its time must be linear in the length of the text. */
export type Finder = (source: Source) => readonly Span[];

/** A text that is searched. Searches to the right are remembered, so that many short steps over one long line stay linear. */
export class Source {
  private readonly made = new Map<unknown, Map<number, unknown>>();
  private run: { readonly pattern?: RegExp; readonly from: number; readonly end: number } = { from: 0, end: 0 };
  private readonly found = new Map<string, { readonly from: number; readonly at: number }>();

  constructor(readonly text: string) {}

  /** Index of the next `sign` at or after `from`; the length of the text if there is none. */
  public next(sign: string, from: number): number {
    const known = this.found.get(sign);
    if (known && known.from <= from && from <= known.at) return known.at;
    const index = this.text.indexOf(sign, from);
    const at = index < 0 ? this.text.length : index;
    this.found.set(sign, { from, at });
    return at;
  }

  /** Where a run of signs ends. `pattern` matches the signs of a run from any of them on, so its end is known for all of them. */
  public runEnd(pattern: RegExp, from: number): number {
    const { run } = this;
    if (run.pattern === pattern && run.from <= from && from < run.end) return run.end;
    const match = this.at(pattern, from);
    const end = from + (match?.[0].length ?? 0);
    this.run = { pattern, from, end };
    return end;
  }

  /** What `read` finds from a place on. Names that are near to each other ask for the same places. */
  public once<T>(read: (source: Source, from: number) => T, from: number): T {
    let known = this.made.get(read) as Map<number, T> | undefined;
    if (!known) this.made.set(read, known = new Map<number, T>());
    if (known.has(from)) return known.get(from) as T;
    const found = read(this, from);
    known.set(from, found);
    return found;
  }

  public lineEnd(from: number): number {
    return this.next('\n', from);
  }

  /** The rest of the line, at most `most` characters. */
  public rest(from: number, most: number): string {
    return this.text.slice(from, Math.min(this.lineEnd(from), from + most));
  }

  /** What is before `to` on its line, at most `most` characters. */
  public before(to: number, most: number): string {
    const part = this.text.slice(Math.max(0, to - most), to);
    return part.slice(part.lastIndexOf('\n') + 1);
  }

  /** The match of a sticky pattern at this place. */
  public at(pattern: RegExp, from: number): RegExpExecArray | null {
    pattern.lastIndex = from;
    return pattern.exec(this.text);
  }
}

/** All matches of a global pattern. `matchAll` makes a copy of the pattern each time, which costs more than most searches. */
export function matches(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  const out: RegExpExecArray[] = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    out.push(match);
    if (!match[0]) pattern.lastIndex++;
  }
  return out;
}

export type Accepts = (value: string, head: string) => boolean;

/** For each match the part behind its first group, up to the end of its second one. */
export function secondGroups(text: string, pattern: RegExp, accepts: Accepts = () => true): readonly Span[] {
  const spans: Span[] = [];
  for (const match of matches(text, pattern)) {
    const [, head, value] = match;
    const start = match.index + head.length;
    if (accepts(value, head)) spans.push({ start, end: start + value.length });
  }
  return spans;
}

/** Sorted, without overlaps. */
function joined(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = out[out.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

/** The text with `mask` in place of each span. */
export function masked(text: string, spans: readonly Span[], mask: (hidden: string) => string): string {
  if (!spans.length) return text;
  let out = '';
  let at = 0;
  for (const { start, end } of joined(spans)) {
    out += text.slice(at, start) + mask(text.slice(start, end));
    at = end;
  }
  return out + text.slice(at);
}

/** For each part the spans in it, of those in the text that the parts make with one character between them. */
export function spansByPart(parts: readonly string[], spans: readonly Span[]): readonly (readonly Span[])[] {
  const sorted = joined(spans);
  let begin = 0;
  let next = 0;
  return parts.map((part) => {
    const end = begin + part.length;
    while (next < sorted.length && sorted[next].end <= begin) next++;
    const own: Span[] = [];
    for (let i = next; i < sorted.length && sorted[i].start < end; i++) {
      own.push({ start: Math.max(sorted[i].start, begin) - begin, end: Math.min(sorted[i].end, end) - begin });
    }
    begin = end + 1;
    return own;
  });
}

/** Words of a table. */
export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
