import type {
  CreateServiceRequest, DeleteServiceRequest, DescribeServicesRequest, ListServicesRequest, UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { elbOf } from '../elb';
import { AwsError, CallContext } from '../world';
import { deploy } from './deployments';
import { describeService } from './describe-service';
import { activeServiceOf, clusterOf, findService, page, taskDefinitionOf } from './lookup';
import { arnOf, EcsLab, nowOf, ServiceSettings, ServiceState } from './model';
import { rulesFor } from './scenario-rules';
import { wake } from './wake';

/** Changes of these make a new deployment; the others act on the service as it runs (UpdateService). */
const DEPLOYED_SETTINGS = [
  'taskDefinition', 'networkConfiguration', 'platformVersion', 'capacityProviderStrategy', 'loadBalancers', 'serviceRegistries',
  'serviceConnectConfiguration', 'volumeConfigurations', 'vpcLatticeConfigurations', 'enableExecuteCommand', 'enableECSManagedTags',
  'propagateTags',
] as const;

/** Bake time of deployments that shift traffic (Amazon ECS Developer Guide, blue/green deployments). */
const SHIFTING_BAKE_MINUTES = 15;

/** DescribeServices takes at most ten (Amazon ECS API Reference). */
const MAX_DESCRIBED = 10;

export function serviceOperations(lab: EcsLab) {
  return {
    CreateService: (input: CreateServiceRequest, context: CallContext) => {
      const { cluster: clusterName, serviceName, clientToken: _, ...asked } = input;
      const cluster = clusterOf(lab, clusterName);
      const existing = findService(cluster, serviceName);
      if (existing?.status === 'ACTIVE') throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.');
      if (existing?.status === 'DRAINING') {
        throw new AwsError('InvalidParameterException', 'Unable to Start a service that is still Draining.');
      }
      refuseInactive(lab, asked.taskDefinition);
      const settings = withDefaults(lab, asked);
      refuseUnusedTargetGroups(lab, settings);
      const name = serviceName!;
      const service: ServiceState = {
        name,
        arn: arnOf(lab, lab.switches.serviceArns === 'short' ? `service/${name}` : `service/${cluster.name}/${name}`),
        cluster,
        createdAt: nowOf(lab),
        status: 'ACTIVE',
        settings,
        ...rulesFor(lab.world.scenario, name, context.origin),
        deployments: [],
        serviceDeployments: [],
        revisions: [],
        events: [],
        suppressed: new Map(),
        steady: false,
        toReplace: 0,
      };
      cluster.services.set(name, service);
      deploy(lab, service, context.origin);
      wake(lab, service);
      return { service: describeService(lab, service) };
    },
    UpdateService: (input: UpdateServiceRequest, context: CallContext) => {
      const { cluster: clusterName, service: name, forceNewDeployment, ...changes } = input;
      const service = activeServiceOf(clusterOf(lab, clusterName), name);
      const before = service.settings;
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings = withDefaults(lab, { ...before, ...given });
      if (input.taskDefinition !== undefined && settings.taskDefinition !== before.taskDefinition) {
        refuseInactive(lab, input.taskDefinition);
      }
      const changed = DEPLOYED_SETTINGS.some((one) => JSON.stringify(before[one]) !== JSON.stringify(settings[one]));
      service.settings = settings;
      if (context.origin) Object.assign(service, rulesFor(lab.world.scenario, service.name, context.origin));
      if (forceNewDeployment || changed) deploy(lab, service, context.origin);
      wake(lab, service);
      return { service: describeService(lab, service) };
    },
    DeleteService: (input: DeleteServiceRequest) => {
      const service = activeServiceOf(clusterOf(lab, input.cluster), input.service);
      if (!input.force && service.settings.desiredCount > 0 && service.settings.schedulingStrategy !== 'DAEMON') {
        throw new AwsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
      }
      service.status = 'DRAINING';
      wake(lab, service);
      return { service: describeService(lab, service) };
    },
    DescribeServices: (input: DescribeServicesRequest) => {
      const cluster = clusterOf(lab, input.cluster);
      const names = input.services ?? [];
      if (names.length > MAX_DESCRIBED) throw new AwsError('InvalidParameterException', 'Too many services requested: at most 10.');
      const found = names.map((name) => findService(cluster, name));
      const arnOfService = (name: string) => (name.startsWith('arn:') ? name : arnOf(lab, `service/${cluster.name}/${name}`));
      return {
        services: found.flatMap((service) => (service ? [describeService(lab, service)] : [])),
        failures: names.filter((_, index) => !found[index]).map((name) => ({ arn: arnOfService(name), reason: 'MISSING' })),
      };
    },
    ListServices: (input: ListServicesRequest) => {
      const services = [...clusterOf(lab, input.cluster).services.values()].filter(({ status }) => status !== 'INACTIVE');
      const { items, nextToken } = page(services.map(({ arn }) => arn), { maxResults: 10, ...input });
      return { serviceArns: items, nextToken };
    },
  };
}

type Asked = Omit<CreateServiceRequest, 'cluster' | 'serviceName' | 'clientToken'>;

/** Defaults of CreateService (Amazon ECS API Reference). */
function withDefaults(lab: EcsLab, asked: Asked): ServiceSettings {
  const { strategy = 'ROLLING' } = asked.deploymentConfiguration ?? {};
  const daemon = asked.schedulingStrategy === 'DAEMON';
  const balanced = (asked.loadBalancers?.length ?? 0) > 0;
  return {
    ...asked,
    taskDefinition: taskDefinitionOf(lab, asked.taskDefinition).taskDefinitionArn,
    desiredCount: asked.desiredCount ?? 0,
    launchType: asked.launchType ?? (asked.capacityProviderStrategy?.length ? undefined : 'EC2'),
    healthCheckGracePeriodSeconds: asked.healthCheckGracePeriodSeconds ?? (balanced ? 0 : undefined),
    deploymentConfiguration: {
      strategy,
      minimumHealthyPercent: daemon ? 0 : 100,
      maximumPercent: daemon ? 100 : 200,
      deploymentCircuitBreaker: { enable: false, rollback: false },
      bakeTimeInMinutes: strategy === 'ROLLING' ? 0 : SHIFTING_BAKE_MINUTES,
      ...Object.fromEntries(Object.entries(asked.deploymentConfiguration ?? {}).filter(([, value]) => value !== undefined)),
    },
  };
}

/** A service that runs an inactive task definition goes on; to deploy one is refused. */
function refuseInactive(lab: EcsLab, taskDefinition: string | undefined): void {
  if (taskDefinitionOf(lab, taskDefinition).status === 'INACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
}

function refuseUnusedTargetGroups(lab: EcsLab, { loadBalancers }: ServiceSettings): void {
  const elb = elbOf(lab.world);
  if (!elb || !lab.switches.refuseUnusedTargetGroup) return;
  for (const { targetGroupArn, advancedConfiguration } of loadBalancers ?? []) {
    // With an alternate one the deployment itself checks both, and rolls back.
    if (targetGroupArn && !advancedConfiguration && !elb.targets.inUse(targetGroupArn)) {
      throw new AwsError('InvalidParameterException',
        `The target group with targetGroupArn ${targetGroupArn} does not have an associated load balancer.`);
    }
  }
}
