/** Characters. A longer line is a dump; the rules read its head and the place of its error. */
const LONGEST = 4000;
const HEAD = 1000;
const BEFORE = 200;
const AFTER = 1500;

/** The most telling first. No pattern begins with a repetition, so each takes one pass over the line. */
const ERRORS = [
  /(?:Error|Exception|Errno)\b[^A-Za-z]{0,12}: ?\S/,
  /\b(?:fatal|panic|critical|emerg|uncaught|unhandled)\b/i,
  /\b(?:error|failed|cannot|refused|denied|timed out|not found|missing|invalid)\b/i,
];

/** A line that is too long for a message and for the rules: its head, and its error with what surrounds it. */
export function bounded(line: string): string {
  if (line.length <= LONGEST) return line;
  const head = wholeTokens(line.slice(0, HEAD));
  const at = errorAt(line);
  if (at < HEAD) return `${head} ...`;
  // Redaction knows a secret by its label, so the words after a cut go: they may be the value of a label that is gone.
  const before = line.slice(Math.max(HEAD, at - BEFORE), at).split(' ').slice(3).join(' ');
  const error = wholeTokens(line.slice(at, at + AFTER));
  return `${head} ... ${`${before}${error}`.replace(/[\w+/=-]{60,}/g, '...')} ...`;
}

function errorAt(line: string): number {
  const cause = line.lastIndexOf('Caused by: ');
  if (cause >= 0) return cause;
  const found = ERRORS.map((pattern) => pattern.exec(line)?.index).find((index) => index !== undefined);
  return found === undefined ? 0 : line.lastIndexOf(' ', found) + 1;
}

/** Without the last word, which may be half a secret. */
function wholeTokens(text: string): string {
  const end = text.lastIndexOf(' ');
  return end < 0 ? text.slice(0, 80) : text.slice(0, end);
}
