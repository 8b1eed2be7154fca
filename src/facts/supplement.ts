import { Frame, Task, Unavailable } from './model';

/** Parts that stand for themselves in a frame: absent when they could not be read. */
const PARTS = ['serviceDeployment', 'targetGroups', 'taskDefinition', 'previousTaskDefinition'] as const;

/**
 * What a second look could not read, as the first saw it moments before; everything else is the second's. One call that fails by chance
 * must not undo what was found: the next look may come when ECS has given its verdict.
 */
export function supplement(frame: Frame, before: Frame): Frame {
  const { at, operation } = frame;
  const unavailable = frame.unavailable ?? [];
  if (frame.service === null || (frame.service && !unavailable.length)) return frame;
  if (!frame.service) {
    // After a glance much was still to be read that now could not be.
    const now = unavailable.filter((u) => ofStack(u) || !before.tasks);
    return { ...before, at, operation, unavailable: [...now, ...(before.unavailable ?? []).filter((u) => !ofStack(u))] };
  }
  const parts = Object.fromEntries(PARTS.map((part) => [part, frame[part] ?? before[part]]).filter(([, facts]) => facts !== undefined));
  const tasks = unavailable.some((u) => u.what === 'tasks') ? merged(frame.tasks, before.tasks) : frame.tasks;
  const targetHealth = { ...before.targetHealth, ...frame.targetHealth };
  const logs = withLogs(frame.logs, before.logs);
  return {
    ...frame,
    ...parts,
    ...tasks && { tasks },
    ...Object.keys(targetHealth).length > 0 && { targetHealth },
    ...logs && { logs },
    unavailable: stillUnread(unavailable, before),
  };
}

/** Of the stack nothing is carried over, so what could not be read of it stays unread. */
const ofStack = ({ what }: Unavailable) => what.startsWith('stack');

/** Facts by what a look calls them that could not read them. */
const FACTS: { readonly [what: string]: (frame: Frame) => unknown } = {
  'tasks': (frame) => frame.tasks,
  'task definition': (frame) => frame.taskDefinition,
  'service deployment': (frame) => frame.serviceDeployment,
  'target groups': (frame) => frame.targetGroups,
  'target health': (frame) => frame.targetHealth,
  'logs': (frame) => frame.logs,
};

/** What the first look had, or had not tried to read: it may have been no more than a glance. */
function stillUnread(unavailable: readonly Unavailable[], before: Frame): readonly Unavailable[] {
  const failed = (u: Unavailable) => (before.unavailable ?? []).some((b) => b.what === u.what && b.container === u.container);
  return unavailable.filter((u) => ofStack(u) || failed(u) || !FACTS[u.what]?.(before));
}

function merged(tasks: Frame['tasks'], before: Frame['tasks']): readonly Task[] | undefined {
  if (!tasks || !before) return tasks ?? before ?? undefined;
  const seen = new Set(tasks.map((t) => t.taskArn));
  return [...tasks, ...before.filter((t) => !seen.has(t.taskArn))];
}

function withLogs(logs: Frame['logs'], before: Frame['logs']): Frame['logs'] {
  if (!logs || !before) return logs ?? before;
  return Object.fromEntries([...new Set([...Object.keys(before), ...Object.keys(logs)])].map((name) => [name, { ...before[name], ...logs[name] }]));
}
