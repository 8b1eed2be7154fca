import { hasItsTasks } from './held';
import { Decision, History, StepInput } from './model';
import { isOurs } from './ours';
import { isFailure, LOG_LATENESS_MS, MOST_FAILED_TASKS, NAMED_BY_ECS, patientThreshold, POLL_SECONDS_AFTER_FAILURE, REST_LATENESS_MS, toleranceOf } from './policy';
import { survivors } from './survivors';
import { allowedTasks, breakerThreshold, makesRoom, patienceMs, toleranceIn } from './tolerance';
import { Cause, Stage } from '../diagnosis/model';
import { desiredCount, errorLines, failedTasks, logLines, watchedDeployment } from '../diagnosis/read';
import { count, duration, time } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { notRead, wasDenied, wasThrottled } from '../facts/unavailable';

/** Do the causes found so far end the deployment? undefined: not yet, or there are none. */
export function causesSay(input: StepInput, history: History): Decision | undefined {
  const { frame, diagnosis } = input;
  if (!isOurs(frame)) return undefined;
  const because = diagnosis.causes.filter(isFailure).map((cause) => whyItFails(cause, input, history)).find(Boolean);
  if (!because) return undefined;
  const lateMs = linesMayComeMs(input, history);
  if (lateMs > 0) return waitFor(lateMs, 'the last log lines of the failed task may still come');
  const showsInMs = othersMayShowMs(input, history);
  if (showsInMs > 0) return waitFor(showsInMs, `${because}; another task runs and may yet get past the point at which they failed`);
  return { kind: 'fail', because: `${because}, ${age(input, history)} after the deployment started` };
}

function waitFor(ms: number, because: string): Decision {
  return { kind: 'wait', seconds: Math.min(POLL_SECONDS_AFTER_FAILURE, Math.ceil(ms / 1000)), because };
}

/** Milliseconds until the tasks that still run will have told whether the new revision works; 0: they will not, or enough have failed anyway. */
function othersMayShowMs(input: StepInput, history: History): number {
  const { frame, diagnosis, options, now } = input;
  const cause = diagnosis.causes.find(isFailure);
  // Who allows one failure wants to hear of the first.
  if (!cause || !othersTell(cause) || options.causes[cause.id] !== undefined || options.failureThreshold === 1) return 0;
  const failed = countable(input, history);
  // ECS gives the deployment up in any case: the cause is to stand in the events before its verdict does.
  if (failed >= patientThreshold(options.failureThreshold, desiredCount(frame) ?? 1) || failed >= breakerThreshold(frame)) return 0;
  return survivors(frame, cause, now, allowedTasks(cause, input)).showsInMs ?? 0;
}

/** What no image, secret or role would let any task pass is the same for all of them; what an application does may be one task's own affair. */
function othersTell(cause: Cause): boolean {
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
  const { notBeforeMs } = toleranceIn(frame, cause);
  const allowed = allowedTasks(cause, input);
  if (notBeforeMs > 0) {
    // A deployment that has healthy tasks, or all of its tasks, gets there in spite of what usually heals.
    const deployment = watchedDeployment(frame);
    const heals = isHealthy(history) || (deployment && hasItsTasks(deployment));
    const lasting = sinceMs(cause, input, history);
    return !heals && mine >= Math.max(allowed, Math.min(MOST_FAILED_TASKS, desiredCount(frame) ?? 1)) && lasting >= notBeforeMs
      ? `${count(mine, 'task')} failed for what usually heals, over ${duration(lasting)}` : undefined;
  }
  const works = isHealthy(history) || (othersTell(cause) && survivors(frame, cause, input.now, allowed).works);
  const limit = works ? patientThreshold(options.failureThreshold, desiredCount(frame) ?? 1) : allowed;
  // Different causes add up: each of these tasks is one that the deployment lost.
  const all = limit === 1 ? mine : countable(input, history);
  if (all < limit) return undefined;
  if (limit === 1 && cause.retry === 'never') return `${count(all, 'failed task')}, and this does not heal by itself`;
  return allowedFailures(all, limit);
}

function isHealthy({ healthy, healthUnread }: History): boolean {
  return Boolean(healthy || healthUnread);
}

