import { flat } from './plain';
import { redactor } from './redact';

const redact = redactor();

/**
 * A text that AWS, an application, a file or a person with another purpose wrote, as one line for any output: without secrets, and without
 * anything that a terminal, a CI runner or the eye of a reader takes for something else. All commands print such texts through here; the
 * message of a diagnosis does the same with the patterns of the user (`message.ts`).
 */
export function foreign(text: string): string {
  return flat(redact(text));
}
