import { Frame } from '../../../../facts/model';
import { guide, Hit, stated } from '../../kit';

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
  facts: (hit) => [isAttribute(hit) && aboutAttributes(hit.frame), ...constraints(hit.frame).map((c) => `placement constraint: ${c}`)],
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

/** Every instance with an ECS agent of the last years has these (Amazon ECS Developer Guide, ECS-optimized Linux AMIs). */
const USUAL = /capability\.(docker-remote-api|ecr-auth|task-iam-role$|execution-role-|logging-driver\.(awslogs|json-file)$|container-health-check|container-ordering|task-eni$|secrets\.|env-files|full-sync|pid-ipc|aws-appmesh|efs(Auth)?$|private-registry)/;

/** Attributes that the task requires and only some instances have. */
function rareAttributes({ taskDefinition }: Frame): readonly string[] {
  return (taskDefinition?.requiresAttributes ?? []).map((a) => a.name ?? '').filter((name) => name && !USUAL.test(name));
}

/** What gives an instance the attribute (Amazon ECS Developer Guide, container agent configuration). */
const GIVEN_BY: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/docker-plugin\.(.+)$/, (name) => (
    `install the volume plugin ${name} on the instances before the ECS agent starts (user data: docker plugin install)`
  )],
  [/logging-driver\.(.+)$/, (name) => `add ${name} to ECS_AVAILABLE_LOGGING_DRIVERS in /etc/ecs/ecs.config of the instances`],
  [/(gpu|nvidia)/i, () => 'use instances with the GPU-optimized AMI and ECS_ENABLE_GPU_SUPPORT=true'],
  [/(increased-task-cpu-limit|selinux|apparmor|fsxWindowsFileServer|domainless|gMSA)/i, (name) => `use instances that support ${name}`],
];

function fixFor(hit: Hit): string {
  const limits = constraints(hit.frame);
  if (!isAttribute(hit) || limits.length) {
    return 'relax placementConstraints of the Ec2Service, or add instances that match the task (subnet, architecture, log driver)';
  }
  for (const attribute of rareAttributes(hit.frame)) {
    for (const [pattern, fix] of GIVEN_BY) {
      const name = pattern.exec(attribute)?.[1];
      if (name) return fix(name);
    }
  }
  const [rare] = rareAttributes(hit.frame);
  return rare
    ? `use instances that have the attribute ${rare}: a newer ECS agent, or its setting in /etc/ecs/ecs.config`
    : 'add instances that match the task: Availability Zones of its subnets, CPU architecture, log driver, and a recent ECS agent';
}
