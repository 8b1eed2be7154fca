import type { Task } from '@aws-sdk/client-ecs';
import { Engine } from './cloudformation/engine';
import { AwsError, CallContext, callFake, FakeService, World } from './world';

/** A task that has stopped or is being stopped. */
export interface TaskStop {
  readonly taskArn: string;
  /** Lab milliseconds since the epoch at which ECS's API began to show it as stopping, with the reason. */
  readonly at: number;
  readonly startedBy?: string;
  /** `service:<name>` */
  readonly group?: string;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
}

/** Keeps the tasks that ECS drops: stopped ones after an hour, all with the deletion of their cluster. */
export class TaskStops {
  private readonly stops = new Map<string, TaskStop>();

  constructor(private readonly world: World, private readonly engine: Engine) {}

  /** The same fake; tasks are noted before their cluster is deleted. */
  watching(ecs: FakeService): FakeService {
    const remove = ecs.operations.DeleteCluster as ((input: unknown, context: CallContext) => unknown) | undefined;
    if (!remove) return ecs;
    return {
      ...ecs,
      operations: {
        ...ecs.operations,
        DeleteCluster: (input: unknown, context: CallContext) => {
          this.note();
          return remove(input, context);
        },
      },
    };
  }

  all(): readonly TaskStop[] {
    this.note();
    return [...this.stops.values()].sort((a, b) => a.at - b.at);
  }

  private note(): void {
    for (const task of tasks(this.world, this.engine, 'STOPPED')) {
      const at = task.stoppingAt ?? task.stoppedAt;
      if (!task.taskArn || !at) continue;
      this.stops.set(task.taskArn, {
        taskArn: task.taskArn,
        at: at.getTime(),
        startedBy: task.startedBy,
        group: task.group,
        stopCode: task.stopCode,
        stoppedReason: task.stoppedReason,
      });
    }
  }
}

export function runningTasks(world: World, engine: Engine): readonly string[] {
  return tasks(world, engine, 'RUNNING').filter((t) => t.lastStatus === 'RUNNING').map((t) => String(t.taskArn)).sort();
}

function tasks(world: World, engine: Engine, desiredStatus: string): readonly Task[] {
  const resources = engine.all().flatMap((s) => [...s.resources.values()]);
  const clusters = new Set(resources.flatMap((r) => r.type === 'AWS::ECS::Cluster' && r.physicalId ? [r.physicalId] : []));
  return [...clusters].flatMap((cluster) => {
    try {
      return tasksOf(world, cluster, desiredStatus);
    } catch (error) {
      if (error instanceof AwsError) return [];
      throw error;
    }
  });
}

function tasksOf(world: World, cluster: string, desiredStatus: string): readonly Task[] {
  const found: Task[] = [];
  let nextToken: string | undefined;
  do {
    const page = callFake(world, 'ecs', 'ListTasks', { cluster, desiredStatus, nextToken }) as { taskArns: string[]; nextToken?: string };
    if (page.taskArns.length) {
      const answer = callFake(world, 'ecs', 'DescribeTasks', { cluster, tasks: page.taskArns }) as { tasks: Task[] };
      for (const task of answer.tasks) found.push(task);
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}
