import {
  Change, Fields, fields, isSame, isUnset, keyed, list, Part, scalars, textOf, UNSET, valued, within, wordsOf,
} from './change';
import { apart, wordChange } from './change-of-words';
import { linuxChanges } from './linux-changes';
import { isOpaque, lastPart } from './text';
import { TaskDefinition } from '../facts/model';


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

/** Members whose parts are named. */
const SPECIAL: { readonly [field: string]: (a: unknown, b: unknown) => readonly Part[] } = {
  image: (a, b) => [{ text: imageChange(textOf(a), textOf(b)) }],
  environment: (a, b) => keyed('environment', list(a), list(b), 'name'),
  secrets: (a, b) => withSecretNames(keyed('secret', list(a), list(b), 'name'), [...list(a), ...list(b)]),
  environmentFiles: (a, b) => keyed('environment file', list(a), list(b), 'value').map((part) => ({ text: lastSegment(part.text) })),
  mountPoints: (a, b) => keyed('mount', list(a), list(b), 'containerPath', true),
  volumes: (a, b) => keyed('volume', list(a), list(b), 'name', true),
  command: (a, b) => [ofWords('command', a, b)],
  entryPoint: (a, b) => [ofWords('entry point', a, b)],
  requiresCompatibilities: (a, b) => [{ text: `requires compatibilities${scalars(a, b)}` }],
  ulimits: (a, b) => valued('ulimit', list(a), list(b), 'name', ({ softLimit, hardLimit }) => `${textOf(softLimit)}/${textOf(hardLimit)}`),
  systemControls: (a, b) => valued('sysctl', list(a), list(b), 'namespace', ({ value }) => textOf(value)),
  resourceRequirements: (a, b) => valued('resource', list(a), list(b), 'type', ({ value }) => textOf(value)),
  dockerSecurityOptions: (a, b) => [{ text: `dockerSecurityOptions ${wordsOf(a)} -> ${wordsOf(b)}` }],
  dependsOn: (a, b) => keyed('dependsOn', list(a), list(b), 'containerName', true),
  portMappings: (a, b) => portChanges(list(a), list(b)),
  healthCheck: (a, b) => [{ text: `health check${isUnset(a) || isUnset(b) ? within(a, b) : checkChange(fields(a), fields(b))}` }],
  linuxParameters: (a, b) => linuxChanges(fields(a), fields(b)),
  logConfiguration: (a, b) => [{ text: `log configuration${logChange(fields(a), fields(b))}` }],
};

function portChanges(a: readonly Fields[], b: readonly Fields[]): readonly Part[] {
  const ports = (mappings: readonly Fields[]) => mappings.map((m) => String(m.containerPort ?? m.containerPortRange ?? ''));
  const [before, after] = [ports(a), ports(b)];
  if (before.join() === after.join()) return [{ text: `port mappings${scalars(a, b)}` }];
  const text = `port mappings ${before.join(', ') || 'none'} -> ${after.join(', ') || 'none'}`;
  return [{ text, subject: after.find((port) => !before.includes(port)) }];
}

function ofWords(name: string, a: unknown, b: unknown): Part {
  const { text, subject } = wordChange(a, b);
  return { text: name + text, subject };
}

/** ` (interval 30 -> 5, command curl localhost:80 -> localhost:8080)` */
function checkChange(a: Fields, b: Fields): string {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isSame(a[name], b[name], name));
  const isNumber = (value: unknown) => value === undefined || typeof value === 'number';
  const text = (name: string) => name + (
    isNumber(a[name]) && isNumber(b[name]) ? ` ${a[name] ?? 'none'} -> ${b[name] ?? 'none'}` : wordChange(a[name], b[name]).text);
  return ` (${names.map(text).join(', ')})`;
}

function withSecretNames(parts: readonly Part[], secrets: readonly Fields[]): readonly Part[] {
  const nameIn = ({ valueFrom }: Fields) => textOf(valueFrom).replace(/^arn:[^/]{1,200}?:(?:secret:|parameter\/)/, '').replace(/:.*$/, '');
  return parts.map((part) => {
    const own = secrets.filter(({ name }) => name === part.subject);
    const [old, now] = own.map(({ valueFrom }) => textOf(valueFrom));
    const what = now && !isOpaque.test(old + now) ? ` (${between(old, now, ':')})` : '';
    return { ...part, text: part.text + what, names: own.map(nameIn) };
  });
}

/** `eu-west-1 -> us-east-1`: the members of two names that differ. */
function between(a: string, b: string, mark: string): string {
  return apart(a.split(mark), b.split(mark)).parts.map((words) => words.join(mark) || 'none').join(' -> ');
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
  if (repositoryA === repositoryB) return `image tag ${tagA} -> ${tagB}`;
  return `image ${between(a, b, '/')}`;
}

function splitImage(image: string): readonly [string, string] {
  const match = /^(.*?)(@sha256:[0-9a-f]{12}|:[^:/]+$)/.exec(image);
  return match ? [match[1], match[2].slice(1)] : [image, 'latest'];
}

/** The name of a file in S3, without its bucket. */
function lastSegment(text: string): string {
  return text.replace(/arn:\S*\//, '');
}

function byName<T extends { readonly name?: string }>(items: readonly T[] | undefined): Map<string, T> {
  return new Map((items ?? []).map((item) => [item.name ?? '', item]));
}
