import { Deployment, Service } from './model';

/**
 * The deployment that ECS has made PRIMARY in place of this one: a newer one, or the one of a rollback. undefined: none.
 * @param deploymentId `ecs-svc/...`; undefined: not known
 */
export function replacedSince(service: Service | null | undefined, deploymentId: string | undefined): Deployment | undefined {
  const primary = service?.deployments?.find((d) => d.status === 'PRIMARY');
  return deploymentId && primary?.id && primary.id !== deploymentId ? primary : undefined;
}
