import type {
  CreateExpressGatewayServiceRequest, CreateServiceRequest, DescribeExpressGatewayServiceRequest, ECSExpressGatewayService,
  ExpressGatewayServiceConfiguration, RegisterTaskDefinitionRequest, UpdateExpressGatewayServiceRequest, UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { callFake, CallContext } from '../world';
import { isOpen } from './deployments';
import { activeServiceOf, allServices, clusterOf, findService } from './lookup';
import { EcsLab, ExpressSettings, RegisteredTaskDefinition, ServiceState } from './model';

/**
 * Amazon ECS Express Mode. ECS makes an ordinary service with a canary deployment, its task definition, a load balancer and a log group.
 * The Express service has the ARN of that service: `aws ecs monitor-express-gateway-service` calls DescribeServices and
 * ListServiceDeployments with it (aws/aws-cli, customizations/ecs/serviceviewcollector.py). The defaults are those of the Amazon ECS
 * Developer Guide, "Resources created by Amazon ECS Express Mode services"; times and percentage of the canary are in "Updating an Amazon
 * ECS Express Mode service".
 */
export function expressOperations(lab: EcsLab) {
  const ecs = <T>(operation: string, input: object, context?: CallContext) => callFake(lab.world, 'ecs', operation, input, context) as T;
  const gateway = gatewayOf(lab);

  const register = (service: Pick<ServiceState, 'name'>, settings: ExpressSettings): string => {
    if (settings.taskDefinitionArn) return settings.taskDefinitionArn;
    const answer = ecs<{ taskDefinition: RegisteredTaskDefinition }>('RegisterTaskDefinition', definitionOf(lab, service.name, settings));
    return answer.taskDefinition.taskDefinitionArn;
  };

  return {
    CreateExpressGatewayService: (input: CreateExpressGatewayServiceRequest, context: CallContext) => {
      const { serviceName: name = `express-${lab.world.random.hex(8)}`, tags: _, ...asked } = input;
      const settings: ExpressSettings = { ...asked, logGroup: `/aws/ecs/${clusterName(input.cluster)}/${name}-${lab.world.random.hex(4)}` };
      ecs('CreateCluster', { clusterName: clusterName(input.cluster), capacityProviders: ['FARGATE'] });
      callFake(lab.world, 'logs', 'CreateLogGroup', { logGroupName: logOf(settings).logGroup });
      const created: CreateServiceRequest = {
        cluster: input.cluster,
        serviceName: name,
        taskDefinition: register({ name }, settings),
        desiredCount: desiredCount(settings),
        capacityProviderStrategy: [{ base: 1, capacityProvider: 'FARGATE', weight: 1 }],
        platformVersion: 'LATEST',
        propagateTags: 'SERVICE',
        enableECSManagedTags: true,
        availabilityZoneRebalancing: 'ENABLED',
        healthCheckGracePeriodSeconds: 300,
        networkConfiguration: networkOf(settings),
        loadBalancers: gateway(name, settings),
        deploymentConfiguration: {
          strategy: 'CANARY',
          bakeTimeInMinutes: 3,
          canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 },
          // The name is not documented [model].
          alarms: { alarmNames: [`${name}-4xx-5xx`], enable: true, rollback: true },
        },
      };
      ecs('CreateService', created, context);
      const service = findService(clusterOf(lab, input.cluster), name)!;
      service.express = settings;
      return { service: describeExpress(service, settings) };
    },
    UpdateExpressGatewayService: (input: UpdateExpressGatewayServiceRequest, context: CallContext) => {
      const { service, settings: before } = expressOf(lab, input.serviceArn);
      const given = Object.fromEntries(Object.entries(input).filter(([name, value]) => name !== 'serviceArn' && value !== undefined));
      const settings: ExpressSettings = { ...before, ...given };
      service.express = settings;
      const changes: UpdateServiceRequest = {
        cluster: service.cluster.name,
        service: service.name,
        taskDefinition: register(service, settings),
        desiredCount: desiredCount(settings),
        networkConfiguration: networkOf(settings),
      };
      ecs('UpdateService', changes, context);
      const { activeConfigurations, currentDeployment: _, infrastructureRoleArn: __, ...updated } = describeExpress(service, settings);
      return { service: { ...updated, targetConfiguration: activeConfigurations?.[0] } };
    },
    DescribeExpressGatewayService: (input: DescribeExpressGatewayServiceRequest) => {
      const { service, settings } = expressOf(lab, input.serviceArn);
      return { service: describeExpress(service, settings) };
    },
  };
}

const clusterName = (nameOrArn = 'default') => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
const desiredCount = ({ scalingTarget }: ExpressSettings) => scalingTarget?.minTaskCount ?? 1;
const portOf = ({ primaryContainer }: ExpressSettings) => primaryContainer?.containerPort ?? 80;

function expressOf(lab: EcsLab, arn: string | undefined): { readonly service: ServiceState; readonly settings: ExpressSettings } {
  const found = allServices(lab).find((one) => one.arn === arn && one.express);
  const service = activeServiceOf(clusterOf(lab, found?.cluster.name), found?.name);
  return { service, settings: service.express! };
}

