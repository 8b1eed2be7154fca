import { Service } from './model';

/** A rolling update: ECS's strategy for a service that names none (Amazon ECS API Reference, DeploymentConfiguration). */
export function isRolling(service: Service | null | undefined): boolean {
  return (service?.deploymentConfiguration?.strategy ?? 'ROLLING') === 'ROLLING';
}

/** Blue/green, linear, canary, or with lifecycle hooks: ECS reports the state of such a deployment in its service deployment. */
export function hasStages(service: Service | null | undefined): boolean {
  return !isRolling(service) || Boolean(service?.deploymentConfiguration?.lifecycleHooks?.length);
}
