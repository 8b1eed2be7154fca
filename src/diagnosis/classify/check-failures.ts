import { causeOfFailedCheck, causeOfStatement, causeOfTarget } from './aws-cause';
import { CHECK_OTHERWISE, STATUS_CODES } from './aws-texts';
import { CauseId } from '../../contract';
import { Frame, TargetGroup, Task } from '../../facts/model';
import { Seen } from '../model';
import {
  balancedContainer, failedTasks, inGrace, isFailed, logLines, ReadLine, runningTasks, Statement, statements, targetGroupArn, targets,
} from '../read';
import { Answered, answeredChecks } from '../read/answered-checks';
import { Listening, listeningIn } from '../read/listening';
import { oncePer } from '../read/memo';
import { groupedBy, normalise } from '../text';

/** Failed load balancer health checks of one target group, all sources joined: target health, service events, stop reasons. */
export interface CheckFailure {
  /** How the check failed: one of the causes of failed checks; `elb-health-check` where AWS does not say how. */
  readonly cause: CauseId;
  /** `404`, `404, 503`; empty where AWS gives none. */
  readonly codes: string;
  readonly groupArn?: string;
  readonly group?: TargetGroup;
  /** Port of the target. */
  readonly port?: number;
  /** The port that the load balancer checks: the one of the target, or another that the target group sets. */
  readonly checked?: number;
  readonly registered: { readonly name?: string; readonly port?: number };
  readonly tasks: readonly Task[];
  readonly quotes: readonly string[];
  readonly certain: boolean;
  /** AWS does not say how the check failed, and by a log checks were answered with success. */
  readonly answered?: Answered;
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
  const groups = groupedBy([...fromTargets(frame), ...fromWords(frame)], ({ group }) => group ?? '');
  // Sightings that name no group belong to the only one there is.
  const unnamed = groups.get('');
  if (unnamed && groups.size === 2) {
    const [key] = [...groups.keys()].filter((k) => k);
    groups.set(key, [...(groups.get(key) ?? []), ...unnamed]);
    groups.delete('');
  }
  return [...groups].flatMap(([key, list]) => joined(frame, key, list));
});

const CONNECTION: CauseId = 'elb-health-check-connection';
/** Beside the bare words, which AWS gives for more than a refused connection. */
const NAMES_CONNECTION = /connection (refused|reset|closed|error)|malformed/i;

/** A known reason also explains the stops without one. Each of several reasons is a failure of its own, with the tasks of all. */
function joined(frame: Frame, key: string, list: readonly Sighting[]): readonly CheckFailure[] {
  const named = list.filter((s) => s.cause !== CHECK_OTHERWISE);
  const group = frame.targetGroups?.find((g) => g.TargetGroupArn === key || g.TargetGroupName === key);
  const registered = balancedContainer(frame, group?.TargetGroupArn ?? key);
  const tasks = [...new Set(list.flatMap((s) => s.tasks))];
  const answered = answeredChecks(frame, tasks, registered.name);
  // "Health checks failed" alone is no evidence against a log in which the application answers the checks
  const causeOf = (s: Sighting) => (answered && s.cause === CONNECTION && !NAMES_CONNECTION.test(s.quote) ? CHECK_OTHERWISE : s.cause);
  const causes = [...new Set((named.length ? named : list).map(causeOf))];
  return causes.map((cause) => {
    const mine = list.filter((s) => causeOf(s) === cause || s.cause === CHECK_OTHERWISE);
    const port = mine.find((s) => s.port)?.port;
    return {
      cause,
      codes: [...new Set(mine.map((s) => s.codes).filter(Boolean))].join(', '),
      groupArn: key || undefined,
      group,
      port,
      checked: checkedPort(frame, group, key) ?? port ?? registered.port,
      registered,
      tasks: [...new Set(mine.flatMap((s) => s.tasks))],
      quotes: [...new Set(mine.map((s) => s.quote))],
      certain: cause !== CHECK_OTHERWISE,
      ...(cause === CHECK_OTHERWISE && answered && { answered }),
    };
  });
}

/** The port that the check itself names; undefined: it goes to the port of the target ("traffic-port"), or was not read. */
function checkedPort(frame: Frame, group: TargetGroup | undefined, groupArn: string): number | undefined {
  const other = targets(frame).find(({ groupArn: arn, health }) => arn === groupArn && health.Target?.Port && health.HealthCheckPort
    && Number(health.HealthCheckPort) !== health.Target.Port);
  return Number(group?.HealthCheckPort) || Number(other?.health.HealthCheckPort) || undefined;
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
      tasks: task && isFailed(frame, task) ? [task] : [],
      quote: [Reason, Description].filter(Boolean).join(': '),
    }];
  });
}

function fromWords(frame: Frame): readonly Sighting[] {
  const failed = new Set(failedTasks(frame));
  return statements(frame).flatMap((statement) => {
    const { text, quote, tasks } = statement;
    if (causeOfStatement(statement) !== CHECK_OTHERWISE) return [];
    const group = targetGroupArn(frame, groupIn(text));
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
const NOT_HTTP = /metrics|prometheus|debug|actuator|management|admin|profil|pprof|grpc health|statsd|inspector|dashboard|\bX Plugin\b|for traces/i;

/** A load balancer that cannot connect, joined with the addresses on which the application listens by its own log. */
export interface Unreached {
  readonly container: string;
  /** The port that the load balancer checks. */
  readonly expected: number;
  /** The container port that gets the traffic. */
  readonly registered?: number;
  /** undefined: it was not read. */
  readonly group?: TargetGroup;
  readonly listening: readonly Heard[];
  readonly tasks: readonly Task[];
  readonly quotes: readonly string[];
}

export const unreached = oncePer((frame: Frame): readonly Unreached[] => {
  return checkFailures(frame).filter((f) => f.cause !== 'elb-health-check-status').flatMap((failure) => {
    const container = failure.registered.name;
    const expected = failure.checked;
    if (!container || !expected) return [];
    const listening = heardListening(frame, container, expected);
    if (!listening.length) return [];
    const { registered, tasks, quotes, group } = failure;
    return [{ container, group, registered: registered.port, expected: hostToContainer(frame, expected), listening, tasks, quotes }];
  });
});

/** An address on which the application listens, and the place of the line that names it. */
export interface Heard extends Listening {
  readonly seen: Seen;
}

/** Where a container listens by its own log, without ports that serve no requests of users. */
export function heardListening(frame: Frame, container: string, port: number | undefined): readonly Heard[] {
  return [...failedTasks(frame), ...runningTasks(frame)]
    .flatMap((task) => addressesIn(logLines(frame, container, task)).map((one): Heard => (
      { port: one.port, host: one.host, line: one.line, seen: { task, container, line: one.index } })))
    .filter((l) => !NOT_HTTP.test(l.line) || l.port === port);
}

/** The addresses that a log names, with the places of their lines. */
const addressesIn = oncePer((lines: readonly ReadLine[]): readonly (Listening & { readonly index: number })[] => (
  lines.flatMap(({ message = '' }, index) => {
    const heard = listeningIn(message);
    return heard ? [{ ...heard, index }] : [];
  })));

/** In bridge mode the load balancer connects to a host port; the application listens on the container port behind it. */
export function hostToContainer(frame: Frame, port: number): number {
  const binding = runningTasks(frame).flatMap((t) => t.containers ?? []).flatMap((c) => c.networkBindings ?? [])
    .find((b) => b.hostPort === port);
  return binding?.containerPort ?? port;
}
