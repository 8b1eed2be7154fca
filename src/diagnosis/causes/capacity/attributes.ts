import { Frame } from '../../../facts/model';

/** Every instance with an ECS agent of the last years has these (Amazon ECS Developer Guide, ECS-optimized Linux AMIs). */
const USUAL = /capability\.(docker-remote-api|ecr-auth|task-iam-role$|execution-role-|logging-driver\.(awslogs|json-file)$|container-health-check|container-ordering|task-eni$|secrets\.|env-files|full-sync|pid-ipc|aws-appmesh|efs(Auth)?$|private-registry)/;

/** Attributes that the task requires and only some instances have. */
export function rareAttributes({ taskDefinition }: Frame): readonly string[] {
  const required = taskDefinition?.requiresAttributes ?? [];
  const containers = taskDefinition?.containerDefinitions ?? [];
  if (!required.length) return containers.flatMap(({ logConfiguration }) => ofDriver(logConfiguration?.logDriver));
  return required.map((a) => a.name ?? '').filter((name) => name && !USUAL.test(name));
}

/** ecs-init switches on json-file, syslog, awslogs, fluentd and none (aws/amazon-ecs-agent, ecs-init/docker). */
function ofDriver(driver = ''): readonly string[] {
  return /^(?:gelf|journald|splunk|logentries)$/.test(driver) ? [`com.amazonaws.ecs.capability.logging-driver.${driver}`] : [];
}

/** What gives an instance the attribute (Amazon ECS Developer Guide, container agent configuration). */
const GIVEN_BY: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/docker-plugin\.(.+)$/, (name) => (
    `install the volume plugin ${name} on the instances before the ECS agent starts (user data: docker plugin install)`
  )],
  [/logging-driver\.(.+)$/, (name) => `add ${name} to ECS_AVAILABLE_LOGGING_DRIVERS in /etc/ecs/ecs.config of the instances (user data) and restart their agent`],
  [/(gpu|nvidia)/i, () => 'use instances with the GPU-optimized AMI and ECS_ENABLE_GPU_SUPPORT=true'],
  [/(increased-task-cpu-limit|selinux|apparmor|fsxWindowsFileServer|domainless|gMSA)/i, (name) => `use instances that support ${name}`],
];

/**
 * Attributes of an agent whose setting is off on an AMI without ecs-init (Amazon ECS Developer Guide, container agent configuration;
 * aws/amazon-ecs-agent#1429, #1395).
 */
const BY_SETTING: readonly (readonly [RegExp, string])[] = [
  [/task-iam-role-network-host$/, 'ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true'],
  [/task-iam-role$/, 'ECS_ENABLE_TASK_IAM_ROLE=true'],
  [/execution-role-awslogs$/, 'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true'],
  [/logging-driver\.awslogs$/, 'ECS_AVAILABLE_LOGGING_DRIVERS=["json-file","awslogs"]'],
];

/** Settings in /etc/ecs/ecs.config without which an instance lacks what the task needs. */
export function neededSettings({ taskDefinition }: Frame): readonly string[] {
  return (taskDefinition?.requiresAttributes ?? []).flatMap(({ name = '' }) => settingFor(name) ?? []);
}

function settingFor(attribute: string): string | undefined {
  return BY_SETTING.find(([end]) => end.test(attribute))?.[1];
}

/** What gives an instance the attribute that the task needs; undefined: the task needs none that instances usually lack. */
export function giveAttribute(frame: Frame): string | undefined {
  for (const attribute of rareAttributes(frame)) {
    for (const [pattern, fix] of GIVEN_BY) {
      const name = pattern.exec(attribute)?.[1];
      if (name) return fix(name);
    }
  }
  const [rare] = rareAttributes(frame);
  const setting = rare && (settingFor(rare) ?? 'its setting');
  return rare && `use instances that have the attribute ${rare}: a newer ECS agent, or ${setting} in /etc/ecs/ecs.config`;
}
