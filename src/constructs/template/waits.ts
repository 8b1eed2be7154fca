import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { hasOverrides, isInTemplate, propertiesSet } from './cdk-internals';
import { dependencies } from './dependencies';
import { isAbsent } from './name-length';

/** Whether CloudFormation makes a resource in the first seconds, whatever else is in the stack: it always exists and refers to nothing. */
export function waitsForNothing(resource: CfnResource): boolean {
  const { condition, metadata } = resource.cfnOptions;
  if (condition || !isInTemplate(resource) || hasOverrides(resource) || dependencies(resource).length) return false;
  return [propertiesSet(resource), metadata].every((value) => isLiteral(value, resource.stack));
}

function isLiteral(value: unknown, stack: Stack): boolean {
  if (Token.isUnresolved(value)) return isAbsent(value, stack);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => !INTRINSIC.test(key) && isLiteral(inner, stack));
}

/** Intrinsic functions in the JSON of CloudFormation, which an L1 accepts as well. */
const INTRINSIC = /^(Ref|Condition|Fn::.*)$/;
