import { CauseId } from '../../../contract';
import { Frame, TargetGroup, Task } from '../../../facts/model';
import { causeOfFailedCheck, causeOfStatement, causeOfTarget } from '../../classify';
import { CHECK_OTHERWISE, STATUS_CODES } from '../../classify/aws-texts';
import { CauseInfo, Finding, Retry, Rule, Seen } from '../../model';
import {
  balancedContainer, failedTasks, inGrace, logErrors, logLines, runningTasks, Statement, statements, targetGroupArn, targets,
} from '../../read';
import { Listening, listeningIn } from '../../read/listening';
import { loudness } from '../../read/logline';
import { oncePer } from '../../read/memo';
import { normalise } from '../../text';
import { called, guide } from '../kit';

/** Failed load balancer health checks of one target group, all sources joined: target health, service events, stop reasons. */
interface CheckFailure {
  /** How the check failed: one of the causes of failed checks; `elb-health-check` where AWS does not say how. */
  readonly cause: CauseId;
  /** `404`, `404, 503`; empty where AWS gives none. */
  readonly codes: string;
  readonly groupArn?: string;
  readonly group?: TargetGroup;
  readonly port?: number;
  readonly registered: { readonly name?: string; readonly port?: number };
  readonly tasks: readonly Task[];
  readonly quotes: readonly string[];
  readonly certain: boolean;
}

/** A failed check, with the words for a message. */
interface Failing extends CheckFailure {
  /** `container "web"` or `a new task`. */
  readonly who: string;
  /** `GET /health on port 8080`. */
  readonly where: string;
  readonly path?: string;
  /** Codes that the target group accepts; undefined where it could not be read. */
  readonly expected?: string;
  readonly timeout?: number;
  /** An error in the log of the application while the check fails. */
  readonly complaint?: { readonly text: string; readonly seen: Seen };
}

interface HealthCause extends Pick<CauseInfo, 'id' | 'title' | 'symptomOnly'> {
  readonly headline: (failing: Failing) => string;
  readonly facts: (failing: Failing) => readonly (string | false)[];
  readonly fix: (failing: Failing) => string;
  readonly retryOf?: (failing: Failing) => Retry | undefined;
}

/** A rule for one way in which load balancer health checks fail. No container is blamed: the check or the application can be wrong. */
export function healthRule(cause: HealthCause): Rule {
  const { id, title, symptomOnly } = cause;
  return {
    id,
    title,
    family: 'load-balancer',
    stage: 'traffic',
    retry: 'maybe',
    traits: { stoppedByEcs: true },
    docs: guide('troubleshoot-service-load-balancers'),
    ...(symptomOnly && { symptomOnly }),
    match: (frame) => checkFailures(frame).filter((f) => f.cause === id).map((f) => finding(cause, describe(frame, f))),
  };
}

function finding(cause: HealthCause, failing: Failing): Finding {
  const { certain, tasks, quotes, group, registered } = failing;
  const checked = group?.HealthCheckPort ? `: health check port ${group.HealthCheckPort}` : '';
  const registers = registered.port ? `; the service registers port ${registered.port}` : '';
  const container = registered.port && registered.name ? ` of ${registered.name}` : '';
  return {
    certainty: certain ? 'certain' : 'possible',
    tasks,
    headline: cause.headline(failing),
    evidence: quotes,
    facts: [
      group?.TargetGroupName && `target group ${group.TargetGroupName}${checked}${registers}${container}`,
      failing.complaint && `meanwhile the application logs: ${failing.complaint.text}`,
      ...cause.facts(failing),
    ].filter((f): f is string => Boolean(f)),
    fix: cause.fix(failing),
    seen: failing.complaint?.seen,
    retry: cause.retryOf?.(failing),
  };
}

function describe(frame: Frame, failure: CheckFailure): Failing {
  const { group, registered, port } = failure;
  const path = group?.HealthCheckPath;
  const http = !group?.HealthCheckProtocol || group.HealthCheckProtocol === 'HTTP' || group.HealthCheckProtocol === 'HTTPS';
  const shown = port ?? registered.port;
  const onPort = shown ? ` on port ${shown}` : '';
  return {
    ...failure,
    who: registered.name ? called(registered.name) : 'a new task',
    where: http && path ? `the health check GET ${path}${onPort}` : `the load balancer health check${onPort}`,
    path,
    expected: group?.Matcher?.HttpCode ?? group?.Matcher?.GrpcCode,
    timeout: group?.HealthCheckTimeoutSeconds,
    complaint: complaint(frame, failure),
  };
}

function complaint(frame: Frame, { registered: { name: container }, tasks }: CheckFailure): Failing['complaint'] {
  if (!container) return undefined;
  for (const task of [...tasks, ...runningTasks(frame)]) {
    const [error] = logErrors(logLines(frame, container, task));
    if (error && loudness(error.text) >= 4) return { text: error.text, seen: { task, container, line: error.index } };
  }
  return undefined;
}

interface Sighting {
  readonly cause: CauseId;
  readonly codes: string;
  readonly group?: string;
  readonly port?: number;
  readonly tasks: readonly Task[];
  readonly quote: string;
}

