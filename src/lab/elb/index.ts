import type {
  DeregisterTargetsInput, DescribeTargetHealthInput, RegisterTargetsInput, TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { FakeService, World } from '../world';
import { listenerOperations } from './listeners';
import { loadBalancerOperations } from './load-balancers';
import { ElbState, TargetConduct } from './model';
import { loadBalancersOf } from './routing';
import { targetGroupOperations } from './target-groups';
import { ALWAYS_PASSES, TargetHealthChecks } from './target-health';

export type { TargetConduct } from './model';

/** For the fake ECS, besides the operations: it knows from the scenario how a task answers health checks. */
interface ElbTargets {
  /** Throws as RegisterTargets does when the target group is gone. */
  register(targetGroupArn: string, target: TargetDescription, conduct: TargetConduct): void;
  /** Milliseconds until connections are drained; 0 if nothing was registered. */
  deregister(targetGroupArn: string, target: TargetDescription): number;
  /** Weights of the target groups in the forward action of a rule or (network load balancer) of a listener. */
  forward(ruleOrListenerArn: string, weights: { readonly [targetGroupArn: string]: number }): void;
  /** Does a listener or rule forward to the target group? */
  inUse(targetGroupArn: string): boolean;
}

interface ElbFake extends FakeService {
  readonly targets: ElbTargets;
}

/** The fake Elastic Load Balancing v2. */
export function createElb(world: World): ElbFake {
  const state = new ElbState(world);
  const checks = new TargetHealthChecks(state);
  const routingChanged = () => checks.routingChanged();
  return {
    operations: {
      ...loadBalancerOperations(state, routingChanged),
      ...targetGroupOperations(state),
      ...listenerOperations(state, routingChanged),
      RegisterTargets: ({ TargetGroupArn, Targets }: RegisterTargetsInput) => {
        const group = state.targetGroup(TargetGroupArn);
        for (const target of Targets ?? []) checks.register(group, target, ALWAYS_PASSES);
        return {};
      },
      DeregisterTargets: ({ TargetGroupArn, Targets }: DeregisterTargetsInput) => {
        const group = state.targetGroup(TargetGroupArn);
        for (const target of Targets ?? []) checks.deregister(group, target);
        return {};
      },
      DescribeTargetHealth: (input: DescribeTargetHealthInput) => checks.describe(input),
    },
    targets: {
      register: (arn, target, conduct) => checks.register(state.targetGroup(arn), target, conduct),
      deregister: (arn, target) => {
        const group = state.targetGroups.get(arn);
        return group ? checks.deregister(group, target) : 0;
      },
      forward: (arn, weights) => {
        const action = {
          Type: 'forward' as const,
          ForwardConfig: { TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })) },
        };
        const listener = state.listeners.get(arn);
        if (listener) listener.description.DefaultActions = [action];
        else state.rule(arn)[1].Actions = [action];
        routingChanged();
      },
      inUse: (arn) => loadBalancersOf(state, arn).length > 0,
    },
  };
}

/** The fake of this world, for the ECS engine; undefined in a world without load balancers. */
export function elbOf(world: World): ElbFake | undefined {
  const fake = world.services.elb;
  return fake && 'targets' in fake ? fake as ElbFake : undefined;
}
