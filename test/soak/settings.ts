import { CfnParameter, Stack } from 'aws-cdk-lib';

/** What differs between the deployments of one shape; each is a parameter of the stack, so that a shape is synthesized once. */
export const DEFAULTS = {
  ImageTag: '1.42.0',
  ServiceName: 'shop-a',
  Team: 'shop',
  Tasks: 2,
  MinPercent: 100,
  MaxPercent: 200,
  BreakerOn: 'false',
  BreakerRollback: 'false',
  /** 0: ECS's own threshold. */
  BreakerFailures: 0,
  /** Other than 0: the deployment is forced. */
  ForceNonce: 0,
  /** Of the load balancer and of the container's health check. */
  GraceSeconds: 60,
  TargetIntervalSeconds: 15,
  DeregistrationSeconds: 30,
  CheckIntervalSeconds: 10,
  CheckRetries: 3,
  CheckStartSeconds: 10,
  AlarmsOn: 'false',
  BakeMinutes: 0,
  /** How the traffic goes over, where it is shifted. */
  Strategy: 'BLUE_GREEN' as 'BLUE_GREEN' | 'CANARY' | 'LINEAR',
  StepPercent: 50,
  StepMinutes: 1,
  HookStage: 'NONE',
  HookTarget: 'AWS_LAMBDA' as 'AWS_LAMBDA' | 'PAUSE',
  /** Options of the diagnosis. */
  StuckAfterSeconds: 900,
  FailureThreshold: 2,
};

export type Settings = typeof DEFAULTS;
export type Parameters = { readonly [name in keyof Settings]: CfnParameter };

export function parametersOf(stack: Stack): Parameters {
  return Object.fromEntries(Object.entries(DEFAULTS)
    .map(([name, value]) => [name, new CfnParameter(stack, name, { type: typeof value === 'number' ? 'Number' : 'String', default: value })])) as Parameters;
}

/** As the CDK CLI hands them to CloudFormation. */
export const asText = (settings: Partial<Settings>): { [name: string]: string } => (
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]))
);
