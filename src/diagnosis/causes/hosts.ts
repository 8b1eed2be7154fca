import { Frame, Task } from '../../facts/model';
import { agentLog, clusterName, launchTypeOf, onWindows, places, readHostLog, suspectInstance } from '../read';
import { shortId } from '../text';

/** What to do about an instance on which all tasks failed; undefined: the tasks do not point to one. */
export function replaceHost(frame: Frame, tasks: readonly Task[]): string | undefined {
  const instance = suspectInstance(frame, tasks);
  if (!instance) return undefined;
  const cluster = clusterName(frame);
  const of = cluster ? ` --cluster ${cluster}` : '';
  const drain = `drain it (aws ecs update-container-instances-state${of} --container-instances ${instance} --status DRAINING)`
    + ' and replace it';
  const log = readHostLog(frame, tasks);
  return log ? `${log}, then ${drain}` : `container instance ${shortId(instance)}: ${drain}`;
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
