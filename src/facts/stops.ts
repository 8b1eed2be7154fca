import { Container, Task, TaskDefinition } from './model';

/**
 * Why a task stopped, as far as blame goes. ECS has one stop code for scale-in and for failed health checks; only their texts differ
 * (aws/containers-roadmap#612). The text of a UserInitiated stop comes from the caller of StopTask, so it is never read.
 */
type StopKind = 'failure' | 'infrastructure' | 'scale-in' | 'person';

/** Stop codes of tasks that AWS takes away (Amazon ECS API Reference, Task, stopCode). */
const INFRASTRUCTURE_CODES = ['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth'] as const;
export type InfrastructureCode = (typeof INFRASTRUCTURE_CODES)[number];

export function isInfrastructureCode(stopCode: string | undefined): stopCode is InfrastructureCode {
  return INFRASTRUCTURE_CODES.some((code) => code === stopCode);
}

const SCALE_IN = [
  /^\(?scaling activity initiated/i,
  /deployment.{0,40} (was )?(stopped|replaced|deleted)/i,
  /service .{0,80}(deleted|updated)/i,
];

export function stopKind({ stopCode, stoppedReason }: Task): StopKind {
  const reason = flat(stoppedReason ?? '');
  if (stopCode === 'UserInitiated' || (!stopCode && /stopped by user/i.test(reason))) return 'person';
  if (SCALE_IN.some((text) => text.test(reason))) return 'scale-in';
  return isInfrastructureCode(stopCode) ? 'infrastructure' : 'failure';
}

/** Reasons are in many tasks, and most have single spaces only. */
function flat(text: string): string {
  return /[^ -~]| {2}|^ | $/.test(text) ? text.replace(/[\s\u200b]+/g, ' ').trim() : text;
}

/** True when nobody asked for the stop: neither a scale-in nor a person. */
export function stoppedUnasked(task: Task): boolean {
  const kind = stopKind(task);
  return kind === 'failure' || kind === 'infrastructure';
}

/**
 * 143 (SIGTERM) and, after stopTimeout, 137 (SIGKILL): so a container exits that ECS stops (Amazon ECS API Reference, StopTask), most often
 * because another container of its task ended.
 */
export function isExitOfStop(exitCode: number): boolean {
  return exitCode === 137 || exitCode === 143;
}

/** ECS has stopped the task, or has decided to stop it. */
export function isStoppedOrStopping({ lastStatus, desiredStatus }: Task): boolean {
  return lastStatus === 'STOPPED' || desiredStatus === 'STOPPED';
}

/**
 * When the task began to stop, in milliseconds since the epoch: ECS replaces it from then on, and up to stopTimeout may pass until it has
 * stopped. undefined: the task has no time of a stop.
 */
export function stopBegan({ stoppingAt, executionStoppedAt, stoppedAt }: Task): number | undefined {
  return firstTime(stoppingAt, executionStoppedAt, stoppedAt);
}

/**
 * When the containers of the task ended, in milliseconds since the epoch ("the time when the task execution stopped", Amazon ECS API
 * Reference, Task): how long it ran, and when its last lines were logged. undefined: the task has no time of a stop.
 */
export function executionEnded({ stoppingAt, executionStoppedAt, stoppedAt }: Task): number | undefined {
  return firstTime(executionStoppedAt, stoppingAt, stoppedAt);
}

function firstTime(...isoTimes: readonly (string | undefined)[]): number | undefined {
  return isoTimes.map((iso) => Date.parse(iso ?? '')).find((ms) => !Number.isNaN(ms));
}

/**
 * The container never ran, because another one that it depends on failed. The ECS agent gives it exit code 143 and a reason that names the
 * other (aws/amazon-ecs-agent#3218).
 */
export function waitedInVain({ reason }: Pick<Container, 'reason'>): boolean {
  return /dependency graph: .{0,40}\bcontainer ordering dependency\b/i.test(reason ?? '');
}

interface Named {
  readonly name?: string;
}

/** A task definition has at most ten containers (Amazon ECS service quotas): looking through them is faster than an index. */
const FEW = 10;

const indexes = new WeakMap<readonly Named[], ReadonlyMap<string | undefined, Named>>();

/**
 * The first of this name, of containers or their definitions. A recording can have thousands of them, and each is looked up by its name;
 * lists of facts never change.
 */
export function byName<T extends Named>(list: readonly T[] | null | undefined, name: string | undefined): T | undefined {
  if (!list || list.length <= FEW) return list?.find((one) => one.name === name);
  let index = indexes.get(list);
  if (!index) indexes.set(list, index = new Map([...list].reverse().map((one) => [one.name, one])));
  return index.get(name) as T | undefined;
}

/**
 * How likely the container is not the one that broke first, from 0 (it did) to 7. The API gives no stop time per container, so: one with a
 * reason of its own, then one with an error code, then a clean exit, then one that still runs. 137 and 143 without a reason come late,
 * because ECS stops the other containers of the task afterwards.
 * @param definition of the task; without it every container counts as essential
 */
export function blameRank(container: Container, definition: TaskDefinition | null | undefined): number {
  const { name, exitCode, reason } = container;
  if (reason && !waitedInVain(container) && (exitCode !== 0 || /memory/i.test(reason))) return 0;
  const essential = byName(definition?.containerDefinitions, name)?.essential !== false;
  switch (exitCode ?? undefined) {
    case undefined: return 4;
    case 0: return essential ? 3 : 7;
    case 137: return 5;
    case 143: return 6;
    default: return essential ? 1 : 2;
  }
}
