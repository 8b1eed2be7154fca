import { Aws, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import { logicalIdOf } from '../template/dependencies';
import { readProperty } from '../template/property';
import { shortHash } from '../template/stable-names';
import { inTemplateOnly, lateToken } from '../template/tokens';

const LABEL = 'EcsDeploymentDiagnosis';

/** With the label and a part of the stack's id 63 characters: AWS Lambda allows 64, Step Functions 80. */
const STACK_CHARACTERS = 31;

/**
 * Name of the function and of the state machine of a stack. It is known before both exist, so that their roles name them without waiting
 * for them: CloudFormation takes 15 s for a role (docs/decisions/0007-chain.md).
 *
 * It begins with the name of the stack, by which a company may limit its deploying roles. Of the id of the stack it has the first part: a
 * stack that is made again has another one. That part is a time, and stacks that are made in the same moment can share it. So the name also
 * has what distinguishes them in the app. The names that CloudFormation generates are no contract, and are cut in a way that is not
 * documented.
 */
export function watcherName(stack: Stack): string {
  const id = part(2, '/', Aws.STACK_ID);
  const name = nameOfDeployed(rootOf(stack));
  // Nothing to begin with, so the whole id keeps stacks apart.
  if (name === undefined) return `${LABEL}-${id}`;
  return `${ofStack(stack, name.replace(/[^\w-]/g, ''))}-${LABEL}-${part(0, '-', id)}`;
}

/** The name of the root, if that is all and is short enough. Otherwise its beginning, and a hash of it and of the ids of nested stacks. */
function ofStack(stack: Stack, root: string): string {
  if (!stack.nestedStackParent && root.length <= STACK_CHARACTERS) return root;
  // Late: the app may still set a logical id, by which it keeps a nested stack that moves within the app.
  const hash = Token.asString(lateToken(() => shortHash([root, ...nestedIds(stack)].join('/'))));
  return `${root.slice(0, STACK_CHARACTERS - '-12345678'.length)}-${hash}`;
}

function nestedIds({ nestedStackParent: parent, nestedStackResource: resource }: Stack): string[] {
  return parent && resource ? [...nestedIds(parent), logicalIdOf(resource)] : [];
}

/**
 * undefined: the deployment names the stack. That of a product of Service Catalog or of a stack set is within another stack of the app; its
 * name in the app may change, and that of the function must not: CloudFormation refuses to change a service token.
 */
function nameOfDeployed({ stackName, node }: Stack): string | undefined {
  const isWithinAnother = node.scopes.filter(Stack.isStack).length > 1;
  return isWithinAnother || Token.isUnresolved(stackName) ? undefined : stackName;
}

/** CloudFormation makes the name of a nested stack. */
function rootOf(stack: Stack): Stack {
  return stack.nestedStackParent ? rootOf(stack.nestedStackParent) : stack;
}

function part(index: number, delimiter: string, text: string): string {
  return Fn.select(index, Fn.split(delimiter, text));
}

/** By CloudFormation's names. */
type NameProperty = 'FunctionName' | 'StateMachineName';

/**
 * The name that a resource has in the template: an aspect or an override of the app may have changed it. It is no reference, so a resource
 * that mentions it does not wait for the one that has it.
 *
 * @param resource gives undefined while it is not made yet
 * @param name that it will get
 */
export function finalName(resource: () => CfnResource | undefined, property: NameProperty, name: string): string {
  const read = () => {
    const made = resource();
    return made ? readProperty(made, property) : name;
  };
  return Token.asString(inTemplateOnly(lateToken(read)));
}

/** In a complete app: an error for each resource whose name was removed. CloudFormation would make one that the roles cannot know. */
export function checkNames(...named: readonly (readonly [resource: CfnResource, property: NameProperty])[]): string[] {
  return named.flatMap(([resource, property]) => {
    const name: unknown = resource.stack.resolve(readProperty(resource, property));
    if (name && !isNoValue(name)) return [];
    return [`${resource.node.path} has no ${property}, because an aspect or an override of the app has removed it. `
      + 'The roles of the deployment watcher need the name before the resource exists: '
      + 'exclude this resource there, or set a name of your own that never changes'];
  });
}

function isNoValue(name: unknown): boolean {
  return typeof name === 'object' && name !== null && 'Ref' in name && name.Ref === 'AWS::NoValue';
}
