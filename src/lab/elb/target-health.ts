import type {
  DescribeTargetHealthInput, DescribeTargetHealthOutput, TargetDescription, TargetHealth, TargetHealthReasonEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElbState, TargetConduct, TargetGroupState, TargetKey, TargetState } from './model';
import { loadBalancersOf } from './routing';

/** [model] From RegisterTargets until the load balancer begins to check the target. */
const REGISTRATION_MS = 2_000;

/** States that the fake makes itself; descriptions as DescribeTargetHealth returns them (ELB API Reference, TargetHealth). */
const REGISTERING: TargetHealth = {
  State: 'initial', Reason: 'Elb.RegistrationInProgress', Description: 'Target registration is in progress',
};
const CHECKING: TargetHealth = { State: 'initial', Reason: 'Elb.InitialHealthChecking', Description: 'Initial health checks in progress' };
const DRAINING: TargetHealth = {
  State: 'draining', Reason: 'Target.DeregistrationInProgress', Description: 'Target deregistration is in progress',
};
const NOT_IN_USE: TargetHealth = {
  State: 'unused', Reason: 'Target.NotInUse', Description: 'Target group is not configured to receive traffic from the load balancer',
};
const NOT_REGISTERED: TargetHealth = {
  State: 'unused', Reason: 'Target.NotRegistered', Description: 'Target is not registered to the target group',
};
const CHECKS_DISABLED: TargetHealth = {
  State: 'unavailable', Reason: 'Target.HealthCheckDisabled', Description: 'Health checks are not enabled for this target',
};
const HEALTHY: TargetHealth = { State: 'healthy' };

/** For targets without a rule in the scenario. */
export const ALWAYS_PASSES: TargetConduct = { passesFrom: 0 };

/** Runs the health checks of all registered targets. */
export class TargetHealthChecks {
  constructor(private readonly state: ElbState) {}

  register(group: TargetGroupState, target: TargetDescription, conduct: TargetConduct): void {
    const key = keyOf(group, target);
    const name = nameOf(key);
    group.targets.get(name)?.timer?.cancel();
    const fresh: TargetState = { key, conduct, registeredAt: this.now(), health: REGISTERING, passes: 0, fails: 0 };
    group.targets.set(name, fresh);
    this.begin(group, fresh);
  }

  /** Milliseconds until the target is gone: the deregistration delay, if it can have connections at all. */
  deregister(group: TargetGroupState, target: TargetDescription): number {
    const found = group.targets.get(nameOf(keyOf(group, target)));
    if (!found || found.health.State === 'draining') return 0;
    found.timer?.cancel();
    const forget = () => {
      if (group.targets.get(nameOf(found.key)) === found) group.targets.delete(nameOf(found.key));
    };
    if (found.health.State === 'unused') {
      forget();
      return 0;
    }
    const delayMs = 1000 * Number(group.attributes.get('deregistration_delay.timeout_seconds'));
    this.change(found, DRAINING);
    found.timer = this.state.world.clock.after(delayMs, forget);
    return delayMs;
  }

  /** Listeners and rules changed: target groups come into use or fall out of it. */
  routingChanged(): void {
    for (const group of this.state.targetGroups.values()) {
      const used = this.isUsed(group);
      for (const target of group.targets.values()) {
        if (used && target.health.State === 'unused') this.begin(group, target);
        if (!used && !['unused', 'draining'].includes(target.health.State ?? '')) {
          target.timer?.cancel();
          this.change(target, NOT_IN_USE);
        }
      }
    }
  }

  describe({ TargetGroupArn, Targets }: DescribeTargetHealthInput): DescribeTargetHealthOutput {
    const group = this.state.targetGroup(TargetGroupArn);
    const port = group.description.HealthCheckPort;
    const one = (key: TargetKey, health: TargetHealth) => ({
      Target: { Id: key.Id, Port: key.Port, AvailabilityZone: key.AvailabilityZone },
      HealthCheckPort: port === undefined || port === 'traffic-port' ? String(key.Port) : port,
      TargetHealth: health,
    });
    if (!Targets?.length) return { TargetHealthDescriptions: [...group.targets.values()].map(({ key, health }) => one(key, health)) };
    return {
      TargetHealthDescriptions: Targets.map((target) => {
        const key = keyOf(group, target);
        return one(key, group.targets.get(nameOf(key))?.health ?? NOT_REGISTERED);
      }),
    };
  }

  private begin(group: TargetGroupState, target: TargetState): void {
    if (!this.isUsed(group)) return this.change(target, NOT_IN_USE);
    if (group.description.HealthCheckEnabled === false) return this.change(target, CHECKS_DISABLED);
    this.change(target, REGISTERING);
    target.passes = target.fails = 0;
    target.timer = this.state.world.clock.after(REGISTRATION_MS, () => {
      this.change(target, CHECKING);
      this.checkAgain(group, target, intervalMs(group) - REGISTRATION_MS);
    });
  }

  private checkAgain(group: TargetGroupState, target: TargetState, ms: number): void {
    target.timer = this.state.world.clock.after(Math.max(0, ms), () => this.check(group, target));
  }

  private check(group: TargetGroupState, target: TargetState): void {
    const { HealthyThresholdCount = 5, UnhealthyThresholdCount = 2 } = group.description;
    const passed = this.now() - target.registeredAt >= 1000 * target.conduct.passesFrom;
    target.passes = passed ? target.passes + 1 : 0;
    target.fails = passed ? 0 : target.fails + 1;
    // A new target is healthy after its first passed check; one that was unhealthy needs the threshold
    // (Elastic Load Balancing, Application Load Balancers guide, "Health checks for target groups").
    const needed = target.health.State === 'initial' ? 1 : HealthyThresholdCount;
    if (passed && target.passes >= needed && target.health.State !== 'healthy') this.change(target, HEALTHY);
    if (!passed && target.fails >= UnhealthyThresholdCount && target.health.State !== 'unhealthy') {
      const { reason, description } = target.conduct;
      this.change(target, { State: 'unhealthy', Reason: reason as TargetHealthReasonEnum, Description: description });
    }
    // A listener of the change may have deregistered the target by now. When nothing can change any more, no timer is set: without timers,
    // the clock knows that nothing is left to happen.
    const { State } = target.health;
    const settled = State === 'draining' || State === 'healthy' || (State === 'unhealthy' && target.conduct.passesFrom === Infinity);
    if (!settled) this.checkAgain(group, target, intervalMs(group));
  }

  private change(target: TargetState, health: TargetHealth): void {
    target.health = health;
    target.conduct.onChange?.(health);
  }

  private isUsed(group: TargetGroupState): boolean {
    return loadBalancersOf(this.state, group.description.TargetGroupArn).length > 0;
  }

  private now(): number {
    return this.state.world.clock.now();
  }
}

const intervalMs = (group: TargetGroupState) => 1000 * (group.description.HealthCheckIntervalSeconds ?? 30);
const nameOf = ({ Id, Port }: TargetKey) => `${Id}:${Port}`;

function keyOf(group: TargetGroupState, target: TargetDescription): TargetKey {
  return { ...target, Id: target.Id ?? '', Port: target.Port ?? group.description.Port ?? 80 };
}
