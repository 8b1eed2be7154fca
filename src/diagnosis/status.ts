import { Cause, Status } from './model';
import { desiredCount, healthyTasks, pendingTasks, rolloutVerdict } from './read';
import { Frame } from '../facts/model';

/**
 * The state of the deployment, as AWS reports it; the faults are in the causes. It has failed when ECS or CloudFormation ended it, and also
 * when it cannot succeed any more, whatever AWS still reports.
 */
export function status(frame: Frame, causes: readonly Cause[]): Status {
  const resource = frame.operation?.resourceStatus ?? '';
  const verdict = rolloutVerdict(frame);
  if (verdict === 'failed' || /_FAILED$/.test(resource)) return 'failed';
  if (verdict === 'completed') return 'healthy';
  const [top] = causes;
  if (top && top.retry === 'never' && !top.waiting && !top.symptomOnly && top.certainty !== 'possible') return 'failed';
  if (top?.waiting && top.stage === 'deployment' && !top.symptomOnly) return 'paused';
  if (verdict === 'in-progress') return 'in-progress';
  if (/_IN_PROGRESS$/.test(resource) || /_IN_PROGRESS$/.test(frame.operation?.stackStatus ?? '')) return 'in-progress';
  if (causes.some((c) => !c.waiting)) return 'failed';
  const desired = desiredCount(frame);
  if (desired !== undefined && healthyTasks(frame).length >= desired && !pendingTasks(frame).length) return 'healthy';
  return frame.service || frame.tasks?.length ? 'in-progress' : 'unknown';
}
