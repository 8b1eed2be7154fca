import { deploymentOf, eventsSince, startedTasks, Watched } from './ecs';
import { targetGroupArns } from './elb';
import type { Memory } from './look';
import { Service } from '../model';

/** What a look must read beyond DescribeServices. */
export interface Needs {
  /** Tasks, and with them their definition and targets. */
  readonly tasks: boolean;
  readonly serviceDeployment: boolean;
  /** The reason is that something goes wrong. */
  readonly failing: boolean;
}

/** Quiet deployments too are looked into now and then: for tasks that hang, and for targets that are not healthy yet. */
const FIRST_LOOK_MS = 45_000;
const EVERY_MS = 30_000;
/** While tasks are to become healthy at a load balancer: its reasons can only be read as long as they are registered. */
const EVERY_WITH_TARGETS_MS = 10_000;
/** So many services at a time may look as often as that: AWS answers an account 20 times a second, and half of that is for others. */
const AT_EASE = 40;

/** How much longer than alone the reads of a watch are apart. */
export function patience({ crowd }: Memory): number {
  return Math.max(1, (crowd?.services ?? 1) / AT_EASE);
}

/** One DescribeServices tells whether anything else is worth a call. */
export function needs(watched: Watched, memory: Memory, now: string): Needs {
  const { service } = watched;
  const controller = service.deploymentController?.type;
  if (controller && controller !== 'ECS') return { tasks: false, serviceDeployment: false, failing: false };
  const failing = memory.failing || looksWrong(watched);
  const deployment = deploymentOf(watched);
  const over = deployment?.rolloutState === 'COMPLETED';
  const staged = isStaged(service);
  return {
    failing,
    tasks: !over && (failing || isDue(watched, memory, now)),
    // rolloutState exists for rolling updates only, and tells neither hooks nor alarms nor a rollback after the deployment is gone
    serviceDeployment: Boolean(watched.deploymentId) && (staged || !deployment || deployment.rolloutState === 'FAILED' || !deployment.rolloutState),
  };
}

/** Blue/green, linear, canary, or with hooks: such a deployment tells its state as a service deployment. */
export function isStaged({ deploymentConfiguration: config }: Service): boolean {
  return (config?.strategy ?? 'ROLLING') !== 'ROLLING' || Boolean(config?.lifecycleHooks?.length);
}

function looksWrong(watched: Watched): boolean {
  const deployment = deploymentOf(watched);
  // Pinned, and not listed any more: rolled back or overtaken.
  if (!deployment) return Boolean(watched.deploymentId);
  if (deployment.rolloutState === 'FAILED' || (deployment.failedTasks ?? 0) > 0) return true;
  // A task that ended after it ran is counted nowhere, but ECS has then started more than there are.
  if (startedTasks(watched) > (deployment.runningCount ?? 0) + (deployment.pendingCount ?? 0)) return true;
  return eventsSince(watched).some((message) => /unable|unhealthy|fail|error/i.test(message));
}

function isDue(watched: Watched, memory: Memory, now: string): boolean {
  const at = Date.parse(now);
  const waiting = (deploymentOf(watched)?.runningCount ?? 0) > 0 && targetGroupArns(watched.service).length > 0;
  const last = memory.tasksAt ? Date.parse(memory.tasksAt) : undefined;
  if (last === undefined) return waiting || at - Date.parse(memory.since ?? now) >= FIRST_LOOK_MS;
  return at - last >= (waiting ? EVERY_WITH_TARGETS_MS : EVERY_MS) * patience(memory);
}
