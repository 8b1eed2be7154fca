import { World } from '../../world';

/** [model] Lab time that CloudFormation needs to create, change or delete a resource that takes no time itself. */
export const RESOURCE_MS = 1_000;
/** [reported] the service's ARN is readable about two seconds after its event CREATE_IN_PROGRESS. */
export const SERVICE_CALL_MS = 2_000;
/** [model] how often CloudFormation checks whether a resource is stable, or deleted. */
export const POLL_MS = 5_000;

/** Lab time from DELETE_IN_PROGRESS until a function or a state machine is gone, and from then until DELETE_COMPLETE. */
export function deletion({ scenario }: Pick<World, 'scenario'>): readonly [untilGone: number, after: number] {
  return scenario.switches?.deletionTakesEffect === 'a-second-later' ? [RESOURCE_MS, 0] : [0, RESOURCE_MS];
}

interface Creation {
  /** Until it is configured: made, with its physical id and its attributes. */
  readonly ms: number;
  /** The eventual consistency check that follows, of which nothing is known before March 2024. */
  readonly checkMs?: number;
}

/**
 * From CREATE_IN_PROGRESS to CREATE_COMPLETE, in public logs of `cdk deploy`. Every other type takes `RESOURCE_MS` [model], among them
 * those that take minutes (load balancers, NAT gateways), for which a service waits and its diagnosis with it.
 */
const CREATIONS: { readonly [type: string]: Creation } = {
  // [capture] a role 16 s (aws/aws-cdk#7964, 7:35:25 to 7:35:41), 14 to 19 s in six other logs; a policy 14 s
  // (aws-samples/aws-serverless-airline-booking#128, 00:30:19 to 00:30:33) and 15 s. CloudFormation waits that long on purpose, for IAM to
  // know it everywhere.
  'AWS::IAM::Role': { ms: 15_000 },
  'AWS::IAM::Policy': { ms: 15_000 },
  'AWS::IAM::ManagedPolicy': { ms: 15_000 },
  // [capture] before 2024: less than 2 s (the same log, 00:30:16). Since then: configured after 2 s (10:21:58 to 10:22:00, 10:23:26 to
  // 10:23:28), complete after 7 s; these two captures have no public address.
  'AWS::Lambda::Function': { ms: 2_000, checkMs: 5_000 },
  // [model] no log of a state machine was found. Its API answers at once, like that of a function.
  'AWS::StepFunctions::StateMachine': { ms: 2_000 },
  // [capture, without a public address] 7 s (15:37:47 to 15:37:54) and 10 s (8:00:26 to 8:00:36); in 2020 still less than 2 s
  // (aws-samples/aws-scalable-big-blue-button-example#36).
  'AWS::Logs::LogGroup': { ms: 8_000 },
  // [capture, without a public address] 8 s (16:08:31 to 16:08:39).
  'AWS::EC2::SecurityGroup': { ms: 8_000 },
};

export function creation(type: string): Creation {
  return CREATIONS[type] ?? { ms: RESOURCE_MS };
}
