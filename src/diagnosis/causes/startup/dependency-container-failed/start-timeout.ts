import { Frame, Task } from '../../../../facts/model';
import { Finding } from '../../../model';
import { containerOf, definitionOf, failedTasks, hasExited, isExitOfStop, logLines, onInstances, stopBegan } from '../../../read';
import { listeningIn } from '../../../read/listening';
import { time } from '../../../text';
import { called } from '../../kit';

/** A container that did not reach the condition of another one within its own `startTimeout`. */
interface TooLate {
  readonly awaited: string;
  readonly waiter: string;
  readonly condition: string;
  readonly task: Task;
}

/** All that Fargate says of it. */
const NO_REASON = /^task failed to start\.?$/i;
/** Between the stop of the pull and the start of the container, and back. */
const SLACK_MS = 5000;
/** Most that Fargate accepts for startTimeout (Amazon ECS API Reference, ContainerDefinition). */
const MOST_ON_FARGATE = 120;
const INTERVAL = 30;

/**
 * The dependency is stopped while others still wait for it, when its `startTimeout` is over: ECS counts that from its start, and where the
 * agent of the host gives the reason in words, Fargate gives none.
 */
export function lateDependencies(frame: Frame): readonly Finding[] {
  const late = failedTasks(frame).flatMap((task) => lateIn(frame, task));
  return [...new Set(late.map(({ awaited }) => awaited))].map((awaited): Finding => {
    const mine = late.filter((one) => one.awaited === awaited);
    const [{ waiter, condition }] = mine;
    const tasks = [...new Set(mine.map(({ task }) => task))];
    const limit = definitionOf(frame, awaited)?.startTimeout;
    return {
      certainty: 'probable',
      retry: 'maybe',
      container: awaited,
      tasks,
      headline: `${called(awaited)} ${outcomeOf(condition, tasks, awaited)} its startTimeout (${limit} s), so "${waiter}" never starts`,
      evidence: tasks.slice(0, 1).flatMap((task) => task.stoppedReason ?? []),
      facts: [`${waiter} waits for ${awaited} (dependsOn, condition ${condition})`, ...limitFacts(frame, awaited, condition, tasks)],
      fix: limitFix(frame, awaited, condition, tasks),
    };
  });
}

function outcomeOf(condition: string, tasks: readonly Task[], name: string): string {
  if (condition !== 'HEALTHY') return 'does not end within';
  const isHealthy = tasks.some((task) => task.containers?.some((c) => c.name === name && c.healthStatus === 'HEALTHY'));
  return isHealthy ? 'gets healthy after' : 'is not healthy within';
}

function lateIn(frame: Frame, task: Task): readonly TooLate[] {
  if (!NO_REASON.test(task.stoppedReason ?? '') || task.containers?.some((c) => c.reason)) return [];
  const state = (name: string | undefined) => containerOf(task, name);
  return (frame.taskDefinition?.containerDefinitions ?? []).filter(({ name }) => state(name) && !hasExited(state(name) ?? {}))
    .flatMap(({ name, dependsOn = [] }) => dependsOn.flatMap(({ containerName, condition }) => {
      const [now, limit] = [state(containerName), definitionOf(frame, containerName)?.startTimeout];
      if (!name || !containerName || !condition || condition === 'START' || !now || !limit) return [];
      const [from, to] = [time(task.pullStoppedAt), stopBegan(task)];
      const tooSoon = from !== undefined && to !== undefined && to - from < limit * 1000 - SLACK_MS;
      const wasStopped = !hasExited(now) || isExitOfStop(now.exitCode) || (condition === 'HEALTHY' && now.exitCode === 0);
      return tooSoon || !wasStopped || now.healthStatus === 'UNHEALTHY' ? [] : [{ awaited: containerName, waiter: name, condition, task }];
    }));
}

/** The numbers of the wait: limit, check and what the log shows. */
export function limitFacts(frame: Frame, awaited: string, condition: string | undefined, tasks: readonly Task[]): readonly string[] {
  const { startTimeout, healthCheck } = definitionOf(frame, awaited) ?? {};
  const limit = startTimeout ? [`startTimeout of ${awaited}: ${startTimeout} s, from its start`] : [];
  if (condition !== 'HEALTHY' || !healthCheck) return limit;
  const { startPeriod = 0, interval = INTERVAL, retries = 3 } = healthCheck;
  const ready = readyAfter(frame, awaited, tasks);
  const passes = ready === undefined ? [] : [
    `by its log it listens ${ready} s after start, so that the check ${passingCheck(ready, interval)} s after start is the first to pass`,
  ];
  const check = `its health check runs every ${interval} s (startPeriod ${startPeriod} s, ${retries} retries), first after ${interval} s`;
  return [...limit, check, ...passes];
}

export function limitFix(frame: Frame, awaited: string, condition: string | undefined, tasks: readonly Task[]): string {
  const { startTimeout = 0, healthCheck } = definitionOf(frame, awaited) ?? {};
  const interval = healthCheck?.interval ?? INTERVAL;
  const ready = condition === 'HEALTHY' ? readyAfter(frame, awaited, tasks) : undefined;
  const needed = ready === undefined ? startTimeout : Math.max(startTimeout, passingCheck(ready, interval));
  const shorter = condition === 'HEALTHY' && interval > 5 ? `, and shorten healthCheck.interval (now ${interval} s)` : '';
  const sooner = `let ${called(awaited)} ${condition === 'HEALTHY' || !condition ? 'get ready' : 'end'} sooner`;
  if (!onInstances(frame) && needed >= MOST_ON_FARGATE) {
    return `${sooner}${shorter}; Fargate accepts a startTimeout of ${MOST_ON_FARGATE} s at most`;
  }
  const most = onInstances(frame) ? '' : ` (at most ${MOST_ON_FARGATE} s on Fargate)`;
  const above = needed ? ` above ${needed} s${most}` : '';
  return `raise startTimeout in addContainer('${awaited}', ...)${above}${shorter}; or ${sooner}`;
}

/** Seconds from the first line of the log to the one that says where it listens. */
function readyAfter(frame: Frame, name: string, tasks: readonly Task[]): number | undefined {
  for (const task of tasks) {
    const lines = logLines(frame, name, task);
    const [first, ready] = [lines[0]?.timestamp, lines.find((l) => listeningIn(l.message ?? ''))?.timestamp];
    if (first !== undefined && ready !== undefined) return Math.round((ready - first) / 1000);
  }
  return undefined;
}

/** Docker checks for the first time one interval after start (Dockerfile reference, HEALTHCHECK). */
function passingCheck(ready: number, interval: number): number {
  return Math.max(1, Math.ceil(ready / interval)) * interval;
}
