import { hasItsTasks } from './intended-waits';
import { mayStillBePermitted } from './late-permissions';
import { Decision, History, StepInput } from './model';
import {
  isFailure, LATE_POLICIES_MS, LOG_LATENESS_MS, MOST_FAILED_TASKS, patientThreshold, POLL_SECONDS_AFTER_FAILURE, POLL_SECONDS_BEFORE_ECS,
  REST_LATENESS_MS, toleranceOf,
} from './policy';
import { survivors } from './survivors';
import { allowedTasks, breakerThreshold, makesRoom, patienceMs, toleranceIn } from './tolerance';
import { failedTasksNotReadable } from './unread-tasks';
import { causeEntries } from '../contract';
import { Cause, Stage } from '../diagnosis/model';
import {
  deploymentStart, desiredCount, errorLines, executionEnded, failedTasks, logLines, startedByThisOperation, watchedDeployment,
} from '../diagnosis/read';
import { count, duration, smallest } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { notRead, wasCutShort, wasThrottled } from '../facts/unavailable';

/** Do the causes found so far end the deployment? undefined: not yet, or there are none. */
export function decideByCauses(input: StepInput, history: History): Decision | undefined {
  const { frame, diagnosis } = input;
  if (!startedByThisOperation(frame)) return undefined;
  const because = diagnosis.causes.filter(isFailure).map((cause) => whyItFails(cause, input, history)).find(Boolean);
  if (!because) return undefined;
  const linesLateMs = lateLinesMs(input, history);
  if (linesLateMs > 0) {
    const most = isLastChance(countedFailures(input, history), input) ? POLL_SECONDS_BEFORE_ECS : POLL_SECONDS_AFTER_FAILURE;
    return waitFor(linesLateMs, 'the last log lines of the failed task may still arrive', most);
  }
  if (logMayBePermitted(input, history)) return waitFor(LATE_POLICIES_MS, `${because}; the permission to read the log may still come`);
  const knownInMs = othersKnownInMs(input, history);
  if (knownInMs > 0) return waitFor(knownInMs, `${because}; another task runs and may still get past the point at which they failed`);
  return { kind: 'fail', because: `${because}, ${age(input, history)} after the deployment started` };
}

function waitFor(ms: number, because: string, most = POLL_SECONDS_AFTER_FAILURE): Decision {
  return { kind: 'wait', seconds: Math.min(most, Math.ceil(ms / 1000)), because };
}

/**
 * Milliseconds until the tasks that still run have shown whether the new revision works. 0: they cannot, or enough tasks have failed
 * anyway.
 */
function othersKnownInMs(input: StepInput, history: History): number {
  const { frame, diagnosis, options, now } = input;
  const cause = diagnosis.causes.find(isFailure);
  // A threshold of one asks for the first failure.
  if (!cause || !mayAffectOneTask(cause) || options.causes[cause.id] !== undefined || options.failureThreshold === 1) return 0;
  const failed = countedFailures(input, history);
  if (isLastChance(failed, input)) return 0;
  return survivors(frame, cause, now, allowedTasks(cause, input)).knownInMs ?? 0;
}

/** ECS is about to give up the deployment: the cause has to be in the stack events before that. */
function isLastChance(failed: number, { frame, options }: StepInput): boolean {
  return failed >= patientThreshold(options.failureThreshold, desiredCount(frame) ?? 1) || failed >= breakerThreshold(frame);
}

/** Does the log name the cause better, and is it only the policy of a new watcher that is missing? */
function logMayBePermitted(input: StepInput, history: History): boolean {
  const cause = input.diagnosis.causes.find(isFailure);
  return cause !== undefined && isInLog(cause, input.frame) && mayStillBePermitted(input, history, 'logs')
    && !isLastChance(countedFailures(input, history), input);
}

/** A missing image, secret or permission stops every task; an application error may affect one. */
function mayAffectOneTask(cause: Cause): boolean {
  return cause.retry !== 'never' || cause.stage === 'run';
}

function whyItFails(cause: Cause, input: StepInput, history: History): string | undefined {
  const override = input.options.causes[cause.id];
  if (override === 0) return undefined;
  const mine = history.failures[cause.id]?.length ?? 0;
  if (override !== undefined) {
    if (mine >= override) return `${allowedFailures(mine, override)} with ${cause.id}`;
    if (mine) return undefined;
    return !cause.tasks.length && override === 1 ? `${cause.id} is set to fail at once` : withoutTasks(cause, input, history);
  }
  return mine ? withTasks(cause, mine, input, history) : withoutTasks(cause, input, history);
}

function withTasks(cause: Cause, mine: number, input: StepInput, history: History): string | undefined {
  const { options, frame } = input;
  const allowed = allowedTasks(cause, input);
  if (toleranceIn(frame, cause).notBeforeMs > 0) return thoughItUsuallyPasses(cause, mine, input, history);
  const works = isHealthy(history) || (mayAffectOneTask(cause) && survivors(frame, cause, input.now, allowed).revisionWorks);
  const limit = works ? patientThreshold(options.failureThreshold, desiredCount(frame) ?? 1) : allowed;
  // Failures of different causes add up: the deployment lost each of these tasks.
  const all = limit === 1 ? mine : countedFailures(input, history);
  if (all < limit) return undefined;
  if (limit === 1 && cause.retry === 'never') return `${count(all, 'failed task')}, and this does not heal by itself`;
  return allowedFailures(all, limit);
}

