import { Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { show } from './show';
import { ValidationError } from './validation-error';
import { didYouMean } from '../../did-you-mean';
import { DeploymentWatcherProps } from '../deployment-watcher-props';

type Option = keyof DeploymentWatcherProps;
type Check = { readonly must: string; readonly fits: (value: unknown) => boolean };

/** One check for each option; also the list of all options. By shape, because an app may load two copies of a library. */
const CHECKS: { readonly [option in Option]-?: Check } = {
  logGroup: { must: 'be an ILogGroup, such as LogGroup.fromLogGroupName(scope, id, name)', fits: has('logGroupName', 'logGroupArn') },
  encryptionKey: { must: 'be an IKey, such as Key.fromKeyArn(scope, id, arn)', fits: has('keyArn', 'addToResourcePolicy') },
  vpc: { must: 'be an IVpc, such as Vpc.fromLookup(scope, id, options)', fits: has('vpcId', 'selectSubnets') },
  vpcSubnets: { must: 'be a SubnetSelection, such as { subnetType: SubnetType.PRIVATE_ISOLATED }', fits: isStruct },
  securityGroups: { must: 'be a list of ISecurityGroup', fits: (value) => Array.isArray(value) && value.every(has('securityGroupId')) },
  functionRole: { must: 'be an IRole, such as Role.fromRoleArn(scope, id, arn)', fits: has('roleArn', 'grantPrincipal') },
  stateMachineRole: { must: 'be an IRole, such as Role.fromRoleArn(scope, id, arn)', fits: has('roleArn', 'grantPrincipal') },
  architecture: { must: 'be an Architecture, such as Architecture.X86_64', fits: has('name', 'dockerPlatform') },
};

const CONFIGURE = 'DeploymentWatcher.configure';

/** Refuses a value that is not a scope. When the app is complete, refuses a scope without a stack in it: a set-up there has no effect. */
export function checkScope(scope: IConstruct) {
  if (!Construct.isConstruct(scope)) throw new ValidationError(CONFIGURE, `scope must be an app, a stage or a stack, got ${show(scope)}`);
  const around = scope.node.scopes.slice(0, -1).reverse().find(Stack.isStack);
  if (Stack.isStack(scope) || !around) return;
  const why = `because no stack is in it: a stack has one watcher, so configure the stack ${around.node.path}`;
  scope.node.addValidation({
    validate: () => (scope.node.findAll().some(Stack.isStack) ? [] : [`${CONFIGURE} has no effect on ${scope.node.path}, ${why}`]),
  });
}

/** @throws ValidationError */
export function checkWatcherProps(scope: IConstruct, props: DeploymentWatcherProps) {
  if (!isStruct(props)) {
    throw new ValidationError(scope, `${CONFIGURE} must be given the properties to change, such as { logGroup }, got ${show(props)}`);
  }
  const names = Object.keys(CHECKS);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (!isOption(name)) {
      const found = `${name} (got ${show(value)})${didYouMean(name, names)}`;
      throw new ValidationError(scope, `${CONFIGURE} has no option ${found}; the options are ${names.join(', ')}`);
    }
    const { must, fits } = CHECKS[name];
    if (!fits(value)) throw new ValidationError(scope, `${CONFIGURE}: ${name} must ${must}, got ${show(value)}`);
  }
  for (const option of ['vpcSubnets', 'securityGroups'] as const) {
    if (props[option] && !props.vpc) throw new ValidationError(scope, `${CONFIGURE} takes ${option} only with vpc`);
  }
}

function isOption(name: string): name is Option {
  return Object.prototype.hasOwnProperty.call(CHECKS, name);
}

function has(...members: string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && members.every((member) => member in value);
}

function isStruct(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
