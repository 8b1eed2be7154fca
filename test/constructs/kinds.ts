import { join } from 'path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Construct, IConstruct } from 'constructs';
import { cluster, serviceProps, SERVICES } from './synth';

const image = () => ecs.ContainerImage.fromRegistry('registry.example/web:1');

/** A cluster with instances. */
export function hosts(scope: Construct): ecs.Cluster {
  const own = cluster(scope);
  own.addCapacity('Hosts', { instanceType: new ec2.InstanceType('t3.small'), machineImage: ecs.EcsOptimizedImage.amazonLinux2023() });
  return own;
}

function ec2Task(scope: Construct): ecs.Ec2TaskDefinition {
  const task = new ecs.Ec2TaskDefinition(scope, 'Ec2Task');
  task.addContainer('web', { image: image(), memoryLimitMiB: 64, portMappings: [{ containerPort: 8080 }] });
  return task;
}

/** A service of another library: its own class on the base class of aws-cdk-lib. */
class ServiceOfOthers extends ecs.BaseService {
  constructor(scope: Construct, id: string, { cluster: own, taskDefinition }: ecs.FargateServiceProps) {
    const props = { cluster: own, launchType: ecs.LaunchType.FARGATE, minHealthyPercent: 100 };
    super(scope, id, props, { cluster: own.clusterName }, taskDefinition);
  }
}

/** A construct of another library that is no L2 resource. */
class PartOfOthers extends Construct {
  constructor(scope: Construct, id: string, childId: string) {
    super(scope, id);
    new ecs.CfnService(this, childId, { cluster: 'blue', taskDefinition: 'web:1' });
  }
}

const PATTERNS: { readonly [kind: string]: (stack: Stack) => { readonly service: ecs.BaseService } } = {
  ApplicationLoadBalancedFargateService: (stack) => new patterns.ApplicationLoadBalancedFargateService(stack, 'It', { cluster: cluster(stack), taskImageOptions: { image: image() } }),
  ApplicationMultipleTargetGroupsFargateService: (stack) => new patterns.ApplicationMultipleTargetGroupsFargateService(stack, 'It', { cluster: cluster(stack), taskImageOptions: { image: image() } }),
  NetworkLoadBalancedFargateService: (stack) => new patterns.NetworkLoadBalancedFargateService(stack, 'It', { cluster: cluster(stack), taskImageOptions: { image: image() } }),
  NetworkMultipleTargetGroupsFargateService: (stack) => new patterns.NetworkMultipleTargetGroupsFargateService(stack, 'It', { cluster: cluster(stack), taskImageOptions: { image: image() } }),
  QueueProcessingFargateService: (stack) => new patterns.QueueProcessingFargateService(stack, 'It', { cluster: cluster(stack), image: image() }),
  ApplicationLoadBalancedEc2Service: (stack) => new patterns.ApplicationLoadBalancedEc2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack) }),
  ApplicationMultipleTargetGroupsEc2Service: (stack) => new patterns.ApplicationMultipleTargetGroupsEc2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack) }),
  NetworkLoadBalancedEc2Service: (stack) => new patterns.NetworkLoadBalancedEc2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack) }),
  NetworkMultipleTargetGroupsEc2Service: (stack) => new patterns.NetworkMultipleTargetGroupsEc2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack) }),
  QueueProcessingEc2Service: (stack) => new patterns.QueueProcessingEc2Service(stack, 'It', { cluster: hosts(stack), image: image(), memoryLimitMiB: 64 }),
};

/** A stack with one service, by what makes it; answers what a diagnosis is attached to. */
export const SERVICES_OF_ALL_KINDS: { readonly [kind: string]: (stack: Stack) => IConstruct } = {
  'FargateService': (stack) => new ecs.FargateService(stack, 'It', serviceProps(stack)),
  'Ec2Service': (stack) => new ecs.Ec2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack) }),
  'Ec2Service, a daemon': (stack) => new ecs.Ec2Service(stack, 'It', { cluster: hosts(stack), taskDefinition: ec2Task(stack), daemon: true }),
  'ExternalService': (stack) => {
    const task = new ecs.ExternalTaskDefinition(stack, 'Task');
    task.addContainer('web', { image: image(), memoryLimitMiB: 64 });
    return new ecs.ExternalService(stack, 'It', { cluster: cluster(stack), taskDefinition: task });
  },
  'a class of others on BaseService': (stack) => new ServiceOfOthers(stack, 'It', serviceProps(stack)),
  'CfnService': (stack) => new ecs.CfnService(stack, 'It', { cluster: 'blue', taskDefinition: 'web:1', desiredCount: 1 }),
  'the CfnService of a FargateService': (stack) => new ecs.FargateService(stack, 'It', serviceProps(stack)).node.defaultChild!,
  'a service of CloudFormation JSON': (stack) => new CfnResource(stack, 'It', { type: SERVICES, properties: { DesiredCount: 1, Cluster: 'blue' } }),
  'a CfnService named Resource in a construct of others': (stack) => new PartOfOthers(stack, 'It', 'Resource'),
  'a CfnService named Default in a construct of others': (stack) => new PartOfOthers(stack, 'It', 'Default').node.defaultChild!,
  'a service of an included template': (stack) => (
    new CfnInclude(stack, 'It', { templateFile: join(__dirname, 'included.template.json') }).getResource('Web')
  ),
  ...Object.fromEntries(Object.entries(PATTERNS).map(([kind, build]) => [kind, (stack: Stack) => build(stack).service])),
};
