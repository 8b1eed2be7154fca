import { ContainerDefinition, Frame, TaskDefinition, Volume } from '../../../facts/model';
import { Ending } from '../../classify';
import { definitionOf, logLines, wholeLine } from '../../read';
import { literalInFix, nameInFix, normalise, wholeTokens } from '../../text';
import { formerTag } from '../remedy';

type MountPoint = NonNullable<ContainerDefinition['mountPoints']>[number];

/** Ports that only root may open on Linux (`net.ipv4.ip_unprivileged_port_start`). */
const FIRST_FREE_PORT = 1024;
const LISTENS = /can't connect to \(|\b(bind|listen|socket)/i;
const PORT = /(?:\d\.\d{1,3}|\]|\*|\s|^)['"]?(?::|, ?)(\d{1,4})\b|\bport[ =:]{1,3}(\d{1,4})\b/i;
const REFUSED = /permission denied|read-only file system|operation not permitted|access ?denied|is denied|\bE(ACCES|PERM|ROFS)\b|\(13: /i;
const PATH = /(?:(?<![\w.:/-])|(?<=\bunix:))\/(?:[\w.@+-]{1,100}\/){0,30}[\w.@+-]{1,100}/g;

const READ_ONLY = /read-?only (file system|database)|\bEROFS\b|disk I\/O error/i;

/** What the operating system refused, with what the task definition says about it. */
interface Refusal {
  readonly facts: readonly string[];
  readonly fix: string;
}

/** @param part the words of the log that report the refusal */
export function refusal(frame: Frame, { container: { name }, task, seen }: Ending, part: string | undefined): Refusal {
  const definition = definitionOf(frame, name);
  const text = normalise(wholeTokens(wholeLine(frame, name, task, part) ?? '', 2000));
  const path = pathIn(text);
  const near = seen && !path ? logLines(frame, name, seen.task).slice(Math.max(0, seen.line - NEAR), seen.line + NEAR) : [];
  const opens = near.some(({ message = '' }) => LISTENS.test(message));
  const port = portIn(text) ?? (opens ? lowPort(definition) : undefined);
  if (port) return refusedPort(port, definition, frame.previousTaskDefinition?.containerDefinitions?.find((d) => d.name === name));
  const dropped = definition?.linuxParameters?.capabilities?.drop ?? [];
  const isOnVolume = definition?.mountPoints?.some(({ containerPath }) => containerPath && path?.startsWith(containerPath));
  // EPERM, not EACCES: the mode of the file is in order (capabilities(7))
  if (dropped.length && !isOnVolume && /operation not permitted|EPERM/i.test(text)) return withoutCapabilities(dropped, name);
  if (path) return refusedPath(path, text, definition, frame);
  if (definition?.readonlyRootFilesystem && (READ_ONLY.test(text) || WRITES.test(text))) return readOnlyRoot(definition, text);
  return { facts: [], fix: `change the owner or mode of the path in the image or volume${asUser(definition)}` };
}

/** Lines of a stack with the call. */
const NEAR = 6;

function lowPort(definition: ContainerDefinition | undefined): number | undefined {
  const given = definition?.environment?.find((one) => one.name === 'PORT')?.value;
  return [Number(given), ...(definition?.portMappings ?? []).map(({ containerPort }) => containerPort ?? 0)]
    .find((port) => port > 0 && port < FIRST_FREE_PORT);
}

/** Words for an attempt to write, where the refusal itself does not name the read-only file system. */
const WRITES = /\b(?:creat|writ|mkdir|lock|chmod|chown|renam)\w{0,6}\b/i;

/** The line does not name the file, or names it without its folder: mostly it is a temporary one. */
function readOnlyRoot({ user, linuxParameters, mountPoints = [] }: ContainerDefinition, text: string): Refusal {
  const relative = /(?<![\w./-])([\w.@+-]{1,100}\/[\w.@+-]{1,100})(?=: )/.exec(text)?.[1];
  const memory = (linuxParameters?.tmpfs ?? []).flatMap(({ containerPath }) => containerPath ?? []);
  const what = relative ? `the folder of ${relative}` : 'the folder that it writes to, such as /tmp';
  const owner = user && user !== '0' && user !== 'root' ? ` that belongs to user ${nameInFix(user)}` : '';
  const rest = owner ? ', or leave user out' : '';
  return {
    facts: [
      'readonlyRootFilesystem is true: the program can write to mounted volumes only, not to /tmp'
        + (mountPoints.length ? '' : '; none is mounted'),
      ...(owner ? [`the container runs as user ${user} (user in the task definition)`] : []),
      ...(owner && memory.length ? [`tmpfs ${memory.join(', ')} belongs to root unless its mountOptions set uid, gid or mode`] : []),
    ],
    fix: `mount a volume${owner} at ${what}: taskDefinition.addVolume({ name }) and`
      + ` container.addMountPoints({ sourceVolume, containerPath: '${relative ? '...' : '/tmp'}', readOnly: false });`
      + ` or set readonlyRootFilesystem: false in addContainer()${rest}`,
  };
}

/** The kernel refuses the call itself, whoever owns a file. */
function withoutCapabilities(dropped: readonly string[], container: string | undefined): Refusal {
  return {
    facts: [`linuxParameters drops capabilities: ${dropped.join(', ')}`],
    fix: 'keep the capability that the call needs (CHOWN, SETUID, SETGID, NET_BIND_SERVICE; of a program, those of its file: getcap):'
      + ` linuxParameters of addContainer('${container}')`,
  };
}

function portIn(text: string): number | undefined {
  if (!LISTENS.test(text)) return undefined;
  const [, afterHost, named] = PORT.exec(text) ?? [];
  const port = Number(afterHost ?? named);
  return port > 0 && port < FIRST_FREE_PORT ? port : undefined;
}

/** The path that was refused: the quoted one, or the one beside the words of the refusal. */
function pathIn(text: string): string | undefined {
  const quoted = /['"`](\/[^'"`\s]{1,300})['"`]/.exec(text)?.[1];
  if (quoted) return quoted;
  const at = REFUSED.exec(text)?.index ?? 0;
  const paths = [...text.matchAll(PATH)];
  const before = paths.filter((m) => m.index < at);
  return (before[before.length - 1] ?? paths[0])?.[0];
}

function refusedPort(port: number, definition: ContainerDefinition | undefined, previous: ContainerDefinition | undefined): Refusal {
  const user = definition?.user ? `; user of the container: ${definition.user}` : '';
  const former = previous?.portMappings?.find(({ containerPort = 0 }) => containerPort >= FIRST_FREE_PORT)?.containerPort;
  const variable = definition?.environment?.some((one) => one.name === 'PORT') ? ' (PORT)' : '';
  return {
    facts: [
      `only root is allowed to open port ${port}, as every port below ${FIRST_FREE_PORT}${user}`,
      ...(former ? [`the revision before had port ${former}`] : []),
    ],
    fix: `let the application listen on a port above ${FIRST_FREE_PORT - 1}${variable} and set the same containerPort in portMappings,`
      + (runsAsOther(definition)
        ? ` or leave out user: ${literalInFix(definition?.user ?? '')} in addContainer()`
        : ' or run the container as root (USER in the Dockerfile)'),
  };
}

function runsAsOther(definition: ContainerDefinition | undefined): boolean {
  return Boolean(definition?.user) && !/^(0|root)(:|$)/.test(definition?.user ?? '');
}

function refusedPath(path: string, text: string, definition: ContainerDefinition | undefined, frame: Frame): Refusal {
  const mount = [...definition?.mountPoints ?? []]
    .filter((m) => m.containerPath && (path === m.containerPath || path.startsWith(`${m.containerPath.replace(/\/$/, '')}/`)))
    .sort((a, b) => (b.containerPath?.length ?? 0) - (a.containerPath?.length ?? 0))[0];
  if (!mount && (definition?.readonlyRootFilesystem || /read-only file system|EROFS/i.test(text))) {
    return {
      facts: [definition?.readonlyRootFilesystem
        ? `readonlyRootFilesystem is true, and no volume is mounted at ${path}`
        : `${path} is on a file system that is mounted read-only`],
      fix: `mount a volume at ${nameInFix(parent(path))}: taskDefinition.addVolume({ name }) and`
        + ` container.addMountPoints({ sourceVolume, containerPath: ${literalInFix(parent(path))}, readOnly: false });`
        + ' or set readonlyRootFilesystem: false in addContainer()',
    };
  }
  if (!mount) {
    return { facts: [], fix: `change the owner or mode of ${nameInFix(path)} in the image (COPY --chown, RUN chown)${asUser(definition)}` };
  }
  const at = `${path} is on volume ${mount.sourceVolume}`;
  if (mount.readOnly) {
    return {
      facts: [`${at}, which is mounted with readOnly: true`],
      fix: `set readOnly: false in addMountPoints() for ${nameInFix(mount.containerPath ?? '')}`,
    };
  }
  const volume = volumeOf(frame.taskDefinition, mount);
  return ofFormerUser(at, frame, definition, mount, volume) ?? onVolume(at, text, volume, definition);
}

function volumeOf(definition: TaskDefinition | null | undefined, { sourceVolume }: MountPoint): Volume | undefined {
  return definition?.volumes?.find((v) => v.name === sourceVolume);
}

/**
 * A volume that outlives tasks keeps the owners of what is on it, and another image has another user (ArcadeData/arcadedb#1679,
 * crazy-max/docker-matomo#65). With an access point, the access point decides.
 */
function ofFormerUser(
  at: string, frame: Frame, definition: ContainerDefinition | undefined, mount: MountPoint, volume: Volume | undefined,
): Refusal | undefined {
  const before = frame.previousTaskDefinition?.containerDefinitions?.find(({ name }) => name === definition?.name);
  const efs = volume?.efsVolumeConfiguration;
  const isKept = (efs && !efs.authorizationConfig?.accessPointId) || volume?.host?.sourcePath || volume?.dockerVolumeConfiguration;
  const hadIt = before?.mountPoints?.some((one) => one.containerPath === mount.containerPath && one.sourceVolume === mount.sourceVolume);
  const image = formerTag(frame, definition?.name);
  const isOther = before?.user !== definition?.user;
  const user = isOther && before?.user ? `user ${before.user}` : `the user of ${image ?? 'the image'}`;
  if (!isKept || !hadIt || !(image || isOther)) return undefined;
  if (JSON.stringify(volumeOf(frame.previousTaskDefinition, mount)) !== JSON.stringify(volume)) return undefined;
  const now = definition?.user ? `user ${nameInFix(definition.user)}` : 'the user of the image that runs now';
  return {
    facts: [`${at}, which the task definition before mounted, too: what was written then belongs to ${user}`],
    fix: `give the files on volume ${nameInFix(mount.sourceVolume ?? '')} to ${now}: chown -R, once, in a task with user: '0'; or set user`
      + ` in addContainer() to the UID that owns them${efs ? ', or posixUser of an access point' : ''}`,
  };
}

function onVolume(at: string, text: string, volume: Volume | undefined, definition: ContainerDefinition | undefined): Refusal {
  const efs = volume?.efsVolumeConfiguration;
  if (efs) {
    const point = efs.authorizationConfig?.accessPointId;
    const through = point ? `, access point ${point}` : ', without an access point';
    return { facts: [`${at}: EFS file system ${efs.fileSystemId}${through}`], fix: point ? fixOfAccessPoint(text) : ACCESS_POINT };
  }
  const directory = volume?.host?.sourcePath;
  if (directory) {
    return {
      facts: [`${at}: directory ${directory} of the instance`],
      fix: `change the owner of ${nameInFix(directory)} on the instances (user data of the Auto Scaling group)${asUser(definition)}`,
    };
  }
  return {
    // Amazon ECS Developer Guide, bind mounts: "the volume permissions are set to 0755 and the owner as root"
    facts: [`${at}, which belongs to root (mode 0755) if the image does not set another owner`],
    fix: `create the directory in the Dockerfile with the right owner and declare it as VOLUME${asUser(definition)}`,
  };
}

const ACCESS_POINT = 'mount the file system through an access point that belongs to the user of the process:'
  + ' fileSystem.addAccessPoint(id, { path, posixUser, createAcl }) and authorizationConfig of the volume';

function fixOfAccessPoint(text: string): string {
  return /\bchown|changing ownership/i.test(text)
    ? 'set user in addContainer() to the posixUser of the access point: the access point decides the owner, and chown is refused'
    : 'give the directory to the user of the access point: createAcl and posixUser of addAccessPoint() with one uid;'
      + ' createAcl has no effect on a directory that exists';
}

/** The other way out. It is no way out if it is taken already. */
function asUser(definition: ContainerDefinition | undefined): string {
  return definition?.user
    ? `: it must belong to user ${nameInFix(definition.user)} (user in addContainer())`
    : ', or set user in addContainer()';
}

function parent(path: string): string {
  const cut = path.replace(/\/$/, '').lastIndexOf('/');
  return cut > 0 ? path.slice(0, cut) : path;
}
