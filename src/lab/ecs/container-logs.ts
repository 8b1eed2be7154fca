import { callFake } from '../world';
import { seconds } from './durations';
import { ContainerState, EcsLab, TaskState } from './model';

/**
 * Sends what a container prints to where its awslogs configuration says: stream `<prefix>/<container>/<task id>`
 * (Amazon ECS Developer Guide, "Send Amazon ECS logs to CloudWatch"). Lines of other log drivers go nowhere.
 */
export function playLogs(lab: EcsLab, task: TaskState, container: ContainerState): void {
  const lines = task.rule.containers?.[container.name]?.logs ?? [];
  const { logDriver, options } = container.definition.logConfiguration ?? {};
  if (!lines.length || logDriver !== 'awslogs' || !options?.['awslogs-group']) return;
  const logGroupName = options['awslogs-group'];
  const prefix = options['awslogs-stream-prefix'];
  const logStreamName = prefix === undefined ? container.runtimeId : `${prefix}/${container.name}/${task.id}`;
  attempt(() => {
    if (options['awslogs-create-group'] === 'true') attempt(() => callFake(lab.world, 'logs', 'CreateLogGroup', { logGroupName }));
    callFake(lab.world, 'logs', 'CreateLogStream', { logGroupName, logStreamName });
  });
  for (const [after, message] of lines) {
    // Not among the task's timers: what was printed before the end arrives after it.
    lab.world.clock.after(seconds(after), () => {
      if (container.status === 'STOPPED') return;
      const timestamp = lab.world.clock.now();
      const deliver = () => attempt(() => callFake(lab.world, 'logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents: [{ timestamp, message }] }));
      const fault = lab.world.fault?.('logs', 'Deliver');
      if (fault?.kind === 'late') lab.world.clock.after(seconds(fault.seconds ?? 30), deliver);
      else if (fault?.kind !== 'lost') deliver();
    });
  }
}

/** Without its log group a container's lines are lost; whether the task fails for it is the scenario's decision. */
function attempt(send: () => unknown): void {
  try {
    send();
  } catch (error) {
    if (!(error instanceof Error) || !error.name.startsWith('Resource')) throw error;
  }
}
