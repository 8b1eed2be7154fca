import { Aws, CfnResource, Intrinsic, IResolvable, NestedStack, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { isOverridden } from './cdk-internals';
import { logicalIdOf } from './dependencies';
import { propertySoFar } from './property';

/** Longest names (API References: Amazon CloudWatch Logs, CreateLogGroup; Amazon ECS, CreateCluster; CloudFormation, CreateStack). */
export const LONGEST_LOG_GROUP = 512;
export const LONGEST_CLUSTER = 255;
const LONGEST_STACK = 128;

/**
 * Least length that a name counts for if CloudFormation makes it. It contains the name of the stack, which Service Catalog or a stack set
 * may make longer, and the permissions of a stack should not depend on that.
 */
const GENERATED_NAME = 128;
/** A hyphen and the 12 or 13 characters that CloudFormation adds. */
const SUFFIX = 14;

const NAME_OF: { readonly [type: string]: string } = { 'AWS::Logs::LogGroup': 'LogGroupName', 'AWS::ECS::Cluster': 'ClusterName' };

let pseudo: ReadonlyMap<IResolvable | undefined, number> | undefined;

/** The longest of all partitions (`aws-us-gov`), regions (`ap-southeast-1`) and domains (`amazonaws.com.cn`, `sc2s.sgov.gov`). */
function pseudoParameters(): ReadonlyMap<IResolvable | undefined, number> {
  // Not when the package is imported: the first access to `Aws` takes a tenth of a second.
  pseudo ??= new Map(([
    [Aws.PARTITION, 10], [Aws.REGION, 14], [Aws.ACCOUNT_ID, 12], [Aws.URL_SUFFIX, 16], [Aws.STACK_NAME, LONGEST_STACK],
  ] as const).map(([text, length]) => [Tokenization.reverseString(text).firstToken, length]));
  return pseudo;
}

/**
 * Most characters that a name can have when AWS has made it. Resolves nothing, so it may be asked at any time.
 *
 * @param limit longest name that AWS allows; also the length that a token counts for if nothing is known of it
 */
export function longestName(name: string, limit: number): number {
  if (!Token.isUnresolved(name)) return Math.min(limit, name.length);
  const tokens = Tokenization.reverseString(name).tokens;
  const literals = tokens.reduce((text, token) => text.replace(Token.asString(token), ''), name).length;
  return Math.min(limit, tokens.reduce((sum, token) => sum + longestOfToken(token, limit), literals));
}

function longestOfToken(token: IResolvable, limit: number): number {
  if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) return longestOfResource(token.target, limit);
  return pseudoParameters().get(token) ?? limit;
}

function longestOfResource(resource: CfnResource, limit: number): number {
  const property = NAME_OF[resource.cfnResourceType];
  if (!property || isOverridden(resource, 'Properties', property)) return limit;
  const given = propertySoFar(resource, property);
  if (!isAbsent(given, resource.stack)) return typeof given === 'string' ? longestName(given, limit) : limit;
  return Math.min(limit, Math.max(GENERATED_NAME, stackNameLength(resource.stack) + 1 + logicalIdOf(resource).length + SUFFIX));
}

/** An L2 without a name gives its L1 a token that resolves to nothing. */
export function isAbsent(given: unknown, stack: Stack): boolean {
  if (typeof given !== 'string' || !Token.isUnresolved(given)) return given === undefined;
  const { length, firstToken } = Tokenization.reverseString(given);
  // The value of an intrinsic is fixed, unlike that of a lazy token: to resolve it changes nothing.
  return length === 1 && firstToken instanceof Intrinsic && !Reference.isReference(firstToken) && stack.resolve(firstToken) === undefined;
}

function stackNameLength(stack: Stack): number {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  if (parent && NestedStack.isNestedStack(stack) && resource) {
    return Math.min(LONGEST_STACK, stackNameLength(parent) + 1 + logicalIdOf(resource).length + SUFFIX);
  }
  return Token.isUnresolved(stack.stackName) ? LONGEST_STACK : stack.stackName.length;
}