function logOf({ primaryContainer, logGroup }: ExpressSettings) {
  const given = primaryContainer?.awsLogsConfiguration;
  return { logGroup: given?.logGroup ?? logGroup, logStreamPrefix: given?.logStreamPrefix ?? 'ecs' };
}

/** The default subnets are those of the default VPC, which are public. */
function networkOf({ networkConfiguration }: ExpressSettings): CreateServiceRequest['networkConfiguration'] {
  const { subnets, securityGroups } = networkConfiguration ?? {};
  const isDefault = !subnets?.length;
  return { awsvpcConfiguration: {
    subnets: isDefault ? ['subnet-default-a', 'subnet-default-b'] : subnets,
    securityGroups: securityGroups ?? ['sg-express'],
    assignPublicIp: isDefault ? 'ENABLED' : 'DISABLED',
  } };
}

/** The family is not documented [model]. */
function definitionOf(lab: EcsLab, name: string, settings: ExpressSettings): RegisterTaskDefinitionRequest {
  const { primaryContainer, executionRoleArn, taskRoleArn, cpu = '1024', memory = '2048' } = settings;
  const { logGroup, logStreamPrefix } = logOf(settings);
  return {
    family: name,
    cpu,
    memory,
    executionRoleArn,
    taskRoleArn,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
    containerDefinitions: [{
      name: 'Main',
      image: primaryContainer?.image,
      essential: true,
      command: primaryContainer?.command,
      environment: primaryContainer?.environment,
      secrets: primaryContainer?.secrets,
      portMappings: [{ containerPort: portOf(settings), protocol: 'tcp' }],
      stopTimeout: 30,
      linuxParameters: { initProcessEnabled: true },
      logConfiguration: { logDriver: 'awslogs', options: {
        'awslogs-group': logGroup, 'awslogs-region': lab.world.place.region, 'awslogs-stream-prefix': logStreamPrefix,
        'mode': 'non-blocking', 'max-buffer-size': '25m',
      } },
    }],
  };
}

/** Target groups and rule of a service. The load balancer is shared: up to 25 Express services of a VPC have one. */
function gatewayOf(lab: EcsLab) {
  const elb = <T>(operation: string, input: object) => callFake(lab.world, 'elb', operation, input) as T;
  let listener: string | undefined;
  let services = 0;

  const newListener = (): string => {
    const { LoadBalancers: [{ LoadBalancerArn }] } = elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', {
      Name: 'ecs-express-gateway', Subnets: ['subnet-default-a', 'subnet-default-b'],
    });
    const notFound = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
    return elb<{ Listeners: { ListenerArn: string }[] }>('CreateListener', {
      LoadBalancerArn, Port: 443, Protocol: 'HTTPS', DefaultActions: [notFound],
    }).Listeners[0].ListenerArn;
  };

  return (name: string, settings: ExpressSettings): CreateServiceRequest['loadBalancers'] => {
    listener ??= newListener();
    services += 1;
    const [first, second] = ['1', '2'].map((side) => elb<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
      Name: `ecs-gateway-${services}-${side}`, Protocol: 'HTTP', Port: portOf(settings), TargetType: 'ip',
      HealthCheckPath: settings.healthCheckPath ?? '/',
    }).TargetGroups[0].TargetGroupArn);
    const rule = elb<{ Rules: { RuleArn: string }[] }>('CreateRule', {
      ListenerArn: listener,
      Priority: services,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: [`${name}.ecs.${lab.world.place.region}.on.aws`] } }],
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [
        { TargetGroupArn: first, Weight: 100 }, { TargetGroupArn: second, Weight: 0 },
      ] } }],
    }).Rules[0].RuleArn;
    return [{ targetGroupArn: first, containerName: 'Main', containerPort: portOf(settings), advancedConfiguration: {
      alternateTargetGroupArn: second, productionListenerRule: rule, roleArn: settings.infrastructureRoleArn,
    } }];
  };
}

function describeExpress(service: ServiceState, settings: ExpressSettings): ECSExpressGatewayService {
  const [deployment] = service.serviceDeployments;
  return {
    cluster: service.cluster.name,
    serviceName: service.name,
    serviceArn: service.arn,
    infrastructureRoleArn: settings.infrastructureRoleArn,
    status: { statusCode: service.status },
    // An ARN that DescribeServiceDeployments takes (hashicorp/terraform-provider-aws, ecs/express_gateway_service.go).
    ...deployment && isOpen(deployment) && { currentDeployment: deployment.arn },
    activeConfigurations: service.deployments.map(({ revision }): ExpressGatewayServiceConfiguration => ({
      serviceRevisionArn: revision.arn,
      taskDefinitionArn: revision.taskDefinition.taskDefinitionArn,
      executionRoleArn: settings.executionRoleArn,
      cpu: revision.taskDefinition.cpu,
      memory: revision.taskDefinition.memory,
      healthCheckPath: settings.healthCheckPath ?? '/',
      createdAt: revision.createdAt,
    })),
    createdAt: service.createdAt,
    updatedAt: deployment?.updatedAt,
  };
}
