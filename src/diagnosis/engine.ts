import { rules } from './causes';
import { changesSince } from './changes';
import { impact } from './impact';
import { Cause, Diagnosis, Finding, LogTail, Rule } from './model';
import { rank } from './rank';
import {
  definitionOf, desiredCount, failedTasks, firstContainerToEnd, hasExited, logTail, rolloutVerdict, taskId, watchedDeployment,
} from './read';
import { status } from './status';
import { stoppedTasksFact } from './stopped-tasks-fact';
import { taskDefinitionName } from './text';
import { toCause } from './to-cause';
import { CauseId } from '../contract';
import { Frame } from '../facts/model';

const LAST_RESORTS: ReadonlySet<CauseId> = new Set(rules.filter((rule) => rule.lastResort).map((rule) => rule.id));

/** Frame in, ranked causes and what surrounds them out. Pure. */
export function diagnose(frame: Frame): Diagnosis {
  const found = rank(rules.flatMap((rule) => findings(rule, frame).map((finding) => toCause(rule, withStoppedTasks(frame, finding)))));
  const isLastResort = ({ id }: Cause) => LAST_RESORTS.has(id);
  // Beside a cause that names something, the last resort adds nothing.
  const causes = settled(frame) ? [] : found.filter((cause) => !isLastResort(cause) || found.every((c) => c.waiting || isLastResort(c)));
  return {
    status: status(frame, causes),
    causes,
    summary: {
      failedTasks: failedTasks(frame).length,
      desiredCount: desiredCount(frame) ?? null,
      taskDefinition: taskDefinitionName(frame.taskDefinition?.taskDefinitionArn ?? watchedDeployment(frame)?.taskDefinition) ?? null,
      changes: changesSince(frame.previousTaskDefinition, frame.taskDefinition),
    },
    impact: impact(frame),
    log: tailFor(frame, causes[0]),
    unavailable: frame.unavailable ?? [],
  };
}

/** ECS has completed the deployment and everything runs: failures on the way are history. */
function settled(frame: Frame): boolean {
  const { runningCount = 0, pendingCount = 0 } = watchedDeployment(frame) ?? {};
  return rolloutVerdict(frame) === 'completed' && pendingCount === 0 && runningCount >= (desiredCount(frame) ?? Infinity);
}

/** A rule that throws has found nothing; the others still count. */
function findings(rule: Rule, frame: Frame): readonly Finding[] {
  try {
    const found = rule.match(frame);
    if (!found) return [];
    return 'headline' in found ? [found] : found;
  } catch {
    return [];
  }
}

function withStoppedTasks(frame: Frame, finding: Finding): Finding {
  return { ...finding, facts: [...stoppedTasksFact(frame, finding.tasks ?? []), ...(finding.facts ?? [])] };
}

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
  const showing = tasks.filter((t) => cause.tasks.includes(taskId(t)));
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
