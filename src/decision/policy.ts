import { Verdict } from './model';
import { Cause, Diagnosis, Retry } from '../diagnosis/model';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What a class of causes is given before it fails a deployment. */
export interface Tolerance {
  /** Failed tasks that end the deployment; `threshold`: the option `failureThreshold`. */
  readonly failedTasks: number | 'threshold';
  /** And only when the first of them was seen so long ago. */
  readonly notBeforeMs: number;
  /** For a cause that no stopped task shows (placement, quota, role): how long it must have lasted. */
  readonly withoutTasksMs: number;
}

/**
 * The policy of docs/how-it-works.md as data. Without tasks there is only time to go by: ECS writes a repeated event only once until it
 * is resolved or six hours have passed (Amazon ECS Developer Guide, service event messages), so its silence is no recovery.
 */
export const TOLERANCE: { readonly [retry in Retry]: Tolerance } = {
  // 60 s: what the same stack has just created (roles, target groups, quotas raised) can take as long to be seen by ECS
  never: { failedTasks: 1, notBeforeMs: 0, withoutTasksMs: MINUTE },
  // 8 min: ECS does not say when it tries again, only that the delay grows to 15 min; its first is taken for six minutes (docs/lab.md)
  maybe: { failedTasks: 'threshold', notBeforeMs: 0, withoutTasksMs: 8 * MINUTE },
  // 10 tasks (or as many as are desired) over 10 min, or 15 min without any: by then it is not passing by itself, whatever usually happens
  likely: { failedTasks: 10, notBeforeMs: 10 * MINUTE, withoutTasksMs: 15 * MINUTE },
};

const NEVER_FAILS: Tolerance = { failedTasks: Infinity, notBeforeMs: 0, withoutTasksMs: Infinity };

/** 3 min, in place of eight, for what is settled on an update: the old version serves on, so that it may fail sooner than a create. */
export const SETTLED_MS = 3 * MINUTE;

/** Failed tasks that prove a denied permission where the role is new, however many failures are allowed of others. */
export const DENIED_TASKS = 2;

/** What a cause is given that does not follow its class; undefined: it does. */
export function ownTolerance({ retry, traits = {} }: Pick<Cause, 'retry' | 'traits'>): Tolerance | undefined {
  // Two hours by default is the time for which an application protects a task (Amazon ECS API Reference, UpdateTaskProtection).
  if (traits.endsByItself || traits.doneByPerson) return NEVER_FAILS;
  if (traits.notUnderstood) return TOLERANCE.likely;
  // No task shows when ECS tries again.
  if (traits.settledOnUpdate) return { ...TOLERANCE[retry], withoutTasksMs: TOLERANCE.maybe.withoutTasksMs };
  return undefined;
}

/**
 * A cause that is only possible is not believed at its first task.
 * @param fresh the stack operation creates the service, gives its tasks other roles than before, or changes permissions
 */
export function toleranceOf(cause: Cause, fresh = false): Tolerance {
  const tolerance = ownTolerance(cause) ?? ofClass(cause, fresh);
  if (cause.traits?.stoppedByEcs) return { ...tolerance, withoutTasksMs: Infinity };
  return !fresh && cause.traits?.settledOnUpdate ? { ...tolerance, withoutTasksMs: SETTLED_MS } : tolerance;
}

function ofClass({ retry, traits, certainty, symptomOnly }: Cause, fresh: boolean): Tolerance {
  const doubtful = certainty === 'possible' || symptomOnly || (fresh && traits?.deniedToNewRoles);
  return retry === 'never' && doubtful ? TOLERANCE.maybe : TOLERANCE[retry];
}

/** Causes that can end a deployment at all: nothing is wrong where something is merely awaited. */
export function isFailure(cause: Cause): boolean {
  return !cause.waiting && toleranceOf(cause).failedTasks !== Infinity;
}

/** More the circuit breaker never asks for. */
export const MOST_FAILED_TASKS = 200;

