import type {
  Listener, LoadBalancer, Rule, TargetDescription, TargetGroup, TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError, Timer, World } from '../world';

/** Inside the fake every target has a port: its own or the target group's. */
export type TargetKey = TargetDescription & { readonly Id: string; readonly Port: number };

/** How a target answers health checks. */
export interface TargetConduct {
  /** Seconds after registration from which checks pass: 0 always, Infinity never. */
  readonly passesFrom: number;
  /** Shown while checks fail; the wording comes from the scenario. */
  readonly reason?: string;
  readonly description?: string;
  /** Called at every change of state, also before the first check. */
  onChange?(health: TargetHealth): void;
}

export interface TargetState {
  readonly key: TargetKey;
  readonly conduct: TargetConduct;
  readonly registeredAt: number;
  health: TargetHealth;
  passes: number;
  fails: number;
  timer?: Timer;
}

export interface TargetGroupState {
  readonly description: TargetGroup & { readonly TargetGroupArn: string };
  readonly attributes: Map<string, string>;
  readonly targets: Map<string, TargetState>;
}

export interface ListenerState {
  readonly description: Listener & { readonly ListenerArn: string };
  readonly rules: Map<string, Rule & { RuleArn: string }>;
}

/** All of the one region. Maps are keyed by ARN. */
export class ElbState {
  readonly loadBalancers = new Map<string, LoadBalancer & { LoadBalancerArn: string }>();
  readonly targetGroups = new Map<string, TargetGroupState>();
  readonly listeners = new Map<string, ListenerState>();

  constructor(readonly world: World) {}

  arn(resource: string): string {
    const { partition, region, accountId } = this.world.place;
    return `arn:${partition}:elasticloadbalancing:${region}:${accountId}:${resource}`;
  }

  targetGroup(arn: string | undefined): TargetGroupState {
    const group = this.targetGroups.get(arn ?? '');
    if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
    return group;
  }

  loadBalancer(arn: string | undefined) {
    const balancer = this.loadBalancers.get(arn ?? '');
    if (!balancer) throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
    return balancer;
  }

  listener(arn: string | undefined): ListenerState {
    const listener = this.listeners.get(arn ?? '');
    if (!listener) throw new AwsError('ListenerNotFound', 'One or more listeners not found');
    return listener;
  }

  /** The listener that holds the rule. */
  rule(arn: string | undefined): [ListenerState, Rule & { RuleArn: string }] {
    for (const listener of this.listeners.values()) {
      const rule = listener.rules.get(arn ?? '');
      if (rule) return [listener, rule];
    }
    throw new AwsError('RuleNotFound', 'One or more rules not found');
  }
}
