/** The lines of a log that a message has room for. */

/** Lines before and after the one that decides: they belong to one report. */
export const BEFORE = 3;
export const AFTER = 4;
/** Lines further up that name the same thing as the one that decides. */
const MOST_NAMING = 3;
/** Times that one line is shown, apart from its numbers: a program repeats itself while it waits. */
const MOST_ALIKE = 2;

/** Frames of libraries and runtimes in a stack; those of the program itself are worth more. */
const FOREIGN_FRAME = new RegExp([
  String.raw`^\s+at (?:async )?(?:java|jdk|scala|System|Microsoft|org\.(?:spring|hibernate|apache)|com\.(?:zaxxer|mysql)|io\.netty)\b`,
  String.raw`^\s+(?:at|from|File|#\d+) .{0,300}(?:node_modules|node:internal|site-packages|/gems/|/lib/(?:ruby|python)|/vendor/)`,
].join('|'), 'i');

/** Names that a line is about: hosts and files, variables, what is quoted. Words of plain language are none. */
const NAMES = new RegExp(String.raw`(?<![A-Z0-9])[A-Z][A-Z0-9]{0,60}_[A-Z0-9_]{1,60}|(?<![\w-])[\w-]{1,80}(?:[./:@-][\w-]{1,80}){1,12}`
  + '|["\'`][^"\'`\\s]{3,60}["\'`]', 'g');
const SHORTEST = 6;

function namesIn(line: string): ReadonlySet<string> {
  const found = (line.match(NAMES) ?? []).map((name) => name.replace(/["'`]|:\d{2,5}$/g, '')).filter((name) => name.length >= SHORTEST);
  return new Set(found.filter((name) => /[a-z]/i.test(name) && !/^\d{4}-\d\d/.test(name)));
}

/** A line without what differs each time. */
function alike(line: string): string {
  return line.replace(/\b[0-9a-f]{8,}\b|\d+/gi, '*');
}

/** A warning far from the line that decides says nothing about it. */
const WARNS = /\bwarn(?:ing)?\b/i;

/**
 * Places of the lines to show, in their order: the one that decides with those beside it, lines before it that name the same thing, and the
 * last ones. A line that is repeated and a warning beside the matter are left out; a frame of a library gives way to others.
 * @param at place of the line that decides; -1: none does
 */
export function shownLines(all: readonly string[], at: number, most: number): readonly number[] {
  if (all.length <= most) return all.map((_line, i) => i);
  const chosen = new Set(at >= 0 ? blockOf(all, at, most).slice(0, most) : []);
  const last = [...range(Math.max(0, all.length - most), all.length)].reverse().filter((i) => !chosen.has(i));
  const seen = new Map<string, number>();
  const isBeside = (i: number) => at >= 0 && WARNS.test(all[i]);
  const telling = last.filter((i) => {
    const times = (seen.get(alike(all[i])) ?? 0) + 1;
    seen.set(alike(all[i]), times);
    return times <= MOST_ALIKE && !isBeside(i);
  });
  const foreign = telling.filter((i) => isForeign(all, i));
  for (const i of [...telling.filter((one) => !foreign.includes(one)), ...foreign]) {
    if (chosen.size < most) chosen.add(i);
  }
  // A mark for one line that is left out takes the room of that line.
  return all.map((_line, i) => i).filter((i) => chosen.has(i) || (chosen.has(i - 1) && chosen.has(i + 1) && !isBeside(i)));
}

/** Python prints the source below its frame, and below that the place in it. */
function isForeign(all: readonly string[], i: number): boolean {
  const frame = /^\s+(?:[~^]+\s*$|(?!File ")\S)/.test(all[i]) ? [i - 1, i - 2].find((k) => /^\s+File "/.test(all[k] ?? '')) ?? i : i;
  return FOREIGN_FRAME.test(all[frame]);
}

/** The line that decides first: there may be room for nothing else. */
function blockOf(all: readonly string[], at: number, most: number): readonly number[] {
  const room = Math.ceil(most / 2) - 1;
  const after = Math.min(AFTER, Math.ceil(room / 2));
  const before = Math.min(BEFORE, Math.max(0, room - after));
  const names = namesIn(all[at]);
  const naming = all.map((_line, i) => i).slice(0, Math.max(0, at - before)).reverse()
    .filter((i) => !isForeign(all, i) && [...namesIn(all[i])].some((name) => names.has(name)));
  const first = naming.filter((i, k) => naming.findIndex((other) => alike(all[other]) === alike(all[i])) === k);
  const beside = [...range(at + 1, Math.min(all.length, at + 1 + after)), ...range(Math.max(0, at - before), at)];
  return [at, ...beside, ...first.slice(0, Math.min(MOST_NAMING, Math.max(0, room - after - before)))];
}

function range(from: number, until: number): readonly number[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, i) => from + i);
}
