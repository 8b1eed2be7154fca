import { Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { type DeploymentWatcherProps } from './deployment-watcher';
import { nearest } from './nearest';
import { show } from './show';
import { ValidationError } from './validation-error';

type Option = keyof DeploymentWatcherProps;
type Check = { readonly must: string; readonly fits: (value: unknown) => boolean };

/** One check an option; also the list of the options there are. By shape, because an app may load two copies of a library. */
const CHECKS: { readonly [option in Option]-?: Check } = {
  logGroup: { must: 'be an ILogGroup, such as LogGroup.fromLogGroupName(scope, id, name)', fits: has('logGroupName', 'logGroupArn') },
  vpc: { must: 'be an IVpc, such as Vpc.fromLookup(scope, id, options)', fits: has('vpcId', 'selectSubnets') },
  vpcSubnets: { must: 'be a SubnetSelection, such as { subnetType: SubnetType.PRIVATE_ISOLATED }', fits: (value) => has()(value) && !Array.isArray(value) },
  securityGroups: { must: 'be a list of ISecurityGroup', fits: (value) => Array.isArray(value) && value.every(has('securityGroupId')) },
  functionRole: { must: 'be an IRole, such as Role.fromRoleArn(scope, id, arn)', fits: has('roleArn', 'grantPrincipal') },
  stateMachineRole: { must: 'be an IRole, such as Role.fromRoleArn(scope, id, arn)', fits: has('roleArn', 'grantPrincipal') },
  architecture: { must: 'be an Architecture, such as Architecture.X86_64', fits: has('name', 'dockerPlatform') },
};

const CONFIGURE = 'DeploymentWatcher.configure';

/** Refuses what is no scope, and when the app is complete a scope that no stack lies in: what is set up there would change nothing. */
export function checkScope(scope: IConstruct) {
  if (!Construct.isConstruct(scope)) throw new ValidationError(CONFIGURE, `scope must be an app, a stage or a stack, got ${show(scope)}`);
  const around = scope.node.scopes.slice(0, -1).reverse().find(Stack.isStack);
  if (Stack.isStack(scope) || !around) return;
  scope.node.addValidation({
    validate: () => (scope.node.findAll().some(Stack.isStack) ? [] : [`${CONFIGURE} has no effect on ${scope.node.path}, because no stack lies in it: `
      + `a stack has one watcher, so configure the stack ${around.node.path}`]),
  });
}

/** @throws ValidationError */
export function checkWatcherProps(scope: IConstruct, props: DeploymentWatcherProps) {
  if (!has()(props) || Array.isArray(props)) throw new ValidationError(scope, `${CONFIGURE} must be given what to change, such as { logGroup }, got ${show(props)}`);
  const names = Object.keys(CHECKS);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (!isOption(name)) {
      throw new ValidationError(scope, `${CONFIGURE} has no option ${name} (got ${show(value)})${nearest(name, names)}; the options are ${names.join(', ')}`);
    }
    if (!CHECKS[name].fits(value)) throw new ValidationError(scope, `${CONFIGURE}: ${name} must ${CHECKS[name].must}, got ${show(value)}`);
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
