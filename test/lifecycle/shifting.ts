import { aws_elasticloadbalancingv2 as elbv2, CfnResource, Duration } from 'aws-cdk-lib';
import { Version } from './shop';
import type { DeploymentRule } from '../../src/lab/world';

const ROLE = 'arn:aws:iam::123456789012:role/ecs-blue-green';
export const HOOK = { HookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:check', RoleArn: ROLE };

/** Two target groups behind a production and a test rule; `forwards: false`: the second one is behind no rule. */
export function shifting(configuration: object = {}, more: Version = {}, forwards = true): Version {
  return {
    ...more,
    more: (stack, api) => {
      const vpc = stack.node.findChild('Vpc') as never;
      const listener = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true }).addListener('Http', {
        port: 80, defaultAction: elbv2.ListenerAction.fixedResponse(404),
      });
      const group = (id: string, targets: never[]) => new elbv2.ApplicationTargetGroup(stack, id, {
        vpc, port: 8080, targetType: elbv2.TargetType.IP, protocol: elbv2.ApplicationProtocol.HTTP, targets,
        deregistrationDelay: Duration.seconds(30), healthCheck: { path: '/health', interval: Duration.seconds(10), timeout: Duration.seconds(5) },
      });
      const [blue, green] = [group('Blue', [api as never]), group('Green', [])];
      const weights = [{ targetGroup: blue, weight: 1 }, ...forwards ? [{ targetGroup: green, weight: 0 }] : []];
      const rule = (id: string, priority: number) => new elbv2.ApplicationListenerRule(stack, id, {
        listener, priority, conditions: [elbv2.ListenerCondition.pathPatterns(['/*'])],
        action: elbv2.ListenerAction.weightedForward(weights),
      }).listenerRuleArn;
      const [production, test] = [rule('Production', 1), rule('Test', 2)];
      const l1 = api?.node.findChild('Service') as CfnResource;
      l1.addPropertyOverride('DeploymentConfiguration', { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 1, ...configuration });
      l1.addPropertyOverride('LoadBalancers.0.AdvancedConfiguration', {
        AlternateTargetGroupArn: green.targetGroupArn, ProductionListenerRule: production, TestListenerRule: test, RoleArn: ROLE,
      });
    },
  };
}

/** Short patience: a longer wait that ECS intends would count as stuck if the watcher did not recognise it. */
export const IMPATIENT = { diagnosis: { stuckAfter: Duration.minutes(2) } };
const v2: Version = { imageTag: '1.42.0' };
export const pair = (configuration: object = {}): readonly Version[] => [
  shifting({ BakeTimeInMinutes: 0 }),
  shifting(configuration, { ...v2, service: IMPATIENT }),
];
export const hooked = (stage: string, more: object = {}, diagnosis: object = {}): readonly Version[] => [
  shifting({ BakeTimeInMinutes: 0 }),
  shifting(
    { LifecycleHooks: [{ ...HOOK, LifecycleStages: [stage], ...more }] },
    { ...v2, service: { diagnosis: { ...IMPATIENT.diagnosis, ...diagnosis } } },
  ),
];
export const PAUSE = { TargetType: 'PAUSE', HookTargetArn: undefined, RoleArn: undefined };
export const ALARMS = { Alarms: { AlarmNames: ['Errors'], Enable: true, Rollback: true } };
export const onUpdate = (rule: DeploymentRule): readonly DeploymentRule[] => [{ ...rule, when: { operation: 2, deployment: 'new' } }];
