import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { LogPlace } from './log-places';
import { hasOverrides, isInTemplate, propertiesSet } from '../template/cdk-internals';
import { dependencies } from '../template/dependencies';
import { isAbsent } from '../template/name-length';
import { resourceOf } from '../template/references';

/**
 * Whether the policy that all diagnoses of a stack share may name a log group: a literal name, or a log group that waits for nothing
 * and always exists, as nearly all do.
 *
 * If the app orders its services, a log group may wait for one of them, itself or through a tag, a key, a name. The policy would come when
 * that service is complete, too late for its diagnosis. So all that is not literal counts as waiting.
 */
export function canBeShared({ group, region }: LogPlace, stack: Stack): boolean {
  if (region !== undefined && Token.isUnresolved(region)) return false;
  // The permission for a name that synthesis cannot know exists only while its service does.
  if (!Token.isUnresolved(group)) return group !== '*';
  const logGroup = resourceOf(group, 'AWS::Logs::LogGroup');
  return logGroup !== undefined && logGroup.stack === stack && waitsForNothing(logGroup);
}

function waitsForNothing(resource: CfnResource): boolean {
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
