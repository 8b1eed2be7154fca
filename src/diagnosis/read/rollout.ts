import { Frame, LifecycleHookDetail, ServiceDeployment, Task } from '../../facts/model';

/** The service deployment while it goes on; undefined once it has ended, is being rolled back, or where it was not read. */
export function openServiceDeployment({ serviceDeployment }: Frame): ServiceDeployment | undefined {
  return serviceDeployment?.status === 'IN_PROGRESS' || serviceDeployment?.status === 'PENDING' ? serviceDeployment : undefined;
}

/**
 * The first lifecycle hook that the deployment waits for: AWAITING_ACTION asks for an answer through the API, IN_PROGRESS is a function
 * that runs. The other statuses (SUCCEEDED, FAILED, TIMED_OUT) are ends (Amazon ECS API Reference, DeploymentLifecycleHookDetail).
 */
export function waitingHook(frame: Frame): LifecycleHookDetail | undefined {
  return openServiceDeployment(frame)?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS');
}

interface HealthyPercent {
  readonly min: number;
  readonly max: number;
  /** Tasks that the service is to have. */
  readonly desired: number;
}

/**
 * The limits, if they let ECS neither start nor stop a task while this number of tasks runs; undefined: they leave room, are not known, or
 * do not apply (they apply to rolling updates only). ECS rounds the lower limit up and the upper one down (Amazon ECS Developer Guide,
 * service definition parameters).
 * @param runningTasks those of all deployments of the service
 */
export function limitsWithoutRoom({ service }: Frame, runningTasks: number): HealthyPercent | undefined {
  const { strategy = 'ROLLING', minimumHealthyPercent: min, maximumPercent: max } = service?.deploymentConfiguration ?? {};
  const desired = service?.desiredCount;
  if (strategy !== 'ROLLING' || min === undefined || max === undefined || !desired) return undefined;
  const mayStart = Math.floor((desired * max) / 100) > runningTasks;
  const mayStop = Math.ceil((desired * min) / 100) < runningTasks;
  return mayStart || mayStop ? undefined : { min, max, desired };
}

/** What a task in each state before RUNNING waits for (Amazon ECS Developer Guide, task lifecycle). */
export const AWAITED_IN_STATE: { readonly [lastStatus: string]: string } = {
  PROVISIONING: 'a network interface (free addresses in the subnets), a volume or an instance of the capacity provider',
  PENDING: 'the image to be pulled and the containers that others depend on (dependsOn)',
  ACTIVATING: 'the registration with load balancer, Cloud Map or Service Connect',
};

/** The same for one task: in PENDING, its times show the progress of the image pull. */
export function awaitedByTask({ lastStatus = 'PENDING', pullStartedAt, pullStoppedAt }: Task): string {
  if (lastStatus !== 'PENDING') return AWAITED_IN_STATE[lastStatus] ?? AWAITED_IN_STATE.PENDING;
  if (pullStoppedAt) return 'a container on which others depend (dependsOn), or the container runtime; the image is pulled';
  return pullStartedAt ? 'the image pull, which has begun and is not finished' : 'the image pull, which has not begun';
}
