import { Change } from './change';
import { Cause, LogTail } from './model';
import { alternatives, names, namesInOtherForm } from './text';

/** Causes that a change of this member can bring about, by their ids. */
const BY_CAUSE: { readonly [field: string]: RegExp } = {
  memory: /^(out-of-memory|app-killed|insufficient-cluster-capacity|fargate-capacity)$/,
  memoryReservation: /^(out-of-memory|insufficient-cluster-capacity)$/,
  cpu: /^(insufficient-cluster-capacity|fargate-capacity|vcpu-quota|elb-health-check-timeout|health-check-grace-too-short)$/,
  cpuArchitecture: /^(image-platform-mismatch|platform-family-mismatch|placement-constraint)$/,
  operatingSystemFamily: /^(image-platform-mismatch|platform-family-mismatch|placement-constraint)$/,
  image: /^(image-not-found|image-reference-invalid|image-platform-mismatch|image-corrupt-or-unsupported|image-pull-disk-full)$/,
  imageDigest: /^(image-|app-|entrypoint-|out-of-memory|container-health-check|elb-health-check)/,
  portMappings: /^(app-port-mismatch|app-bind-|elb-health-check|port-conflict|target-)/,
  healthCheck: /^(container-health-check|dependency-container-failed)$/,
  dependsOn: /^(dependency-container-failed|deployment-stuck-pending)$/,
  startTimeout: /^dependency-container-failed$/,
  logConfiguration: /^(log-|firelens-)/,
  firelensConfiguration: /^(log-|firelens-)/,
  taskRoleArn: /^role-/,
  executionRoleArn: /^(role-|ecr-auth-denied|image-pull-denied|secret-access-denied|kms-access-denied|log-access-denied|env-file-)/,
  secrets: /^(secret-|kms-access-denied|app-dependency-auth$)/,
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
  NetworkConfiguration: /^(eni-or-subnet|security-group-missing|target-ip-unusable|elb-health-check|[\w-]+-network)/,
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

/** A program that has to be process 1 of its container: s6-overlay, systemd, runit, tini. */
const OF_PROCESS_ONE = /\bpid ?1\b|\bprocess (?:no\.? |number )?1\b|\binit system\b/i;

/** By a fact of `causes/remedies.ts`. */
const OTHER_VERSION = /data on its volume are of another version/;

/** Words of a failure that a change of this member explains, whatever the cause is called. */
const BY_WORDS: { readonly [field: string]: RegExp } = {
  // a program without credentials, or that gives no reason
  'taskRoleArn': /credential|access ?denied|not authorized|APPLICATION FAILED TO START|exits with code \d+$/im,
  'readonlyRootFilesystem': /read-only file ?system|EROFS/i,
  'user': /permission denied|EACCES|operation not permitted|EPERM/i,
  'privileged': /permission denied|EACCES|operation not permitted|EPERM|modprobe|\bfuse\b|\/dev\/|cgroup/i,
  'dockerSecurityOptions': /operation not permitted|EPERM|permission denied|seccomp|apparmor|no new privileges|setuid|effective uid/i,
  'linuxParameters.capabilities': /operation not permitted|EPERM|permission denied|EACCES|\(13: |\bcap(?:abilit|_)|setuid|setgid|setgroups|chown/i,
  'linuxParameters.initProcessEnabled': OF_PROCESS_ONE,
  'linuxParameters.sharedMemorySize': /\bshm|shared memory|no space left|ENOSPC|bus error|SIGBUS/i,
  'linuxParameters.tmpfs': /no space left|ENOSPC|permission denied|EACCES|read-only file ?system|EROFS/i,
  'linuxParameters.devices': /\/dev\/|no such device|ENODEV/i,
  'linuxParameters.maxSwap': /out of memory|OutOfMemory|cannot allocate memory/i,
  'pidMode': OF_PROCESS_ONE,
  'ipcMode': /\bshm|shared memory|semaphore|\bipc\b/i,
  'systemControls': /\bsysctl|\b(?:net|kernel)\.\w+\.\w+|\bIPv6\b|address family/i,
  'resourceRequirements': /\bcuda|\bgpu|nvidia/i,
  'NetworkConfiguration': /time(?:d ?|-)?out|deadline exceeded|no route|unreachable|ENETUNREACH|EHOSTUNREACH|EAI_AGAIN|not resolve/i,
  'mountPoints': /read-only file ?system|EROFS/i,
  'ulimits': /too many open files|EMFILE|ulimit|resource temporarily unavailable/i,
  'sizeInGiB': /no space left|ENOSPC/i,
  'image': OTHER_VERSION,
  'imageDigest': OTHER_VERSION,
};

/** Lines of the log that name what is missing: the error and those after it. */
const LINES = 5;
const LAST_LINES = 3;

/** The changes that explain the cause: it names what changed, or is of a kind that such a change brings about. */
export function blamed(changes: readonly Change[], cause: Cause | undefined, log: LogTail | null): readonly Change[] {
  if (!cause || cause.waiting || !changes.length) return [];
  const text = wordsOfFailure(cause, log);
  return changes.filter((change) => {
    if (change.field === 'container') return change.container === cause.container;
    if (change.field === 'dependsOn' && change.subject === cause.container) return true;
    if (change.container && cause.container && change.container !== cause.container) return false;
    if (change.subject && names(text, change.subject)) return true;
    if (isInWords(change, text) || isMissed(change, cause, text, changes) || isOfEncryption(change, text)) return true;
    if (change.subject && /^(?:environment|secrets)$/.test(change.field) && namesInOtherForm(text, change.subject)) return true;
    const isOfKind = BY_CAUSE[change.field.replace(/\..*$/, '')]?.test(cause.id) && !isOtherName(change, text);
    return isOfKind;
  });
}

function isInWords({ field }: Change, text: string): boolean {
  return (BY_WORDS[field] ?? BY_WORDS[field.replace(/\..*$/, '')])?.test(text) ?? false;
}

/** A program without a setting: it names another one, or it goes to what it takes without. */
const WITHOUT_SETTING = alternatives(
  String.raw`config|setting|environ|variable|propert|credential|secret|not set|unset|missing|required|undefined|\bdefault|sqlite`,
  String.raw`\bh2:mem|localhost|127\.0\.0\.1|::1\b|anonymous|using password: NO|role "?(?:root|postgres)"?`,
);
const OF_SETTINGS = /^app-(?:config-|crashed|aborted|exited-zero|migration-failed)/;

/** This deployment took a variable away, and the program lacks a setting or falls back to a default, whatever name it has for it. */
function isMissed(change: Change, { id, container }: Cause, text: string, changes: readonly Change[]): boolean {
  if (!isRemovedSetting(change) || change.container !== container || isRenamed(change, changes)) return false;
  return /^app-config-missing$/.test(id) || ((OF_SETTINGS.test(id) || /^app-dependency-/.test(id)) && WITHOUT_SETTING.test(text));
}

/** The same setting has another name now: a part of its name is in that of an added one, or many names went and as many came. */
function isRenamed({ container, subject = '' }: Change, changes: readonly Change[]): boolean {
  const own = changes.filter((one) => one.container === container && /^(?:environment|secrets)$/.test(one.field));
  const added = own.filter(({ text }) => / added$/.test(text));
  const removed = own.filter(isRemovedSetting);
  const words = subject.split('_').filter((word) => word.length > 2);
  const renamed = own.filter((one) => one.renamed).length;
  return (removed.length + renamed >= MANY_NAMES && added.length >= removed.length)
    || added.some(({ subject: name = '' }) => name !== subject && name.split('_').some((word) => (
      words.includes(word) && (name[0] === subject[0] || !GENERAL_WORD.test(word)))));
}

const MANY_NAMES = 3;

/** DATABASE_HOST may well be DB_HOST, REDIS_HOST is not. */
const GENERAL_WORD = /^(?:UR[IL]|HOST|PORT|KEY|NAME|USER|PASSWORD|SECRET|TOKEN)$/;

/** TLS is at fault, and this deployment sets something about it. */
function isOfEncryption({ field, subject = '', text }: Change, words: string): boolean {
  return /^(?:environment|secrets)$/.test(field) && !/ removed$/.test(text) && OF_ENCRYPTION.test(subject)
    && /\b(?:TLS|SSL)\b|verify_peer|certificate/i.test(words);
}

const OF_ENCRYPTION = /(?:^|_)(?:SSL|TLS|SASL|CERTS?|CA|SSLMODE|SSLROOTCERT)(?:_|$)|SECURITY_PROTOCOL/i;

function isRemovedSetting({ field, text }: Change): boolean {
  return /^(?:environment|secrets|environmentFiles)$/.test(field) && / removed$/.test(text);
}

/** Causes that only repeat what the program logs: a change that its words touch has more to say about them. */
const REPEATING = /^(app-crashed|app-permission-denied|app-config-invalid|os-limit-too-low|image-pull-disk-full|app-aborted|container-runtime-error|entrypoint-not-executable)$/;

/** The program itself is broken: no setting corrects it, another build does. */
const CRASH = /^app-segfault |^app-aborted |^app-crashed .*(panic|nil pointer|null pointer|invalid memory address|runtime error|segmentation|SIGSEGV|assertion)/i;

/**
 * The cause with the one change that its words touch, in the headline and in the fix: "can only run as pid 1" after `initProcessEnabled`
 * was switched on. Several such changes stay what they are, a list.
 */
export function joinedWithChange(cause: Cause, changes: readonly Change[], log: LogTail | null, all: readonly Change[] = changes): Cause {
  const before = CRASH.test(`${cause.id} ${cause.headline}`)
    ? changes.find(({ field, container }) => field === 'imageDigest' && container === cause.container)?.before
    : undefined;
  if (before) {
    const others = cause.fix.replace(/^pin [^;]*; or /, '');
    return { ...cause, fix: `pin the image that ran before: ContainerImage.fromRegistry('${before}'); or ${others}` };
  }
  const renamed = changes.filter((one) => one.renamed);
  if (renamed.length && renamed.length <= MOST) return withFormerNames(cause, renamed);
  const text = wordsOfFailure(cause, log);
  const missed = changes.filter((one) => isMissed(one, cause, text, all));
  if (missed.length === 1) return withMissed(cause, missed[0]);
  const isRepeating = REPEATING.test(cause.id);
  const [change, ...others] = isRepeating ? changes.filter((one) => isInWords(one, text)) : [];
  if (!change || others.length) return takenBack(cause, changes) ?? (isRepeating ? compared(cause, all) : cause);
  const what = textAlone(change).replace(/ is another one than before.*/, ' (another digest)');
  const { fix } = takenBack(cause, [change]) ?? cause;
  return { ...cause, headline: `${cause.headline}; changed: ${what}`, fix };
}

/** The fix begins with what was changed. undefined: more was changed than one sentence can name, or the fix is about it already. */
function takenBack(cause: Cause, changes: readonly Change[]): Cause | undefined {
  const isSaid = ({ field }: Change) => cause.fix.startsWith(`set ${field.replace(/^.*\./, '')}: `)
    || (field === 'memory' && / back to \d+: this deployment/.test(cause.fix));
  const settings = cause.stage === 'placement' ? []
    : changes.filter((one) => !/^(?:image|container$)/.test(one.field) && !/ added$/.test(one.text) && !isSaid(one) && !isMore(cause, one));
  if (!settings.length || settings.length > MOST) return undefined;
  const back = takeAllBack(settings);
  return { ...cause, fix: /^set memory back/.test(back) ? back : `${back}; ${orElse(cause)}` };
}

/** The fix that the cause had, without what names nothing. */
function orElse({ fix }: Cause): string {
  const other = fix.replace(VAGUE, '');
  return (other === fix ? 'or ' : '') + other;
}

/** A program that is out of memory is not helped by less of it. */
function isMore({ id }: Cause, { field, text }: Change): boolean {
  const [before = 0, now = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return id === 'out-of-memory' && field === 'memory' && now > before;
}

function takeAllBack(changes: readonly Change[]): string {
  const isPointed = (one: Change) => one.field === 'secrets' && / changed\b/.test(one.text);
  const secrets = changes.filter(isPointed).map(({ subject }) => subject);
  const others = changes.filter((one) => !isPointed(one)).map(takeBack);
  const point = `point ${secrets.join(' and ')} back to the secret before, or put the right value into the new one`;
  return [...secrets.length ? [point] : [], ...others].join(', ');
}

function takeBack(change: Change): string {
  const { subject = '' } = change;
  if (isRemovedSetting(change) && subject) return `give ${subject} back: ${change.field} of addContainer('${change.container}', ...)`;
  if (/^environment/.test(change.field)) return `give ${change.subject ?? 'the environment file'} its former value again`;
  const [, what, before, unit = ''] = A_VALUE.exec(textAlone(change)) ?? [];
  return what && before !== 'none' ? `set ${what} back to ${before}${unit}` : `take back ${textAlone(change)}`;
}

/** `memory 512 -> 6 MiB` */
const A_VALUE = /^(\w[\w ]{1,40}) ([^\s-]\S*) -> \S+( MiB)?$/;

/** A fix of `app-crashed` that has nothing of the task definition. */
const VAGUE = /^(?:look for|read the log of).*?; /;
/** One that names what the line has, whether that changed or not. */
const NAMES_OTHER = /^(?=do what the program|look at \S+(?: of addC|, which gives)|the error comes|correct the code|take another version|meet what)/;
/** Changes that a fix names. */
const MOST = 3;

/** What changed in the container says where to look, beside the image, which the fix has. */
function compared(cause: Cause, all: readonly Change[]): Cause {
  const own = all.filter(({ container, field }) => container === cause.container && !/^(?:image|container)$/.test(field));
  const what = own.slice(0, MOST).map(textAlone).join(', ');
  if (!what || /^read/.test(cause.fix)) return cause;
  const isOfValues = own.every((one) => /^(?:environment|secrets)$/.test(one.field) && !/ added$/.test(one.text));
  if (isOfValues && own.length <= MOST && !all.some(({ container, field }) => container === cause.container && field === 'image')) {
    return { ...cause, fix: `${takeAllBack(own)}; ${orElse(cause)}` };
  }
  const compare = `compare this line with what changed: ${what}; `;
  const fix = cause.fix.replace(VAGUE, () => compare);
  return { ...cause, fix: own.every(({ field }) => field === 'imageDigest') ? fix : fix.replace(NAMES_OTHER, () => `${compare}or `) };
}

/** Without the container that it is of. */
function textAlone({ text }: Change): string {
  return text.replace(/^container "[^"]*": /, '');
}

/** The value is in order: only the name that the program asks for is gone. */
function withFormerNames(cause: Cause, renamed: readonly Change[]): Cause {
  const back = renamed.map(({ renamed: now, subject }) => `${now} back to ${subject}`).join(', ');
  const place = `${renamed[0].field} of addContainer('${cause.container}', ...)`;
  return { ...cause, fix: `rename ${back} (${place}), or let the program read the new name` };
}

/** The headline keeps its words: the change is the first line below it. */
function withMissed(cause: Cause, { field, subject = '' }: Change): Cause {
  const back = `give ${subject || 'the environment file'} back: ${field} of addContainer('${cause.container}', ...)`;
  return { ...cause, fix: `${back}; ${orElse(cause)}` };
}

function wordsOfFailure({ headline, evidence, facts }: Cause, log: LogTail | null): string {
  return [headline, ...evidence, ...facts, ...errorAndMore(log)].join('\n');
}

/** AWS names the secret or the file that it could not read: if it is another one than the one that changed, the change is no reason. */
function isOtherName({ field, names: known }: Change, text: string): boolean {
  if (field !== 'secrets' || !known?.length) return false;
  const resource = /(?:secret:|parameter\/|parameters?:? )([\w/.-]+)/.exec(text)?.[1];
  return resource !== undefined && !known.some((name) => name.includes(resource) || resource.includes(name));
}

function errorAndMore(log: LogTail | null): readonly string[] {
  if (!log) return [];
  // the last words of a program that calls nothing an error
  if (!log.error) return log.aside ? [] : log.lines.slice(-LAST_LINES).map((line) => line.message ?? '');
  const from = log.lines.findIndex((line) => (line.message ?? '').trim() === log.error);
  return from < 0 ? [log.error] : log.lines.slice(from, from + LINES).map((line) => line.message ?? '');
}
