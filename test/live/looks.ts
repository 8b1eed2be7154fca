import {
  DescribeServicesCommand, DescribeTasksCommand, DesiredStatus, ListServiceDeploymentsCommand, ListTasksCommand, Task,
} from '@aws-sdk/client-ecs';
import { SERVICE } from './apps';
import { Aws } from './aws';
import { Sample, SeenEvent, SeenService } from './recording';
import { describeStack, resourceOf } from './stacks';

/** Status and LastUpdatedTime of a stack; with a logical id, also the resource. */
export async function stackLook(aws: Aws, stackId: string, logicalId?: string): Promise<Omit<Sample, 'at'>> {
  const stack = await describeStack(aws, stackId);
  const detail = logicalId ? await resourceOf(aws, stackId, logicalId) : undefined;
  return {
    stackStatus: String(stack.StackStatus),
    ...stack.LastUpdatedTime && { lastUpdated: stack.LastUpdatedTime.toISOString() },
    ...detail && {
      resource: {
        status: String(detail.ResourceStatus),
        physicalId: String(detail.PhysicalResourceId),
        ...detail.LastUpdatedTimestamp && { updated: detail.LastUpdatedTimestamp.toISOString() },
      },
    },
  };
}

/** ARN of the service, once it exists. */
export function serviceArn(events: readonly SeenEvent[]): string | undefined {
  return events.find(({ type, physicalId }) => type === SERVICE && physicalId.startsWith('arn:'))?.physicalId;
}

export async function serviceLook(aws: Aws, cluster: string, arn: string): Promise<SeenService> {
  const { services: [found] = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [arn] }));
  const { serviceDeployments = [] } = await aws.ecs.send(new ListServiceDeploymentsCommand({ cluster, service: arn }));
  const tasks = await tasksOf(aws, cluster, arn);
  return {
    deployments: (found?.deployments ?? []).map((one) => ({
      id: String(one.id),
      status: String(one.status),
      ...one.rolloutState && { rolloutState: one.rolloutState },
      failedTasks: one.failedTasks ?? 0,
      taskDefinition: String(one.taskDefinition),
    })),
    serviceDeployments: serviceDeployments.map((one) => ({
      arn: String(one.serviceDeploymentArn),
      createdAt: one.createdAt?.toISOString() ?? '',
      status: String(one.status),
      targetRevision: String(one.targetServiceRevisionArn),
    })),
    startedBy: [...new Set(tasks.map(({ startedBy = '' }) => startedBy))].sort(),
  };
}

/** Running and stopped ones, at most 100 of each. */
export async function tasksOf({ ecs }: Aws, cluster: string, serviceName: string): Promise<readonly Task[]> {
  const found: Task[] = [];
  for (const desiredStatus of [DesiredStatus.RUNNING, DesiredStatus.STOPPED]) {
    const { taskArns: tasks = [] } = await ecs.send(new ListTasksCommand({ cluster, serviceName, desiredStatus }));
    if (tasks.length) found.push(...(await ecs.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? []);
  }
  return found;
}
