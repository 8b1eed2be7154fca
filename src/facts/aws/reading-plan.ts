import { targetGroupArns } from './elb';
import { Memory } from './memory';
import { deploymentOf, eventsSinceStart, ServiceUnderWatch, startedTaskCount } from './service-under-watch';
import { SERVICES_AT_FULL_RATE } from '../rate';
import { hasStages } from '../strategy';

/** What a look must read beyond DescribeServices. */
export interface ReadingPlan {
  /** The tasks, and with them their task definition and their targets. */
  readonly tasks: boolean;
  readonly serviceDeployment: boolean;
  /** Something goes wrong: that is the reason to read more. */
  readonly failing: boolean;
}

const NOTHING_MORE: ReadingPlan = { tasks: false, serviceDeployment: false, failing: false };

/** The tasks of a quiet deployment are read now and then, too: some hang, and some have targets that are not healthy yet. */
const FIRST_LOOK_MS = 45_000;
const EVERY_MS = 30_000;
/** While tasks are to become healthy at a load balancer: Elastic Load Balancing gives its reasons only while they are registered. */
const EVERY_WITH_TARGETS_MS = 10_000;

/** Factor on the time between two reads, 1 or more: it grows with the number of services that are deployed at the same time. */
export function intervalFactor({ concurrent }: Memory): number {
  return Math.max(1, (concurrent?.services ?? 1) / SERVICES_AT_FULL_RATE);
}

/**
 * As if the tasks had been read before, so that those of services whose deployments are found at the same moment are read one after the
 * other. @param turn from 0 to 1: the part of the time between two reads that is over
 */
export function withTurn(memory: Memory, now: string, turn: number): Memory {
  return { ...memory, tasksAt: new Date(Date.parse(now) - turn * EVERY_MS * intervalFactor(memory)).toISOString() };
}

/** The answer of one DescribeServices shows whether any other call is worth its cost. */
export function planReading(watched: ServiceUnderWatch, memory: Memory, now: string): ReadingPlan {
  const { service } = watched;
  const controller = service.deploymentController?.type;
  if (controller && controller !== 'ECS') return NOTHING_MORE;
  const failing = memory.failing || looksWrong(watched);
  const deployment = deploymentOf(watched);
  const completed = deployment?.rolloutState === 'COMPLETED';
  // Only rolling updates have a rolloutState. It shows neither hooks nor alarms, nor a rollback after the deployment is gone.
  const stateIsUnclear = hasStages(service) || !deployment || deployment.rolloutState === 'FAILED' || !deployment.rolloutState;
  return {
    failing,
    tasks: !completed && (failing || tasksAreDue(watched, memory, now)),
    serviceDeployment: Boolean(watched.deploymentId) && stateIsUnclear,
  };
}

/** An event that may report a failure; a wrong guess costs a read. The diagnosis decides whether it does (`isTrouble`). */
const WORTH_READING_MORE = /unable|unhealthy|fail|error/i;

function looksWrong(watched: ServiceUnderWatch): boolean {
  const deployment = deploymentOf(watched);
  // Found earlier, and not listed any more: ECS has rolled it back, or a newer deployment has replaced it.
  if (!deployment) return Boolean(watched.deploymentId);
  if (deployment.rolloutState === 'FAILED' || (deployment.failedTasks ?? 0) > 0) return true;
  // `failedTasks` does not count a task that ended after it ran, but ECS has then started more tasks than there are.
  if (startedTaskCount(watched) > (deployment.runningCount ?? 0) + (deployment.pendingCount ?? 0)) return true;
  return eventsSinceStart(watched).some((message) => WORTH_READING_MORE.test(message));
}

function tasksAreDue(watched: ServiceUnderWatch, memory: Memory, now: string): boolean {
  const nowMs = Date.parse(now);
  const targetsPending = (deploymentOf(watched)?.runningCount ?? 0) > 0 && targetGroupArns(watched.service).length > 0;
  if (memory.tasksAt === undefined) return targetsPending || nowMs - Date.parse(memory.since ?? now) >= FIRST_LOOK_MS;
  return nowMs - Date.parse(memory.tasksAt) >= (targetsPending ? EVERY_WITH_TARGETS_MS : EVERY_MS) * intervalFactor(memory);
}