export const checkFailures = oncePer((frame: Frame): readonly CheckFailure[] => {
  const sightings = [...fromTargets(frame), ...fromWords(frame)];
  const groups = new Map<string, Sighting[]>();
  for (const s of sightings) {
    const key = s.group ?? '';
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  // Sightings that name no group belong to the only one there is.
  const unnamed = groups.get('');
  if (unnamed && groups.size === 2) {
    const [key] = [...groups.keys()].filter((k) => k);
    groups.set(key, [...(groups.get(key) ?? []), ...unnamed]);
    groups.delete('');
  }
  return [...groups].flatMap(([key, list]) => joined(frame, key, list));
});

/** A known reason also explains the stops without one. Each of several reasons is a failure of its own, with the tasks of all. */
function joined(frame: Frame, key: string, list: readonly Sighting[]): readonly CheckFailure[] {
  const named = list.filter((s) => s.cause !== CHECK_OTHERWISE);
  const causes = [...new Set((named.length ? named : list).map((s) => s.cause))];
  const group = frame.targetGroups?.find((g) => g.TargetGroupArn === key || g.TargetGroupName === key);
  return causes.map((cause) => {
    const mine = list.filter((s) => s.cause === cause || s.cause === CHECK_OTHERWISE);
    return {
      cause,
      codes: [...new Set(mine.map((s) => s.codes).filter(Boolean))].join(', '),
      groupArn: key || undefined,
      group,
      port: mine.find((s) => s.port)?.port,
      registered: balancedContainer(frame, group?.TargetGroupArn ?? key),
      tasks: [...new Set(mine.flatMap((s) => s.tasks))],
      quotes: [...new Set(mine.map((s) => s.quote))],
      certain: cause !== CHECK_OTHERWISE,
    };
  });
}

function fromTargets(frame: Frame): readonly Sighting[] {
  return targets(frame).flatMap(({ health, groupArn, task }) => {
    const { State, Reason = '', Description = '' } = health.TargetHealth ?? {};
    // A target whose state has a cause of its own failed no check.
    if (State !== 'unhealthy' || causeOfTarget(health) || (task && inGrace(frame, task))) return [];
    return [{
      ...howItFailed(`${Reason}: ${Description}`),
      group: groupArn,
      port: health.Target?.Port,
      tasks: task && failedTasks(frame).includes(task) ? [task] : [],
      quote: [Reason, Description].filter(Boolean).join(': '),
    }];
  });
}

function fromWords(frame: Frame): readonly Sighting[] {
  return statements(frame).flatMap((statement) => {
    const { text, quote, tasks } = statement;
    if (causeOfStatement(statement) !== CHECK_OTHERWISE) return [];
    const group = targetGroupArn(frame, groupIn(text));
    const failed = new Set(failedTasks(frame));
    if (recovered(frame, statement, group, failed)) return [];
    const port = Number(/\(port (\d+)\)/.exec(text)?.[1]) || undefined;
    return [{ ...howItFailed(reasonIn(text)), group, port, tasks: tasks.filter((t) => failed.has(t)), quote }];
  });
}

/** ECS never takes an event back, and its targets can have become healthy since. */
function recovered(frame: Frame, { from, tasks }: Statement, group: string | undefined, failed: ReadonlySet<Task>): boolean {
  if (from !== 'event' || tasks.some((t) => failed.has(t))) return false;
  const meant = targets(frame).filter((t) => (!group || t.groupArn === group) && (!tasks.length || (t.task && tasks.includes(t.task))));
  return meant.length > 0 && meant.every((t) => t.health.TargetHealth?.State === 'healthy');
}

/** ARN or name of the target group that a text speaks of. */
function groupIn(text: string): string | undefined {
  return /(arn:[\w-]+:elasticloadbalancing:[\w-]*:\w*:targetgroup\/[\w-]+\/\w+)/.exec(text)?.[1]
    ?? /target-?group ([\w-]+)/i.exec(text)?.[1];
}

/** The text in `due to (reason ...)`; the whole text if there is no such clause. */
function reasonIn(text: string): string {
  return /due to \(?reason:? (.*)$/i.exec(text)?.[1] ?? text;
}

function howItFailed(words: string): { readonly cause: CauseId; readonly codes: string } {
  const text = normalise(words);
  return { cause: causeOfFailedCheck(text), codes: STATUS_CODES.exec(text)?.[1].trim() ?? '' };
}

/** Words of a line about a port that serves no requests of users. */
const NOT_HTTP = /metrics|prometheus|debug|actuator|management|admin|profil|pprof|grpc health|statsd|inspector/i;

/** A load balancer that cannot connect, joined with the addresses on which the application listens by its own log. */
interface Unreached {
  readonly container: string;
  /** The port that the load balancer checks. */
  readonly expected: number;
  readonly listening: readonly Listening[];
  readonly tasks: readonly Task[];
  readonly quotes: readonly string[];
}

export const unreached = oncePer((frame: Frame): readonly Unreached[] => {
  return checkFailures(frame).filter((f) => f.cause !== 'elb-health-check-status').flatMap((failure) => {
    const container = failure.registered.name;
    const checkPort = targets(frame).find((t) => t.groupArn === failure.groupArn)?.health.HealthCheckPort ?? failure.group?.HealthCheckPort;
    const expected = Number(checkPort) || failure.port || failure.registered.port;
    if (!container || !expected) return [];
    const listening = [...failedTasks(frame), ...runningTasks(frame)]
      .flatMap((task) => logLines(frame, container, task))
      .flatMap((l) => listeningIn(l.message ?? '') ?? [])
      .filter((l) => !NOT_HTTP.test(l.line) || l.port === expected);
    if (!listening.length) return [];
    return [{ container, expected: hostToContainer(frame, expected), listening, tasks: failure.tasks, quotes: failure.quotes }];
  });
});

/** In bridge mode the load balancer connects to a host port; the application listens on the container port behind it. */
function hostToContainer(frame: Frame, port: number): number {
  const binding = runningTasks(frame).flatMap((t) => t.containers ?? []).flatMap((c) => c.networkBindings ?? [])
    .find((b) => b.hostPort === port);
  return binding?.containerPort ?? port;
}
