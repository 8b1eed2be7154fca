import { AwsError } from '../world';
import { ClusterState, EcsLab, RegisteredTaskDefinition, ServiceDeploymentState, ServiceState, TaskState } from './model';

/** ECS takes names and ARNs alike. */
const lastPart = (nameOrArn: string) => nameOrArn.split('/').at(-1)!;

export function clusterOf(lab: EcsLab, nameOrArn = 'default'): ClusterState {
  const cluster = lab.clusters.get(lastPart(nameOrArn));
  if (!cluster || cluster.status === 'INACTIVE') throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

export const findService = (cluster: ClusterState, nameOrArn = ''): ServiceState | undefined => cluster.services.get(lastPart(nameOrArn));

export function serviceOf(cluster: ClusterState, nameOrArn?: string): ServiceState {
  const service = findService(cluster, nameOrArn);
  if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  return service;
}

export function activeServiceOf(cluster: ClusterState, nameOrArn?: string): ServiceState {
  const service = serviceOf(cluster, nameOrArn);
  if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
  return service;
}

export const findTask = (cluster: ClusterState, idOrArn = ''): TaskState | undefined => cluster.tasks.get(lastPart(idOrArn));

export const allServices = (lab: EcsLab): ServiceState[] => [...lab.clusters.values()].flatMap((cluster) => [...cluster.services.values()]);

export function serviceDeploymentOf(lab: EcsLab, arn: string | undefined): ServiceDeploymentState {
  const found = allServices(lab).flatMap((service) => service.serviceDeployments).find((one) => one.arn === arn);
  if (!found) throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  return found;
}

/** By ARN, `family:revision` or `family` (the latest active revision). */
export function taskDefinitionOf(lab: EcsLab, reference = ''): RegisteredTaskDefinition {
  const name = lastPart(reference);
  const all = [...lab.taskDefinitions.values()];
  const found = /:\d+$/.test(name)
    ? all.find(({ family, revision }) => `${family}:${revision}` === name)
    : all.filter(({ family, status }) => family === name && status === 'ACTIVE').at(-1);
  if (!found) throw new AwsError('ClientException', 'Unable to describe task definition.');
  return found;
}

/** One page; the tokens are positions. */
export function page<T>(items: readonly T[], { maxResults = 100, nextToken }: { maxResults?: number; nextToken?: string }) {
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString());
  if (Number.isNaN(from)) throw new AwsError('InvalidParameterException', 'Invalid token.');
  const to = from + maxResults;
  return { items: items.slice(from, to), nextToken: to < items.length ? Buffer.from(String(to)).toString('base64') : undefined };
}
