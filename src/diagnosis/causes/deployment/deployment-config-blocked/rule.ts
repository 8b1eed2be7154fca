import { Frame } from '../../../../facts/model';
import { Rule } from '../../../model';
import { healthyPercent, limitsWithoutRoom, NO_TASK_FOR_MS, oldTasksListed, withoutTaskMs } from '../../../read';
import { duration } from '../../../text';
import { either, guide, stated } from '../../kit';

const INFO = {
  id: 'deployment-config-blocked',
  family: 'deployment',
  title: 'Healthy percent settings leave no room',
  stage: 'placement',
  retry: 'never',
  foundBy: 'table and facts',
  docs: guide('service-event-messages-list'),
} as const;

/** The maximum of a daemon service is 100 % by default: it starts the new task of an instance after the old one. */
function fixFor({ service }: Frame): string {
  return service?.schedulingStrategy === 'DAEMON'
    ? 'leave room for one task: set minHealthyPercent: 0 (or 50) in the service'
    : 'leave room for one task: set maxHealthyPercent: 200, or minHealthyPercent: 0 (or 50), in the service';
}

/** ECS writes the event late or not at all; the numbers show it at once. */
const byNumbers: Rule = {
  ...INFO,
  match(frame) {
    const old = oldTasksListed(frame).length;
    const age = withoutTaskMs(frame) ?? 0;
    if (!old || age < NO_TASK_FOR_MS || !limitsWithoutRoom(frame, old)) return undefined;
    const facts = [`no task was started in ${duration(age)}`];
    return { certainty: 'probable', headline: blocked(frame), evidence: [], facts, fix: fixFor(frame) };
  },
};

export const deploymentConfigBlocked = either(
  stated({ ...INFO, headline: (hit) => blocked(hit.frame), fix: (hit) => fixFor(hit.frame) }),
  byNumbers,
);

function blocked(frame: Frame): string {
  const { min = '?', max = '?' } = healthyPercent(frame.service) ?? {};
  return `ECS can neither start nor stop a task: healthy percent ${min} to ${max}, desired count ${frame.service?.desiredCount ?? '?'}`;
}
