import {
  desiredCount, isFirstDeployment, isReplacement, oldTasksCounted, oldTasksListed, otherDeployments, predatesOperation, runningTasks,
  targets, watchedDeployment,
} from './read';
import { count, taskDefinitionName } from './text';
import { Frame, Task } from '../facts/model';

/** The tasks that still serve traffic, in a few words. Those of a service without a load balancer (a worker, a queue consumer) run. */
export function impact(frame: Frame): string {
  if (frame.service === null) return `the service does not exist${notYet(frame)}, nothing runs`;
  if (!frame.service) return 'not known: the service was not read';
  if (predatesOperation(frame)) return untouched(frame);
  const old = otherDeployments(frame).filter((d) => (d.runningCount ?? 0) + (d.desiredCount ?? 0) > 0);
  const oldRunning = Math.max(oldTasksListed(frame).length, oldTasksCounted(frame));
  const oldDesired = Math.max(oldRunning, old.reduce((sum, d) => Math.max(sum, d.desiredCount ?? 0), 0));
  if (oldRunning > 0) {
    const name = taskDefinitionName(old[0]?.taskDefinition) ?? 'the previous deployment';
    const tasks = `${oldRunning} of ${count(oldDesired, 'task')} of ${name}`;
    const listed = oldTasksListed(frame);
    const failing = listed.filter((task) => unhealthyTasks(frame).has(task)).length;
    if (failing && listed.length === oldRunning) return butUnhealthy(tasks, oldRunning, oldRunning - failing);
    return `${tasks} still ${work(frame, oldRunning === 1)}`;
  }

  const mine = healthyCount(frame);
  const first = isFirstDeployment(frame);
  if (mine > 0) {
    const wanted = Math.max(desiredCount(frame) ?? mine, mine);
    const rest = first ? 'first deployment' : 'no old task is left';
    return `${mine} of ${count(wanted, 'new task')} ${mine === 1 ? 'runs' : 'run'}, ${rest}`;
  }
  if (isReplacement(frame)) {
    return `nothing of the new service ${work(frame, true)} yet; CloudFormation keeps the one that it replaces until the update ends`;
  }
  if (old.length || frame.previousTaskDefinition) {
    return `no task of the previous deployment runs any more${isBalanced(frame) ? ', nothing serves traffic' : ''}`;
  }
  return first ? `first deployment, nothing ${work(frame, true)} yet` : `no task of the service ${work(frame, true)}`;
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
    return `${butUnhealthy(tasks, running, healthy)}; ${started}`;
  }
  return `${tasks} still ${work(frame, running === 1)}, ${started}`;
}

function butUnhealthy(tasks: string, running: number, healthy: number): string {
  const passing = healthy || 'none';
  const be = healthy > 1 ? 'are' : 'is';
  return `${tasks} still ${running === 1 ? 'runs' : 'run'}, but ${passing} of them ${be} healthy in the load balancer`;
}

/** What its tasks do, as far as it is known: only a load balancer shows that they get traffic. */
function work(frame: Frame, one: boolean): string {
  if (isBalanced(frame)) return one ? 'serves traffic' : 'serve traffic';
  return one ? 'runs' : 'run';
}

function isBalanced({ service }: Frame): boolean {
  return Boolean(service?.loadBalancers?.length);
}

function healthyCount(frame: Frame): number {
  const bad = unpassed(frame, (state) => state !== 'healthy');
  return runningTasks(frame).filter((t) => !bad.has(t)).length;
}

/** A target that drains, or is registered a moment ago, may have passed its checks or pass them yet. */
function unhealthyTasks(frame: Frame): ReadonlySet<Task | undefined> {
  return unpassed(frame, (state) => state === 'unhealthy');
}

function unpassed(frame: Frame, is: (state: string | undefined) => boolean): ReadonlySet<Task | undefined> {
  return new Set(targets(frame).filter(({ health }) => is(health.TargetHealth?.State)).map(({ task }) => task));
}
