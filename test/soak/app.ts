import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, aws_autoscaling as autoscaling, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_elasticloadbalancingv2 as elbv2,
  aws_iam as iam, aws_logs as logs, CfnCondition, CfnResource, Duration, Fn, NestedStack, RemovalPolicy, Stack, Tags, Token,
} from 'aws-cdk-lib';
import { Parameters, parametersOf } from './settings';
import { DiagnosedFargateService, EcsDeploymentDiagnosis } from '../../src';

/** What cannot be a parameter of the template. */
export interface Shape {
  /** `checked`: no load balancer, but a health check of the container. `blue-green`: traffic moves from one target group to a second. */
  readonly traffic: 'none' | 'checked' | 'alb' | 'blue-green';
  /** `SCALED`: on instances that a capacity provider launches. */
  readonly platform: 'FARGATE' | 'FARGATE_SPOT' | 'EC2' | 'SCALED' | 'DAEMON';
  readonly nested: boolean;
}

export type Variant = 'plain' | 'diagnosed';

export const STACK = 'Soak';

/** Cloud assemblies of the app under test, each synthesized once. */
export class Assemblies {
  private readonly root = mkdtempSync(join(tmpdir(), 'soak-'));
  private readonly made = new Map<string, string>();

  of(shape: Shape, variant: Variant): string {
    const key = [shape.traffic, shape.platform, shape.nested ? 'nested' : 'flat', variant].join('-');
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

function synthesize(root: Stack, shape: Shape, variant: Variant): void {
  const given = parametersOf(root);
  const stack = shape.nested ? new NestedStack(root, 'Inner') : root;
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  const api = /^FARGATE/.test(shape.platform) ? onFargate(stack, cluster, shape, variant, given) : onInstances(stack, cluster, shape, variant, given);
  const service = api.node.findChild('Service') as CfnResource;
  const override = (path: string, value: unknown) => service.addPropertyOverride(path, value);
  override('ServiceName', given.ServiceName.valueAsString);
  if (shape.platform !== 'DAEMON') {
    override('DesiredCount', given.Tasks.valueAsNumber);
    override('DeploymentConfiguration.MinimumHealthyPercent', given.MinPercent.valueAsNumber);
    override('DeploymentConfiguration.MaximumPercent', given.MaxPercent.valueAsNumber);
  }
  const unless = (id: string, parameter: string, value: string, then: object) =>
    Fn.conditionIf(new CfnCondition(stack, id, { expression: Fn.conditionEquals(parameter, value) }).logicalId, NO_VALUE, then);
  override('DeploymentConfiguration.DeploymentCircuitBreaker', {
    Enable: given.BreakerOn.valueAsString,
    Rollback: given.BreakerRollback.valueAsString,
    ThresholdConfiguration: unless('DefaultThreshold', given.BreakerFailures.valueAsString, '0', { Type: 'COUNT', Value: given.BreakerFailures.valueAsString }),
  });
  override('DeploymentConfiguration.Alarms', { AlarmNames: ['Errors'], Enable: given.AlarmsOn.valueAsString, Rollback: given.AlarmsOn.valueAsString });
  // The aws-cdk-lib of the peer floor knows neither bake time nor strategy, nor how to force a deployment.
  override('DeploymentConfiguration.BakeTimeInMinutes', given.BakeMinutes.valueAsNumber);
  override('ForceNewDeployment', unless('NotForced', given.ForceNonce.valueAsString, '0', { EnableForceNewDeployment: true, ForceNewDeploymentNonce: given.ForceNonce.valueAsString }));
  if (shape.traffic === 'alb' || shape.traffic === 'blue-green') balance(stack, api, vpc, shape.traffic === 'blue-green', given);
  Tags.of(api).add('team', given.Team.valueAsString);
  const diagnosis = stack.node.findAll().find((c): c is CfnResource => CfnResource.isCfnResource(c) && c.cfnResourceType === 'Custom::EcsDeploymentDiagnosis');
  // Properties of the construct are numbers; those of the resource may be parameters.
  diagnosis?.addPropertyOverride('Options', JSON.stringify({ stuckAfterSeconds: given.StuckAfterSeconds.valueAsString, failureThreshold: given.FailureThreshold.valueAsString }));
}

const NO_VALUE = { Ref: 'AWS::NoValue' };

function container(stack: Stack, { traffic }: Shape, given: Parameters): ecs.ContainerDefinitionOptions {
  return {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'shop/api'), given.ImageTag.valueAsString),
    memoryLimitMiB: 256,
    portMappings: [{ containerPort: 8080 }],
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop', logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY }) }),
    ...traffic === 'checked' && { healthCheck: { command: ['CMD-SHELL', 'true'] } },
  };
}

function define(stack: Stack, taskDefinition: ecs.TaskDefinition, shape: Shape, given: Parameters): void {
  taskDefinition.addContainer('api', container(stack, shape, given));
  if (shape.traffic !== 'checked') return;
  (taskDefinition.node.defaultChild as CfnResource).addPropertyOverride('ContainerDefinitions.0.HealthCheck', {
    Command: ['CMD-SHELL', 'true'],
    Interval: given.CheckIntervalSeconds.valueAsNumber,
    Retries: given.CheckRetries.valueAsNumber,
    StartPeriod: given.CheckStartSeconds.valueAsNumber,
  });
}

