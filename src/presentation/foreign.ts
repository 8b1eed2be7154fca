import { flat, flatLines, harmless } from './plain';
import { redactor } from './redact';
import { withUntrusted } from './untrusted';

const redact = redactor();

/**
 * A text that AWS, an application, a file or a person with another purpose wrote, as one line for any output: without secrets, and without
 * anything that a terminal, a CI runner or the eye of a reader takes for something else. All commands print such texts through here; the
 * message of a diagnosis does the same with the patterns of the user (`message.ts`).
 */
export function foreign(text: string): string {
  return flat(redact(text));
}

/** The same for a text of several lines: a secret can begin in one and end in another. */
export function foreignLines(text: string): readonly string[] {
  return flatLines(redact(text)).split('\n');
}

/** The same for every text in an object: each is one line. Its keys are ours. */
export function foreignIn<T>(value: T): T {
  return eachText(value, foreign) as T;
}

/** One line of JSON: the last door of each text in it, whether it was cleaned before or not. It says which texts others wrote. */
export function jsonLine(value: object): string {
  return JSON.stringify(withUntrusted(eachText(value, harmless) as object));
}

function eachText(value: unknown, made: (text: string) => string): unknown {
  if (typeof value === 'string') return made(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, made));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, made)]));
}
