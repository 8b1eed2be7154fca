import { Aspects, CfnCondition, CfnResource, Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { copyOf, DIAGNOSES, newStack, ofType, references, Resources, resourcesOf, serviceProps, SERVICES } from './synth';
import { DiagnosedFargateService } from '../../src';

/** What an app may do with a service: props it gives, and what it does with the service afterwards. */
interface Variant {
  readonly props?: (stack: Stack) => Partial<ecs.FargateServiceProps>;
  readonly context?: { readonly [flag: string]: unknown };
  readonly then?: (service: ecs.FargateService, stack: Stack) => void;
}

const l1Of = (service: ecs.FargateService) => service.node.defaultChild as ecs.CfnService;

const VARIANTS: { readonly [name: string]: Variant } = {
  'nothing but the required': {},
  'scalars': {
    props: () => ({
      desiredCount: 3,
      maxHealthyPercent: 150,
      assignPublicIp: true,
      enableECSManagedTags: true,
      enableExecuteCommand: true,
      healthCheckGracePeriod: Duration.seconds(90),
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      serviceName: 'shop-web',
      platformVersion: ecs.FargatePlatformVersion.VERSION1_4,
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    }),
  },
  'desired count 0': { props: () => ({ desiredCount: 0 }) },
  'circuit breaker': { props: () => ({ circuitBreaker: { enable: true, rollback: true } }) },
  'capacity provider strategies': {
    props: () => ({ capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }, { capacityProvider: 'FARGATE', weight: 1, base: 1 }] }),
  },
  'deployment alarms': {
    props: (stack) => {
      const alarm = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
      return { deploymentAlarms: { alarmNames: [alarm.alarmName] } };
    },
  },
  'deployment alarms, enabled later': {
    then: (service, stack) => {
      const alarm = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1, alarmName: 'errors' });
      service.enableDeploymentAlarms([alarm.alarmName], { behavior: ecs.AlarmBehavior.FAIL_ON_ALARM });
    },
  },
  'own security groups and subnets': {
    props: (stack) => {
      const vpc = new ec2.Vpc(stack, 'Other', { maxAzs: 2, restrictDefaultSecurityGroup: false });
      return { cluster: new ecs.Cluster(stack, 'OtherCluster', { vpc }), vpcSubnets: { subnets: vpc.privateSubnets }, securityGroups: [new ec2.SecurityGroup(stack, 'Own', { vpc })] };
    },
  },
  'service connect': { props: () => ({ serviceConnectConfiguration: { namespace: 'shop', services: [] } }) },
  'cloud map': {
    props: (stack) => ({
      cloudMapOptions: { cloudMapNamespace: new servicediscovery.PrivateDnsNamespace(stack, 'Names', { name: 'shop.local', vpc: new ec2.Vpc(stack, 'Other') }) },
    }),
  },
  'managed volume': {
    then: (service) => service.addVolume(new ecs.ServiceManagedVolume(service, 'Volume', { name: 'data', managedEBSVolume: { size: { toGibibytes: () => 10 } as never } })),
  },
  'task definition revision': { props: () => ({ taskDefinitionRevision: ecs.TaskDefinitionRevision.LATEST }) },
  'load balancer attached later': {
    then: (service, stack) => {
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: service.cluster.vpc });
      balancer.addListener('Http', { port: 80, open: true }).addTargets('Web', { port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service] });
    },
  },
  'network load balancer, registered later': {
    then: (service, stack) => {
      const listener = new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: service.cluster.vpc }).addListener('Tcp', { port: 80 });
      service.registerLoadBalancerTargets({ containerName: 'web', containerPort: 8080, newTargetGroupId: 'Web', listener: ecs.ListenerConfig.networkListener(listener) });
    },
  },
  'autoscaling': { then: (service) => service.autoScaleTaskCount({ maxCapacity: 4 }).scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 }) },
  'tags': {
    then: (service, stack) => {
      Tags.of(stack).add('team', 'shop');
      Tags.of(service).add('part', 'web');
    },
  },
  'aspect that changes the service': {
    then: (_, stack) => Aspects.of(stack).add({ visit: (node) => { if (node instanceof ecs.CfnService) node.desiredCount = 7; } }),
  },
  'property overrides': {
    then: (service) => {
      l1Of(service).addPropertyOverride('DeploymentConfiguration.DeploymentCircuitBreaker', { Enable: true, Rollback: false, ResetOnHealthyTask: false });
      l1Of(service).addPropertyOverride('Not.Yet.Known', [1, 'two', { Three: true }]);
      l1Of(service).addOverride('Properties.Role', { 'Fn::GetAtt': ['Nobody', 'Arn'] });
      l1Of(service).addPropertyOverride('Empty', { List: [], Map: {}, Text: '' });
    },
  },
  'deletion overrides': {
    then: (service) => {
      l1Of(service).addDeletionOverride('Properties.DeploymentConfiguration.Alarms');
      l1Of(service).addPropertyDeletionOverride('EnableECSManagedTags');
    },
  },
  'dependency of the L2': { then: (service, stack) => service.node.addDependency(new sns.Topic(stack, 'First')) },
  'dependency of the L1': { then: (service, stack) => l1Of(service).addDependency(new sns.Topic(stack, 'First').node.defaultChild as CfnResource) },
  'dependency of the stack\'s part': {
    then: (service, stack) => service.taskDefinition.node.addDependency(new sns.Topic(stack, 'First')),
  },
  'raw DependsOn': { then: (service) => l1Of(service).addOverride('DependsOn', ['SomethingIncluded', 'Vpc8378EB38']) },
  'raw DependsOn, none': { then: (service) => l1Of(service).addDeletionOverride('DependsOn') },
  'raw DependsOn, one': { then: (service) => l1Of(service).addOverride('DependsOn', 'SomethingIncluded') },
  'condition': {
    then: (service, stack) => { l1Of(service).cfnOptions.condition = new CfnCondition(stack, 'InEurope', { expression: Fn.conditionEquals('a', 'b') }); },
  },
  'every recommended feature flag': {
    context: CURRENTLY_RECOMMENDED_FLAGS,
    props: () => ({ circuitBreaker: { rollback: true } }),
    then: (service, stack) => {
      const balancer = new elbv2.ApplicationLoadBalancer(stack, 'Balancer', { vpc: service.cluster.vpc });
      balancer.addListener('Http', { port: 80, open: true }).addTargets('Web', { port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targets: [service] });
    },
  },
  'retained': { then: (service) => l1Of(service).addOverride('DeletionPolicy', 'Retain') },
  'renamed': { then: (service) => l1Of(service).overrideLogicalId('WebService') },
  'intrinsics and dynamic references': {
    then: (service) => {
      l1Of(service).addPropertyOverride('PlatformVersion', Fn.ref('AWS::NoValue'));
      l1Of(service).addPropertyOverride('ServiceName', Fn.sub('${AWS::StackName}-{{resolve:ssm:/shop/name}}'));
    },
  },
};

