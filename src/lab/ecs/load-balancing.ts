import type { LoadBalancer } from '@aws-sdk/client-ecs';
import { elbOf } from '../elb';
import { AwsError } from '../world';
import { emit, emitTrouble } from './events';
import { DeploymentState, EcsLab, TargetRegistration, TaskState } from './model';
import { reviewHealth } from './task-health';

/** Registers the task's address in every target group of its revision. The scenario decides how it answers health checks. */
export function registerTargets(lab: EcsLab, task: TaskState): void {
  const { elb, slow } = task.rule;
  for (const balancer of task.deployment.revision.loadBalancers) {
    const targetGroupArn = targetGroupOf(task.deployment, balancer);
    if (!targetGroupArn) continue;
    const target: TargetRegistration = {
      targetGroupArn, containerName: balancer.containerName ?? '', port: balancer.containerPort ?? 80, healthy: false,
    };
    task.targets.push(target);
    try {
      elbOf(lab.world)?.targets.register(target.targetGroupArn, targetOf(task, target), {
        passesFrom: elb ? elb.healthyAfter ?? Infinity : slow?.healthy ?? 0,
        reason: elb?.reason,
        description: elb?.description,
        onChange: (health) => {
          target.healthy = health.State === 'healthy';
          if (target.healthy) reviewHealth(lab, task);
          if (health.State === 'unhealthy' && task.desiredStatus === 'RUNNING') {
            lab.listener.unhealthy(task, { kind: 'target', target, description: health.Description ?? '' });
          }
        },
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      emitTrouble(lab, task.deployment.service,
        `failed to register targets in (target-group ${target.targetGroupArn}) with (error ${error.message})`);
    }
  }
}

/** The target group of a deployment's tasks. With an alternate group, each deployment uses the one that the previous did not use. */
const targetGroupOf = ({ alternate }: Pick<DeploymentState, 'alternate'>, { targetGroupArn, advancedConfiguration }: LoadBalancer) =>
  (alternate ? advancedConfiguration?.alternateTargetGroupArn ?? targetGroupArn : targetGroupArn);

/**
 * Percent of the traffic that a deployment's target groups get from the production or the test listener rule; the other side gets
 * the rest.
 */
export function shiftTraffic(
  lab: EcsLab, deployment: DeploymentState, rule: 'productionListenerRule' | 'testListenerRule', percent: number,
): void {
  for (const balancer of deployment.revision.loadBalancers) {
    const mine = targetGroupOf(deployment, balancer);
    const other = targetGroupOf({ alternate: !deployment.alternate }, balancer);
    const arn = balancer.advancedConfiguration?.[rule];
    if (arn && mine && other && mine !== other) elbOf(lab.world)?.targets.forward(arn, { [mine]: percent, [other]: 100 - percent });
  }
}

/** Milliseconds until the last target is drained. */
export function deregisterTargets(lab: EcsLab, task: TaskState): number {
  const targets = task.targets.splice(0);
  const delays = targets.map((target) => elbOf(lab.world)?.targets.deregister(target.targetGroupArn, targetOf(task, target)) ?? 0);
  return delays.reduce((most, delay) => Math.max(most, delay), 0);
}

function targetOf({ address, availabilityZone }: TaskState, { port }: TargetRegistration) {
  return { Id: address, Port: port, AvailabilityZone: availabilityZone };
}

/** `registered N targets in (target-group ...)`, once per target group for all tasks that came to it together. */
export function emitRegistered(lab: EcsLab, tasks: readonly TaskState[]): void {
  const counts = new Map<string, number>();
  for (const { targetGroupArn } of tasks.flatMap((task) => task.targets)) counts.set(targetGroupArn, (counts.get(targetGroupArn) ?? 0) + 1);
  for (const [arn, count] of counts) emit(lab, tasks[0].deployment.service, `registered ${count} targets in (target-group ${arn})`);
}
