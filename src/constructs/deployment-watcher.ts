import { Stack } from 'aws-cdk-lib';
import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { checkScope, checkWatcherProps } from './check-watcher';
import { ValidationError } from './validation-error';
import { FUNCTION_ID } from '../contract';

/** How the one function and the one state machine of a stack are set up that watch its deployments. */
export interface DeploymentWatcherProps {
  /**
   * Log group of the function, for one that is encrypted with your own key, kept for another time or shared by stacks. The full
   * diagnosis stands in it, so it should outlive the stack.
   *
   * @default - one a stack, kept for 30 days and retained when the stack is deleted
   */
  readonly logGroup?: ILogGroup;

  /**
   * VPC of the function, where the account permits no other. It must reach CloudFormation, Amazon ECS, Elastic Load Balancing,
   * CloudWatch Logs and Step Functions, and Amazon S3 for the answer to CloudFormation: without an answer CloudFormation waits an
   * hour and then fails the stack operation. To delete a function in a VPC may take AWS up to half an hour.
   *
   * @default - the function is in no VPC
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of the function; only with `vpc`.
   *
   * @default - the private subnets, as `aws_lambda.Function` selects them
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the function; only with `vpc`.
   *
   * @default - one of its own
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Role of the function, for accounts in which roles are made elsewhere. Nothing is added to it: it must permit what `SECURITY.md`
   * lists, and be assumable by `lambda.amazonaws.com`.
   *
   * @default - one a stack, which permits no more than that for the clusters and log groups of the stack
   */
  readonly functionRole?: IRole;

  /**
   * Role of the state machine, which invokes the function. Nothing is added to it: it must permit `lambda:InvokeFunction` on the
   * function, and be assumable by `states.amazonaws.com`.
   *
   * @default - one a stack, which permits to invoke the one function
   */
  readonly stateMachineRole?: IRole;

  /**
   * Instruction set of the function, for regions in which AWS Lambda does not have the other.
   *
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;
}

/** The function and the state machine that watch deployments, one of each a stack. They are made with the first diagnosed service. */
export class DeploymentWatcher {
  /**
   * Sets up the watchers of all stacks in a scope. Must come before the first diagnosis that is attached there by name; the aspect
   * `DiagnoseDeployments` attaches when the app is complete. Of several set-ups around a stack the nearest counts, property by property.
   *
   * @param scope an app, a stage, a stack, or any other scope that stacks lie in (without one, the synthesis fails)
   * @param props what to change; the rest stays as it is
   */
  public static configure(scope: IConstruct, props: DeploymentWatcherProps): void {
    checkScope(scope);
    checkWatcherProps(scope, props);
    const early = scope.node.findAll().find((construct) => construct.node.id === FUNCTION_ID && Stack.isStack(construct.node.scope));
    if (early) {
      throw new ValidationError(scope, `DeploymentWatcher.configure must come before the first diagnosed service; ${Stack.of(early).node.path} has its watcher already`);
    }
    Object.defineProperty(scope, CONFIGURED, { value: { ...watcherPropsOf(scope, false), ...given(props) }, configurable: true });
  }

  private constructor() {}
}

/** By name, because an app may load two copies of a library. */
const CONFIGURED = Symbol.for('cdk-diagnosed-fargate.DeploymentWatcher');

/** What was configured for the stacks in a scope; without `inherited`, on the scope itself. */
export function watcherPropsOf(scope: IConstruct, inherited = true): DeploymentWatcherProps {
  const scopes = inherited ? scope.node.scopes : [scope];
  return Object.assign({}, ...scopes.map((each) => Reflect.get(each, CONFIGURED) ?? {}));
}

function given(props: DeploymentWatcherProps): DeploymentWatcherProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}
