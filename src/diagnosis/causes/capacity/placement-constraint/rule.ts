import { guide, stated } from '../../kit';

export const placementConstraint = stated({
  id: 'placement-constraint',
  family: 'capacity',
  title: 'Placement constraint excludes every instance',
  stage: 'placement',
  retry: 'never',
  traits: { freedByOldTasks: true },
  docs: guide('task-placement-constraints'),
  headline: (hit) => `no task can be placed: no instance ${/attribute/i.test(hit.text) ? 'has an attribute that the task needs' : 'meets the placement constraint'}`,
  facts: (hit) => [/attribute/i.test(hit.text) && 'attributes stand for the subnet of awsvpc tasks, log drivers, task roles, GPU drivers and the CPU architecture'],
  fix: 'relax placementConstraints of the Ec2Service, or add instances of the kind (subnet, architecture, log driver) that the task asks for',
});
