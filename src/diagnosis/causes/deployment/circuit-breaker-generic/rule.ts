import { Frame } from '../../../../facts/model';
import { notRead, wasCutShort } from '../../../../facts/unavailable';
import { failedTasks } from '../../../read';
import { time } from '../../../text';
import { guide, stated } from '../../kit';

export const circuitBreakerGeneric = stated({
  id: 'circuit-breaker-generic',
  family: 'deployment',
  title: 'Circuit breaker ended the deployment',
  stage: 'deployment',
  retry: 'never',
  symptomOnly: true,
  docs: guide('deployment-circuit-breaker'),
  headline: ({ frame }) => `the deployment circuit breaker ended the deployment; ${ofTasks(frame)}`,
  fix: ({ frame }) => (areGone(frame)
    ? 'ECS keeps stopped tasks for about one hour: read the service events and the log streams of that time, or follow the next deployment'
    : 'read the stopped tasks and the service events soon: ECS keeps them for about one hour'),
});

function ofTasks(frame: Frame): string {
  if (areGone(frame)) return 'its stopped tasks are no longer kept';
  return notRead(frame, 'tasks').some((u) => !wasCutShort(u)) ? 'its tasks could not be read' : 'AWS gives no reason for the failed tasks';
}

/** "Stopped tasks only appear in the Amazon ECS console, AWS CLI, and AWS APIs for at least 1 hour" (Amazon ECS Developer Guide). */
function areGone(frame: Frame): boolean {
  const ended = time(frame.serviceDeployment?.finishedAt);
  return ended !== undefined && Date.parse(frame.at) - ended > 3_600_000 && !failedTasks(frame).length;
}
