import { awaited } from './awaited';
import { blamed, joinedWithChange } from './blamed';
import { rules } from './causes';
import { changesOf } from './changes-of-frame';
import { givenIn } from './given';
import { impact } from './impact';
import { logged } from './logged';
import { Awaited, Cause, Diagnosis, Finding, LogTail, Over, Stage } from './model';
import { gotPast } from './over';
import { findings, withOwnWords } from './own-words';
import { rank } from './rank';
import {
  definitionOf, deploymentStart, desiredCount, failedTasks, firstContainerToEnd, hasExited, logTail, predatesOperation, rolloutVerdict,
  taskId, watchedDeployment,
} from './read';
import { status } from './status';
import { stoppedTasksFact } from './stopped-tasks-fact';
import { duration, taskDefinitionName, time } from './text';
import { toCause } from './to-cause';
import { withWayBack } from './way-back';
import { CauseId } from '../contract';
import { Frame } from '../facts/model';

const LAST_RESORTS: ReadonlySet<CauseId> = new Set(rules.filter((rule) => rule.lastResort).map((rule) => rule.id));

/**
 * Whether it is over is asked for each cause and each task. A task definition has ten containers (Amazon ECS service quotas), so only a
 * recording that somebody made has more causes.
 */
const MOST_CAUSES = 100;

/** Frame in, ranked causes and what surrounds them out. Pure. */
export function diagnose(frame: Frame): Diagnosis {
  const found = rank(rules.flatMap((rule) => findings(rule, frame).map((finding) => (
    withOwnWords(frame, rule, toCause(rule, withStoppedTasks(frame, finding)), finding)))));
  const isLastResort = ({ id }: Cause) => LAST_RESORTS.has(id);
  // Beside a cause that names something, the last resort adds nothing.
  const isAlone = found.every((cause) => cause.waiting || isLastResort(cause));
  const candidates = settled(frame) ? [] : found.filter((cause) => !isLastResort(cause) || isAlone);
  const assessed = candidates.slice(0, MOST_CAUSES);
  const over = overcome(frame, assessed);
  const causes = assessed.filter((cause) => !over.some((o) => o.cause === cause));
  const state = status(frame, causes);
  const log = withAside(tailFor(frame, causes[0]), causes[0]);
  const changes = changesOf(frame);
  const named = blamed(changes.all, causes[0], log);
  const written = logged(frame, causes, log);
  const given = givenIn(frame);
  const [first, ...rest] = causes;
  return {
    status: state,
    causes: first ? [withWayBack(frame, joinedWithChange(first, named, log, changes.all), changes.all), ...rest] : causes,
    ...(candidates.length > assessed.length && { moreCauses: candidates.length - assessed.length }),
    ...(hasEnded(frame) && { ended: true }),
    ...(state === 'in-progress' && !causes.length && { awaited: awaitedFor(frame) }),
    ...(over.length && { over }),
    summary: {
      failedTasks: failedTasks(frame).length,
      desiredCount: desiredCount(frame) ?? null,
      taskDefinition: taskDefinitionName(frame.taskDefinition?.taskDefinitionArn ?? watchedDeployment(frame)?.taskDefinition) ?? null,
      previousTaskDefinition: taskDefinitionName(frame.previousTaskDefinition?.taskDefinitionArn) ?? null,
      changes: changes.all.map(({ text }) => text),
      ...(named.length && { blamed: named.map(({ text }) => text) }),
      ...(changes.unchanged && { unchanged: true }),
    },
    impact: impact(frame),
    log,
    ...(written.length && { logged: written }),
    ...(given.length && { given }),
    unavailable: frame.unavailable ?? [],
  };
}

function awaitedFor(frame: Frame): Awaited {
  const [now, began] = [time(frame.at), deploymentStart(frame)];
  const age = now === undefined || began === undefined || now < began || predatesOperation(frame) ? {} : { age: duration(now - began) };
  return { ...awaited(frame), ...age };
}

/** If AWS has ended the deployment, the causes that its tasks got past explain that, unless there is another one. */
function overcome(frame: Frame, causes: readonly Cause[]): readonly Over[] {
  const over = causes.flatMap((cause) => {
    const task = gotPast(frame, cause);
    return task ? [{ cause, task: taskId(task) }] : [];
  });
  const isOpen = (cause: Cause) => !cause.waiting && !cause.symptomOnly && !over.some((o) => o.cause === cause);
  return hasEnded(frame) && !causes.some(isOpen) ? [] : over;
}

function hasEnded(frame: Frame): boolean {
  return rolloutVerdict(frame) === 'failed' || /_FAILED$/.test(frame.operation?.resourceStatus ?? '');
}

/** ECS has completed the deployment and everything runs: failures on the way are history. */
function settled(frame: Frame): boolean {
  const { runningCount = 0, pendingCount = 0 } = watchedDeployment(frame) ?? {};
  return rolloutVerdict(frame) === 'completed' && pendingCount === 0 && runningCount >= (desiredCount(frame) ?? Infinity);
}

function withStoppedTasks(frame: Frame, finding: Finding): Finding {
  return { ...finding, facts: [...stoppedTasksFact(frame, finding.tasks ?? []), ...(finding.facts ?? [])] };
}

/** Where a log line shows the cause, the log is read to its end; where AWS or a check does, it is only the surroundings. */
function withAside(log: LogTail | null, cause: Cause | undefined): LogTail | null {
  if (!log || !cause) return log;
  return cause.aside || (!cause.seen && !IN_THE_LOG.has(cause.stage)) ? { ...log, aside: true } : log;
}

/** Stages in which the program itself can log what it fails at. */
const IN_THE_LOG: ReadonlySet<Stage> = new Set(['run']);

/**
 * The log with the line that gave the cause away, else that of the blamed container.
 * If none is blamed and a task ran: log of the container that the load balancer connects to.
 */
function tailFor(frame: Frame, cause: Cause | undefined): LogTail | null {
  // If AWS took a task away or never placed it, its log does not mention that.
  if (!cause || cause.waiting || cause.stage === 'placement') return null;
  const { seen } = cause;
  if (seen) return logTail(frame, seen.container, seen.task, seen);
  const tasks = failedTasks(frame);
  const ofCause = new Set(cause.tasks);
  const showing = tasks.filter((t) => ofCause.has(taskId(t)));
  const task = [...showing, ...tasks].find((t) => t.startedAt || t.containers?.some(hasExited))
    ?? (cause.container ? showing[0] : undefined);
  if (!task) return null;
  const balanced = frame.service?.loadBalancers?.[0]?.containerName;
  const name = cause.container ?? (definitionOf(frame, balanced) ? balanced : firstContainerToEnd(frame, task)?.name);
  if (!name) return null;
  const first = logTail(frame, name, task);
  if (first.lines.length) return first;
  const other = showing.find((t) => logTail(frame, name, t).lines.length);
  return other ? logTail(frame, name, other) : first;
}
