import { loudness } from './logline';
import { oncePer } from './memo';
import { taskId } from './tasks';
import { Container, ContainerDefinition, Frame, Task } from '../../facts/model';
import { blameRank, byName, waitedInVain } from '../../facts/stops';
import { groupedBy } from '../text';

export function definitionOf(frame: Pick<Frame, 'taskDefinition'>, container: string | undefined): ContainerDefinition | undefined {
  return byName(frame.taskDefinition?.containerDefinitions, container);
}

export function containerOf(task: Task, name: string | undefined): Container | undefined {
  return byName(task.containers, name);
}

/** Containers that AWS adds to a task. They are in no task definition: their image, their check and their log are AWS's. */
const ADDED: readonly (readonly [RegExp, string])[] = [
  [/^ecs-service-connect-\w+$/, 'Service Connect'],
  // https://github.com/aws/aws-cdk/issues/32877
  [/^aws-guardduty-agent-\w+$/, 'GuardDuty'],
];

/** The AWS feature that added a container to the task; undefined: the container is the user's. */
export function addedBy(container: string | undefined): string | undefined {
  return ADDED.find(([name]) => container && name.test(container))?.[1];
}

/**
 * The container is added by GuardDuty and broke, but something else ended the task: the user's containers ran, and GuardDuty's is not
 * essential to them (https://github.com/aws/aws-cdk/issues/32877).
 */
export function isBystander(task: Task, container: Container): boolean {
  if (addedBy(container.name) !== 'GuardDuty') return false;
  return Boolean(task.startedAt) || othersBroke(task);
}

const othersBroke = oncePer((task: Task) => (task.containers ?? []).some((c) => !addedBy(c.name) && (c.reason || hasExited(c))));

/** A container that never ran has no exit code: ECS leaves the field out, and JSON may hold null for it. */
export function hasExited<C extends Pick<Container, 'exitCode'>>(container: C): container is C & { readonly exitCode: number } {
  return container.exitCode !== undefined && container.exitCode !== null;
}

/** The container that broke first, as far as exit codes, reasons and logs show it (`blameRank`). */
export function firstContainerToEnd(frame: Frame, task: Task): Container | undefined {
  const known = firstToEnd(frame);
  if (!known.has(task)) known.set(task, findFirstToEnd(frame, task));
  return known.get(task);
}

const firstToEnd = oncePer((_frame: Frame) => new Map<Task, Container | undefined>());

function findFirstToEnd(frame: Frame, task: Task): Container | undefined {
  const ended = (task.containers ?? []).filter((c) => (c.reason || hasExited(c)) && !isBystander(task, c));
  const essential = (c: Container) => definitionOf(frame, c.name)?.essential !== false;
  const candidates = ended.filter((c) => c.reason || essential(c) || isAwaited(frame, c.name));
  const rank = (c: Container) => blameRank(c, frame.taskDefinition);
  return [...(candidates.length ? candidates : ended)].sort((a, b) => rank(a) - rank(b)
    || Number(isQuiet(frame, task, a)) - Number(isQuiet(frame, task, b)) || lastWords(frame, task, a) - lastWords(frame, task, b))[0];
}

const logOf = (frame: Frame, task: Task, { name = '' }: Container) => frame.logs?.[name]?.[taskId(task)] ?? [];
const LAST_LINES = 30;

/** Of two with the same rank, one with an error at the end of its log goes before one that was well until it was told to stop. */
function isQuiet(frame: Frame, task: Task, container: Container): boolean {
  return !logOf(frame, task, container).slice(-LAST_LINES).some(({ message = '' }) => loudness(message) >= 3);
}

/** Of two with the same rank, the one whose log ended first goes first; one without a log goes last. */
function lastWords(frame: Frame, task: Task, container: Container): number {
  const lines = logOf(frame, task, container);
  return lines[lines.length - 1]?.timestamp ?? Number.MAX_SAFE_INTEGER;
}

const waitersByName = oncePer((frame: Frame) => {
  const waits = (frame.taskDefinition?.containerDefinitions ?? [])
    .flatMap(({ name = '', dependsOn }) => (dependsOn ?? []).map(({ containerName, condition }) => ({ name, containerName, condition })));
  return groupedBy(waits, ({ containerName }) => containerName);
});

/** Does another container's `dependsOn` wait for this one to complete? */
export function isAwaited(frame: Frame, container: string | undefined): boolean {
  return waiters(frame, container).length > 0;
}

/** Names of the containers whose `dependsOn` names this one (with this condition, if one is given). */
function waiters(frame: Frame, container: string | undefined, condition?: string): readonly string[] {
  const waits = (waitersByName(frame).get(container) ?? []).filter((one) => !condition || one.condition === condition);
  return [...new Set(waits.map(({ name }) => name))];
}

/** A condition of `dependsOn` that does not hold yet. */
export interface UnmetDependency {
  /** Name of the container that cannot start. */
  readonly waiter: string | undefined;
  readonly on: { readonly containerName?: string; readonly condition?: string };
  /** The container that it waits for, as ECS reports it; undefined: ECS reports none of that name. */
  readonly now: Container | undefined;
}

/** Conditions that containers of this task, which do not run, wait for (Amazon ECS API Reference, ContainerDependency). */
export function unmetDependencies(frame: Frame, task: Task): readonly UnmetDependency[] {
  const state = (name: string | undefined) => containerOf(task, name);
  return (frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => state(d.name)?.lastStatus !== 'RUNNING')
    .flatMap((d) => (d.dependsOn ?? []).map((on) => ({ waiter: d.name, on, now: state(on.containerName) })))
    .filter(({ on, now }) => !isMet(on.condition, now));
}

/** SUCCESS asks for exit code 0, COMPLETE for any. */
function isMet(condition: string | undefined, now: Container | undefined): boolean {
  if (condition === 'HEALTHY') return now?.healthStatus === 'HEALTHY';
  if (condition === 'START') return now?.lastStatus === 'RUNNING';
  return now !== undefined && hasExited(now) && (condition !== 'SUCCESS' || now.exitCode === 0);
}

/** Names of the containers that wait for this one to meet the condition and never ran in this task. */
export function keptWaiting(frame: Frame, task: Task, container: string | undefined, condition?: string): readonly string[] {
  return waiters(frame, container, condition).filter((name) => {
    const other = containerOf(task, name);
    return other !== undefined && (!hasExited(other) || waitedInVain(other));
  });
}
