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

/** Causes that do not follow their class. */
export const BY_CAUSE: { readonly [causeId: string]: Tolerance } = {
  // what we do not understand is as good as likely to heal
  'unknown-generic': TOLERANCE.likely,
  // a person who stops a task knows why; a deployment is not to blame for it
  'stopped-by-user': { failedTasks: Infinity, notBeforeMs: 0, withoutTasksMs: Infinity },
  // other deployments in the account give theirs back as their old tasks stop: a rolling update of many services needs both for minutes
  'vcpu-quota': { ...TOLERANCE.never, withoutTasksMs: TOLERANCE.maybe.withoutTasksMs },
  // what is permitted is seen late (IAM is eventually consistent), and no task shows when ECS tries again
  'role-permission-denied': { ...TOLERANCE.never, withoutTasksMs: TOLERANCE.maybe.withoutTasksMs },
  // the application has asked for time to finish its work, two hours by default (Amazon ECS API Reference, UpdateTaskProtection)
  'task-protection-blocked': { failedTasks: Infinity, notBeforeMs: 0, withoutTasksMs: Infinity },
};

/** What holds the deployment is an intended wait that ends by itself: as long as it is seen, nothing is stuck. */
export const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(['task-protection-blocked']);

/** A cause that waits for instances is patient where a capacity provider launches them: an Auto Scaling group takes several minutes. */
export const PATIENT_WHILE_SCALING: ReadonlySet<string> = new Set(['insufficient-cluster-capacity', 'no-container-instances', 'capacity-provider-failed', 'agent-disconnected']);

/** What old tasks give back as they go: instances with room, ports, quotas. Where ECS is about to stop some, only `stuckAfter` counts. */
export const PATIENT_WHILE_OLD_TASKS_GO: ReadonlySet<string> = new Set(['insufficient-cluster-capacity', 'port-conflict', 'placement-constraint', 'vcpu-quota', 'task-quota']);

/**
 * What a role that has just been made may not do yet: IAM is eventually consistent (IAM User Guide, "Changes that I make are not always
 * immediately visible"). Then a first task proves nothing.
 */
export const DENIED_TO_NEW_ROLES: ReadonlySet<string> = new Set([
  'ecr-auth-denied', 'pull-through-cache-denied', 'image-pull-kms-denied', 'image-pull-denied', 'secret-access-denied', 'kms-access-denied', 'log-access-denied',
  'app-dependency-auth',
]);
/** Of these that many tasks prove it, however many failures are allowed of others. */
export const DENIED_TASKS = 2;

/**
 * Roles and a quota that were good enough for the version that runs: there IAM is not late, and other deployments rarely give vCPUs back in
 * time. The old version serves on, so that an update may fail sooner than a create.
 */
const SETTLED_ON_UPDATE: ReadonlySet<string> = new Set(['role-not-assumable', 'role-permission-denied', 'vcpu-quota']);
export const SETTLED_MS = 3 * MINUTE;

/**
 * Failed health checks: ECS stops such a task itself once its grace and its checks are over (Amazon ECS Developer Guide, service load
 * balancing), and then it counts. Until then the application may just be slow.
 */
const STOPPED_BY_ECS: ReadonlySet<string> = new Set([
  'elb-health-check', 'elb-health-check-status', 'elb-health-check-timeout', 'elb-health-check-connection', 'container-health-check',
  'health-check-grace-too-short', 'app-port-mismatch', 'app-bind-localhost',
]);

/**
 * A cause that is only possible is not believed at its first task.
 * @param fresh the stack operation creates the service, gives its tasks other roles than before, or changes permissions
 */
export function toleranceOf(cause: Cause, fresh = false): Tolerance {
  const tolerance = BY_CAUSE[cause.id] ?? ofClass(cause, fresh);
  if (STOPPED_BY_ECS.has(cause.id)) return { ...tolerance, withoutTasksMs: Infinity };
  return !fresh && SETTLED_ON_UPDATE.has(cause.id) ? { ...tolerance, withoutTasksMs: SETTLED_MS } : tolerance;
}

function ofClass({ id, retry, certainty, symptomOnly }: Cause, fresh: boolean): Tolerance {
  const doubtful = certainty === 'possible' || symptomOnly || (fresh && DENIED_TO_NEW_ROLES.has(id));
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
/** What ECS itself names for certain, whatever the application has written: no log line changes it, and none is waited for. */
export const NAMED_BY_ECS: ReadonlySet<string> = new Set(['out-of-memory']);
/**
 * awslogs delivers the last lines of a container up to this late: it sends what it has every five seconds (`defaultForceFlushInterval` of
 * Docker's awslogs driver) and when the container ends; a second more until they can be read.
 */
export const LOG_LATENESS_MS = 6 * SECOND;
/** Once the first lines are there, the rest is close behind. */
export const REST_LATENESS_MS = 4 * SECOND;
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
