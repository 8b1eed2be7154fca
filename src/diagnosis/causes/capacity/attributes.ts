import { Frame } from '../../../facts/model';

/** Every instance with an ECS agent of the last years has these (Amazon ECS Developer Guide, ECS-optimized Linux AMIs). */
const USUAL = /capability\.(docker-remote-api|ecr-auth|task-iam-role$|execution-role-|logging-driver\.(awslogs|json-file)$|container-health-check|container-ordering|task-eni$|secrets\.|env-files|full-sync|pid-ipc|aws-appmesh|efs(Auth)?$|private-registry)/;

/** Attributes that the task requires and only some instances have. */
export function rareAttributes({ taskDefinition }: Frame): readonly string[] {
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

/** What gives an instance the attribute that the task needs; undefined: the task needs none that instances usually lack. */
export function giveAttribute(frame: Frame): string | undefined {
  for (const attribute of rareAttributes(frame)) {
    for (const [pattern, fix] of GIVEN_BY) {
      const name = pattern.exec(attribute)?.[1];
      if (name) return fix(name);
    }
  }
  const [rare] = rareAttributes(frame);
  return rare && `use instances that have the attribute ${rare}: a newer ECS agent, or its setting in /etc/ecs/ecs.config`;
}
