import { Frame } from '../../../../facts/model';
import { Rule } from '../../../model';
import { InstanceAwaited, instanceName, instancesAwaited, runningTasks } from '../../../read';
import { count } from '../../../text';
import { giveAttribute, rareAttributes } from '../../capacity/attributes';
import { guide } from '../../kit';

/** One instance keeps the deployment of a daemon open, and nothing has failed: the others have their new task. */
export const daemonWaitsForInstance: Rule = {
  id: 'daemon-waits-for-instance',
  family: 'deployment',
  title: 'Daemon service waits for an instance',
  stage: 'placement',
  retry: 'maybe',
  waiting: true,
  foundBy: 'facts',
  docs: guide('container-instance-draining'),
  match(frame) {
    const all = instancesAwaited(frame);
    const [first] = all;
    if (!first) return undefined;
    const same = all.filter(({ why }) => why === first.why);
    const rare = first.why === 'attribute' ? rareAttributes(frame) : [];
    return {
      certainty: first.why === 'old-task' ? 'possible' : 'certain',
      headline: headline(first, same),
      evidence: all.flatMap(({ said }) => said?.quote ?? []),
      facts: [
        ...elsewhere(runningTasks(frame).length),
        WHY[first.why],
        ...(rare.length ? [`the task needs ${rare.join(', ')}`] : []),
      ],
      fix: fixFor(frame, first),
      ...(first.why === 'attribute' && { docs: guide('task-placement-constraints') }),
    };
  },
};

function elsewhere(running: number): readonly string[] {
  if (!running) return [];
  return [`${count(running, 'new task')} ${running === 1 ? 'runs' : 'run'} on the other instances`];
}

const WHY: { readonly [why in InstanceAwaited['why']]: string } = {
  'draining': 'ECS places no daemon task on an instance that drains, and stops the old one there after all other tasks',
  'attribute': 'a daemon service wants one task on each instance that its placement constraints allow',
  'old-task': 'ECS stops the daemon task of an instance that drains after all its other tasks, for up to 48 hours',
};

function headline({ why }: InstanceAwaited, same: readonly InstanceAwaited[]): string {
  const [one] = same;
  const rest = same.length > 1 ? ` and ${same.length - 1} more` : '';
  const name = `${instanceName(one.instance)}${rest}`;
  const are = same.length > 1;
  if (why === 'draining') return `the daemon service waits for ${name}, which ${are ? 'drain' : 'drains'}`;
  if (why === 'attribute') return `the daemon service waits for ${name}, which ${are ? 'lack' : 'lacks'} an attribute that the task needs`;
  return `the daemon service waits for ${name}, where the old task still runs; perhaps ${are ? 'they drain' : 'it drains'}`;
}

function fixFor(frame: Frame, { why, instance }: InstanceAwaited): string {
  if (why === 'attribute') {
    const [rare] = rareAttributes(frame);
    const constraint = rare ? `PlacementConstraint.memberOf('attribute:${rare} exists')` : 'PlacementConstraint.memberOf(...)';
    const give = giveAttribute(frame) ?? 'replace the instance by one that matches the task';
    return `keep the daemon off such instances: placementConstraints: [${constraint}] of the Ec2Service; or ${give}`;
  }
  return `let the other tasks of the instance end (aws ecs list-tasks --container-instance ${instance}), or terminate it;`
    + ' or set it to ACTIVE again if you want to keep it';
}
