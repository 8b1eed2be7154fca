import { CauseId } from '../../../../contract';
import { Frame, LogLine, TargetGroup, Task } from '../../../../facts/model';
import { causeOfStatement, checkFailures } from '../../../classify';
import { Finding, Rule } from '../../../model';
import {
  definitionOf, errorLines, failedTasks, logLines, openErrors, repeatedFailure, statements, stopBegan, Work, workAtEnd,
} from '../../../read';
import { listeningIn } from '../../../read/listening';
import { isAboutStop } from '../../../read/stop-words';
import { count, duration, time, wholeTokens } from '../../../text';
import { called, guide } from '../../kit';

const LONG = 2000;
/** A container that prints a line within this time before its end was still at work. */
const BUSY_MS = 20_000;
const READY = /\b(started|ready|listening|accepting connections|up and running|boot(ed)? (complete|finished)|startup complete)\b/i;
/** The start is over, and took so long (Spring, Quarkus, Micronaut, Tomcat, WildFly, Next.js). The port can be named long before. */
const STARTED_IN = /\b(?:started|ready|start-?up)\b.{0,120}\bin \[?[\d.,]+\]? ?(?:s|ms|sec|seconds|milliseconds)\b/i;
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
    const [first] = early;
    const balanced = failedCheck.get(first.task) === 'elb-health-check';
    // times, and names of kinds of work: nothing of the log but its times
    const ownWords = {
      headline: headline(first),
      facts: [...workFacts(first), ...(balanced ? elbTiming(frame) : checkTiming(frame, first))],
      fix: balanced ? graceFix(frame, first) : startPeriodFix(frame, first),
    };
    return {
      certainty: 'probable',
      container: first.container,
      tasks: early.map((e) => e.task),
      evidence: [...new Set(early.map((e) => e.task.stoppedReason ?? ''))],
      ...ownWords,
      facts: [first.ready ? `log: ${first.ready.line}` : `last line before the stop: ${first.line}`, ...ownWords.facts],
      ownWords: () => ownWords,
    } satisfies Finding;
  },
};

function headline({ container, seconds, ready, work }: Early): string {
  if (!ready) return `${called(container)} was still ${work?.what ?? 'starting'} when its health check gave up after ${seconds} s`;
  return `${called(container)} is ready after ${ready.seconds} s, but its health check gives up after ${seconds} s`;
}

/** When the work began, and for how long it had run. */
function workFacts({ task, work, seconds }: Early): readonly string[] {
  if (!work) return [];
  const began = Math.max(0, Math.round((work.began - (time(task.startedAt) ?? work.began)) / 1000));
  const ran = duration((seconds - began) * 1000);
  return [`${work.noun} began ${began} s after start and had not ended ${ran} later (${count(work.count, 'line')} about it)`];
}

/** What ECS waits for before it counts a container as unhealthy. */
function checkTiming(frame: Frame, { container }: Early): readonly string[] {
  const check = definitionOf(frame, container)?.healthCheck;
  if (!check) return [];
  const { startPeriod = 0, interval = 30, retries = 3 } = check;
  const after = startPeriod + interval * retries;
  return [`the check gives up ${after} s after start (startPeriod ${startPeriod} s + ${retries} x ${interval} s)`];
}

/** What the load balancer and ECS wait for before they count a task as healthy. */
function elbTiming(frame: Frame): readonly string[] {
  const { HealthyThresholdCount: wanted, HealthCheckIntervalSeconds: interval, HealthCheckPath: path } = balancingGroup(frame) ?? {};
  const asked = path ? ` of GET ${path}` : '';
  const successes = wanted && interval ? `; the target group asks for ${wanted} successes${asked}, one every ${interval} s` : '';
  return [`health check grace period: ${frame.service?.healthCheckGracePeriodSeconds ?? 0} s${successes}`];
}

function balancingGroup(frame: Frame): TargetGroup | undefined {
  const arn = frame.service?.loadBalancers?.[0]?.targetGroupArn;
  return frame.targetGroups?.find((g) => g.TargetGroupArn === arn);
}

/** Time that the target group needs to count a task as healthy once it answers. */
function untilHealthyMs(frame: Frame): number {
  const { HealthyThresholdCount: wanted = 0, HealthCheckIntervalSeconds: interval = 0 } = balancingGroup(frame) ?? {};
  return wanted * interval * 1000;
}

function graceFix(frame: Frame, { ready, work, seconds }: Early): string {
  const now = frame.service?.healthCheckGracePeriodSeconds ?? 0;
  const longer = Math.max(now, seconds);
  if (work) return `raise healthCheckGracePeriod of the service from ${now} s to more than ${longer} s${elsewhere(work)}`;
  const needed = ready && ready.seconds + untilHealthyMs(frame) / 1000;
  return needed && needed > now
    ? `raise healthCheckGracePeriod of the service from ${now} s to more than ${needed} s`
    : 'raise healthCheckGracePeriod of the service above the time that the application needs to start';
}

/** Another place for the work. */
function elsewhere({ noun }: Work): string {
  return noun === 'migrations' ? ', or run the migrations before the deployment, in a task of their own' : '';
}

/** Seconds (Amazon ECS API Reference, HealthCheck). */
const LONGEST_START_PERIOD = 300;

