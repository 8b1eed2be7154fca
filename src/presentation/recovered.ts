import { Line, MessageContext, messageLines } from './message';
import { Diagnosis } from '../diagnosis/model';

export const RECOVERED = 'the deployment is complete; it recovered from: ';

/** What failed on the way to a deployment that is healthy now: facts without advice, because it is over. */
export function recoveredLines(recovered: Diagnosis, context?: MessageContext): readonly Line[] {
  return messageLines(recovered, context).filter((line) => FACTS.has(line.kind));
}

const FACTS: ReadonlySet<Line['kind']> = new Set(['headline', 'full', 'stopped-tasks', 'fact', 'log', 'also', 'aws'] as const);

/** What a healthy deployment recovered from. undefined: nothing, or the diagnosis has a cause of its own, which comes first. */
export function recoveredToShow(diagnosis: Diagnosis, recovered: Diagnosis | undefined): Diagnosis | undefined {
  return diagnosis.causes.length ? undefined : recovered;
}
