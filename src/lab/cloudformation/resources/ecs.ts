import type { Cluster, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { Attributes, Done, Handler, HandlerRequest, Properties } from '../model';
import { call, callIfThere, inputOf } from './calls';
import { physicalName } from './other';
import { waitForStability } from './stability';
import { POLL_MS, RESOURCE_MS, SERVICE_CALL_MS } from './timing';

export const ecsCluster: Handler = {
  replacement: ['ClusterName'],
  nameProperty: 'ClusterName',
  async create(request) {
    const { clock } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const input = inputOf(request, 'ecs', 'CreateCluster', { ClusterName: physicalName(request), ...request.properties });
    const { cluster } = await call<{ cluster: Cluster }>(request, 'ecs', 'CreateCluster', input);
    request.initiated(String(cluster.clusterName));
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    return { physicalId: String(cluster.clusterName), attributes: { Arn: cluster.clusterArn } };
  },
  update: unchanged,
  async delete(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    await callIfThere(request, 'ecs', 'DeleteCluster', { cluster: request.physicalId });
  },
};

/** A revision cannot change: whatever differs registers a new one (resource reference: every property but Tags needs replacement). */
export const ecsTaskDefinition: Handler = {
  replacement: { allBut: ['Tags'] },
  async create(request) {
    const { clock } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const input = inputOf(request, 'ecs', 'RegisterTaskDefinition', { Family: physicalName(request), ...request.properties });
    const { taskDefinition } = await call<{ taskDefinition: TaskDefinition }>(request, 'ecs', 'RegisterTaskDefinition', input);
    const arn = String(taskDefinition.taskDefinitionArn);
    request.initiated(arn);
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
  },
  update: unchanged,
  async delete(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    await callIfThere(request, 'ecs', 'DeregisterTaskDefinition', { taskDefinition: request.physicalId });
  },
};

/** Members of CreateService that UpdateService lacks; their change is a replacement or goes through TagResource. */
const CREATE_ONLY = ['ServiceName', 'LaunchType', 'Role', 'SchedulingStrategy', 'Tags', 'Cluster'];

export const ecsService: Handler = {
  // Update requires: Replacement (resource reference of AWS::ECS::Service).
  replacement: ['Cluster', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName'],
  nameProperty: 'ServiceName',
  async create(request) {
    await request.around.clock.sleep(SERVICE_CALL_MS, request.signal);
    const input = inputOf(request, 'ecs', 'CreateService', named(request), ['ForceNewDeployment']);
    const { service } = await call<{ service: Service }>(request, 'ecs', 'CreateService', input);
    const done = described(service);
    request.initiated(done.physicalId, done.attributes);
    return stable(request, service, done);
  },
  async update(request) {
    await request.around.clock.sleep(SERVICE_CALL_MS, request.signal);
    const arn = String(request.physicalId);
    const changes = Object.fromEntries(Object.entries(request.properties).filter(([k]) => !CREATE_ONLY.includes(k)));
    const force = changes.ForceNewDeployment as { EnableForceNewDeployment?: unknown } | undefined;
    const input = {
      ...inputOf(request, 'ecs', 'UpdateService', changes, ['ForceNewDeployment']),
      ...force && { forceNewDeployment: force.EnableForceNewDeployment === true || force.EnableForceNewDeployment === 'true' },
      service: arn,
      cluster: clusterOf(request),
    };
    const { service } = await call<{ service: Service }>(request, 'ecs', 'UpdateService', input);
    return stable(request, service, described(service));
  },
  async delete(request) {
    const { clock } = request.around;
    const cluster = clusterOf(request);
    await clock.sleep(RESOURCE_MS, request.signal);
    await callIfThere(request, 'ecs', 'DeleteService', { service: request.physicalId, cluster, force: true });
    // A deleted service is DRAINING until its last task has stopped.
    for (;;) {
      const input = { services: [request.physicalId], cluster };
      const { services = [] } = await call<{ services?: Service[] }>(request, 'ecs', 'DescribeServices', input);
      if (!services.length || services[0].status === 'INACTIVE') return;
      await clock.sleep(POLL_MS, request.signal);
    }
  },
};

async function stable(request: HandlerRequest, service: Service, done: Done): Promise<Done> {
  // Express mode: complete as soon as the API has accepted (CloudFormation User Guide, express deployments).
  if (request.stack.express) return done;
  await request.around.clock.sleep(RESOURCE_MS, request.signal);
  request.consistencyCheck();
  await waitForStability(request, service, clusterOf(request));
  return done;
}

function named(request: HandlerRequest): Properties {
  const { SchedulingStrategy, ServiceName } = request.properties;
  return {
    // "For new services, if a desired count is not specified, a default value of 1 is used" (resource reference, DesiredCount).
    ...SchedulingStrategy !== 'DAEMON' && { DesiredCount: 1 },
    ...request.properties,
    ServiceName: ServiceName ?? physicalName(request),
  };
}

function clusterOf(request: HandlerRequest): string | undefined {
  return request.properties.Cluster === undefined ? undefined : String(request.properties.Cluster);
}

function described(service: Service): { physicalId: string; attributes: Attributes } {
  return { physicalId: String(service.serviceArn), attributes: { Name: service.serviceName, ServiceArn: service.serviceArn } };
}

async function unchanged(request: HandlerRequest): Promise<Done> {
  await request.around.clock.sleep(RESOURCE_MS, request.signal);
  return { physicalId: String(request.physicalId), attributes: request.attributes };
}
