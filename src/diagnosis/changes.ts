import { lastPart } from './text';
import { TaskDefinition } from '../facts/model';

/** One difference between two task definitions. */
export interface Change {
  /** For people: names, never values that can be secrets. */
  readonly text: string;
  /** The member of the task definition or of a container definition, in AWS's name: `environment`, `memory`, `image`. */
  readonly field: string;
  /** Absent: it is of the whole task. */
  readonly container?: string;
  /** Name of the variable, secret or volume, or the path or port, that changed. */
  readonly subject?: string;
  /** Names of the secrets or parameters behind it. */
  readonly names?: readonly string[];
}

type Fields = { readonly [name: string]: unknown };

/** Members that differ between all revisions, or that ECS derives from others. */
const NO_SETTING: ReadonlySet<string> = new Set([
  'taskDefinitionArn', 'family', 'revision', 'status', 'registeredAt', 'registeredBy', 'deregisteredAt', 'requiresAttributes',
  'compatibilities', 'containerDefinitions', 'name',
]);
/** Scalars that are no secrets: they are shown. */
const SHOWN: ReadonlySet<string> = new Set([
  'cpu', 'memory', 'memoryReservation', 'networkMode', 'pidMode', 'ipcMode', 'cpuArchitecture', 'operatingSystemFamily', 'taskRoleArn',
  'executionRoleArn', 'essential', 'user', 'readonlyRootFilesystem', 'privileged', 'workingDirectory', 'hostname', 'startTimeout',
  'stopTimeout', 'versionConsistency', 'interactive', 'pseudoTerminal', 'disableNetworking', 'enableFaultInjection', 'sizeInGiB',
]);
/** Words for members whose name is not what people call them; the others are split: `stopTimeout` -> `stop timeout`. */
const CALLED: { readonly [field: string]: string } = {
  taskRoleArn: 'task role', executionRoleArn: 'execution role', dependsOn: 'dependsOn', readonlyRootFilesystem: 'read-only root filesystem',
  sizeInGiB: 'ephemeral storage (GiB)', firelensConfiguration: 'FireLens configuration',
};
/** What ECS takes if a member is absent (Amazon ECS API Reference, ContainerDefinition). */
const UNSET: Fields = { essential: true };

/** Differences between two task definitions, every member. */
export function changesSince(previous: TaskDefinition | null | undefined, current: TaskDefinition | null | undefined): readonly Change[] {
  if (!previous || !current) return [];
  const before = byName(previous.containerDefinitions);
  const after = byName(current.containerDefinitions);
  return [
    ...memberChanges(flattened(previous), flattened(current)),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => whole(name, 'removed')),
    ...[...after].flatMap(([name, definition]) => {
      const old = before.get(name);
      if (!old) return [whole(name, 'added')];
      const prefix = after.size > 1 ? `container "${name}": ` : '';
      return memberChanges(fields(old), fields(definition)).map((change) => (
        { ...change, container: name, text: prefix + change.text + (MEBIBYTES.has(change.field) ? ' MiB' : '') }
      ));
    }),
  ];
}

function flattened({ runtimePlatform, ephemeralStorage, ...more }: TaskDefinition): Fields {
  return { ...more, ...runtimePlatform, ...ephemeralStorage };
}

const MEBIBYTES: ReadonlySet<string> = new Set(['memory', 'memoryReservation']);

function whole(container: string, verb: 'added' | 'removed'): Change {
  return { text: `container "${container}" ${verb}`, field: 'container', container };
}

function memberChanges(a: Fields, b: Fields): readonly Change[] {
  const names = [...new Set([...ORDER, ...Object.keys(a), ...Object.keys(b)])].filter((name) => !NO_SETTING.has(name));
  return names.filter((name) => !isSame(a[name], b[name], name)).flatMap((field) => {
    const special = SPECIAL[field];
    return special ? special(a[field], b[field]).map((change) => ({ field, ...change })) : [plainChange(field, a[field], b[field])];
  });
}

/** The commonest reasons of a failure first; the others follow as ECS returns them. */
const ORDER = [
  'cpu', 'memory', 'networkMode', 'cpuArchitecture', 'image', 'environment', 'secrets', 'command', 'entryPoint', 'portMappings',
];

function plainChange(field: string, a: unknown, b: unknown): Change {
  const name = CALLED[field] ?? field.replace(/([a-z])([A-Z])/g, (_, x: string, y: string) => `${x} ${y.toLowerCase()}`);
  if (!SHOWN.has(field)) return { field, text: name };
  const shown = (value: unknown) => (isUnset(value) && value !== false ? String(UNSET[field] ?? 'none') : valueText(field, String(value)));
  return { field, text: `${name} ${shown(a)} -> ${shown(b)}` };
}

function valueText(field: string, value: string): string {
  return field.endsWith('RoleArn') ? lastPart(value) : value;
}

type Part = Omit<Change, 'field'>;

