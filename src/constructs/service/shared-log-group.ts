import { CfnResource, Stack } from 'aws-cdk-lib';
import { core } from './core';
import { isAbsent } from './name-length';
import { hasOverrides } from './property';
import { dependencies, isInTemplate } from './rendered';
import { LogPlace } from './task-logs';

/**
 * Whether the policy that all diagnoses of a stack wait for may name a log group: a literal name, or a log group that waits for nothing
 * and exists in any case, as nearly all do.
 *
 * Where the app orders its services, a log group may wait for one of them, itself or through a tag, a key, a name. The diagnosis of that
 * service, the policy and the log group would be a cycle, which CloudFormation refuses. So whatever is not literal counts as waiting.
 */
export function mayBeShared({ group, region }: LogPlace, stack: Stack): boolean {
  if (region !== undefined && core.Token.isUnresolved(region)) return false;
  // An asterisk stands for what synthesis cannot know: that is permitted only while its service exists.
  if (!core.Token.isUnresolved(group)) return group !== '*';
  const { length, firstToken } = core.Tokenization.reverseString(group);
  if (length !== 1 || !core.Reference.isReference(firstToken)) return false;
  const { target } = firstToken;
  return core.CfnResource.isCfnResource(target) && target.cfnResourceType === 'AWS::Logs::LogGroup' && target.stack === stack && isAlone(target);
}

function isAlone(resource: CfnResource): boolean {
  const { condition, metadata } = resource.cfnOptions;
  if (condition || !isInTemplate(resource) || hasOverrides(resource) || dependencies(resource).length) return false;
  // Protected in aws-cdk-lib: all that is set, tags included.
  return [Reflect.get(resource, 'cfnProperties'), metadata].every((value) => isLiteral(value, resource.stack));
}

function isLiteral(value: unknown, stack: Stack): boolean {
  if (core.Token.isUnresolved(value)) return isAbsent(value, stack);
  return typeof value !== 'object' || value === null || Object.entries(value).every(([key, inner]) => !INTRINSIC.test(key) && isLiteral(inner, stack));
}

/** In the JSON of CloudFormation, which an L1 takes as well. */
const INTRINSIC = /^(Ref|Condition|Fn::.*)$/;
