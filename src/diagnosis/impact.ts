import {
  desiredCount, isFirstDeployment, isReplacement, oldTasksCounted, oldTasksListed, otherDeployments, predatesOperation, runningTasks,
  targets, watchedDeployment,
} from './read';
import { count, taskDefinitionName } from './text';
import { Frame } from '../facts/model';

/** The tasks that still serve traffic, in a few words. */
export function impact(frame: Frame): string {
  if (frame.service === null) return `the service does not exist${notYet(frame)}, nothing serves traffic`;
  if (!frame.service) return 'not known: the service was not read';
  if (predatesOperation(frame)) return untouched(frame);
  const old = otherDeployments(frame).filter((d) => (d.runningCount ?? 0) + (d.desiredCount ?? 0) > 0);
  const oldRunning = Math.max(oldTasksListed(frame).length, oldTasksCounted(frame));
  const oldDesired = Math.max(oldRunning, old.reduce((sum, d) => Math.max(sum, d.desiredCount ?? 0), 0));
  if (oldRunning > 0) {
    const name = taskDefinitionName(old[0]?.taskDefinition) ?? 'the previous deployment';
    return `${oldRunning} of ${count(oldDesired, 'task')} of ${name} still ${oldRunning === 1 ? 'serves' : 'serve'} traffic`;
  }

  const mine = healthyCount(frame);
  const first = isFirstDeployment(frame);
  if (mine > 0) {
    const wanted = Math.max(desiredCount(frame) ?? mine, mine);
    const rest = first ? 'first deployment' : 'no old task is left';
    return `${mine} of ${count(wanted, 'new task')} ${mine === 1 ? 'runs' : 'run'}, ${rest}`;
  }
  if (isReplacement(frame)) {
    return 'nothing of the new service serves traffic yet; CloudFormation keeps the one that it replaces until the update ends';
  }
  if (old.length || frame.previousTaskDefinition) return 'no task of the previous deployment runs any more, nothing serves traffic';
  return first ? 'first deployment, nothing serves traffic yet' : 'no task of the service serves traffic';
}

/** An update is of a service that existed. */
function notYet({ operation }: Frame): string {
  return operation?.resourceStatus?.startsWith('UPDATE_') ? ' any more' : ' yet';
}

/** The operation has started no deployment, and one that was refused never will: all tasks are of the deployment before. */
function untouched(frame: Frame): string {
  const running = runningTasks(frame).length || (watchedDeployment(frame)?.runningCount ?? 0);
  const refused = /_FAILED$/.test(frame.operation?.resourceStatus ?? '');
  const started = refused ? 'no new deployment was started' : 'no new deployment has begun';
  if (!running) return `${started}, and no task runs`;
  const name = taskDefinitionName(watchedDeployment(frame)?.taskDefinition) ?? 'the previous deployment';
  const tasks = `${running} of ${count(Math.max(desiredCount(frame) ?? running, running), 'task')} of ${name}`;
  const healthy = healthyCount(frame);
  if (frame.tasks && healthy < running) {
    const passing = healthy || 'none';
    const be = healthy > 1 ? 'are' : 'is';
    return `${tasks} still ${running === 1 ? 'runs' : 'run'}, but ${passing} of them ${be} healthy in the load balancer; ${started}`;
  }
  return `${tasks} still ${running === 1 ? 'serves' : 'serve'} traffic, ${started}`;
}

function healthyCount(frame: Frame): number {
  const bad = new Set(targets(frame).filter((t) => t.health.TargetHealth?.State !== 'healthy').map((t) => t.task));
  return runningTasks(frame).filter((t) => !bad.has(t)).length;
}
