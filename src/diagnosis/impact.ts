import { desiredCount, oldTasksCounted, oldTasksListed, otherDeployments, runningTasks, targets } from './read';
import { count, taskDefinitionName } from './text';
import { Frame } from '../facts/model';

/** The tasks that still serve traffic, in a few words. */
export function impact(frame: Frame): string {
  if (frame.service === null) return 'the service does not exist yet, nothing serves traffic';
  if (!frame.service) return 'not known: the service was not read';
  const old = otherDeployments(frame).filter((d) => (d.runningCount ?? 0) + (d.desiredCount ?? 0) > 0);
  const oldRunning = Math.max(oldTasksListed(frame).length, oldTasksCounted(frame));
  const oldDesired = Math.max(oldRunning, old.reduce((sum, d) => Math.max(sum, d.desiredCount ?? 0), 0));
  const name = taskDefinitionName(old[0]?.taskDefinition);
  if (oldRunning > 0) {
    const serve = oldRunning === 1 ? 'serves' : 'serve';
    return `${oldRunning} of ${count(oldDesired, 'task')} of ${name ?? 'the previous deployment'} still ${serve} traffic`;
  }

  const mine = healthyCount(frame);
  if (mine > 0) {
    const wanted = Math.max(desiredCount(frame) ?? mine, mine);
    return `${mine} of ${count(wanted, 'new task')} ${mine === 1 ? 'runs' : 'run'}, no old task is left`;
  }
  return old.length || frame.previousTaskDefinition
    ? 'no task of the previous deployment runs any more, nothing serves traffic'
    : 'first deployment, nothing serves traffic yet';
}

function healthyCount(frame: Frame): number {
  const bad = new Set(targets(frame).filter((t) => t.health.TargetHealth?.State !== 'healthy').map((t) => t.task));
  return runningTasks(frame).filter((t) => !bad.has(t)).length;
}
