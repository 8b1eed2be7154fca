import { Aws, CfnResource, Duration, IResolvable, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRole, IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeploymentWatcherProps, watcherPropsOf } from './deployment-watcher';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { clusterStatements, logStatements, policyDocument, stackStatements, unscopedStatements, vpcStatements } from './permissions';
import { onceInTemplate } from './rendered';
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

  /** For the custom resources. */
  public readonly functionArn: IResolvable;
  public readonly stateMachineArn: IResolvable;
  /** undefined where the role is not in the template: then its permissions are its maker's. */
  private readonly policies?: RolePolicies;
  private readonly services = new Set<CfnResource>();

  private constructor(stack: Stack) {
    super(stack, FUNCTION_ID);
    const props = watcherPropsOf(stack);
    const logGroup = props.logGroup ?? this.ownLogGroup();
    const role = props.functionRole ? undefined : this.ownRole(stack, logGroup, props);
    const watcher = this.ownFunction(role, logGroup, props);
    suppress(watcher, 'L1', 'LambdaConcurrency', 'LambdaDLQ', ...props.vpc ? [] : ['LambdaInsideVPC' as const]);
    // Of the L1: nothing but this stack uses it, so there is no need to look for who does.
    this.functionArn = onceInTemplate(watcher.attrArn);
    const stateMachineArn = waiter(stack, watcher.attrArn, props.stateMachineRole);
    this.stateMachineArn = onceInTemplate(stateMachineArn);
    // Not in the role itself: the machine needs the function, and the function its role.
    const startWaiter = new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] });
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

  /** Logical ids of what must exist before the watch of a service begins; in the template only. */
  public neededBy(service: FoundService): string[] {
    return this.policies?.of(service) ?? [];
  }

  /** Takes back what was permitted; without a service to watch, the watcher goes, too. */
  public release(service: FoundService) {
    this.services.delete(service.l1);
    this.policies?.release(service);
    if (!this.services.size) for (const id of [FUNCTION_ID, WAITER_ID]) Stack.of(this).node.tryRemoveChild(id);
  }

  private ownFunction(ownRole: Role | undefined, logGroup: ILogGroup, props: DeploymentWatcherProps): CfnFunction {
    const { architecture = Architecture.ARM_64, vpc, vpcSubnets, securityGroups, functionRole: givenRole } = props;
    const role = ownRole ?? givenRole!;
    const code = new WatcherCode();
    const common = { description: 'Finds out why an ECS deployment of this stack fails and tells CloudFormation', handler: 'index.handler', memorySize: 256 };
    if (vpc) {
      const inVpc = new Function(this, 'Default', {
        ...common, code, runtime: Runtime.NODEJS_22_X, architecture, timeout: Duration.minutes(1), role, logGroup, vpc, vpcSubnets, securityGroups,
      });
      return inVpc.node.defaultChild as CfnFunction;
    }
    // The L2 knows how a function gets into a VPC. Outside, it adds nothing, and the watcher takes a synthesis twice as long.
    const { s3Location: { bucketName, objectKey } } = code.bind(this);
    const l1 = new CfnFunction(this, 'Resource', {
      ...common,
      code: { s3Bucket: bucketName, s3Key: objectKey },
      runtime: 'nodejs22.x',
      architectures: [architecture.name],
      timeout: 60,
      role: role.roleArn,
      loggingConfig: { logGroup: logGroup.logGroupName },
    });
    // What it may do stands in policies of the app; those of the own role stand in the role, or the diagnoses wait for them.
    if (givenRole) l1.node.addDependency(givenRole);
    code.bindToResource(l1);
    return l1;
  }

  private ownLogGroup(): LogGroup {
    // Retained: a failed first deployment deletes what it created, and the full diagnosis must outlive that (docs/decisions/0002-watcher-log-group.md).
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN });
    suppress(logGroup.node.defaultChild as CfnLogGroup, 'CloudWatchLogGroupEncrypted');
    return logGroup;
  }

  private ownRole(stack: Stack, logGroup: ILogGroup, { vpc }: DeploymentWatcherProps): Role {
    return roleWith(this, 'Reads what AWS says about the ECS deployments of this stack', 'lambda.amazonaws.com', {
      WriteLog: [new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })],
      ReadDeployment: [...stackStatements(stack), ...unscopedStatements()],
      ...vpc && { UseVpc: vpcStatements() },
    });
  }
}

/** Where `Role.customizeRoles` keeps the role out of the template, its statements are for the report that it writes. */
function roleWith(scope: Construct, description: string, service: string, policies: { readonly [policyName: string]: readonly PolicyStatement[] }): Role {
  const role = new Role(scope, 'Role', { description, assumedBy: new ServicePrincipal(service) });
  const l1 = role.node.defaultChild as CfnRole | undefined;
  if (l1) {
    l1.policies = Object.entries(policies).map(([policyName, statements]) => ({ policyName, policyDocument: policyDocument(statements) }));
    suppress(l1, 'IAM5', 'IAMNoInlinePolicy');
  } else {
    for (const statement of Object.values(policies).flat()) role.addToPrincipalPolicy(statement);
  }
  return role;
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
  return roleWith(scope, 'Invokes the function that watches the ECS deployments of this stack', 'states.amazonaws.com', {
    InvokeWatcher: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })],
  });
}
