import { lastPart } from './arn';
import { Deployment, Service } from './model';
import { hasStages } from './strategy';

/** How the PRIMARY deployment of a service came about, as far as DescribeServices shows it. */
type Origin =
  | { readonly kind: 'deployed' }
  /** ECS rolls back, or has rolled back. `failed`: the deployment that failed, if the service still lists it. */
  | { readonly kind: 'rollback'; readonly because: string; readonly failed?: Deployment }
  | { readonly kind: 'unclear' };

/**
 * The reason of the deployment with which ECS rolls back: `ECS deployment circuit breaker: rolling back to deploymentId ...` (Amazon ECS
 * Developer Guide, deployment circuit breaker). Once the deployment is complete, the reason is another one.
 */
const ROLLS_BACK = /\brolling back\b/i;
/** `(service web) (deployment ecs-svc/1) deployment failed: ...` and `(service web) rolling back to deployment ecs-svc/2.` */
const FAILURE_EVENT = /\bdeployment failed\b|\brolling back\b/i;
/** A rollback begins with the failure, and a service with its first deployment. */
const SAME_TIME_MS = 60_000;

/**
 * Only the list of service deployments shows a rollback for certain: a rollback has no service deployment of its own. Where that list
 * cannot be read, this is what the service itself shows.
 */
export function originOf(service: Service): Origin {
  const { deployments = [] } = service;
  const primary = primaryOf(service);
  if (!primary) return { kind: 'unclear' };
  if (primary.rolloutState === 'FAILED') return { kind: 'deployed' };
  const others = deployments.filter((one) => one !== primary).sort((a, b) => created(b) - created(a));
  const because = rollbackReason(service, primary, others);
  if (because !== undefined) {
    const failed = others.find(({ rolloutState }) => rolloutState === 'FAILED')
      ?? others.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
    return { kind: 'rollback', because, ...failed && { failed } };
  }
  return { kind: isNoRollback(service, primary, others) ? 'deployed' : 'unclear' };
}

export function primaryOf({ deployments = [] }: Service): Deployment | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY');
}

/**
 * ECS's words, or a deployment that ECS has given up and that has a newer revision than the one that replaced it. An older revision beside
 * one in progress is no sign: a person can deploy it, too.
 */
function rollbackReason(service: Service, primary: Deployment, others: readonly Deployment[]): string | undefined {
  const said = wordsOfRollback(service, primary);
  if (said !== undefined || !rollsBack(service)) return said;
  const failed = others.find((one) => one.rolloutState === 'FAILED' && isOlderRevision(primary, one));
  return failed && `${nameOf(primary)} has replaced ${nameOf(failed)}, which is ${failed.rolloutState}`;
}

/** What ECS says about a rollback with this deployment, in its reason or in the events. undefined: nothing. */
export function wordsOfRollback({ events = [] }: Service, { id, rolloutState, rolloutStateReason = '' }: Deployment): string | undefined {
  if (rolloutState !== 'FAILED' && ROLLS_BACK.test(rolloutStateReason)) return withoutDot(rolloutStateReason);
  const event = id && events.find(({ message = '' }) => ROLLS_BACK.test(message) && message.replace(/\.$/, '').endsWith(` ${id}`));
  return event ? withoutDot(event.message ?? '') : undefined;
}

/** What ECS says about the failure of a deployment in the events. undefined: nothing. */
export function wordsOfFailure({ events = [] }: Service, id: string | undefined): string | undefined {
  const event = id && events.find(({ message = '' }) => message.includes(`(deployment ${id}) deployment failed`));
  return event ? withoutDot(event.message ?? '') : undefined;
}

/** ECS rolls back to a revision that was deployed before: of the same family, an older one. */
export function isOlderRevision(one: Pick<Deployment, 'taskDefinition'>, than: Pick<Deployment, 'taskDefinition'>): boolean {
  const [mine, other] = [one, than].map(({ taskDefinition = '' }) => /^(.+):(\d{1,9})$/.exec(lastPart(taskDefinition)));
  return mine !== null && other !== null && mine[1] === other[1] && Number(mine[2]) < Number(other[2]);
}

/** A fact that a rollback would contradict. A rollback that a person has asked for is shown by the last two only. */
function isNoRollback(service: Service, primary: Deployment, others: readonly Deployment[]): boolean {
  const isFirst = Math.abs(created(primary) - (Date.parse(service.createdAt ?? '') || 0)) < SAME_TIME_MS;
  // A rollback deploys what was complete before, so its revision would be the same.
  const replaces = others.length > 0
    && others.every((one) => one.rolloutState === 'COMPLETED' && one.taskDefinition !== primary.taskDefinition);
  return isFirst || !rollsBack(service) || replaces || eventsAreSilent(service, primary);
}

/** ECS rolls a deployment back that fails. */
function rollsBack(service: Service): boolean {
  const { deploymentCircuitBreaker: breaker, alarms } = service.deploymentConfiguration ?? {};
  // A lifecycle hook that fails, or traffic that cannot be shifted, is rolled back without such a setting.
  return breaker?.rollback === true || alarms?.rollback === true || hasStages(service);
}

/** The events reach back to the time before the deployment, and none is about a failure at its beginning or since. */
function eventsAreSilent({ events = [] }: Service, primary: Deployment): boolean {
  const from = created(primary) - SAME_TIME_MS;
  const at = ({ createdAt = '' }: { readonly createdAt?: string }) => Date.parse(createdAt) || 0;
  return events.some((event) => at(event) < created(primary))
    && !events.some((event) => at(event) >= from && FAILURE_EVENT.test(event.message ?? ''));
}

function created({ createdAt = '' }: Deployment): number {
  return Date.parse(createdAt) || 0;
}

function nameOf({ taskDefinition = '', id = '' }: Deployment): string {
  return lastPart(taskDefinition) || id;
}

function withoutDot(text: string): string {
  return text.replace(/\.$/, '');
}
