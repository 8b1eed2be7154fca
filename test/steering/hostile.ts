import { readFileSync } from 'fs';
import { join } from 'path';
import { Frame, Recording } from '../../src/facts/model';

/** Cases with a log, with texts of AWS, with target health, with a driver of another kind, and with a wait. */
export const BASES = ['unicode-and-emoji', 'no-route-to-the-registry', 'app-listens-on-3000-target-8080', 'splunk-log-driver', 'capacity-provider-scales-out'];

/** Members whose values AWS takes from a fixed list, or that the diagnosis needs as they are. */
const FIXED = new Set([
  'at', 'status', 'lastStatus', 'desiredStatus', 'rolloutState', 'stopCode', 'healthStatus', 'launchType', 'State', 'stackStatus', 'resourceStatus',
  'logDriver', 'networkMode', 'protocol', 'condition', 'awslogs-group', 'connectivity', 'type', 'kind',
]);

/** The same with the attack at the end of each text that is free, and of each name and key. Equal texts stay equal. */
export function poisoned<T>(value: T, attack: string, key = ''): T {
  if (typeof value === 'string') return (FIXED.has(key) || !Number.isNaN(Date.parse(value)) ? value : `${value} ${attack}`) as T;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, attack, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const isMap = key === 'logs' || key === 'targetHealth' || key === 'tasks of a log';
  const inner = (name: string) => (key === 'logs' ? 'tasks of a log' : name);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [isMap && key !== 'tasks of a log' ? `${name} ${attack}` : name, poisoned(item, attack, inner(name))])) as T;
}

/** Members with sentences of applications and of AWS. */
const PROSE = new Set(['message', 'reason', 'stoppedReason', 'statusReason', 'rolloutStateReason', 'resourceStatusReason', 'Description', 'command']);

/** The same with the attack at the end of each sentence only; names stay as they are. */
function withSentences<T>(value: T, attack: string, key = ''): T {
  if (typeof value === 'string') return (PROSE.has(key) ? `${value}${attack}` : value) as T;
  if (Array.isArray(value)) return value.map((item) => withSentences(item, attack, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withSentences(item, attack, name)])) as T;
}

/** Every output prints the same frames, so each is made once. Nothing is allowed to change it. */
function oncePerArguments(make: (base: string, attack: string) => Frame): typeof make {
  const made = new Map<string, Frame>();
  return (base, attack) => {
    const key = JSON.stringify([base, attack]);
    const frame = made.get(key) ?? frozen(make(base, attack));
    made.set(key, frame);
    return frame;
  };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

function frameOf(base: string): Frame {
  return (JSON.parse(readFileSync(join(__dirname, '..', 'corpus', 'cases', `${base}.json`), 'utf8')) as Recording).frames[0];
}

/** Tasks that do not start, with a text of AWS that no rule knows. */
export const UNEXPLAINED = 'unexplained';

function unexplained(): Frame {
  const frame = frameOf('unicode-and-emoji');
  const stopped = { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', containers: [], startedAt: undefined };
  return { ...frame, logs: {}, tasks: frame.tasks?.map((task) => (task.stoppedAt ? { ...task, ...stopped } : task)) };
}

/** A frame in which only sentences are hostile. */
export const hostileSentences = oncePerArguments((base, attack) => (
  withSentences(base === UNEXPLAINED ? unexplained() : frameOf(base), attack)
));

export const hostileFrame = oncePerArguments((base, attack) => {
  const frame = frameOf(base);
  return poisoned({ ...frame, unavailable: [{ what: 'logs', container: 'web', error: 'AccessDeniedException', message: 'denied' }] }, attack);
});
