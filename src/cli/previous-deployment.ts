import { diagnoseAll } from './network';
import { countsOf } from './service-state';
import { Diagnosis } from '../diagnosis/model';
import { failedTasks } from '../diagnosis/read';
import { duration, time } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { Timeline, timelineOf } from '../presentation/page/timeline';

/** How a deployment ended that did not complete. */
type PreviousEnding = 'rolled-back' | 'superseded';

/** The deployment before the current one, if it failed. */
interface PreviousDeployment {
  readonly frame: Frame;
  readonly timeline: Timeline;
  readonly diagnosis: Diagnosis;
  /** `the deployment before, ecs-svc/1 (web:7), was rolled back 3 min ago` */
  readonly lines: readonly string[];
}

/** Why a deployment failed that has ended. undefined: none of its tasks failed, or no cause was found. */
export function diagnoseEnded(frame: Frame): Diagnosis | undefined {
  if (!failedTasks(frame).length) return undefined;
  const found = diagnoseAll(frame);
  // It has ended without having completed, whatever state AWS returned last.
  return found.causes.some((cause) => !cause.waiting) ? { ...found, status: 'failed' } : undefined;
}

/** @param frame see `ServiceLook.previousDeployment`; undefined: there was none, or none of its tasks can still be read */
export function previousDeployment(frame: Frame | undefined, current: Frame): PreviousDeployment | undefined {
  const diagnosis = frame && diagnoseEnded(frame);
  if (!frame || !diagnosis) return undefined;
  const { deployment, taskDefinition } = countsOf(frame);
  const name = [deployment ?? frame.operation?.deploymentId ?? '', taskDefinition && `(${taskDefinition})`].filter(Boolean).join(' ');
  const ended = time(frame.serviceDeployment?.finishedAt);
  const ago = ended === undefined ? '' : ` ${duration(Date.parse(frame.at) - ended)} ago`;
  const ending = howItEnded(frame, current) === 'rolled-back' ? 'rolled back' : 'superseded';
  return { frame, timeline: timelineOf([frame]), diagnosis, lines: [`the deployment before, ${name}, was ${ending}${ago}`] };
}

/** CloudFormation rolls back by deploying an older revision of the task definition; no field shows it. A fix is a newer revision. */
export function howItEnded(previous: Frame, current: Frame): PreviousEnding {
  if (previous.serviceDeployment?.status?.startsWith('ROLLBACK_')) return 'rolled-back';
  const [failed, runs] = [previous, current].map((frame) => /^(.*):(\d+)$/.exec(countsOf(frame).taskDefinition ?? ''));
  return failed && runs && failed[1] === runs[1] && Number(runs[2]) < Number(failed[2]) ? 'rolled-back' : 'superseded';
}
