import type { DeploymentCircuitBreaker } from '@aws-sdk/client-ecs';

/** Bounds of BOUNDED_PERCENT, the default (Amazon ECS Developer Guide, "How the deployment circuit breaker detects failures"). */
const BOUNDS = { min: 3, max: 200 };

/** Failures that end a deployment. Percentages are of the desired count; rounding up is [model]. */
export function thresholdOf(breaker: DeploymentCircuitBreaker | undefined, desiredCount: number): number {
  const { type = 'BOUNDED_PERCENT', value = 50 } = breaker?.thresholdConfiguration ?? {};
  if (type === 'COUNT') return value;
  const failures = Math.ceil((value / 100) * desiredCount);
  return type === 'BOUNDED_PERCENT' ? Math.min(BOUNDS.max, Math.max(BOUNDS.min, failures)) : Math.max(1, failures);
}
