import { callFake } from '../world';
import { seconds } from './durations';
import { ContainerState, EcsLab, TaskState } from './model';

/**
 * Sends the lines that a container prints to the stream of its awslogs configuration, `<prefix>/<container>/<task id>` (Amazon ECS
 * Developer Guide, "Send Amazon ECS logs to CloudWatch"). Lines of other log drivers are dropped.
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
    // Not one of the task's timers: lines that were printed before the end still arrive after it.
    lab.world.clock.after(seconds(after), () => {
      if (container.status === 'STOPPED') return;
      const timestamp = lab.world.clock.now();
      const input = { logGroupName, logStreamName, logEvents: [{ timestamp, message }] };
      const deliver = () => attempt(() => callFake(lab.world, 'logs', 'PutLogEvents', input));
      const fault = lab.world.fault?.('logs', 'Deliver');
      if (fault?.kind === 'late') lab.world.clock.after(seconds(fault.seconds ?? 30), deliver);
      else if (fault?.kind !== 'lost') deliver();
    });
  }
}

/** Without its log group, the lines of a container are lost. The scenario decides whether the task fails because of that. */
function attempt(send: () => unknown): void {
  try {
    send();
  } catch (error) {
    if (!(error instanceof Error) || !error.name.startsWith('Resource')) throw error;
  }
}
