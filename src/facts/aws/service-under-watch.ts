import { Deployment, Service } from '../model';

/** A service, and the deployment of it that is watched. */
export interface ServiceUnderWatch {
  readonly service: Service;
  /** Name or ARN. */
  readonly cluster: string;
  /** `ecs-svc/...`; absent until the deployment is found. */
  readonly deploymentId?: string;
}

export function deploymentOf({ service, deploymentId }: ServiceUnderWatch): Deployment | undefined {
  return service.deployments?.find((d) => d.id === deploymentId);
}

/** Ids in `(service web) has started 2 tasks: (task 0123...) (task 4567...).`, from the events since the deployment began. */
export function startedTaskIds(watched: ServiceUnderWatch): readonly string[] {
  return startEvents(watched).flatMap((message) => [...message.matchAll(/\(task ([0-9a-f-]+)\)/g)].map((m) => m[1]));
}

/** The number of tasks that ECS has started for this deployment, by its own events. */
export function startedTaskCount(watched: ServiceUnderWatch): number {
  return startEvents(watched).reduce((sum, message) => sum + Number(/has started (\d+) tasks/.exec(message)?.[1] ?? 0), 0);
}

function startEvents(watched: ServiceUnderWatch): readonly string[] {
  return eventsSinceStart(watched).filter((message) => message.includes('has started'));
}

/** Messages of the service events since the deployment began. */
export function eventsSinceStart(watched: ServiceUnderWatch): readonly string[] {
  const created = Date.parse(deploymentOf(watched)?.createdAt ?? '');
  return (watched.service.events ?? []).filter((e) => !(Date.parse(e.createdAt ?? '') < created)).map((e) => e.message ?? '');
}
