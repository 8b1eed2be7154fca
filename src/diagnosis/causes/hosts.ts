import { Frame, Task } from '../../facts/model';
import { agentLog, clusterName, launchTypeOf, onWindows, places, readHostLog, runningTasks, suspectInstance } from '../read';
import { shortId } from '../text';

/** What to do about an instance on which all tasks failed; undefined: the tasks do not point to one. */
export function replaceHost(frame: Frame, tasks: readonly Task[]): string | undefined {
  const instance = suspectInstance(frame, tasks);
  if (!instance) return undefined;
  const drain = `drain it (${drainCall(frame, instance)}) and replace it`;
  const log = readHostLog(frame, tasks);
  return log ? `${log}, then ${drain}` : `container instance ${shortId(instance)}: ${drain}`;
}

function drainCall(frame: Frame, instance: string): string {
  const cluster = clusterName(frame);
  const of = cluster ? ` --cluster ${cluster}` : '';
  return `aws ecs update-container-instances-state${of} --container-instances ${instance} --status DRAINING`;
}

/**
 * The fix for tasks that all failed on one container instance, while the same revision runs on another: image and settings are in order,
 * and the instance comes first. A fix that is about the instances itself keeps its place.
 */
export function fixAtHost(frame: Frame, tasks: readonly Task[], fix: string): string {
  const instance = suspectInstance(frame, tasks);
  if (!instance || !runningTasks(frame).some((task) => task.containerInstanceArn) || /^the instances have/.test(fix)) return fix;
  const drain = `drain container instance ${shortId(instance)} (${drainCall(frame, instance)}), then restart or replace it`;
  return /\binstances?\b/.test(fix) ? `${fix}; or ${drain}` : `${drain}; if it fails on another one, too: ${fix}`;
}

/** Docker and the agent anew, or another host. On Fargate, AWS replaces the host. */
export function restartDocker(frame: Frame, tasks: readonly Task[], text: string): string {
  const type = launchTypeOf(frame);
  if (type === 'FARGATE' || type === 'MANAGED_INSTANCES') return 'deploy again: AWS runs this host, and the next task gets another one';
  const where = places(tasks) || ' on the container instance';
  const windows = onWindows(frame) || /on windows|docker_engine/i.test(text);
  const commands = windows
    ? 'Restart-Service docker; Restart-Service AmazonECS'
    : 'sudo systemctl restart docker; sudo systemctl restart ecs';
  return `restart Docker and the ECS agent${where} (${commands}), or replace the instance; if it comes back, look at its memory, disk and`
    + ` ${agentLog(windows)}`;
}
