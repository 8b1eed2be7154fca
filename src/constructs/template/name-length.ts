import { Aws, CfnResource, IResolvable, Stack } from 'aws-cdk-lib';
import { core } from './core';
import { isOverridden } from './property';

/** Longest names: Amazon CloudWatch Logs API Reference, CreateLogGroup; Amazon ECS API Reference, CreateCluster; CloudFormation, CreateStack. */
export const LONGEST_LOG_GROUP = 512;
export const LONGEST_CLUSTER = 255;
const LONGEST_STACK = 128;

/**
 * A name that CloudFormation makes counts as so many at least: a stack that Service Catalog or a stack set deploys is named by them, and
 * what a stack permits should not change with the length of its name.
 */
export const MADE_NAME = 128;
/** A hyphen and the 12 or 13 characters that CloudFormation adds. */
const SUFFIX = 14;

const NAME_OF: { readonly [type: string]: string } = { 'AWS::Logs::LogGroup': 'LogGroupName', 'AWS::ECS::Cluster': 'ClusterName' };

let pseudo: ReadonlyMap<IResolvable | undefined, number> | undefined;

/** The longest of all partitions (`aws-us-gov`), regions (`ap-southeast-1`) and domains (`amazonaws.com.cn`, `sc2s.sgov.gov`). */
function pseudoParameters(): ReadonlyMap<IResolvable | undefined, number> {
  // Not when the package is imported: to read one of them takes aws-cdk-lib a tenth of a second the first time.
  pseudo ??= new Map(([
    [Aws.PARTITION, 10], [Aws.REGION, 14], [Aws.ACCOUNT_ID, 12], [Aws.URL_SUFFIX, 16], [Aws.STACK_NAME, LONGEST_STACK],
  ] as const).map(([text, length]) => [core.Tokenization.reverseString(text).firstToken, length]));
  return pseudo;
}

/**
 * To how many characters a name may come once AWS has made it. Resolves nothing, so it may be asked at any time.
 *
 * @param limit what AWS allows such a name; also what a token counts that says nothing of its length
 */
export function longest(name: string, limit: number): number {
  if (!core.Token.isUnresolved(name)) return Math.min(limit, name.length);
  const tokens = core.Tokenization.reverseString(name).tokens;
  const literals = tokens.reduce((text, token) => text.replace(core.Token.asString(token), ''), name).length;
  return Math.min(limit, tokens.reduce((sum, token) => sum + longestOfToken(token, limit), literals));
}

function longestOfToken(token: IResolvable, limit: number): number {
  if (core.Reference.isReference(token) && core.CfnResource.isCfnResource(token.target)) return longestOf(token.target, limit);
  return pseudoParameters().get(token) ?? limit;
}

function longestOf(resource: CfnResource, limit: number): number {
  const property = NAME_OF[resource.cfnResourceType];
  if (!property || isOverridden(resource, 'Properties', property)) return limit;
  const given: unknown = Reflect.get(resource, property[0].toLowerCase() + property.slice(1));
  if (!isAbsent(given, resource.stack)) return typeof given === 'string' ? longest(given, limit) : limit;
  return Math.min(limit, Math.max(MADE_NAME, stackName(resource.stack) + 1 + logicalId(resource) + SUFFIX));
}

/** An L2 without a name gives its L1 a token that stands for nothing. */
export function isAbsent(given: unknown, stack: Stack): boolean {
  if (typeof given !== 'string' || !core.Token.isUnresolved(given)) return given === undefined;
  const { length, firstToken } = core.Tokenization.reverseString(given);
  // What it holds is fixed, unlike that of a lazy value.
  return length === 1 && firstToken instanceof core.Intrinsic && !core.Reference.isReference(firstToken) && stack.resolve(firstToken) === undefined;
}

function stackName(stack: Stack): number {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  if (parent && core.NestedStack.isNestedStack(stack) && resource) return Math.min(LONGEST_STACK, stackName(parent) + 1 + logicalId(resource) + SUFFIX);
  return core.Token.isUnresolved(stack.stackName) ? LONGEST_STACK : stack.stackName.length;
}

function logicalId({ stack, logicalId: id }: CfnResource): number {
  return String(stack.resolve(id)).length;
}
