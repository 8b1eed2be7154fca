import type { DescribeTasksRequest, ListTasksRequest, StopTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../world';
import { describeTask } from './describe-task';
import { STOPPED_TASK_KEPT_MS } from './durations';
import { clusterOf, findTask, page, serviceOf } from './lookup';
import { ClusterState, EcsLab, TaskState } from './model';
import { endTask } from './task-stop';

/** DescribeTasks takes at most 100 (Amazon ECS API Reference). */
const MAX_DESCRIBED = 100;

export function taskOperations(lab: EcsLab) {
  const isKept = (task: TaskState) => !task.stoppedAt || lab.world.clock.now() - task.stoppedAt.getTime() <= STOPPED_TASK_KEPT_MS;
  const kept = (cluster: ClusterState, idOrArn: string | undefined) => {
    const task = findTask(cluster, idOrArn);
    return task && isKept(task) ? task : undefined;
  };
  return {
    ListTasks: (input: ListTasksRequest) => {
      const cluster = clusterOf(lab, input.cluster);
      const { serviceName, family, startedBy, launchType, containerInstance, desiredStatus = 'RUNNING' } = input;
      if (startedBy !== undefined && (serviceName ?? family ?? launchType ?? containerInstance) !== undefined) {
        throw new AwsError('InvalidParameterException', 'startedBy must be the only filter.');
      }
      if (serviceName !== undefined && family !== undefined) {
        throw new AwsError('InvalidParameterException', 'serviceName and family cannot be combined.');
      }
      const service = serviceName === undefined ? undefined : serviceOf(cluster, serviceName);
      const hidden = service && desiredStatus === 'STOPPED' && !lab.switches.serviceFilterFindsStopped;
      const found = [...cluster.tasks.values()].filter((task) => !hidden && isKept(task)
        && task.desiredStatus === desiredStatus
        && (!service || task.deployment.service === service)
        && (family === undefined || task.deployment.revision.taskDefinition.family === family)
        && (startedBy === undefined || task.deployment.id === startedBy)
        && (launchType === undefined || describeTask(task).launchType === launchType));
      // In no useful order, as with ECS: ids are random.
      const { items, nextToken } = page(found.map(({ arn }) => arn).sort(), input);
      return { taskArns: items, nextToken };
    },
    DescribeTasks: (input: DescribeTasksRequest) => {
      const cluster = clusterOf(lab, input.cluster);
      const wanted = input.tasks ?? [];
      if (!wanted.length) throw new AwsError('InvalidParameterException', 'Tasks cannot be empty.');
      if (wanted.length > MAX_DESCRIBED) throw new AwsError('InvalidParameterException', 'Too many tasks requested: at most 100.');
      const found = wanted.map((one) => kept(cluster, one));
      return {
        tasks: found.flatMap((task) => (task ? [describeTask(task)] : [])),
        failures: wanted.flatMap((arn, index) => (found[index] ? [] : [{ arn, reason: 'MISSING' }])),
      };
    },
    StopTask: (input: StopTaskRequest) => {
      const task = kept(clusterOf(lab, input.cluster), input.task);
      if (!task) throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
      endTask(lab, task, { code: 'UserInitiated', reason: input.reason ?? 'Task stopped by user' });
      lab.listener.ended(task, 'interrupted');
      return { task: describeTask(task) };
    },
  };
}
