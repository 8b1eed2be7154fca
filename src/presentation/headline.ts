import { MessageContext, messageLines } from './message';
import { Diagnosis } from '../diagnosis/model';

/** The verdict: first line of every message, within 120 characters. */
export function plainHeadline(diagnosis: Diagnosis, context: MessageContext = {}): string {
  return messageLines(diagnosis, { ...context, logLines: 1 })[0].text;
}
