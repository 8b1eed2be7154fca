import { Verdict } from './model';
import { Cause, CauseInfo, Diagnosis, Retry } from '../diagnosis/model';
import { SERVICES_AT_FULL_RATE } from '../facts/rate';

// Times after which a rule reads something out of a silence are in diagnosis/read/silence.ts: the diagnosis does not know this file.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The patience with a cause before it fails a deployment. */
export interface Tolerance {
  /** Failed tasks that end the deployment; `threshold`: the option `failureThreshold`. */
  readonly failedTasks: number | 'threshold';
  /** Milliseconds since the cause was first seen, before which it ends nothing. */
  readonly notBeforeMs: number;
  /** Milliseconds for which a cause that no stopped task shows (placement, quota, role) must have lasted. */
  readonly withoutTasksMs: number;
}

/**
 * The policy of docs/how-it-works.md as data. Without stopped tasks only time counts: ECS writes a repeated event only once until it is
 * resolved or six hours have passed (Amazon ECS Developer Guide, service event messages), so that its silence is no recovery.
 */
export const TOLERANCE: { readonly [retry in Retry]: Tolerance } = {
  // 60 s: ECS may see roles, target groups and raised quotas that late after the same stack has created them
  never: { failedTasks: 1, notBeforeMs: 0, withoutTasksMs: MINUTE },
  // 8 min: ECS documents no first delay before it tries again, only that it grows to 15 min; six minutes are assumed (docs/lab.md)
  maybe: { failedTasks: 'threshold', notBeforeMs: 0, withoutTasksMs: 8 * MINUTE },
  // 10 tasks (or the desired count) over 10 min, or 15 min without any: a cause that lasts longer will not pass by itself
  likely: { failedTasks: 10, notBeforeMs: 10 * MINUTE, withoutTasksMs: 15 * MINUTE },
};

const NEVER_FAILS: Tolerance = { failedTasks: Infinity, notBeforeMs: 0, withoutTasksMs: Infinity };

/**
 * 3 min instead of 8 for a cause that is settled on an update. The old version still serves, so that an early failure costs less than in a
 * create.
 */
export const SETTLED_MS = 3 * MINUTE;

/** A circuit breaker that trips at this number of failed tasks: with the first of them, ECS's next try is its last. */
export const LAST_TRY_THRESHOLD = 2;

/** CloudFormation waits for a canary deployment for 36 h at most. A watch that owes no answer (`ecs-why watch`) goes on for as long. */
export const WATCH_WITHOUT_ANSWER_SECONDS = 36 * 3600;

/** Failed tasks that prove a denied permission of a new role, even if `failureThreshold` allows more. */
export const DENIED_TASKS = 2;

/** The tolerance of a cause that does not follow its class. undefined: it does. */
function ownTolerance({ retry, traits = {} }: Pick<CauseInfo, 'retry' | 'traits'>): Tolerance | undefined {
  // An application can protect a task for up to 48 hours, by default for two (Amazon ECS API Reference, UpdateTaskProtection).
  if (traits.endsByItself || traits.doneByPerson) return NEVER_FAILS;
  if (traits.notUnderstood) return TOLERANCE.likely;
  // No stopped task shows how often ECS has tried.
  if (traits.settledOnUpdate) return { ...TOLERANCE[retry], withoutTasksMs: TOLERANCE.maybe.withoutTasksMs };
  return undefined;
}

/**
 * The tolerance of a cause wherever it is found: the one that the pages show. Before ECS stops a task, a failing health check can be that
 * of a slow application, and a symptom proves nothing.
 * @param doubtful the cause is not believed at its first task
 */
export function usualTolerance(cause: Pick<CauseInfo, 'retry' | 'traits' | 'symptomOnly'>, doubtful = cause.symptomOnly): Tolerance {
  const { retry, traits, symptomOnly } = cause;
  const tolerance = ownTolerance(cause) ?? TOLERANCE[retry === 'never' && doubtful ? 'maybe' : retry];
  return traits?.stoppedByEcs || symptomOnly ? { ...tolerance, withoutTasksMs: Infinity } : tolerance;
}

/**
 * A cause that is only possible is not believed at its first task.
 * @param fresh the stack operation creates the service, gives its tasks other roles than before, or changes permissions
 */
export function toleranceOf(cause: Cause, fresh = false): Tolerance {
  const { certainty, traits, symptomOnly } = cause;
  const tolerance = usualTolerance(cause, symptomOnly || certainty === 'possible' || (fresh && traits?.deniedToNewRoles));
  return !fresh && traits?.settledOnUpdate ? { ...tolerance, withoutTasksMs: SETTLED_MS } : tolerance;
}

/** A cause that can end a deployment at all. A wait cannot. */
export function isFailure(cause: Cause): boolean {
  return !cause.waiting && toleranceOf(cause).failedTasks !== Infinity;
}

/** The bounds of a circuit breaker of `BOUNDED_PERCENT` (Amazon ECS Developer Guide, deployment circuit breaker). */
const FEWEST_FAILED_TASKS = 3;
export const MOST_FAILED_TASKS = 200;
/** ECS's default, of `BOUNDED_PERCENT` (Amazon ECS API Reference, ThresholdConfiguration). */
const DEFAULT_PERCENT = 50;

/** Failed tasks at which a circuit breaker of `BOUNDED_PERCENT` trips. */
export function boundedThreshold(percent: number, desiredCount: number): number {
  return Math.max(FEWEST_FAILED_TASKS, Math.min(MOST_FAILED_TASKS, unboundedThreshold(percent, desiredCount)));
}

