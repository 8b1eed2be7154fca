import {
  App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_logs as logs,
  Duration, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { DiagnosedFargateService } from '../../../src';

/** How many services are deployed at once, and how they are spread over stacks. */
export interface Layout {
  readonly stacks: number;
  readonly servicesPerStack: number;
}

const ENV = { account: '123456789012', region: 'eu-west-1' };
export const BASE = 'Base';
export const stackName = (stack: number) => `Team${stack}`;
/** Construct id and name of a service, numbered over all stacks. */
export const serviceId = (service: number) => `Service${String(service).padStart(3, '0')}`;
/** Every second one is behind a load balancer. */
export const isBalanced = (service: number) => service % 2 === 1;

/** One account: a cluster for all, and stacks with services of two tasks each. Each stack has a watcher of its own. */
export function synthesize({ stacks, servicesPerStack }: Layout, outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const base = new Stack(app, BASE, { env: ENV });
  new ecs.Cluster(base, 'Cluster', { clusterName: 'apps', vpc: new ec2.Vpc(base, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
  for (let stack = 0; stack < stacks; stack++) {
    team(new Stack(app, stackName(stack), { env: ENV }), Array.from({ length: servicesPerStack }, (_, i) => stack * servicesPerStack + i));
  }
  app.synth();
}

function team(stack: Stack, services: readonly number[]): void {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], publicSubnetIds: ['subnet-1', 'subnet-2'], privateSubnetIds: ['subnet-3', 'subnet-4'] });
  const cluster = ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'apps', vpc });
  const role = new iam.Role(stack, 'TaskRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const logGroup = new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY });
  const repository = ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api');
  const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', { port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(404) });
  const securityGroups = [new ec2.SecurityGroup(stack, 'Tasks', { vpc })];
  for (const service of services) {
    const taskDefinition = new ecs.FargateTaskDefinition(stack, `TaskDef${service}`, { taskRole: role, executionRole: role });
    taskDefinition.addContainer('api', {
      image: ecs.ContainerImage.fromEcrRepository(repository, '1.42.0'), portMappings: [{ containerPort: 8080 }], logging: ecs.LogDrivers.awsLogs({ streamPrefix: serviceId(service), logGroup }),
    });
    const api = new DiagnosedFargateService(stack, serviceId(service), {
      cluster, taskDefinition, securityGroups, serviceName: serviceId(service),
      desiredCount: 2, minHealthyPercent: 100, circuitBreaker: { rollback: true },
      ...isBalanced(service) && { healthCheckGracePeriod: Duration.seconds(60) },
    });
    if (!isBalanced(service)) continue;
    listener.addTargets(`Targets${service}`, {
      port: 8080,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [api],
      priority: service + 1,
      conditions: [elbv2.ListenerCondition.pathPatterns([`/${service}/*`])],
      healthCheck: { path: '/health', interval: Duration.seconds(15), timeout: Duration.seconds(5), unhealthyThresholdCount: 3 },
    });
  }
}
