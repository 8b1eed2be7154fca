import { Ports } from './ports';
import { wholeStart } from '../diagnosis/text';
import { redacted } from '../presentation/own-patterns';
import { flat } from '../presentation/plain';

interface Speaker {
  readonly servicePath: string;
  readonly options?: { readonly redact?: readonly string[] };
}

/** Milliseconds for the user's patterns. */
const MATCH_MS = 40;
/** Characters. The error of a step can have the trace of a stack. */
const LONGEST = 1000;

/**
 * Logs a line about a service. Path, errors of AWS and errors of the state machine come from outside: they are redacted, and no text in
 * them can begin another line of the log.
 */
export function say({ servicePath, options }: Speaker, text: string, ports: Pick<Ports, 'log' | 'matchTime'>): void {
  const line = redacted(options?.redact, MATCH_MS, ({ redact }) => redact(text), { time: ports.matchTime?.lines }).made;
  ports.log(wholeStart(`${pathOf(servicePath)}: ${flat(line)}`, LONGEST));
}

/** The path of a service as the log has it. */
export function pathOf(servicePath: string): string {
  return flat(redacted([], MATCH_MS, ({ redact }) => redact(`${servicePath}`)).made);
}
