import type {
  Cluster, CreateClusterRequest, DeleteClusterRequest, DeregisterTaskDefinitionRequest, DescribeClustersRequest,
  DescribeTaskDefinitionRequest, ListClustersRequest, PutClusterCapacityProvidersRequest, RegisterTaskDefinitionRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../world';
import { clusterOf, page, taskDefinitionOf } from './lookup';
import { arnOf, ClusterState, EcsLab, nowOf, RegisteredTaskDefinition } from './model';

/** Clusters and task definitions: the parts of ECS that no event changes. */
export function clusterOperations(lab: EcsLab) {
  return {
    CreateCluster: (input: CreateClusterRequest) => {
      const name = input.clusterName ?? 'default';
      const existing = lab.clusters.get(name);
      if (existing?.status === 'ACTIVE') return { cluster: describeCluster(existing) };
      const cluster: ClusterState = {
        name,
        arn: arnOf(lab, `cluster/${name}`),
        status: 'ACTIVE',
        tags: input.tags ?? [],
        capacityProviders: input.capacityProviders ?? [],
        defaultCapacityProviderStrategy: input.defaultCapacityProviderStrategy ?? [],
        services: new Map(),
        tasks: new Map(),
      };
      lab.clusters.set(name, cluster);
      return { cluster: describeCluster(cluster) };
    },
    PutClusterCapacityProviders: (input: PutClusterCapacityProvidersRequest) => {
      const cluster = clusterOf(lab, input.cluster);
      cluster.capacityProviders = input.capacityProviders ?? [];
      cluster.defaultCapacityProviderStrategy = input.defaultCapacityProviderStrategy ?? [];
      return { cluster: describeCluster(cluster) };
    },
    DeleteCluster: (input: DeleteClusterRequest) => {
      const cluster = clusterOf(lab, input.cluster);
      if ([...cluster.services.values()].some(({ status }) => status !== 'INACTIVE')) {
        throw new AwsError('ClusterContainsServicesException', 'The Cluster cannot be deleted while Services are active.');
      }
      if ([...cluster.tasks.values()].some(({ lastStatus }) => lastStatus !== 'STOPPED')) {
        throw new AwsError('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
      }
      cluster.status = 'INACTIVE';
      return { cluster: describeCluster(cluster) };
    },
    DescribeClusters: (input: DescribeClustersRequest) => {
      const names = input.clusters?.length ? input.clusters : ['default'];
      const found = names.map((name) => lab.clusters.get(name.split('/').at(-1)!));
      return {
        clusters: found.flatMap((cluster) => (cluster ? [describeCluster(cluster)] : [])),
        failures: names.flatMap((name, index) => (found[index] ? [] : [{ arn: name, reason: 'MISSING' }])),
      };
    },
    ListClusters: (input: ListClustersRequest) => {
      const active = [...lab.clusters.values()].filter(({ status }) => status === 'ACTIVE');
      const { items, nextToken } = page(active.map(({ arn }) => arn), input);
      return { clusterArns: items, nextToken };
    },
    RegisterTaskDefinition: ({ tags, ...input }: RegisterTaskDefinitionRequest) => {
      const family = input.family!;
      const ofFamily = [...lab.taskDefinitions.values()].filter((one) => one.family === family);
      const revision = 1 + ofFamily.reduce((most, one) => Math.max(most, one.revision), 0);
      const taskDefinition: RegisteredTaskDefinition = {
        volumes: [],
        placementConstraints: [],
        ...input,
        family,
        revision,
        taskDefinitionArn: arnOf(lab, `task-definition/${family}:${revision}`),
        containerDefinitions: (input.containerDefinitions ?? []).map((one) => ({ essential: true, ...one })),
        status: 'ACTIVE',
        compatibilities: input.requiresCompatibilities?.includes('FARGATE') ? ['EC2', 'FARGATE'] : ['EC2'],
        registeredAt: nowOf(lab),
      };
      lab.taskDefinitions.set(taskDefinition.taskDefinitionArn, taskDefinition);
      return { taskDefinition, tags };
    },
    DescribeTaskDefinition: (input: DescribeTaskDefinitionRequest) => ({ taskDefinition: taskDefinitionOf(lab, input.taskDefinition) }),
    DeregisterTaskDefinition: (input: DeregisterTaskDefinitionRequest) => {
      // Running services keep an inactive task definition, and it can still be described (DeregisterTaskDefinition).
      const found = taskDefinitionOf(lab, input.taskDefinition);
      const taskDefinition: RegisteredTaskDefinition = Object.assign(found, { status: 'INACTIVE', deregisteredAt: nowOf(lab) });
      return { taskDefinition };
    },
  };
}

function describeCluster(cluster: ClusterState): Cluster {
  const tasks = [...cluster.tasks.values()];
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.status,
    registeredContainerInstancesCount: 0,
    runningTasksCount: tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length,
    pendingTasksCount: tasks.filter(({ lastStatus }) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus)).length,
    activeServicesCount: [...cluster.services.values()].filter(({ status }) => status === 'ACTIVE').length,
    statistics: [],
    tags: cluster.tags,
    settings: [],
    capacityProviders: cluster.capacityProviders,
    defaultCapacityProviderStrategy: cluster.defaultCapacityProviderStrategy,
  };
}
