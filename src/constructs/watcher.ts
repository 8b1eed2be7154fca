import { Aws, CfnResource, Duration, IResolvable, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DeploymentWatcherProps, watcherPropsOf } from './deployment-watcher';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { clusterStatements, logStatements, stackStatements, unscopedStatements, vpcStatements } from './permissions';
import { onceInTemplate } from './rendered';
import { RolePolicies } from './role-policies';
import { ValidationError } from './validation-error';
import { waiterDefinition } from './waiter-definition';
import { WatcherCode } from './watcher-code';
import { WatcherRole, watcherRole } from './watcher-role';
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
    const watcher = this.ownFunction(role?.roleArn ?? props.functionRole!.roleArn, logGroup, props);
    suppress(watcher, 'L1', 'LambdaConcurrency', 'LambdaDLQ', ...props.vpc ? [] : ['LambdaInsideVPC' as const]);
    // Of the L1: nothing but this stack uses it, so there is no need to look for who does.
    this.functionArn = onceInTemplate(watcher.attrArn);
    const stateMachineArn = waiter(stack, watcher.attrArn, props.stateMachineRole);
    this.stateMachineArn = onceInTemplate(stateMachineArn);
    // Not in the role itself: the machine needs the function, and the function its role.
    const startWaiter = new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachineArn] });
    if (role && 'l1' in role) {
      const itself = { logGroupName: logGroup.logGroupName, isInVpc: props.vpc !== undefined };
      this.policies = new RolePolicies(this, role.l1, itself, startWaiter);
    } else if (role) {
      report(role.customized, stack, startWaiter);
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

  private ownFunction(roleArn: string, { logGroupName }: LogGroupNames, { architecture, vpc, vpcSubnets, securityGroups }: DeploymentWatcherProps): CfnFunction {
    const code = new WatcherCode();
    const common = { description: 'Finds out why an ECS deployment of this stack fails and tells CloudFormation', handler: 'index.handler', memorySize: 256 };
    // The L2 knows how a function gets into a VPC; outside, the L1 will do.
    if (vpc) {
      const role = Role.fromRoleArn(this, 'GivenRole', roleArn, { mutable: false });
      const logGroup = LogGroup.fromLogGroupName(this, 'GivenLogGroup', logGroupName);
      const l2 = new Function(this, 'Default', {
        ...common, code, role, logGroup, vpc, vpcSubnets, securityGroups,
        runtime: Runtime.NODEJS_22_X, architecture: architecture ?? Architecture.ARM_64, timeout: Duration.minutes(1),
      });
      return l2.node.defaultChild as CfnFunction;
    }
    const { s3Location: { bucketName, objectKey } } = code.bind(this);
    const l1 = new CfnFunction(this, 'Resource', {
      ...common,
      code: { s3Bucket: bucketName, s3Key: objectKey },
      runtime: 'nodejs22.x',
      architectures: [architecture?.name ?? 'arm64'],
      timeout: 60,
      role: roleArn,
      loggingConfig: { logGroup: logGroupName },
    });
    code.bindToResource(l1);
    return l1;
  }

  private ownLogGroup(): LogGroupNames {
    // Retained: a failed first deployment deletes what it created, and the full diagnosis must outlive that (docs/decisions/0002-watcher-log-group.md).
    const l1 = new CfnLogGroup(new Construct(this, 'LogGroup'), 'Resource', { retentionInDays: 30 });
    l1.applyRemovalPolicy(RemovalPolicy.RETAIN);
    suppress(l1, 'CloudWatchLogGroupEncrypted');
    return { logGroupName: l1.ref, logGroupArn: l1.attrArn };
  }

  private ownRole(stack: Stack, { logGroupArn }: LogGroupNames, { vpc }: DeploymentWatcherProps): WatcherRole {
    return watcherRole(this, 'Role', {
      description: 'Reads what AWS says about the ECS deployments of this stack',
      service: 'lambda.amazonaws.com',
      policies: {
        WriteLog: [new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] })],
        ReadDeployment: [...stackStatements(stack), ...unscopedStatements()],
        ...vpc && { UseVpc: vpcStatements() },
      },
    });
  }
}

type LogGroupNames = Pick<ILogGroup, 'logGroupName' | 'logGroupArn'>;

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

function waiterRole(scope: Construct, functionArn: string): WatcherRole {
  return watcherRole(scope, 'Role', {
    description: 'Invokes the function that watches the ECS deployments of this stack',
    service: 'states.amazonaws.com',
    policies: { InvokeWatcher: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })] },
  });
}
