import { CauseId } from '../../../../contract';
import { Frame, Task } from '../../../../facts/model';
import { causeOfStatement } from '../../../classify';
import { Finding, Rule } from '../../../model';
import { definitionOf, errorLines, failedTasks, logLines, openErrors, ReadLine, statements, stopBegan } from '../../../read';
import { listeningIn } from '../../../read/listening';
import { time } from '../../../text';
import { called, guide } from '../../kit';
import { checkFailures } from '../../load-balancer/check-failures';

/** A container that prints a line within this time before its end was still at work. */
const BUSY_MS = 20_000;
const READY = /\b(started|ready|listening|accepting connections|up and running|boot(ed)? (complete|finished)|startup complete)\b/i;
const STARTING = /\b(starting|start-?up|initiali[sz]|loading|migrat|warm(ing)? ?up|compil|bootstrapp?ing|download|seeding|indexing|building|install|preparing|waiting for)/i;

/**
 * A task that was stopped by its health check while its log shows that it was still starting: no error, nothing ready before the end, or
 * ready only just before it.
 */
export const healthCheckGraceTooShort: Rule = {
  id: 'health-check-grace-too-short',
  family: 'health',
  title: 'Stopped before the application had started',
  stage: 'health',
  retry: 'maybe',
  traits: { stoppedByEcs: true },
  explains: ['elb-health-check-connection', 'elb-health-check-timeout', 'elb-health-check-status', 'container-health-check'],
  foundBy: 'facts',
  docs: guide('load-balancer-healthcheck'),
  match(frame) {
    const failedCheck = failedChecks(frame);
    const stopped = failedTasks(frame).filter((task) => failedCheck.has(task));
    const early = stopped.flatMap((task) => stillStarting(frame, task) ?? []);
    if (!early.length || early.length < stopped.length / 2) return undefined;
    // An application that answers with the wrong status has started; 502 and 503 come from one that starts, or from a proxy before it.
    if (checkFailures(frame).some((f) => f.cause === 'elb-health-check-status' && !/\b50[23]\b/.test(f.codes))) return undefined;
    const [{ container, seconds, line, late }] = early;
    const balanced = failedCheck.get(early[0].task) === 'elb-health-check';
    return {
      certainty: 'probable',
      container,
      tasks: early.map((e) => e.task),
      headline: late
        ? `${called(container)} is ready after ${late.readyAfter} s, but its health check gives up after ${late.gaveUpAfter} s`
        : `${called(container)} was still starting when its health check gave up after ${seconds} s`,
      evidence: [...new Set(early.map((e) => e.task.stoppedReason ?? ''))],
      facts: [
        late ? `ready, by its log: ${line}` : `last line before the stop: ${line}`,
        ...(balanced ? [`health check grace period: ${frame.service?.healthCheckGracePeriodSeconds ?? 0} s`] : []),
      ],
      fix: balanced
        ? 'raise healthCheckGracePeriod of the service above the time that the application needs to start'
        : 'raise healthCheck.startPeriod in addContainer() above the time that the application needs to start',
    } satisfies Finding;
  },
};

/** The kind of check for which ECS stopped a task, by task. */
function failedChecks(frame: Frame): ReadonlyMap<Task, CheckCause> {
  return new Map(statements(frame).filter(({ from }) => from === 'task').flatMap((statement) => {
    const cause = causeOfStatement(statement);
    return isCheckCause(cause) ? statement.tasks.map((task) => [task, cause] as const) : [];
  }));
}

type CheckCause = 'elb-health-check' | 'container-health-check';

function isCheckCause(cause: CauseId | undefined): cause is CheckCause {
  return cause === 'elb-health-check' || cause === 'container-health-check';
}

interface Early {
  readonly task: Task;
  readonly container: string;
  readonly seconds: number;
  readonly line: string;
  /** It was ready, but only after its check had given up. Seconds from its start. */
  readonly late?: { readonly readyAfter: number; readonly gaveUpAfter: number };
}

function stillStarting(frame: Frame, task: Task): Early | undefined {
  const end = stopBegan(task);
  const start = time(task.startedAt);
  if (end === undefined || start === undefined) return undefined;
  const unhealthy = task.containers?.find((c) => c.healthStatus === 'UNHEALTHY')?.name;
  const container = unhealthy ?? frame.service?.loadBalancers?.[0]?.containerName
    ?? (task.containers?.length === 1 ? task.containers[0].name : undefined);
  if (!container) return undefined;
  const lines = logLines(frame, container, task).filter((l) => (l.timestamp ?? 0) <= end);
  const last = lines[lines.length - 1];
  if (!last?.timestamp) return undefined;
  const ready = lines.find((l) => listeningIn(l.message ?? '') || (READY.test(l.message ?? '') && !STARTING.test(l.message ?? '')));
  const seconds = Math.round((end - start) / 1000);
  const readyAfter = ready?.timestamp === undefined ? undefined : Math.round((ready.timestamp - start) / 1000);
  const gaveUpAfter = Math.min(seconds, patience(frame, container, Boolean(unhealthy)) ?? Infinity);
  const late = readyAfter !== undefined && readyAfter > gaveUpAfter ? { readyAfter, gaveUpAfter } : undefined;
  const shown = (line: ReadLine) => (line.message ?? '').trim().slice(0, 160);
  // Errors before it was ready did not keep it from starting.
  const since = ready ? lines.slice(lines.indexOf(ready) + 1) : [];
  if (ready && late && !openErrors(since).length) return { task, container, seconds, late, line: shown(ready) };
  if (errorLines(lines).length) return undefined;
  const busy = ready
    ? end - (ready.timestamp ?? 0) < BUSY_MS
    : end - last.timestamp < BUSY_MS && lines.some((l) => STARTING.test(l.message ?? ''));
  return busy ? { task, container, seconds, line: shown(last) } : undefined;
}

/** Seconds from the start of a container until its check gives up; undefined: the check is not known. */
function patience(frame: Frame, container: string, ofContainer: boolean): number | undefined {
  const check = ofContainer ? definitionOf(frame, container)?.healthCheck : undefined;
  if (check) return (check.startPeriod ?? 0) + (check.interval ?? 30) * (check.retries ?? 3);
  const [failure] = checkFailures(frame).filter(({ group }) => group);
  const { HealthCheckIntervalSeconds: interval, UnhealthyThresholdCount: failures } = failure?.group ?? {};
  if (ofContainer || !interval || !failures) return undefined;
  return Math.max(frame.service?.healthCheckGracePeriodSeconds ?? 0, interval * failures);
}