/** Failed tasks at which a circuit breaker of `UNBOUNDED_PERCENT` trips. AWS documents no rounding: one failed task is the least. */
export function unboundedThreshold(percent: number, desiredCount: number): number {
  return Math.max(1, Math.ceil((desiredCount * percent) / 100));
}

/** Failed tasks that end a deployment with a healthy task: those at which ECS's circuit breaker trips by default. */
export function patientThreshold(threshold: number, desiredCount: number): number {
  return Math.max(threshold, boundedThreshold(DEFAULT_PERCENT, desiredCount));
}

/** Poll intervals. After a failed task the next one decides, and the answer must come before ECS gives up the deployment. */
export const POLL_SECONDS = 5;
export const POLL_SECONDS_AFTER_FAILURE = 3;
/**
 * When ECS has given up or is about to: the answer must come before CloudFormation notices. In 57 min a shorter interval would exceed the
 * 25,000 events of a state machine's execution.
 */
export const POLL_SECONDS_BEFORE_ECS = 2;

/** Deleting a state machine waits for its executions' next transition. */
const MAX_POLL_SECONDS = 15;

/**
 * Lengthens a poll interval if more than `SERVICES_AT_FULL_RATE` are deployed at a time, so that all together stay within the rate. Chance
 * makes the intervals differ, so that watches that begin together do not all call at the same moment.
 * @param chance 0 to 1
 */
export function paced(seconds: number, deploying: number, chance: number): number {
  const shared = (deploying / SERVICES_AT_FULL_RATE) * POLL_SECONDS;
  if (shared <= POLL_SECONDS) return seconds;
  return Math.max(seconds, Math.min(MAX_POLL_SECONDS, Math.round(shared * (0.75 + chance / 2))));
}

/**
 * Lengthens a poll interval after looks in a row that AWS has throttled: twice as long each time, and by chance not the same for all
 * watches.
 * @param chance 0 to 1
 */
export function backedOff(seconds: number, throttledLooks: number, chance: number): number {
  if (!throttledLooks) return seconds;
  const longest = Math.min(MAX_POLL_SECONDS, seconds * 2 ** throttledLooks);
  return Math.max(seconds, Math.round((longest / 2) * (1 + chance)));
}

/** A stack that has not touched its service by then does not change it (the diagnosis is new, and the service is as it was). */
export const UNTOUCHED_MS = 30 * SECOND;
/** A service that CloudFormation has not begun to create by then is not created at all (a condition, another template). */
export const ABSENT_MS = 5 * MINUTE;
/** If neither CloudFormation nor ECS could be read for this time, the watch ends: it can see no end, and must not delay the stack. */
export const BLIND_MS = 2 * MINUTE;
/**
 * awslogs sends lines every five seconds (`defaultForceFlushInterval` of Docker's awslogs driver) and when the container ends. A second
 * later they can be read.
 */
export const LOG_LATENESS_MS = 6 * SECOND;
/** If the first lines were read, the others follow sooner. */
export const REST_LATENESS_MS = 4 * SECOND;
/**
 * CloudFormation returns the status of a stack seconds late, so that no FAILED answer is sent in the first ten seconds after the request.
 * On Fargate a task takes longer than that to start.
 */
export const STATUS_LAG_MS = 10 * SECOND;
/**
 * The first watch of a stack begins while CloudFormation makes the policies of its role, which takes 15 s. IAM may need 30 s more until
 * they permit anything (docs/aws.md).
 */
export const LATE_POLICIES_MS = 45 * SECOND;
/** After ECS has given up the deployment: time to read its tasks, if they could not be read at first. */
export const ECS_VERDICT_GRACE_MS = 10 * SECOND;

/** Longest wait for a task that still runs. Later ECS has started the next tasks, and they show the same. */
export const LONGEST_SURVIVOR_WAIT_MS = 30 * SECOND;

/**
 * Time without progress that the settings of a service can ask for, if they could not be read: a load balancer takes at most 10 checks,
 * 300 s apart, to judge a target (Elastic Load Balancing API Reference, CreateTargetGroup).
 */
export const UNREAD_SETTINGS_SECONDS = 50 * 60;
/** ECS lists tasks late for moments only. A later look knows what they do, and so what is awaited. */
export const NOT_LISTED_MS = MINUTE;
/**
 * ELB's default `deregistration_delay.timeout_seconds`, for targets that cannot be read. The state of readable targets shows
 * that they drain (`isIntendedWait`).
 */
export const DEREGISTRATION_SECONDS = 300;
/** Placement, network interface and pull of the image, which no setting of the service limits. */
export const START_SLACK_SECONDS = 120;

/** What one diagnosis calls for by itself, without a history. */
export function verdictOf(diagnosis: Diagnosis): Verdict {
  const [cause] = diagnosis.causes;
  if (!cause) return diagnosis.status === 'healthy' ? 'healthy' : 'keep-waiting';
  if (!isFailure(cause)) return 'keep-waiting';
  // The watch fails the deployment with the first look that shows this (aws-verdicts.ts).
  if (diagnosis.ended) return 'fail-now';
  const { failedTasks, notBeforeMs } = toleranceOf(cause);
  if (failedTasks === 1) return 'fail-now';
  return notBeforeMs > 0 ? 'keep-waiting' : 'fail-after-repeat';
}
