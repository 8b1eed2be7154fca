import { hasExited, UnmetDependency, unmetDependencies } from './containers';
import { scalingProvider } from './rollout';
import { heldRoom, instanceOf } from './room';
import { Frame, Task } from '../../facts/model';

/** What a task in each state before RUNNING waits for (Amazon ECS Developer Guide, task lifecycle). */
const AWAITED_IN_STATE: { readonly [lastStatus: string]: string } = {
  PROVISIONING: 'capacity, a volume or a network interface (free addresses in the subnets); no image is pulled yet',
  PENDING: 'the image to be pulled and the containers that others depend on (dependsOn)',
  ACTIVATING: 'the registration with load balancer, Cloud Map or Service Connect',
};

/** What tasks in this state wait for. @param lastStatus PROVISIONING | PENDING | ACTIVATING; another one counts as PENDING */
export function awaitedInState(frame: Frame, lastStatus: string): string {
  return lastStatus === 'PROVISIONING' ? awaitedInProvisioning(frame) : AWAITED_IN_STATE[lastStatus] ?? AWAITED_IN_STATE.PENDING;
}

/** An instance if a capacity provider launches some; else the network interface, which only awsvpc has. */
function awaitedInProvisioning(frame: Frame): string {
  const provider = scalingProvider(frame);
  const mode = frame.taskDefinition?.networkMode;
  if (provider) {
    const network = !mode || mode === 'awsvpc' ? ', then its network interface' : '';
    return `an instance of capacity provider ${provider} with room for it${network}; no image is pulled yet`;
  }
  return AWAITED_IN_STATE.PROVISIONING;
}

/**
 * Conditions that keep containers of the task from starting: those of a container that runs or has ended. ECS says nothing of the wait, and
 * the agent pulls the image of the waiting container only afterwards.
 */
export function holds(frame: Frame, task: Task): readonly UnmetDependency[] {
  return unmetDependencies(frame, task).filter(({ waiter, on, now }) => (
    waiter && on.containerName && on.condition && now && (now.lastStatus === 'RUNNING' || hasExited(now))));
}

/** The same for one task: in PENDING, its times show the progress of the image pull, and old tasks can hold its room. */
export function awaitedByTask(task: Task, frame: Frame): string {
  const { lastStatus = 'PENDING', pullStartedAt, pullStoppedAt } = task;
  if (lastStatus !== 'PENDING') return awaitedInState(frame, lastStatus);
  const [held] = holds(frame, task);
  if (held) return `container "${held.on.containerName}", on which "${held.waiter}" depends (dependsOn, ${held.on.condition})`;
  if (pullStoppedAt) return 'a container on which others depend (dependsOn), or the container runtime; the image is pulled';
  if (pullStartedAt) return 'the image pull, which has begun and is not finished';
  return waitsForRoom(task, frame)
    ? 'the room that tasks which are still stopping hold'
    : 'the image pull, which has not begun';
}

/** The ECS agent has not begun with the task, while others on its instance are still stopping (aws/amazon-ecs-agent#2267). */
export function waitsForRoom(task: Task, frame: Frame): boolean {
  const instance = instanceOf(task);
  if (task.lastStatus !== 'PENDING' || task.pullStartedAt || !instance) return false;
  return Boolean(heldRoom(frame, instance)?.leaving.length);
}