function startPeriodFix(frame: Frame, { container, ready, work, seconds }: Early): string {
  const now = definitionOf(frame, container)?.healthCheck?.startPeriod ?? 0;
  const { loadBalancers = [], healthCheckGracePeriodSeconds: set } = frame.service ?? {};
  const balanced = loadBalancers.length > 0 || Boolean(set);
  if (now >= LONGEST_START_PERIOD) {
    return `raise retries (10 at most) or interval of healthCheck in addContainer(): startPeriod has its most, ${now} s already`;
  }
  if (work && !balanced) {
    return `raise healthCheck.startPeriod in addContainer() from ${now} s (300 s at most; then retries and interval)${elsewhere(work)}`;
  }
  if (work) {
    const grace = frame.service?.healthCheckGracePeriodSeconds ?? 0;
    return `raise healthCheck.startPeriod in addContainer() from ${now} s (300 s at most) and healthCheckGracePeriod of the service from`
      + ` ${grace} s to more than ${Math.max(grace, seconds)} s${elsewhere(work)}`;
  }
  return ready && ready.seconds > now
    ? `raise healthCheck.startPeriod in addContainer() from ${now} s to more than ${ready.seconds} s`
    : 'raise healthCheck.startPeriod in addContainer() above the time that the application needs to start';
}

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
  /** From the start of the task to its stop, or until its check gave up if that was earlier. */
  readonly seconds: number;
  /** The last line before the stop. */
  readonly line: string;
  /** The work in which it was; absent: its log names none. */
  readonly work?: Work;
  /** The line by which the application was ready. */
  readonly ready?: { readonly seconds: number; readonly line: string };
}

function stillStarting(frame: Frame, task: Task): Early | undefined {
  const end = stopBegan(task);
  const start = time(task.startedAt);
  if (end === undefined || start === undefined) return undefined;
  const unhealthy = task.containers?.find((c) => c.healthStatus === 'UNHEALTHY')?.name;
  const container = unhealthy ?? frame.service?.loadBalancers?.[0]?.containerName
    ?? (task.containers?.length === 1 ? task.containers[0].name : undefined);
  if (!container) return undefined;
  const all = logLines(frame, container, task);
  const lines = all.filter((l) => (l.timestamp ?? 0) <= end);
  // the signal to stop is no sign of work
  const last = [...lines].reverse().find(({ message = '' }) => !isAboutStop(message));
  if (!last?.timestamp) return undefined;
  // ECS sends SIGTERM and waits (`stopTimeout`): an application that starts can still become ready then.
  const ready = all.find((l) => STARTED_IN.test((l.message ?? '').slice(0, LONG)))
    ?? all.find((l) => listeningIn(l.message ?? '') || (READY.test(l.message ?? '') && !STARTING.test(l.message ?? '')));
  // The same failure again and again is no start in progress, however long the check waits.
  if (!ready && repeatedFailure(lines)) return undefined;
  const seconds = Math.round((end - start) / 1000);
  const shared = { task, container, seconds, line: shown(last) };
  const work = ready ? undefined : workAtEnd(lines, end, BUSY_MS);
  if (work && (end - last.timestamp < BUSY_MS || !timedOut(frame))) return { ...shared, work };
  // Errors before it was ready did not keep it from starting.
  const after = ready?.timestamp;
  if ((after ? openErrors(lines.filter((l) => (l.timestamp ?? 0) > after)) : errorLines(lines)).length) return undefined;
  if (!ready?.timestamp) {
    return end - last.timestamp < BUSY_MS && lines.some((l) => STARTING.test(l.message ?? '')) ? shared : undefined;
  }
  const left = end - ready.timestamp;
  const startup = ready.timestamp - start;
  const gaveUpAfter = Math.min(seconds, patience(frame, container, Boolean(unhealthy)) ?? Infinity);
  const isLate = startup > 1000 * gaveUpAfter;
  // An application that was ready early fails its check for another reason.
  if (!isLate && left >= BUSY_MS && (unhealthy || left >= untilHealthyMs(frame) || startup < left)) return undefined;
  return { ...shared, seconds: isLate ? gaveUpAfter : seconds, ready: { seconds: Math.round(startup / 1000), line: shown(ready) } };
}

/**
 * A load balancer that gets no answer at all: a port on which nothing listens yet refuses the connection, so something else drops it
 * (Elastic Load Balancing, reason codes Target.Timeout and Target.FailedHealthChecks).
 */
function timedOut(frame: Frame): boolean {
  return checkFailures(frame).some(({ cause }) => cause === 'elb-health-check-timeout');
}

/** Seconds from the start of a container until its check gives up; undefined: the check is not known. */
function patience(frame: Frame, container: string, ofContainer: boolean): number | undefined {
  const check = ofContainer ? definitionOf(frame, container)?.healthCheck : undefined;
  if (check) return (check.startPeriod ?? 0) + (check.interval ?? 30) * (check.retries ?? 3);
  const { HealthCheckIntervalSeconds: interval, UnhealthyThresholdCount: failures } = balancingGroup(frame) ?? {};
  if (ofContainer || !interval || !failures) return undefined;
  return Math.max(frame.service?.healthCheckGracePeriodSeconds ?? 0, interval * failures);
}

function shown(line: LogLine): string {
  return wholeTokens((line.message ?? '').trim(), 160);
}
