import type { Report } from './report';
import { countsOf } from './service-state';
import { diagnose } from '../diagnosis/engine';
import { Diagnosis } from '../diagnosis/model';
import { failedTasks } from '../diagnosis/read';
import { duration, time } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { timelineOf } from '../presentation/page/timeline';

/** How a deployment ended that did not complete. */
export type Ending = 'rolled-back' | 'superseded';

/** What made a deployment fail that has ended; undefined: none of its tasks failed, or nothing says why. */
export function diagnoseEnded(frame: Frame): Diagnosis | undefined {
  if (!failedTasks(frame).length) return undefined;
  const found = diagnose(frame);
  // It has ended without having completed, whatever the state is that AWS last gave it.
  return found.causes.some((cause) => !cause.waiting) ? { ...found, status: 'failed' } : undefined;
}

/** The deployment before the current one, where it failed; see `ServiceLook.before`. */
export function beforeReport(name: Report['name'], before: Frame | undefined, current: Frame): Report | undefined {
  const diagnosis = before && diagnoseEnded(before);
  if (!before || !diagnosis) return undefined;
  const { deployment, taskDefinition } = countsOf(before);
  const what = `the deployment before, ${deployment ?? before.operation?.deploymentId ?? ''}${taskDefinition ? ` (${taskDefinition})` : ''}`;
  const ended = time(before.serviceDeployment?.finishedAt);
  return {
    name,
    frame: before,
    timeline: timelineOf([before]),
    diagnosis,
    lines: [`${what}, was ${endingOf(before, current) === 'rolled-back' ? 'rolled back' : 'superseded'}${ended === undefined ? '' : ` ${duration(Date.parse(before.at) - ended)} ago`}`],
  };
}

/**
 * CloudFormation rolls back by deploying what ran before, an older revision; nothing else says that it did. A fix is a newer one.
 */
export function endingOf(before: Frame, current: Frame): Ending {
  if (/^ROLLBACK_/.test(before.serviceDeployment?.status ?? '')) return 'rolled-back';
  const [failed, runs] = [before, current].map((frame) => /^(.*):(\d+)$/.exec(countsOf(frame).taskDefinition ?? ''));
  return failed && runs && failed[1] === runs[1] && Number(runs[2]) < Number(failed[2]) ? 'rolled-back' : 'superseded';
}
