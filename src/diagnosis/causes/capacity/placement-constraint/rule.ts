import { guide, stated } from '../../kit';

export const placementConstraint = stated({
  id: 'placement-constraint',
  family: 'capacity',
  title: 'Placement constraint excludes every instance',
  stage: 'placement',
  retry: 'never',
  traits: { freedByOldTasks: true },
  docs: guide('task-placement-constraints'),
  headline: (hit) => {
    const obstacle = /attribute/i.test(hit.text) ? 'has an attribute that the task needs' : 'meets the placement constraint';
    return `no task can be placed: no instance ${obstacle}`;
  },
  facts: (hit) => [/attribute/i.test(hit.text)
    && 'ECS uses attributes for the subnet of awsvpc tasks, log drivers, task roles, GPU drivers and the CPU architecture'],
  fix: 'relax placementConstraints of the Ec2Service, or add instances that match the task (subnet, architecture, log driver)',
});
