import { Line, MessageContext, messageLines } from './message';
import { Diagnosis } from '../diagnosis/model';

/** What happened on the way to a deployment that is healthy now, without advice: it is over. */
export function pastLines(past: Diagnosis, context?: MessageContext): readonly Line[] {
  const kinds = ['headline', 'full', 'seen', 'fact', 'log', 'also', 'aws'];
  return messageLines(past, context).filter((line) => kinds.includes(line.kind));
}

/** What a healthy deployment recovered from, where nothing else is to be said of it. */
export function toldPast(diagnosis: Diagnosis, past: Diagnosis | undefined): Diagnosis | undefined {
  return diagnosis.causes.length ? undefined : past;
}

export const RECOVERED = 'the deployment is complete; it recovered from: ';
