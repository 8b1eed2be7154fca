import { scalingProvider } from './rollout';
import { deploymentTasks, hasStopped, otherTasks, runningTasks } from './tasks';
import { Frame, Task } from '../../facts/model';
import { lastPart } from '../text';
import { instanceOf } from './room';
import { instanceName, places } from './room-in-words';

/** Name of the cluster; undefined: no ARN of the frame has it. */
export function clusterName({ service, tasks }: Frame): string | undefined {
  const arn = service?.clusterArn ?? tasks?.find((t) => t.clusterArn)?.clusterArn;
  return arn ? lastPart(arn) : /:service\/([^/]+)\/[^/]+$/.exec(service?.serviceArn ?? '')?.[1];
}

/** Where ECS looks for an instance: `looked for in cluster web, capacity provider spot`. */
export function placeFact(frame: Frame): string | undefined {
  const [cluster, provider] = [clusterName(frame), scalingProvider(frame)];
  const names = [cluster && `cluster ${cluster}`, provider && `capacity provider ${provider}`].filter(Boolean);
  return names.length ? `ECS looks for an instance in ${names.join(', ')}` : undefined;
}

export function isExternal(frame: Frame): boolean {
  return launchTypeOf(frame) === 'EXTERNAL';
}

export function launchTypeOf({ tasks, service }: Frame): string | undefined {
  return tasks?.find((t) => t.launchType)?.launchType ?? service?.launchType;
}

export function onWindows({ taskDefinition }: Frame): boolean {
  return /^WINDOWS/i.test(taskDefinition?.runtimePlatform?.operatingSystemFamily ?? '');
}

/** The container instance (whole id) on which all of these tasks were; undefined: there are several, or it is not known of each. */
function onlyInstance(tasks: readonly Task[]): string | undefined {
  const ids = new Set(tasks.map(instanceOf));
  return ids.size === 1 ? [...ids][0] : undefined;
}

/**
 * The container instance on which every failed task was, two at least, and on which no task of this deployment runs: the tasks have nothing
 * else in common that AWS names. Old tasks may run on there.
 */
export function suspectInstance(frame: Frame, tasks: readonly Task[]): string | undefined {
  const instance = tasks.length > 1 ? onlyInstance(tasks) : undefined;
  return instance && !runningTasks(frame).some((t) => instanceOf(t) === instance) ? instance : undefined;
}

/** Where the failed tasks were, for a fault that can be the host's; empty on Fargate. */
export function hostFacts(frame: Frame, tasks: readonly Task[]): readonly string[] {
  const where = places(tasks);
  if (!where) return [];
  if (tasks.length === 1) return [`the task was${where}`];
  const instance = suspectInstance(frame, tasks);
  if (!instance) return [`the tasks were${where}`];
  const others = elsewhere(frame, instance);
  return [`all ${tasks.length} tasks were on ${instanceName(instance)}${others}`];
}

/** Tasks of the service that run on other instances. */
function elsewhere(frame: Frame, instance: string): string {
  const running = [...deploymentTasks(frame), ...otherTasks(frame)]
    .filter((t) => t.lastStatus === 'RUNNING' && !hasStopped(t) && instanceOf(t) !== instance);
  return running.length ? `; others run${places(running)}` : '';
}
