import { Scope } from './intrinsics';
import { Handler, Stack, Surroundings } from './model';
import { activeResources } from './scope';

/** What a stack operation needs from the engine. */
export interface OperationHost {
  readonly around: Surroundings;
  /** For resources of type AWS::CloudFormation::Stack. */
  readonly nestedStack: Handler;
  scope(stack: Stack): Scope;
  outputs(stack: Stack): Stack['outputs'];
  /** The nested stacks whose updates are applied clean up. Resolves when they have. */
  settleNested(parent: Stack): Promise<void>;
}

/** Logical ids of the resources whose conditions hold, each with the ids that it depends on. */
export function dependenciesOf(host: OperationHost, stack: Stack): ReadonlyMap<string, readonly string[]> {
  return activeResources(stack.template, host.scope(stack));
}
