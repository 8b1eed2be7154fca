import { FactName, Frame, Task, Unavailable } from './model';
import { notRead } from './unavailable';

/** Parts that stand for themselves in a frame: absent when they could not be read. */
const PARTS = ['serviceDeployment', 'targetGroups', 'taskDefinition', 'previousTaskDefinition'] as const;

/**
 * The facts of a second look, and those of the first, moments earlier, for everything that the second could not read. One call that fails
 * by chance must not undo what the first look found: the next look may come after ECS has given its verdict.
 */
export function supplement(frame: Frame, first: Frame): Frame {
  const { at, operation } = frame;
  const unavailable = frame.unavailable ?? [];
  if (frame.service === null || (frame.service && !unavailable.length)) return frame;
  if (!frame.service) {
    // A first look without tasks left much to the second, which now could not read it.
    const now = unavailable.filter((u) => isOfStack(u) || !first.tasks);
    return { ...first, at, operation, unavailable: [...now, ...(first.unavailable ?? []).filter((u) => !isOfStack(u))] };
  }
  const parts = Object.fromEntries(PARTS.map((part) => [part, frame[part] ?? first[part]]).filter(([, facts]) => facts !== undefined));
  const tasks = notRead(frame, 'tasks').length ? merged(frame.tasks, first.tasks) : frame.tasks;
  const targetHealth = { ...first.targetHealth, ...frame.targetHealth };
  const logs = withLogs(frame.logs, first.logs);
  return {
    ...frame,
    ...parts,
    ...tasks && { tasks },
    ...Object.keys(targetHealth).length > 0 && { targetHealth },
    ...logs && { logs },
    unavailable: stillUnread(unavailable, first),
  };
}

/** Nothing of the stack is carried over, so a fact about the stack that could not be read stays unread. */
const OF_STACK: ReadonlySet<FactName> = new Set(['stack', 'stack resource', 'stack events']);
const isOfStack = ({ what }: Unavailable) => OF_STACK.has(what);

/** The field of a frame that holds a fact. */
const FIELDS: { readonly [name in FactName]?: keyof Frame } = {
  'tasks': 'tasks',
  'task definition': 'taskDefinition',
  'service deployment': 'serviceDeployment',
  'target groups': 'targetGroups',
  'target health': 'targetHealth',
  'logs': 'logs',
};

/** Without the facts that the first look had read. A look that reads the counts only reads no tasks, and so has not tried the rest. */
function stillUnread(unavailable: readonly Unavailable[], first: Frame): readonly Unavailable[] {
  const failedBefore = ({ what, container }: Unavailable) => notRead(first, what).some((u) => u.container === container);
  const hadRead = ({ what }: Unavailable) => {
    const field = FIELDS[what];
    return field !== undefined && Boolean(first[field]);
  };
  return unavailable.filter((u) => isOfStack(u) || failedBefore(u) || !hadRead(u));
}

function merged(tasks: Frame['tasks'], first: Frame['tasks']): readonly Task[] | undefined {
  if (!tasks || !first) return tasks ?? first ?? undefined;
  const known = new Set(tasks.map((t) => t.taskArn));
  return [...tasks, ...first.filter((t) => !known.has(t.taskArn))];
}

function withLogs(logs: Frame['logs'], first: Frame['logs']): Frame['logs'] {
  if (!logs || !first) return logs ?? first;
  const containers = [...new Set([...Object.keys(first), ...Object.keys(logs)])];
  return Object.fromEntries(containers.map((name) => [name, { ...first[name], ...logs[name] }]));
}
