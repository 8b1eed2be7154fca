import type { DeploymentConfiguration, DeploymentLifecycleHookStage, ServiceDeploymentLifecycleStage } from '@aws-sdk/client-ecs';

/** One step through the lifecycle of a deployment that shifts traffic. */
export interface Stage {
  readonly name: ServiceDeploymentLifecycleStage;
  /** Hooks that run in it; stages without cannot have any. */
  readonly hook?: DeploymentLifecycleHookStage;
  readonly work?: 'scale-up' | 'test-traffic' | 'clean-up';
  /** Percent of the production traffic that the target revision gets. */
  readonly production?: number;
  /** How long it lasts after its work. */
  readonly bakeMinutes?: number;
}

const hooked = (name: ServiceDeploymentLifecycleStage & DeploymentLifecycleHookStage): Stage => ({ name, hook: name });

/** In the order of the Amazon ECS Developer Guide, "blue/green service deployments workflow". */
export function stagesOf(configuration: DeploymentConfiguration, reconcile: boolean): Stage[] {
  const steps = trafficSteps(configuration);
  return [
    // Only with more than one active revision at the start.
    ...(reconcile ? [hooked('RECONCILE_SERVICE')] : []),
    hooked('PRE_SCALE_UP'),
    { name: 'SCALE_UP', work: 'scale-up' },
    hooked('POST_SCALE_UP'),
    { ...hooked('TEST_TRAFFIC_SHIFT'), work: 'test-traffic' },
    hooked('POST_TEST_TRAFFIC_SHIFT'),
    ...steps.flatMap(({ percent, bakeMinutes }): Stage[] => [
      // Has hooks, but is no lifecycle stage that DescribeServiceDeployments would name.
      { name: 'PRODUCTION_TRAFFIC_SHIFT', hook: 'PRE_PRODUCTION_TRAFFIC_SHIFT' },
      { ...hooked('PRODUCTION_TRAFFIC_SHIFT'), production: percent, bakeMinutes },
    ]),
    hooked('POST_PRODUCTION_TRAFFIC_SHIFT'),
    { name: 'BAKE_TIME', bakeMinutes: configuration.bakeTimeInMinutes ?? 0 },
    { name: 'CLEAN_UP', work: 'clean-up' },
  ];
}

/** Defaults of LinearConfiguration and CanaryConfiguration (Amazon ECS API Reference); no bake time after the last step. */
function trafficSteps(configuration: DeploymentConfiguration): { percent: number; bakeMinutes: number }[] {
  const { strategy, linearConfiguration, canaryConfiguration } = configuration;
  if (strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
    return [{ percent: canaryPercent, bakeMinutes: canaryBakeTimeInMinutes }, { percent: 100, bakeMinutes: 0 }];
  }
  if (strategy !== 'LINEAR') return [{ percent: 100, bakeMinutes: 0 }];
  const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
  const count = Math.ceil(100 / stepPercent);
  return Array.from({ length: count }, (_, index) => (index === count - 1
    ? { percent: 100, bakeMinutes: 0 } : { percent: stepPercent * (index + 1), bakeMinutes: stepBakeTimeInMinutes }));
}
