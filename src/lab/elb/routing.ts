import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElbState, ListenerState } from './model';

/** Target group ARNs that an action forwards to. */
export function forwardedTo(actions: readonly Action[] | undefined): string[] {
  return (actions ?? []).flatMap((action) => [
    ...(action.TargetGroupArn ? [action.TargetGroupArn] : []),
    ...(action.ForwardConfig?.TargetGroups ?? []).flatMap((tuple) => tuple.TargetGroupArn ?? []),
  ]);
}

function actionsOf({ description, rules }: ListenerState) {
  return [description.DefaultActions, ...[...rules.values()].map((rule) => rule.Actions)];
}

/** Load balancers whose listeners or rules forward to the target group: none means that it is not in use. */
export function loadBalancersOf(state: ElbState, targetGroupArn: string): string[] {
  const arns = [...state.listeners.values()]
    .filter((listener) => actionsOf(listener).some((actions) => forwardedTo(actions).includes(targetGroupArn)))
    .flatMap((listener) => listener.description.LoadBalancerArn ?? []);
  return [...new Set(arns)];
}