function build(Service: typeof ecs.FargateService | typeof DiagnosedFargateService, { props, context, then }: Variant): Resources {
  const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } }, context);
  const service = new Service(stack, 'Service', { ...serviceProps(stack), ...props?.(stack) });
  then?.(service, stack);
  return resourcesOf(stack);
}

const OURS = /^EcsDeploymentDiagnosis|^ServiceDeploymentDiagnosis/;

describe.each(Object.entries(VARIANTS))('%s', (_, variant) => {
  const plain = build(ecs.FargateService, variant);
  const diagnosed = build(DiagnosedFargateService, variant);
  const [[serviceId, service]] = ofType(diagnosed, SERVICES);
  const [[, diagnosis]] = ofType(diagnosed, DIAGNOSES);

  test('the diagnosis only adds resources to the template', () => {
    const rest = Object.fromEntries(Object.entries(diagnosed).filter(([id]) => !OURS.test(id)));
    expect(rest).toEqual(plain);
  });

  test('carries the properties of the service and does not refer to it', () => {
    expect(diagnosis.Properties.Service).toEqual(copyOf(service.Properties));
    expect(diagnosis.Properties.ServiceLogicalId).toBe(serviceId);
    expect(references(diagnosis)).not.toContain(serviceId);
  });

  test('waits for what the service waits for, and for no policy of the watcher (F8)', () => {
    expect(diagnosis.DependsOn ?? []).toEqual([service.DependsOn ?? []].flat().sort());
    expect(diagnosis.Condition).toEqual(service.Condition);
  });
});
