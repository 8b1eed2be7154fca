import { CauseId } from '../../../contract';
import { Frame, TargetGroup, Task } from '../../../facts/model';
import { causeOfFailedCheck, causeOfStatement, causeOfTarget, CHECK_OTHERWISE, STATUS_CODES } from '../../classify';
import { balancedContainer, failedTasks, hasStopped, Statement, statements, targets } from '../../read';
import { oncePer } from '../../read/memo';
import { normalise, time } from '../../text';

/** Failed load balancer health checks of one target group, all sources joined: target health, service events, stop reasons. */
export interface CheckFailure {
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

/** During the grace period after the start of a task, ECS ignores the verdict of the load balancer, and so do we. */
function inGrace(frame: Frame, task: Task): boolean {
  const grace = (frame.service?.healthCheckGracePeriodSeconds ?? 0) * 1000;
  return !hasStopped(task) && (time(frame.at) ?? Infinity) - (time(task.startedAt) ?? 0) < grace;
}

function fromWords(frame: Frame): readonly Sighting[] {
  return statements(frame).flatMap((statement) => {
    const { text, quote, tasks } = statement;
    if (causeOfStatement(statement) !== CHECK_OTHERWISE) return [];
    const group = /(arn:[\w-]+:elasticloadbalancing:[\w-]*:\w*:targetgroup\/[\w-]+\/\w+)/.exec(text)?.[1]
      ?? /target-?group ([\w-]+)/i.exec(text)?.[1];
    const failed = new Set(failedTasks(frame));
    if (recovered(frame, statement, known(frame, group), failed)) return [];
    const port = Number(/\(port (\d+)\)/.exec(text)?.[1]) || undefined;
    return [{ ...howItFailed(reasonIn(text)), group: known(frame, group), port, tasks: tasks.filter((t) => failed.has(t)), quote }];
  });
}

/** ECS never takes an event back, and its targets can have become healthy since. */
function recovered(frame: Frame, { from, tasks }: Statement, group: string | undefined, failed: ReadonlySet<Task>): boolean {
  if (from !== 'event' || tasks.some((t) => failed.has(t))) return false;
  const meant = targets(frame).filter((t) => (!group || t.groupArn === group) && (!tasks.length || (t.task && tasks.includes(t.task))));
  return meant.length > 0 && meant.every((t) => t.health.TargetHealth?.State === 'healthy');
}

/** The text in `due to (reason ...)`; the whole text if there is no such clause. */
function reasonIn(text: string): string {
  return /due to \(?reason:? (.*)$/i.exec(text)?.[1] ?? text;
}

/** An event names the group by name, a stop reason by ARN, and people shorten both. */
function known(frame: Frame, group: string | undefined): string | undefined {
  if (!group || group.startsWith('arn:')) return group;
  return frame.targetGroups?.find((g) => g.TargetGroupName === group)?.TargetGroupArn
    ?? Object.keys(frame.targetHealth ?? {}).find((arn) => arn.includes(`targetgroup/${group}/`)) ?? group;
}

function howItFailed(words: string): { readonly cause: CauseId; readonly codes: string } {
  const text = normalise(words);
  return { cause: causeOfFailedCheck(text), codes: STATUS_CODES.exec(text)?.[1].trim() ?? '' };
}