/** A deployment with healthy tasks, or with all of its tasks, has overcome a cause that usually passes. */
function thoughItUsuallyPasses(cause: Cause, mine: number, input: StepInput, history: History): string | undefined {
  const { frame } = input;
  const deployment = watchedDeployment(frame);
  const overcome = isHealthy(history) || (deployment && hasItsTasks(deployment));
  const needed = Math.max(allowedTasks(cause, input), Math.min(MOST_FAILED_TASKS, desiredCount(frame) ?? 1));
  const lasting = sinceMs(cause, input, history);
  if (overcome || mine < needed || lasting < toleranceIn(frame, cause).notBeforeMs) return undefined;
  return `${count(mine, 'task')} failed over ${duration(lasting)} from a cause that usually passes`;
}

function isHealthy({ healthy, healthUnread }: History): boolean {
  return Boolean(healthy || healthUnread);
}

/** Several tasks may fail between two looks. */
function allowedFailures(failures: number, limit: number): string {
  if (failures === limit) return `${failures} of ${limit} allowed failures`;
  return `${failures} failures where ${limit} ${limit === 1 ? 'is' : 'are'} allowed`;
}

/** Failed tasks of all causes that count towards `failureThreshold`. */
function countedFailures({ diagnosis, options }: StepInput, history: History): number {
  const tolerant = new Set(diagnosis.causes.filter((c) => toleranceOf(c).notBeforeMs > 0).map((c) => c.id));
  const ids = causeEntries(history.failures)
    .filter(([causeId]) => options.causes[causeId] !== 0 && !tolerant.has(causeId))
    .flatMap(([, tasks]) => tasks);
  return new Set(ids).size;
}

/** No task has stopped (placement, quota, role, load balancer): time decides, unless tasks of the new revision are healthy. */
function withoutTasks(cause: Cause, input: StepInput, history: History): string | undefined {
  const { frame } = input;
  if (isHealthy(history)) return undefined;
  // The tasks that ECS counts have failed from the cause that targets or events show. A symptom is no cause of theirs.
  const isCounted = !cause.symptomOnly && STOPS_TASKS.has(cause.stage) && !mayStillBePermitted(input, history, 'tasks');
  const lost = isCounted ? failedTasksNotReadable(frame) : 0;
  if (lost && lost >= allowedTasks(cause, input)) return `ECS counts ${count(lost, 'failed task')}, which could not be read`;
  if (makesRoom(cause, frame)) return undefined;
  const lasting = sinceMs(cause, input, history);
  if (lasting < patienceMs(cause, frame)) return undefined;
  const effect = BEFORE_TASKS.has(cause.stage) ? 'it has kept tasks from starting' : 'it has blocked the deployment';
  return `${effect} for ${duration(lasting)}`;
}

/** ECS counts refused placements as failed tasks, too, so that the count proves nothing about causes of the other stages. */
const STOPS_TASKS: ReadonlySet<Stage> = new Set(['pull', 'start', 'run', 'health']);
const BEFORE_TASKS: ReadonlySet<Stage> = new Set(['service', 'placement', 'pull', 'start']);

function sinceMs(cause: Cause, { now }: StepInput, history: History): number {
  return Date.parse(now) - Date.parse(history.since[cause.id] ?? now);
}

/**
 * Milliseconds in which log lines that name the cause may still arrive; 0 or less: none are waited for. awslogs delivers lines seconds
 * after the container wrote them. The wait begins when the first failed task ends: six seconds if no line of it was read, four if lines but
 * no error were.
 */
function lateLinesMs(input: StepInput, history: History): number {
  const { frame, diagnosis, now } = input;
  const cause = diagnosis.causes.find(isFailure);
  if (!cause || !isInLog(cause, frame)) return 0;
  // After a throttled read, or one that did not come to an end, the next look may read them; after any other failure it does not either.
  if (notRead(frame, 'logs').some((u) => !wasThrottled(u) && !wasCutShort(u))) return 0;
  const lines = failedTasks(frame).flatMap((task) => logLines(frame, cause.container ?? undefined, task));
  if (errorLines(lines).length) return 0;
  const ended = smallest(failedTasks(frame).map((task) => executionEnded(task) ?? Infinity));
  // The clocks of ECS and of the function can differ: the wait is over when it is over by one of them.
  const passed = Math.max(Date.parse(now) - ended, sinceMs(cause, input, history));
  return (lines.length ? REST_LATENESS_MS : LOG_LATENESS_MS) - passed;
}

/** The cause ended a container whose log can name it. */
function isInLog({ stage, tasks, traits, certainty, container }: Cause, frame: Frame): boolean {
  if (stage !== 'run' || !tasks.length || (traits?.namedByEcs && certainty === 'certain')) return false;
  return logsToCloudWatch(frame, container);
}

function logsToCloudWatch(frame: Frame, container: string | null): boolean {
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  return definitions.some((d) => (!container || d.name === container) && d.logConfiguration?.logDriver === 'awslogs');
}

function age({ frame, now }: StepInput, history: History): string {
  return duration(Date.parse(now) - (deploymentStart(frame) ?? Date.parse(history.startedAt)));
}
