import { Frame } from '../../../../facts/model';
import { Rule } from '../../../model';
import { deploymentTasks, otherTasks, watchedDeployment } from '../../../read';
import { duration, time } from '../../../text';
import { either, guide, stated } from '../../kit';

const INFO = {
  id: 'deployment-config-blocked',
  family: 'deployment',
  title: 'Healthy percent settings leave no room',
  stage: 'placement',
  retry: 'never',
  docs: guide('service-event-messages-list'),
} as const;

const FIX = 'leave room for one task: set maxHealthyPercent: 200, or minHealthyPercent: 0 (or 50), in the service';
/** ECS starts the first task of a deployment within seconds. */
const LONG_MS = 120_000;

/** ECS writes the event late or not at all; the numbers show it at once. */
const byNumbers: Rule = {
  ...INFO,
  match(frame) {
    const { minimumHealthyPercent: min, maximumPercent: max } = frame.service?.deploymentConfiguration ?? {};
    const desired = frame.service?.desiredCount;
    // The percentages bind rolling updates only.
    if ((frame.service?.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING') return undefined;
    const old = otherTasks(frame).filter((t) => t.lastStatus === 'RUNNING').length;
    const age = (time(frame.at) ?? 0) - (time(watchedDeployment(frame)?.createdAt) ?? Infinity);
    if (min === undefined || max === undefined || !desired || !old || deploymentTasks(frame).length || age < LONG_MS) return undefined;
    // ECS rounds the lower limit up and the upper one down (Amazon ECS developer guide, service definition parameters).
    const mayStart = Math.floor(desired * max / 100) > old;
    const mayStop = Math.ceil(desired * min / 100) < old;
    if (mayStart || mayStop) return undefined;
    return { certainty: 'probable', headline: blocked(frame), evidence: [], facts: [`no task was started in ${duration(age)}`], fix: FIX };
  },
};

export const deploymentConfigBlocked = either(stated({ ...INFO, headline: (hit) => blocked(hit.frame), fix: FIX }), byNumbers);

function blocked(frame: Frame): string {
  const { minimumHealthyPercent: min, maximumPercent: max } = frame.service?.deploymentConfiguration ?? {};
  const desired = frame.service?.desiredCount;
  return `ECS can neither start nor stop a task: healthy percent ${min ?? '?'} to ${max ?? '?'}, desired count ${desired ?? '?'}`;
}
