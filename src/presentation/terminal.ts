import { MessageContext, messageLines } from './message';
import { Diagnosis } from '../diagnosis/model';

/** The whole message, one flat line each: for the terminal, the Lambda's log and the `text` of the JSON. */
export function renderFull(diagnosis: Diagnosis, context: MessageContext = {}): string {
  return messageLines(diagnosis, context).map((line) => line.text).join('\n');
}
