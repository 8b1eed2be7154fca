import { printed } from './terminal';

type Write = (line: string) => void;

const toStandardError: Write = (line) => { process.stderr.write(`${printed(line)}\n`); };
let write = toStandardError;

/** A line for the person who waits, on standard error, so that it is never in the output that a program reads. */
export function aside(line: string): void {
  write(line);
}

/** While a view is redrawn in place, such lines must not be written into it. Returns how to end that. */
export function takeAsides(by: Write): () => void {
  write = by;
  return () => { write = toStandardError; };
}