/** Several tasks may fail between two looks. */
function allowedFailures(failures: number, limit: number): string {
  return failures === limit ? `${failures} of ${limit} allowed failures` : `${failures} failures where ${limit} ${limit === 1 ? 'is' : 'are'} allowed`;
}

/** Failed tasks of all causes that count towards `failureThreshold`. */
function countable({ diagnosis, options }: StepInput, history: History): number {
  const tolerant = new Set(diagnosis.causes.filter((c) => toleranceOf(c).notBeforeMs > 0).map((c) => c.id));
  const ids = Object.entries(history.failures)
    .filter(([causeId]) => options.causes[causeId] !== 0 && !tolerant.has(causeId))
    .flatMap(([, tasks]) => tasks);
  return new Set(ids).size;
}

/** No task stops: placement, quota, role, the wiring of the load balancer. Only its lasting counts, and not while tasks of the new revision are healthy. */
function withoutTasks(cause: Cause, input: StepInput, history: History): string | undefined {
  const { frame } = input;
  if (cause.symptomOnly || isHealthy(history)) return undefined;
  const lost = STOPS_TASKS.has(cause.stage) ? unseenFailures(frame) : 0;
  if (lost && lost >= allowedTasks(cause, input)) return `${count(lost, 'failed task')} by the count of ECS, which could not be looked at`;
  if (makesRoom(cause, frame)) return undefined;
  const lasting = sinceMs(cause, input, history);
  if (lasting < patienceMs(cause, frame)) return undefined;
  const keeps = BEFORE_TASKS.has(cause.stage) ? 'it has kept tasks from starting' : 'it has held the deployment up';
  return `${keeps} for ${duration(lasting)}`;
}

/** ECS counts refused placements as failed tasks, too; such a cause is not known by its tasks. */
const STOPS_TASKS: ReadonlySet<Stage> = new Set(['pull', 'start', 'run', 'health']);
const BEFORE_TASKS: ReadonlySet<Stage> = new Set(['service', 'placement', 'pull', 'start']);

/** ECS counts them, and nobody may read them: then the cause that targets or events tell is that of these tasks. */
function unseenFailures(frame: Frame): number {
  return notRead(frame, 'tasks').some(wasDenied) ? watchedDeployment(frame)?.failedTasks ?? 0 : 0;
}

function sinceMs(cause: Cause, { now }: StepInput, history: History): number {
  return Date.parse(now) - Date.parse(history.since[cause.id] ?? now);
}

/**
 * awslogs delivers lines seconds after the container wrote them. The application's own words are worth that wait, once: six seconds from
 * the stop of the first failed task where no line has been read of any, four where lines but no error have. More will hardly come.
 */
function linesMayComeMs(input: StepInput, history: History): number {
  const { frame, diagnosis, now } = input;
  const cause = diagnosis.causes.find(isFailure);
  if (!cause || cause.stage !== 'run' || !cause.tasks.length) return 0;
  if (NAMED_BY_ECS.has(cause.id) && cause.certainty === 'certain') return 0;
  // Whoever may not read them waits in vain; whoever was throttled reads them with the next look.
  if (notRead(frame, 'logs').some((u) => !wasThrottled(u)) || !logsToCloudWatch(frame, cause.container)) return 0;
  const lines = failedTasks(frame).flatMap((task) => logLines(frame, cause.container ?? undefined, task));
  if (errorLines(lines).length) return 0;
  const stopped = Math.min(...failedTasks(frame).map((t) => time(t.executionStoppedAt) ?? time(t.stoppingAt) ?? time(t.stoppedAt) ?? Infinity));
  // Whichever clock says that the time is over: that of ECS or ours.
  const passed = Math.max(Date.parse(now) - stopped, sinceMs(cause, input, history));
  return (lines.length ? REST_LATENESS_MS : LOG_LATENESS_MS) - passed;
}

function logsToCloudWatch(frame: Frame, container: string | null): boolean {
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  return definitions.some((d) => (!container || d.name === container) && d.logConfiguration?.logDriver === 'awslogs');
}

function age({ frame, now }: StepInput, history: History): string {
  const id = frame.operation?.deploymentId;
  const created = time((frame.service?.deployments ?? []).find((d) => d.id === id)?.createdAt) ?? time(frame.serviceDeployment?.createdAt);
  return duration(Date.parse(now) - (created ?? Date.parse(history.startedAt)));
}
