import { Frame } from '../../../../facts/model';
import { placeFact } from '../../../read';
import { guide, Hit, stated } from '../../kit';
import { giveAttribute, rareAttributes } from '../attributes';

export const placementConstraint = stated({
  id: 'placement-constraint',
  family: 'capacity',
  title: 'Placement constraint excludes every instance',
  stage: 'placement',
  retry: 'never',
  traits: { freedByOldTasks: true },
  docs: guide('task-placement-constraints'),
  headline: (hit) => {
    if (!isAttribute(hit)) return 'no task can be placed: no instance meets the placement constraint';
    const rare = rareAttributes(hit.frame);
    const name = rare.length === 1 ? `: ${rare[0]}` : '';
    return `no task can be placed: no instance has an attribute that the task needs${name}`;
  },
  facts: (hit) => [isAttribute(hit) && aboutAttributes(hit.frame), ...constraints(hit.frame).map((c) => `placement constraint: ${c}`),
    placeFact(hit.frame)],
  fix: (hit) => fixFor(hit),
});

function isAttribute({ text }: Hit): boolean {
  return /attribute/i.test(text);
}

function aboutAttributes(frame: Frame): string | undefined {
  const rare = rareAttributes(frame);
  if (rare.length > 1) return `attributes that few instances have: ${rare.join(', ')}`;
  return rare.length ? undefined
    : 'ECS uses attributes for the subnet of awsvpc tasks, log drivers, task roles, GPU drivers and the CPU architecture';
}

function constraints({ service, taskDefinition }: Frame): readonly string[] {
  return [...service?.placementConstraints ?? [], ...taskDefinition?.placementConstraints ?? []]
    .map(({ type, expression }) => [type, expression].filter(Boolean).join(' '));
}

function fixFor(hit: Hit): string {
  const limits = constraints(hit.frame);
  if (!isAttribute(hit) || limits.length) {
    return 'relax placementConstraints of the Ec2Service, or add instances that match the task (subnet, architecture, log driver)';
  }
  return giveAttribute(hit.frame)
    ?? 'add instances that match the task: Availability Zones of its subnets, CPU architecture, log driver, and a recent ECS agent';
}
