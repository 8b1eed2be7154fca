import { Aws, Fn, Stack, Token } from 'aws-cdk-lib';

const LABEL = 'EcsDeploymentDiagnosis';

/** With the label and a part of the stack's id 63 characters: AWS Lambda allows 64, Step Functions 80. */
const STACK_CHARACTERS = 31;

/**
 * Name of the function and of the state machine of a stack. It is known before both exist, so that their roles name them without waiting
 * for them: CloudFormation takes 15 s for a role (docs/decisions/0007-chain.md).
 *
 * It begins with the name of the stack, by which a company may limit its deploying roles. Of the id of the stack it has the first part: a
 * stack that is made again has another one. The names that CloudFormation generates are no contract, and are cut in a way that is not
 * documented.
 */
export function watcherName(stack: Stack): string {
  const id = part(2, '/', Aws.STACK_ID);
  const name = nameOfDeployed(rootOf(stack));
  // Nothing to begin with, so the whole id keeps stacks apart.
  if (name === undefined) return `${LABEL}-${id}`;
  return `${name.replace(/[^\w-]/g, '').slice(0, STACK_CHARACTERS)}-${LABEL}-${part(0, '-', id)}`;
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
