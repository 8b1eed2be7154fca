import { launchTypeOf, onWindows } from './hosts';
import { places } from './room-in-words';
import { Frame, Task } from '../../facts/model';

/** Where the ECS agent of an instance logs (Amazon ECS Developer Guide, "Viewing Amazon ECS container agent logs"). */
export function agentLog(windows: boolean): string {
  return windows ? 'C:\\ProgramData\\Amazon\\ECS\\log\\ecs-agent.log' : '/var/log/ecs/ecs-agent.log';
}

/** Undefined on Fargate, where nobody can read it. */
export function readHostLog(frame: Frame, tasks: readonly Task[]): string | undefined {
  const type = launchTypeOf(frame);
  if (type !== 'EC2' && type !== 'EXTERNAL') return undefined;
  return `read ${agentLog(onWindows(frame))}${places(tasks) || ' on the container instance'}`;
}
