import { Aws, CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRole, IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeploymentWatcherProps, watcherPropsOf } from './deployment-watcher';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { clusterStatements, logStatements, stackStatements, unscopedStatements, vpcStatements } from './permissions';
import { RolePolicies } from './role-policies';
import { ValidationError } from './validation-error';
import { waiterDefinition } from './waiter-definition';
import { WatcherCode } from './watcher-code';
import { FUNCTION_ID, WAITER_ID } from '../contract';

/** The one function of a stack that watches deployments, with what it needs. The waiter, its clock, is made along with it. */
export class Watcher extends Construct {
  /** The watcher of a stack, made on first use. */
  public static of(stack: Stack): Watcher {
    const existing = stack.node.tryFindChild(FUNCTION_ID);
    // By shape, not instanceof: an app may load two copies of a library.
    if (existing && '_isDeploymentWatcher' in existing) return existing as Watcher;
    for (const taken of [existing, stack.node.tryFindChild(WAITER_ID)]) {
      if (taken) throw new ValidationError(taken, `the id ${taken.node.id} is that of the deployment watcher of the stack; give this construct another id`);
    }
    return new Watcher(stack);
  }

  /** @internal */
  public readonly _isDeploymentWatcher = true;

  public readonly functionArn: string;
  public readonly stateMachineArn: string;
  /** undefined where the role is not in the template: then its permissions are its maker's. */
  private readonly policies?: RolePolicies;
  private readonly services = new Set<CfnResource>();

  private constructor(stack: Stack) {
    super(stack, FUNCTION_ID);
    const props = watcherPropsOf(stack);
    const logGroup = props.logGroup ?? this.ownLogGroup();
    const role = props.functionRole ? undefined : this.ownRole(stack, logGroup, props);
    const watcher = new Function(this, 'Default', {
      description: 'Finds out why an ECS deployment of this stack fails and tells CloudFormation',
      code: new WatcherCode(),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: props.functionRole ?? role,
      logGroup,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
    });
    const l1 = watcher.node.defaultChild as CfnFunction;
    suppress(l1, 'L1', 'LambdaConcurrency', 'LambdaDLQ', ...props.vpc ? [] : ['LambdaInsideVPC' as const]);
    // Of the L1: nothing but this stack uses it, so there is no need to look for who does.
    this.functionArn = l1.attrArn;
    this.stateMachineArn = waiter(stack, this.functionArn, props.stateMachineRole);
    // Not in the role itself: the machine needs the function, and the function its role.
    const startWaiter = new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] });
    const roleL1 = role?.node.defaultChild;
    if (roleL1) {
      const itself = { logGroupName: logGroup.logGroupName, isInVpc: props.vpc !== undefined };
      this.policies = new RolePolicies(this, roleL1 as CfnRole, itself, startWaiter);
    } else if (role) {
      report(role, stack, startWaiter);
    }
  }

  /** Permits to watch a service. */
  public permit(service: FoundService) {
    this.services.add(service.l1);
    this.policies?.permit(service);
  }

  /** What must exist before the watch of a service begins, as far as it is in the template. */
  public neededBy(service: FoundService): CfnResource[] {
    return this.policies?.of(service) ?? [];
  }

  /** Takes back what was permitted; without a service to watch, the watcher goes, too. */
  public release(service: FoundService) {
    this.services.delete(service.l1);
    this.policies?.release(service);
    if (!this.services.size) for (const id of [FUNCTION_ID, WAITER_ID]) Stack.of(this).node.tryRemoveChild(id);
  }

  private ownLogGroup(): LogGroup {
    // Retained: a failed first deployment deletes what it created, and the full diagnosis must outlive that (docs/decisions/0002-watcher-log-group.md).
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN });
    suppress(logGroup.node.defaultChild as CfnLogGroup, 'CloudWatchLogGroupEncrypted');
    return logGroup;
  }

  private ownRole(stack: Stack, logGroup: ILogGroup, { vpc }: DeploymentWatcherProps): Role {
    const role = new Role(this, 'Role', {
      description: 'Reads what AWS says about the ECS deployments of this stack',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        WriteLog: document(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })),
        ReadDeployment: document(...stackStatements(stack), ...unscopedStatements()),
        ...vpc && { UseVpc: document(...vpcStatements()) },
      },
    });
    suppressOf(role);
    return role;
  }
}

/**
 * For `Role.customizeRoles`, which writes down what a role made elsewhere must permit. It takes no statements that come late, and clusters
 * and log groups are known only when the app is complete: all of the account in this region.
 */
function report(role: Role, stack: Stack, startWaiter: PolicyStatement) {
  for (const statement of [startWaiter, ...clusterStatements(stack, '*'), ...logStatements(stack, undefined)]) role.addToPrincipalPolicy(statement);
}

function waiter(stack: Stack, functionArn: string, givenRole: IRole | undefined): string {
  const scope = new Construct(stack, WAITER_ID);
  // The L1, because the definition is plain data: a test validates it as it stands, and no task construct adds permissions of its own.
  const machine = new CfnStateMachine(scope, 'Resource', {
    roleArn: (givenRole ?? waiterRole(scope, functionArn)).roleArn,
    // Not Stack.toJsonString, which takes as long as the rest of the watcher: what the two tokens stand for has nothing that JSON escapes.
    definitionString: JSON.stringify(waiterDefinition(functionArn, Aws.PARTITION)),
  });
  suppress(machine, 'SF1', 'SF2');
  return machine.attrArn;
}

function waiterRole(scope: Construct, functionArn: string): Role {
  const role = new Role(scope, 'Role', {
    description: 'Invokes the function that watches the ECS deployments of this stack',
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    inlinePolicies: { InvokeWatcher: document(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })) },
  });
  suppressOf(role);
  return role;
}

/** Where `Role.customizeRoles` keeps roles out of the template there is nothing to suppress. */
function suppressOf(role: Role) {
  const l1 = role.node.defaultChild;
  if (l1) suppress(l1 as CfnRole, 'IAM5', 'IAMNoInlinePolicy');
}

function document(...statements: PolicyStatement[]) {
  return new PolicyDocument({ statements });
}
