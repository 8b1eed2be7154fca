import { Change } from './changes';
import { Cause, LogTail } from './model';

/** Causes that a change of this member can bring about, by their ids. */
const BY_CAUSE: { readonly [field: string]: RegExp } = {
  memory: /^(out-of-memory|app-killed|insufficient-cluster-capacity|fargate-capacity)$/,
  memoryReservation: /^(out-of-memory|insufficient-cluster-capacity)$/,
  cpu: /^(insufficient-cluster-capacity|fargate-capacity|vcpu-quota|elb-health-check-timeout|health-check-grace-too-short)$/,
  cpuArchitecture: /^(image-platform-mismatch|platform-family-mismatch|placement-constraint)$/,
  operatingSystemFamily: /^(image-platform-mismatch|platform-family-mismatch|placement-constraint)$/,
  image: /^(image-not-found|image-reference-invalid|image-platform-mismatch|image-corrupt-or-unsupported|image-pull-disk-full)$/,
  imageDigest: /^(image-|app-|entrypoint-|out-of-memory|container-health-check|elb-health-check)/,
  portMappings: /^(app-port-|app-bind-|elb-health-check|port-conflict|target-)/,
  healthCheck: /^(container-health-check|dependency-container-failed)$/,
  dependsOn: /^(dependency-container-failed|deployment-stuck-pending)$/,
  startTimeout: /^dependency-container-failed$/,
  logConfiguration: /^(log-|firelens-)/,
  firelensConfiguration: /^(log-|firelens-)/,
  taskRoleArn: /^role-/,
  executionRoleArn: /^(role-|ecr-auth-denied|image-pull-denied|secret-access-denied|kms-access-denied|log-access-denied|env-file-)/,
  secrets: /^(secret-|kms-access-denied)/,
  environmentFiles: /^env-file-/,
  repositoryCredentials: /^(image-pull-denied|registry-rate-limited)$/,
  volumes: /^(efs-|ebs-|volume-)/,
  mountPoints: /^(efs-|ebs-|volume-|app-permission-denied)/,
  user: /^(app-permission-denied|entrypoint-not-executable|volume-failed)$/,
  readonlyRootFilesystem: /^(app-permission-denied|volume-failed|firelens-config-invalid)$/,
  linuxParameters: /^(app-permission-denied|out-of-memory|container-runtime-error)$/,
  command: /^(entrypoint-|app-module-missing|app-exited-zero)/,
  entryPoint: /^(entrypoint-|app-module-missing|app-exited-zero)/,
  workingDirectory: /^(entrypoint-|app-module-missing)/,
  ulimits: /^os-limit-/,
  networkMode: /^(service-definition-invalid|eni-or-subnet|port-conflict|app-dependency-unreachable)$/,
  sizeInGiB: /^image-pull-disk-full$/,
  NetworkConfiguration: /^(eni-or-subnet|security-group-missing|target-ip-unusable|elb-health-check|app-dependency-unreachable|[\w-]+-network)/,
  LoadBalancers: /^(target-|elb-health-check|app-port-|app-bind-|health-check-|blue-green-)/,
  HealthCheckGracePeriodSeconds: /^(health-check-|elb-health-check)/,
  CapacityProviderStrategy: /^(capacity-|no-container-|insufficient-|placement-|service-definition-invalid|platform-family-mismatch|spot-)/,
  LaunchType: /^(capacity-|no-container-|insufficient-|placement-|service-definition-invalid|platform-family-mismatch)/,
  PlatformVersion: /^(service-definition-invalid|platform-family-mismatch)$/,
  PlacementConstraints: /^placement-/,
  ServiceConnectConfiguration: /^(service-connect-|cloud-map-|service-name-taken)/,
  ServiceRegistries: /^cloud-map-/,
  DeploymentConfiguration: /^(deployment-|alarm-|circuit-|lifecycle-)/,
  VolumeConfigurations: /^(ebs-|volume-)/,
};

/** Words of a failure that a change of this member explains, whatever the cause is called. */
const BY_WORDS: { readonly [field: string]: RegExp } = {
  readonlyRootFilesystem: /read-only file ?system|EROFS/i,
  user: /permission denied|EACCES|operation not permitted|EPERM/i,
  mountPoints: /read-only file ?system|EROFS/i,
  ulimits: /too many open files|EMFILE|ulimit|resource temporarily unavailable/i,
  sizeInGiB: /no space left|ENOSPC/i,
};

/** Lines of the log that name what is missing: the error and those after it. */
const LINES = 5;

/** The changes that explain the cause: it names what changed, or is of a kind that such a change brings about. */
export function blamed(changes: readonly Change[], cause: Cause | undefined, log: LogTail | null): readonly Change[] {
  if (!cause || cause.waiting || !changes.length) return [];
  const text = [cause.headline, ...cause.evidence, ...cause.facts, ...errorAndMore(log)].join('\n');
  return changes.filter((change) => {
    if (change.field === 'container') return change.container === cause.container;
    if (change.field === 'dependsOn' && change.subject === cause.container) return true;
    if (change.container && cause.container && change.container !== cause.container) return false;
    if (change.subject && names(text, change.subject)) return true;
    const isOfKind = BY_CAUSE[change.field.replace(/\..*$/, '')]?.test(cause.id) && !isOtherName(change, text);
    return isOfKind || Boolean(BY_WORDS[change.field]?.test(text));
  });
}

/** AWS names the secret or the file that it could not read: if it is another one than the one that changed, the change is no reason. */
function isOtherName({ field, names: known }: Change, text: string): boolean {
  if (field !== 'secrets' || !known?.length) return false;
  const resource = /(?:secret:|parameter\/|parameters?:? )([\w/.-]+)/.exec(text)?.[1];
  return resource !== undefined && !known.some((name) => name.includes(resource) || resource.includes(name));
}

function errorAndMore(log: LogTail | null): readonly string[] {
  if (!log?.error) return [];
  const from = log.lines.findIndex((line) => (line.message ?? '').trim() === log.error);
  return from < 0 ? [log.error] : log.lines.slice(from, from + LINES).map((line) => line.message ?? '');
}

/** As a whole word: `DB` is not in `DBURL`. Names of one or two letters are in too many texts. */
function names(text: string, subject: string): boolean {
  if (subject.length < 3) return false;
  const isPart = (sign: string | undefined) => sign !== undefined && /[\w-]/.test(sign);
  for (let at = text.indexOf(subject); at >= 0; at = text.indexOf(subject, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + subject.length])) return true;
  }
  return false;
}
