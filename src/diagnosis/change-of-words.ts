import { textOf } from './change';
import { isOpaque, nameOfSecret } from './text';

/** Characters of each side. */
const MOST = 60;

/** An argument with its value: what both lists have before and after it is left out. */
interface WordChange {
  /** ` --port 8080 -> --port 80`; empty: it cannot be shown. */
  readonly text: string;
  /** The new value, if a log that has it means it: a URL, a path, an option, a number. */
  readonly subject?: string;
}

/** The parts of two lists between what both begin with and what both end with. */
export function apart(x: readonly string[], y: readonly string[]) {
  const least = Math.min(x.length, y.length);
  let from = 0;
  while (from < least && x[from] === y[from]) from++;
  let rest = 0;
  while (rest < least - from && x[x.length - 1 - rest] === y[y.length - 1 - rest]) rest++;
  return { from, parts: [x, y].map((words) => words.slice(from, words.length - rest)) };
}

/** What differs between two commands. Words that can be secrets are not shown, nor are those beside them. */
export function wordChange(a: unknown, b: unknown): WordChange {
  const [x, y] = [a, b].map((list) => (Array.isArray(list) ? list.flatMap((one) => textOf(one).split(/\s+/)).filter(Boolean) : []));
  const { from, parts: [before, after] } = apart(x, y);
  const option = x.slice(from - 1, from).filter((word) => /^-[^=]*$/.test(word));
  const [old, now] = [[...option, ...before], [...option, ...after]];
  const words = [...x.slice(Math.max(0, from - 1), from), ...old, ...now].join(' ');
  if (nameOfSecret.test(words) || isOpaque.test(words)) return { text: '' };
  const subject = now[now.length - 1]?.replace(/^.*?=/, '');
  const verb = old.length ? ' removed' : ' added';
  const isPart = x.length * y.length > 0 && old.length * now.length === 0;
  return {
    text: isPart ? ` ${shown([...old, ...now])}${verb}` : ` ${shown(old)} -> ${shown(now)}`,
    ...(subject && /^-|[/:.]|^\d{3,}$/.test(subject) && { subject }),
  };
}

function shown(words: readonly string[]): string {
  const text = words.join(' ') || 'none';
  return text.length <= MOST ? text : `${text.slice(0, text.lastIndexOf(' ', MOST) + 1)}...`;
}
