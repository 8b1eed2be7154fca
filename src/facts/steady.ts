import { Deployment, Service } from './model';
import { primaryOf } from './rollback';

/** `(service web) has reached a steady state.` (Amazon ECS Developer Guide, service event messages). */
const STEADY = /\bhas reached a steady state\b/i;

/**
 * Rolling updates alone have a `rolloutState`, and only of a service that is not behind a Classic Load Balancer (Amazon ECS API Reference,
 * Deployment).
 */
export function isWithoutState({ rolloutState }: Deployment): boolean {
  return !rolloutState;
}

/** ECS has called the service steady since this deployment began, and no older one is left: of one without a state, its end. */
export function isSteadySince(service: Service, deployment: Deployment): boolean {
  const { deployments = [], events = [] } = service;
  const began = Date.parse(deployment.createdAt ?? '');
  return deployments.length === 1 && primaryOf(service) === deployment
    && events.some(({ createdAt = '', message = '' }) => STEADY.test(message) && Date.parse(createdAt) > began);
}