/** Members whose parts are named. */
const SPECIAL: { readonly [field: string]: (a: unknown, b: unknown) => readonly Part[] } = {
  image: (a, b) => [{ text: imageChange(textOf(a), textOf(b)) }],
  environment: (a, b) => keyed('environment', list(a), list(b), 'name'),
  secrets: (a, b) => withSecretNames(keyed('secret', list(a), list(b), 'name'), [...list(a), ...list(b)]),
  environmentFiles: (a, b) => keyed('environment file', list(a), list(b), 'value').map((part) => ({ text: lastSegment(part.text) })),
  mountPoints: (a, b) => keyed('mount', list(a), list(b), 'containerPath'),
  volumes: (a, b) => keyed('volume', list(a), list(b), 'name'),
  ulimits: (a, b) => keyed('ulimit', list(a), list(b), 'name'),
  dependsOn: (a, b) => keyed('dependsOn', list(a), list(b), 'containerName'),
  portMappings: (a, b) => portChanges(list(a), list(b)),
  healthCheck: (a, b) => [{ text: `health check${within(a, b)}` }],
  linuxParameters: (a, b) => [{ text: `Linux parameters${within(a, b)}` }],
  logConfiguration: (a, b) => [{ text: `log configuration${logChange(fields(a), fields(b))}` }],
};

function portChanges(a: readonly Fields[], b: readonly Fields[]): readonly Part[] {
  const ports = (mappings: readonly Fields[]) => mappings.map((m) => String(m.containerPort ?? m.containerPortRange ?? ''));
  const [before, after] = [ports(a), ports(b)];
  if (before.join() === after.join()) return [{ text: 'port mappings' }];
  const text = `port mappings ${before.join(', ') || 'none'} -> ${after.join(', ') || 'none'}`;
  return [{ text, subject: after.find((port) => !before.includes(port)) }];
}

function keyed(what: string, a: readonly Fields[], b: readonly Fields[], key: string): readonly Part[] {
  const byKey = (items: readonly Fields[]) => new Map(items.map((item) => [textOf(item[key]), item]));
  const [before, after] = [byKey(a), byKey(b)];
  const part = (subject: string, verb: string): Part => ({ text: `${what} ${subject} ${verb}`, subject });
  return [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => part(name, 'removed')),
    ...[...after].flatMap(([name, item]) => {
      const old = before.get(name);
      if (!old) return [part(name, 'added')];
      return isSame(old, item) ? [] : [part(name, 'changed')];
    }),
  ];
}

function withSecretNames(parts: readonly Part[], secrets: readonly Fields[]): readonly Part[] {
  const nameIn = ({ valueFrom }: Fields) => textOf(valueFrom).replace(/^arn:[^/]{1,200}?:(?:secret:|parameter\/)/, '').replace(/:.*$/, '');
  return parts.map((part) => ({ ...part, names: secrets.filter(({ name }) => name === part.subject).map(nameIn) }));
}

/** ` (command, startPeriod)`: the members that differ; empty if one of the two is absent. */
function within(a: unknown, b: unknown): string {
  const [x, y] = [fields(a), fields(b)];
  if (isUnset(a) || isUnset(b)) return isUnset(a) ? ' added' : ' removed';
  const names = [...new Set([...Object.keys(x), ...Object.keys(y)])].filter((name) => !isSame(x[name], y[name], name));
  return ` (${names.join(', ')})`;
}

/** Another driver has other options. The values of options can be tokens. */
function logChange(a: Fields, b: Fields): string {
  if (a.logDriver && b.logDriver && a.logDriver !== b.logDriver) return ` ${textOf(a.logDriver)} -> ${textOf(b.logDriver)}`;
  const flat = ({ options, ...more }: Fields): Fields => ({ ...more, ...fields(options) });
  return within(flat(a), flat(b));
}

function imageChange(a: string, b: string): string {
  const [repositoryA, tagA] = splitImage(a);
  const [repositoryB, tagB] = splitImage(b);
  return repositoryA === repositoryB ? `image tag ${tagA} -> ${tagB}` : `image ${a} -> ${b}`;
}

function splitImage(image: string): readonly [string, string] {
  const match = /^(.*?)(@sha256:[0-9a-f]{12}|:[^:/]+$)/.exec(image);
  return match ? [match[1], match[2].slice(1)] : [image, 'latest'];
}

/** ECS returns an empty list, an empty object, 0 or false for a member that nobody has set. */
function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isUnset);
}

/** @param member whose default applies if it is absent */
export function isSame(a: unknown, b: unknown, member = ''): boolean {
  return canonical(a ?? UNSET[member]) === canonical(b ?? UNSET[member]);
}

/** One text for values that mean the same: the members of an object are sorted, and those that nobody has set are left out. */
function canonical(value: unknown): string {
  if (isUnset(value)) return '';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(fields(value)).filter(([, member]) => !isUnset(member));
  return `{${members.map(([key, member]) => [key, canonical(member)].join(':')).sort().join()}}`;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** The name of a file in S3, without its bucket. */
function lastSegment(text: string): string {
  return text.replace(/arn:\S*\//, '');
}

function byName<T extends { readonly name?: string }>(items: readonly T[] | undefined): Map<string, T> {
  return new Map((items ?? []).map((item) => [item.name ?? '', item]));
}
