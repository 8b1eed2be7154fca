import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_logs as logs, CfnParameter, CfnResource, Duration,
  RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { DiagnosedFargateService } from '../../src';

/** What cannot be a parameter of the template. */
export interface Shape {
  /** A number: so many failed tasks, with rollback. */
  readonly breaker: 'off' | 'on' | 'rollback' | number;
  /** `checked`: no load balancer, but a health check of the container. */
  readonly traffic: 'none' | 'checked' | 'alb' | 'blue-green';
  readonly capacity: 'FARGATE' | 'FARGATE_SPOT';
}

export const STACK = 'Soak';
export const GRACE_SECONDS = 60;

/** Cloud assemblies of the app under test, each synthesized once. Number of tasks and image tag are parameters of the stack. */
export class Assemblies {
  private readonly root = mkdtempSync(join(tmpdir(), 'soak-'));
  private readonly made = new Map<string, string>();

  of(shape: Shape, variant: 'plain' | 'diagnosed'): string {
    const key = [shape.breaker, shape.traffic, shape.capacity, variant].join('-');
    const known = this.made.get(key);
    if (known) return known;
    const outdir = join(this.root, key);
    const app = new App({ outdir, analyticsReporting: false });
    synthesize(new Stack(app, STACK, { env: { account: '123456789012', region: 'eu-west-1' } }), shape, variant);
    app.synth();
    this.made.set(key, outdir);
    return outdir;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function synthesize(stack: Stack, shape: Shape, variant: 'plain' | 'diagnosed'): void {
  const tag = new CfnParameter(stack, 'ImageTag', { default: '1.41.0' });
  const count = new CfnParameter(stack, 'Tasks', { type: 'Number', default: 2 });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
  taskDefinition.addContainer('api', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api'), tag.valueAsString),
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop', logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY }) }),
    ...shape.traffic === 'checked' && { healthCheck: { command: ['CMD-SHELL', 'true'], interval: Duration.seconds(10), retries: 3, startPeriod: Duration.seconds(10) } },
  });
  const balanced = shape.traffic === 'alb' || shape.traffic === 'blue-green';
  const props: ecs.FargateServiceProps = {
    cluster: new ecs.Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    desiredCount: count.valueAsNumber,
    minHealthyPercent: 100,
    ...shape.breaker !== 'off' && { circuitBreaker: { rollback: shape.breaker !== 'on' } },
    ...balanced && { healthCheckGracePeriod: Duration.seconds(GRACE_SECONDS) },
    ...shape.capacity === 'FARGATE_SPOT' && { capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
  };
  const api = variant === 'diagnosed' ? new DiagnosedFargateService(stack, 'Api', props) : new ecs.FargateService(stack, 'Api', props);
  // The aws-cdk-lib of the peer floor knows no threshold of the circuit breaker.
  if (typeof shape.breaker === 'number') {
    (api.node.findChild('Service') as CfnResource).addPropertyOverride('DeploymentConfiguration.DeploymentCircuitBreaker.ThresholdConfiguration', { Type: 'COUNT', Value: shape.breaker });
  }
  if (balanced) balance(stack, api, vpc, shape.traffic === 'blue-green');
}

const HEALTH_CHECK: elbv2.HealthCheck = { path: '/health', interval: Duration.seconds(15), timeout: Duration.seconds(5), unhealthyThresholdCount: 3 };

function balance(stack: Stack, api: ecs.FargateService, vpc: ec2.IVpc, blueGreen: boolean): void {
  const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', {
    port: 80, ...blueGreen && { defaultAction: elbv2.ListenerAction.fixedResponse(404) },
  });
  const group = (id: string, targets: elbv2.IApplicationLoadBalancerTarget[] = []) => new elbv2.ApplicationTargetGroup(stack, id, {
    vpc, port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targetType: elbv2.TargetType.IP, targets, healthCheck: HEALTH_CHECK, deregistrationDelay: Duration.seconds(30),
  });
  const blue = group('Blue', [api]);
  if (!blueGreen) {
    listener.addTargetGroups('Forward', { targetGroups: [blue] });
    return;
  }
  const green = group('Green');
  const rule = new elbv2.ApplicationListenerRule(stack, 'Production', {
    listener,
    priority: 1,
    conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
    action: elbv2.ListenerAction.weightedForward([{ targetGroup: blue, weight: 100 }, { targetGroup: green, weight: 0 }]),
  });
  const role = new iam.Role(stack, 'Shift', { assumedBy: new iam.ServicePrincipal('ecs.amazonaws.com') });
  const service = api.node.findChild('Service') as CfnResource;
  // The aws-cdk-lib of the peer floor knows no blue/green deployments.
  service.addPropertyOverride('DeploymentConfiguration.Strategy', 'BLUE_GREEN');
  service.addPropertyOverride('DeploymentConfiguration.BakeTimeInMinutes', 1);
  service.addPropertyOverride('LoadBalancers.0.AdvancedConfiguration', {
    AlternateTargetGroupArn: green.targetGroupArn, ProductionListenerRule: rule.listenerRuleArn, RoleArn: role.roleArn,
  });
}
