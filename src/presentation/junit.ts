import { plainHeadline } from './headline';
import { JunitResult } from './junit-xml';
import { MessageContext, messageLines } from './message';
import { recoveredLines, recoveredToShow } from './recovered';
import { Diagnosis } from '../diagnosis/model';

/** A failure is a failure, whatever state ECS shows; a deployment that is not over is neither passed nor failed. */
export function junitResult(diagnosis: Diagnosis, context?: MessageContext, recovered?: Diagnosis): JunitResult {
  const [top] = diagnosis.causes;
  if (diagnosis.status === 'failed' || (context?.because !== undefined && top)) {
    const text = messageLines(diagnosis, context).map((line) => line.text).join('\n');
    return { kind: 'failure', message: plainHeadline(diagnosis, context), type: top?.id ?? 'failed', text };
  }
  if (diagnosis.status !== 'healthy') return { kind: 'skipped', message: `the deployment is ${diagnosis.status}` };
  const shown = recoveredToShow(diagnosis, recovered);
  const lines = shown ? recoveredLines(shown, context).map((line) => line.text) : [];
  return lines.length ? { kind: 'passed', text: ['it recovered from:', ...lines].join('\n') } : { kind: 'passed' };
}
