import { Frame } from '../../../../facts/model';
import { clusterName, instanceIn, placeFact } from '../../../read';
import { guide, Hit, shortenable, stated } from '../../kit';
import { giveAttribute, neededSettings, rareAttributes } from '../attributes';

export const placementConstraint = stated({
  id: 'placement-constraint',
  family: 'capacity',
  title: 'Placement constraint excludes every instance',
  stage: 'placement',
  retry: 'never',
  traits: { freedByOldTasks: true },
  docs: guide('task-placement-constraints'),
  headline: (hit) => {
    if (!isAttribute(hit)) {
      return `no task can be placed: no instance meets the placement constraint ${shortenable(constraints(hit.frame)[0])}`.trimEnd();
    }
    const rare = rareAttributes(hit.frame);
    // a subnet is an attribute, too, and only the instances show which of both is missing
    const name = rare.length === 1 && !subnets(hit.frame).length ? `: ${rare[0]}` : '';
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
  const own = subnets(frame);
  if (rare.length && own.length) {
    return `what an instance can lack: ${rare.join(', ')}, or a subnet of the service, which ECS calls an attribute, too (awsvpc:`
      + ` ${own.join(', ')})`;
  }
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
  if (!isAttribute(hit) || limits.length) return relax(hit, limits);
  const give = giveAttribute(hit.frame);
  const own = subnets(hit.frame);
  if (give && own.length) {
    return `compare VPC, Availability Zone, subnet and capabilities of ${instance(hit)}: if the instances are elsewhere than these subnets,`
      + ` launch instances there, or give the service the subnets of the instances (vpcSubnets); else ${give}`;
  }
  const settings = neededSettings(hit.frame);
  const config = settings.length ? `; on an AMI of your own, with ${settings.join(', ')} in /etc/ecs/ecs.config` : '';
  return give ?? 'add instances that match the task: Availability Zones of its subnets, CPU architecture, log driver,'
    + ` and a recent ECS agent${config}`;
}

/** Attributes that ECS gives each instance begin with `ecs.`; others come from the agent's configuration (Amazon ECS Developer Guide). */
function relax({ frame }: Hit, limits: readonly string[]): string {
  const of = frame.taskDefinition?.placementConstraints?.length ? 'the task definition' : 'the Ec2Service';
  const [, name, value] = /attribute:([\w.-]+) *(?:==|=~|in) *\[?([\w.*-]+)/.exec(limits.join(' ')) ?? [];
  const what = name ? `${name} (${value})` : 'the task (subnet, architecture, log driver)';
  const own = name && !name.startsWith('ecs.')
    ? `give the instances the attribute ${name}: ECS_INSTANCE_ATTRIBUTES={"${name}":"${value}"} in /etc/ecs/ecs.config`
    : `add instances that match ${what}`;
  return `relax placementConstraints of ${of}, or ${own}`;
}

/** Subnets of the service: with awsvpc, the instance has to be where they are (aws/amazon-ecs-agent#1423, aws/containers-roadmap#2399). */
function subnets({ service, taskDefinition }: Frame): readonly string[] {
  return taskDefinition?.networkMode === 'awsvpc' ? service?.networkConfiguration?.awsvpcConfiguration?.subnets ?? [] : [];
}

/** How to see what the instance has that AWS calls the closest. */
function instance({ frame, text }: Hit): string {
  const id = instanceIn(text);
  const cluster = clusterName(frame);
  return id && cluster
    ? `the closest instance (aws ecs describe-container-instances --cluster ${cluster} --container-instances ${id})`
    : 'the instances (aws ecs describe-container-instances)';
}