function onFargate(stack: Stack, cluster: ecs.Cluster, shape: Shape, variant: Variant, given: Parameters): ecs.BaseService {
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'TaskDef');
  define(stack, taskDefinition, shape, given);
  const props: ecs.FargateServiceProps = {
    cluster,
    taskDefinition,
    minHealthyPercent: 100,
    ...shape.traffic !== 'none' && shape.traffic !== 'checked' && { healthCheckGracePeriod: Duration.seconds(Token.asNumber(given.GraceSeconds.valueAsNumber)) },
    ...shape.platform === 'FARGATE_SPOT' && { capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
  };
  return variant === 'diagnosed' ? new DiagnosedFargateService(stack, 'Api', props) : new ecs.FargateService(stack, 'Api', props);
}

function onInstances(stack: Stack, cluster: ecs.Cluster, shape: Shape, variant: Variant, given: Parameters): ecs.BaseService {
  const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'TaskDef');
  define(stack, taskDefinition, shape, given);
  const autoScalingGroup = new autoscaling.AutoScalingGroup(stack, 'Instances', {
    vpc: cluster.vpc, instanceType: new ec2.InstanceType('t3.small'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  });
  const provider = new ecs.AsgCapacityProvider(stack, 'Provider', { autoScalingGroup, enableManagedTerminationProtection: false });
  cluster.addAsgCapacityProvider(provider);
  const api = new ecs.Ec2Service(stack, 'Api', {
    cluster,
    taskDefinition,
    ...shape.platform === 'DAEMON' ? { daemon: true } : { minHealthyPercent: 100 },
    ...shape.platform === 'SCALED' && { capacityProviderStrategies: [{ capacityProvider: provider.capacityProviderName, weight: 1 }] },
  });
  if (variant === 'diagnosed') new EcsDeploymentDiagnosis(api, 'Diagnosis', { service: api });
  return api;
}

function balance(stack: Stack, api: ecs.BaseService, vpc: ec2.IVpc, shifted: boolean, given: Parameters): void {
  const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', {
    port: 80, ...shifted && { defaultAction: elbv2.ListenerAction.fixedResponse(404) },
  });
  const group = (id: string, targets: elbv2.IApplicationLoadBalancerTarget[] = []) => {
    const made = new elbv2.ApplicationTargetGroup(stack, id, {
      vpc, port: 8080, protocol: elbv2.ApplicationProtocol.HTTP, targetType: elbv2.TargetType.IP, targets, healthCheck: { path: '/health', unhealthyThresholdCount: 3 },
    });
    const l1 = made.node.defaultChild as CfnResource;
    l1.addPropertyOverride('HealthCheckIntervalSeconds', given.TargetIntervalSeconds.valueAsNumber);
    l1.addPropertyOverride('TargetGroupAttributes', [{ Key: 'deregistration_delay.timeout_seconds', Value: given.DeregistrationSeconds.valueAsString }]);
    return made;
  };
  const blue = group('Blue', [api]);
  if (!shifted) {
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
  const only = (id: string, parameter: string, value: string, then: object) =>
    Fn.conditionIf(new CfnCondition(stack, id, { expression: Fn.conditionEquals(parameter, value) }).logicalId, then, NO_VALUE);
  service.addPropertyOverride('DeploymentConfiguration.Strategy', given.Strategy.valueAsString);
  service.addPropertyOverride('DeploymentConfiguration.CanaryConfiguration', only('Canary', given.Strategy.valueAsString, 'CANARY', {
    CanaryPercent: given.StepPercent.valueAsNumber, CanaryBakeTimeInMinutes: given.StepMinutes.valueAsNumber,
  }));
  service.addPropertyOverride('DeploymentConfiguration.LinearConfiguration', only('Linear', given.Strategy.valueAsString, 'LINEAR', {
    StepPercent: given.StepPercent.valueAsNumber, StepBakeTimeInMinutes: given.StepMinutes.valueAsNumber,
  }));
  const hook = (target: object) => ({ LifecycleStages: [given.HookStage.valueAsString], ...target });
  const unhooked = new CfnCondition(stack, 'Unhooked', { expression: Fn.conditionEquals(given.HookStage.valueAsString, 'NONE') });
  const paused = new CfnCondition(stack, 'Paused', { expression: Fn.conditionEquals(given.HookTarget.valueAsString, 'PAUSE') });
  service.addPropertyOverride('DeploymentConfiguration.LifecycleHooks', Fn.conditionIf(unhooked.logicalId, NO_VALUE, [Fn.conditionIf(paused.logicalId,
    hook({ TargetType: 'PAUSE' }),
    hook({ HookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:check', RoleArn: role.roleArn }))]));
  service.addPropertyOverride('LoadBalancers.0.AdvancedConfiguration', {
    AlternateTargetGroupArn: green.targetGroupArn, ProductionListenerRule: rule.listenerRuleArn, RoleArn: role.roleArn,
  });
}
