import { readServiceDeployment, readTaskDefinition } from './ecs';
import { readTargets } from './elb';
import { readLogs } from './logs';
import { Memory } from './memory';
import { Reader } from './reader';
import { ReadingPlan } from './reading-plan';
import { deploymentOf, ServiceUnderWatch } from './service-under-watch';
import { readTasks } from './tasks';
import { Deployment, Frame, ServiceDeployment, Task } from '../model';
import { isStoppedOrStopping, stopBegan, stoppedUnasked } from '../stops';

/** The facts that a look has read, and its memory for the next one. */
export interface Findings {
  readonly facts: Partial<Frame>;
  readonly memory: Memory;
}

/** The facts about a deployment beyond DescribeServices, as far as the plan goes. */
export async function readDetails(reader: Reader, memory: Memory, watched: ServiceUnderWatch, plan: ReadingPlan): Promise<Findings> {
  const { service } = watched;
  const listedDefinition = deploymentOf(watched)?.taskDefinition;
  // All that does not depend on the tasks is read beside them: where AWS throttles, one call after the other takes long.
  const [serviceDeployment, tasks, targets, definition] = await Promise.all([
    plan.serviceDeployment ? readServiceDeployment(reader, watched, memory.serviceDeploymentArn) : undefined,
    plan.tasks ? readTasks(reader, watched) : undefined,
    plan.tasks ? readTargets(reader, service) : {},
    plan.tasks ? readTaskDefinition(reader, listedDefinition) : undefined,
  ]);
  const failed = failedOrFailing(tasks ?? [], watched);
  const [taskDefinition, previousTaskDefinition] = await Promise.all([
    plan.tasks && !listedDefinition ? readTaskDefinition(reader, definitionOfTasks(watched, tasks)) : definition,
    failed.length || plan.failing ? readTaskDefinition(reader, replacedDefinition(watched)) : undefined,
  ]);
  const registered = (service.loadBalancers ?? []).flatMap(({ containerName }) => containerName ?? []);
  const logs = failed.length ? await readLogs(reader, { tasks: failed, definition: taskDefinition, registered }) : undefined;
  return {
    facts: {
      service,
      ...(serviceDeployment && { serviceDeployment }),
      ...(tasks && { tasks }),
      ...targets,
      ...(taskDefinition && { taskDefinition }),
      ...(previousTaskDefinition && { previousTaskDefinition }),
      ...(logs && { logs }),
    },
    memory: {
      ...memory,
      serviceDeploymentArn: serviceDeploymentArn(serviceDeployment, watched) ?? memory.serviceDeploymentArn,
      failing: memory.failing || plan.failing || failed.length > 0,
      tasksAt: tasks ? reader.now : memory.tasksAt,
    },
  };
}

/** ECS names the running service deployment in the service only while it runs, so a look keeps its ARN. */
function serviceDeploymentArn(read: ServiceDeployment | undefined, { service, deploymentId }: ServiceUnderWatch): string | undefined {
  return read?.serviceDeploymentArn ?? (deploymentId && service.currentServiceDeployment) ?? undefined;
}

/**
 * Tasks of the deployment under watch that nobody asked to stop and that ECS has stopped or is about to stop, in the order in which their
 * stop began. The diagnosis counts a task that is still stopping only once ECS has written a reason; its log is read before that.
 */
function failedOrFailing(tasks: readonly Task[], { deploymentId }: ServiceUnderWatch): readonly Task[] {
  const mine = tasks.filter((t) => deploymentId && t.startedBy === deploymentId);
  return mine.filter(hasFailedOrFails).sort((a, b) => (stopBegan(a) ?? 0) - (stopBegan(b) ?? 0));
}

function hasFailedOrFails(task: Task): boolean {
  return (isStoppedOrStopping(task) || Boolean(task.stoppedReason) || isHeldUp(task)) && stoppedUnasked(task);
}

/** A container ended with an error before the task ran. The agent can leave such a task PENDING (aws/amazon-ecs-agent#2579). */
function isHeldUp({ startedAt, containers }: Task): boolean {
  return !startedAt && Boolean(containers?.some((c) => c.exitCode));
}

/** After a rollback the service has that of the deployment which runs now. */
function definitionOfTasks({ service, deploymentId }: ServiceUnderWatch, tasks: readonly Task[] | undefined): string | undefined {
  const mine = tasks?.find((t) => deploymentId && t.startedBy === deploymentId);
  if (mine?.taskDefinitionArn) return mine.taskDefinitionArn;
  return service.deployments?.some((d) => d.taskDefinition === service.taskDefinition) ? undefined : service.taskDefinition;
}

/** The task definition of the newest deployment before this one; if ECS lists none, of the newest other one: a rollback runs it again. */
function replacedDefinition(watched: ServiceUnderWatch): string | undefined {
  const mine = deploymentOf(watched);
  const created = (d: Deployment | undefined) => Date.parse(d?.createdAt ?? '');
  const others = (watched.service.deployments ?? []).filter((d) => d.taskDefinition !== mine?.taskDefinition);
  others.sort((a, b) => created(b) - created(a));
  return (others.find((d) => created(d) < created(mine)) ?? others[0])?.taskDefinition;
}
