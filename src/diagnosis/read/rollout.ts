import { Frame, LifecycleHookDetail, Service, ServiceDeployment } from '../../facts/model';
import { isRolling } from '../../facts/strategy';

export { hasStages, isRolling } from '../../facts/strategy';

/** The service deployment while it goes on; undefined once it has ended, is being rolled back, or where it was not read. */
function openServiceDeployment({ serviceDeployment }: Frame): ServiceDeployment | undefined {
  return serviceDeployment?.status === 'IN_PROGRESS' || serviceDeployment?.status === 'PENDING' ? serviceDeployment : undefined;
}

/**
 * The first lifecycle hook that the deployment waits for: AWAITING_ACTION asks for an answer through the API, IN_PROGRESS is a function
 * that runs. The other statuses (SUCCEEDED, FAILED, TIMED_OUT) are ends (Amazon ECS API Reference, DeploymentLifecycleHookDetail).
 */
export function waitingHook(frame: Frame): LifecycleHookDetail | undefined {
  return openServiceDeployment(frame)?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION' || status === 'IN_PROGRESS');
}

/**
 * The hook that paused the deployment and ended it: nobody answered in time, or somebody asked for a rollback. One whose time-out continues
 * (`timeoutAction`) did not end it. AWS does not publish that a rollback that was asked for makes the status FAILED.
 */
export function endedPause({ serviceDeployment }: Frame): LifecycleHookDetail | undefined {
  return serviceDeployment?.lifecycleHookDetails?.find(({ targetType, status, timeoutAction }) => targetType === 'PAUSE'
    && (status === 'FAILED' || (status === 'TIMED_OUT' && timeoutAction !== 'CONTINUE')));
}

/** Answers a hook that pauses the deployment; both ids are required (Amazon ECS API Reference, ContinueServiceDeployment). */
export function answerCommand({ serviceDeployment }: Frame, { hookId }: LifecycleHookDetail, action: string): string {
  // pasted into a shell: what is no id stays a name to fill in
  const id = (value: string | undefined, otherwise: string) => (/^[\w:/-]{1,400}$/.test(value ?? '') ? value : otherwise);
  return `aws ecs continue-service-deployment --service-deployment-arn ${id(serviceDeployment?.serviceDeploymentArn, 'ARN')}`
    + ` --hook-id ${id(hookId, 'ID')} --action ${action}`;
}

/** Stages in which ECS waits for a time that the service sets (Amazon ECS Developer Guide, lifecycle stages of blue/green deployments). */
const STAGES_THAT_WAIT = ['BAKE_TIME', 'TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'] as const;

/** The stage of the service deployment, if it is one that waits. */
export function stageThatWaits(frame: Frame): (typeof STAGES_THAT_WAIT)[number] | undefined {
  const stage = openServiceDeployment(frame)?.lifecycleStage;
  return STAGES_THAT_WAIT.find((one) => one === stage);
}

/** `the bake time of 5 min`, with the length if it is known; undefined: the deployment is in another stage. */
export function bakeTime(frame: Frame): string | undefined {
  if (stageThatWaits(frame) !== 'BAKE_TIME') return undefined;
  const config = openServiceDeployment(frame)?.deploymentConfiguration ?? frame.service?.deploymentConfiguration;
  const minutes = config?.bakeTimeInMinutes;
  return minutes === undefined ? 'the bake time' : `the bake time of ${minutes} min`;
}

interface HealthyPercent {
  readonly min: number;
  readonly max: number;
}

/**
 * The limits of a rolling update. Where none are set, ECS's defaults apply: 100 and 200, for a daemon service 0 and 100 (Amazon ECS API
 * Reference, DeploymentConfiguration). undefined: the service was not read.
 */
export function healthyPercent(service: Service | null | undefined): HealthyPercent | undefined {
  if (!service) return undefined;
  const unset = service.schedulingStrategy === 'DAEMON' ? { min: 0, max: 100 } : { min: 100, max: 200 };
  const { minimumHealthyPercent: min, maximumPercent: max } = service.deploymentConfiguration ?? {};
  return { min: min ?? unset.min, max: max ?? unset.max };
}

interface Room extends HealthyPercent {
  /** Tasks that the service is to have. */
  readonly desired: number;
  readonly mayStart: boolean;
  readonly mayStop: boolean;
}

/**
 * What the limits let ECS do while this number of tasks runs; undefined: not known, or they do not apply (they apply to rolling updates
 * only). ECS rounds the lower limit up and the upper one down (Amazon ECS Developer Guide, service definition parameters).
 * @param runningTasks those of all deployments of the service
 */
function roomToMove({ service }: Frame, runningTasks: number): Room | undefined {
  const limits = healthyPercent(service);
  const desired = service?.desiredCount;
  if (!limits || !isRolling(service) || desired === undefined) return undefined;
  return {
    ...limits,
    desired,
    mayStart: Math.floor((desired * limits.max) / 100) > runningTasks,
    mayStop: Math.ceil((desired * limits.min) / 100) < runningTasks,
  };
}

/** The limits, if ECS can neither start nor stop a task while this number of tasks runs; undefined: they leave room. */
export function limitsWithoutRoom(frame: Frame, runningTasks: number): Pick<Room, 'min' | 'max' | 'desired'> | undefined {
  const room = roomToMove(frame, runningTasks);
  if (!room?.desired || room.mayStart || room.mayStop) return undefined;
  return { min: room.min, max: room.max, desired: room.desired };
}

/** ECS can stop one of this number of running tasks, by the limits of a rolling update. */
export function mayStopTask(frame: Frame, runningTasks: number): boolean {
  return roomToMove(frame, runningTasks)?.mayStop ?? false;
}

/** Capacity providers without instances of the user. */
const FARGATE: ReadonlySet<string> = new Set(['FARGATE', 'FARGATE_SPOT']);

/** The capacity provider of the service that launches instances; undefined: it has none, or was not read. */
export function scalingProvider({ service }: Frame): string | undefined {
  return (service?.capacityProviderStrategy ?? []).map((s) => s.capacityProvider).find((name) => name && !FARGATE.has(name));
}
