import { CfnResource, Reference, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { core } from './core';
import { keepReferences, referencesIn } from './keep-references';
import { isOverridden, property } from './property';
import { dependencies } from './rendered';

/**
 * What the policy of a stack calls a log group that a task definition of the app names: by the same reference where the policy does not
 * wait for anything else because of it, otherwise by name, as far as synthesis knows it.
 *
 * All diagnoses of a stack wait for one policy. Where the app orders its services, a log group may wait for a service; a reference to it
 * would make a cycle of that service's diagnosis, the policy and the log group, which CloudFormation refuses.
 *
 * @param group as the task definition has it, possibly a token
 */
export function nameInPolicy(group: string, stack: Stack): string {
  const references = referencesOf(stack, group);
  const isForeign = references.some(({ target }) => templateOf(target) !== templateOf(stack));
  if (!isForeign && references.every(({ target }) => waitsForNothing(target, stack))) return group;
  const logGroup = asReference(group)?.target;
  return isLogGroup(logGroup) ? knownName(logGroup, isForeign, stack) : '*';
}

/** The same for the region, which no resource tells in practice. */
export function regionInPolicy(region: string, stack: Stack): string {
  return referencesOf(stack, region).every(({ target }) => templateOf(target) === templateOf(stack) && !core.CfnResource.isCfnResource(target)) ? region : '*';
}

/**
 * CloudFormation makes a name of the stack's name, the logical id and twelve random characters (AWS CloudFormation User Guide, "Name type";
 * the quota of 512 characters leaves all of them whole). That of a nested stack is made in turn, and may be cut.
 *
 * What stands in another stack of the app may be deployed under another name, so only what the app itself writes counts there: what it refers
 * to would have to be exported, and CloudFormation could not take the export away again while this stack still imports it.
 */
function knownName(logGroup: CfnResource, isForeign: boolean, stack: Stack): string {
  const given = property(logGroup, 'LogGroupName');
  const inTemplate: unknown = logGroup.stack.resolve(given);
  if (typeof inTemplate === 'string') return inTemplate;
  if (isForeign) return '*';
  if (inTemplate === undefined) return `${logGroup.stack === stack ? core.Aws.STACK_NAME : '*'}-${String(logGroup.stack.resolve(logGroup.logicalId))}-*`;
  const name = keepReferences(logGroup, given);
  const isOfParameters = typeof name === 'string' && logGroup.stack === stack && referencesOf(stack, name).every(({ target }) => !core.CfnResource.isCfnResource(target));
  return isOfParameters ? name : '*';
}

function waitsForNothing(target: IConstruct, stack: Stack): boolean {
  // Parameters, and what stands around a nested stack and is a parameter inside it.
  if (!core.CfnResource.isCfnResource(target) || isAround(target.stack, stack)) return true;
  if (!isLogGroup(target) || target.stack !== stack || !isFree(target)) return false;
  const isPlain = !['LogGroupName', 'KmsKeyId'].some((name) => isOverridden(target, 'Properties', name));
  return isPlain && ['logGroupName', 'kmsKeyId'].flatMap((name) => referencesOf(stack, Reflect.get(target, name)))
    .every(({ target: inner }) => !core.CfnResource.isCfnResource(inner) || (QUICK.has(inner.cfnResourceType) && isFree(inner)));
}

/** What a log group refers to in practice: made in seconds, and of nothing that takes longer. */
const QUICK: ReadonlySet<string> = new Set(['AWS::KMS::Key', 'AWS::ECS::Cluster']);

/** In every deployment, and from the start. */
function isFree(resource: CfnResource): boolean {
  return !resource.cfnOptions.condition && !dependencies(resource).length && !['Condition', 'DependsOn'].some((attribute) => isOverridden(resource, attribute));
}

function referencesOf(stack: Stack, text: unknown): Reference[] {
  if (typeof text !== 'string' || !core.Token.isUnresolved(text)) return [];
  const reference = asReference(text);
  return reference ? [reference] : referencesIn(stack, text);
}

function asReference(text: string): Reference | undefined {
  const { length, firstToken } = core.Tokenization.reverseString(text);
  return length === 1 && core.Reference.isReference(firstToken) ? firstToken : undefined;
}

function isLogGroup(target: IConstruct | undefined): target is CfnResource {
  return core.CfnResource.isCfnResource(target) && target.cfnResourceType === 'AWS::Logs::LogGroup';
}

function isAround(outer: Stack, { nestedStackParent }: Stack): boolean {
  return nestedStackParent !== undefined && (nestedStackParent === outer || isAround(outer, nestedStackParent));
}

/** Nested stacks and their parent pass names on as parameters, which may go at any time. */
function templateOf(construct: IConstruct): Stack {
  let stack = core.Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}