/**
 * ECS's failed tasks before a deployment with a healthy task is given up, as its circuit breaker counts by default: half of the desired
 * count, at least 3 and at most 200 (Amazon ECS Developer Guide, deployment circuit breaker).
 */
export function patientThreshold(threshold: number, desiredCount: number): number {
  return Math.max(threshold, 3, Math.min(MOST_FAILED_TASKS, Math.ceil(desiredCount / 2)));
}

/** Poll intervals. Facts must be seen within 5 s; after a failure the next one decides, and ECS's own verdict races us. */
export const POLL_SECONDS = 5;
export const POLL_SECONDS_AFTER_FAILURE = 3;
/** Where ECS's verdict must be met before CloudFormation's; more often would exceed the 25,000 events of a state machine's execution in 57 min. */
export const POLL_SECONDS_BEFORE_ECS = 2;

/** Calls of DescribeServices that all watches of an account may make in a second together: two fifths of what AWS answers (20, Amazon ECS API Reference, request throttling). */
const POLLS_PER_SECOND = 8;
/** Deleting a state machine waits for its executions' next transition. */
const MAX_POLL_SECONDS = 15;

/**
 * Poll intervals are those of a deployment among at most 40. With more at a time each is longer, so that all together stay within the
 * rate, and not the same for all, so that watches that begin together do not stay in step.
 * @param chance 0 to 1
 */
export function paced(seconds: number, deploying: number, chance: number): number {
  const shared = deploying / POLLS_PER_SECOND;
  if (shared <= POLL_SECONDS) return seconds;
  return Math.max(seconds, Math.min(MAX_POLL_SECONDS, Math.round(shared * (0.75 + chance / 2))));
}

/**
 * After looks in a row that AWS has throttled: twice as long each time, and not all at the same moment.
 * @param chance 0 to 1
 */
export function backedOff(seconds: number, throttledLooks: number, chance: number): number {
  if (!throttledLooks) return seconds;
  const longest = Math.min(MAX_POLL_SECONDS, seconds * 2 ** throttledLooks);
  return Math.max(seconds, Math.round((longest / 2) * (1 + chance)));
}

/** After that long the stack that has not touched its service is not going to (a resource that is new beside an unchanged service). */
export const UNTOUCHED_MS = 30 * SECOND;
/** A service that CloudFormation has not begun by then is not made at all (a condition, another template). */
export const ABSENT_MS = 5 * MINUTE;
/** Neither CloudFormation nor ECS could be read for so long: whoever sees nothing must hold nobody up. */
export const BLIND_MS = 2 * MINUTE;
/**
 * awslogs delivers the last lines of a container up to this late: it sends what it has every five seconds (`defaultForceFlushInterval` of
 * Docker's awslogs driver) and when the container ends; a second more until they can be read.
 */
export const LOG_LATENESS_MS = 6 * SECOND;
/** Once the first lines are there, the rest is close behind. */
export const REST_LATENESS_MS = 4 * SECOND;
/**
 * The status of a stack that CloudFormation returns lags behind by seconds, so that no answer FAILED is given before ten seconds have gone since
 * the request. On Fargate a task needs longer than that to start at all.
 */
export const STATUS_LAG_MS = 10 * SECOND;
/** What ECS's own verdict can be given to read the tasks behind it, when reading failed at first. */
export const ECS_VERDICT_GRACE_MS = 10 * SECOND;

/** What one diagnosis, taken alone, calls for. */
export function verdictOf(diagnosis: Diagnosis): Verdict {
  const [cause] = diagnosis.causes;
  if (!cause) return diagnosis.status === 'healthy' ? 'healthy' : 'keep-waiting';
  if (!isFailure(cause)) return 'keep-waiting';
  const { failedTasks, notBeforeMs } = toleranceOf(cause);
  if (failedTasks === 1) return 'fail-now';
  return notBeforeMs > 0 ? 'keep-waiting' : 'fail-after-repeat';
}
