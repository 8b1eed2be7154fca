import { Annotations, ArnFormat, Aws, CfnResource, Duration, IResolvable, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { type IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, CfnFunction, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { watcherProps } from './configured';
import { suppress } from './nag-suppressions';
import {
  clusterStatements, encryptLogStatement, functionArn, keyStatements, logStatements, stackStatements, startStatement, stateMachineArn,
  unscopedStatements, vpcStatements, writeLogStatement,
} from './permissions';
import { checkResourceLimit } from './resource-limit';
import { RolePolicies } from './role-policies';
import { waiter } from './waiter';
import { WatcherCode } from './watcher-code';
import { checkNames, finalName, watcherName } from './watcher-name';
import { roleWith } from './watcher-role';
import { FUNCTION_ID, WAITER_ID } from '../../contract';
import { ValidationError } from '../check/validation-error';
import { DeploymentWatcherProps } from '../deployment-watcher-props';
import { FoundService } from '../service/find-service';
import { LateResources } from '../template/cdk-internals';
import { waitAlso } from '../template/dependencies';
import { resolvedOnce } from '../template/tokens';

/** Supported until April 2028 (AWS Lambda Developer Guide, "Lambda runtimes"). `npm run test:package` runs the bundle on Node 22 and 24. */
const RUNTIME = 'nodejs24.x';

/** Without the permission nobody answers CloudFormation, which then fails a healthy deployment (SECURITY.md, "Not covered"). */
const ROLE_OF_STATE_MACHINE = 'The stateMachineRole of DeploymentWatcher.configure must allow lambda:InvokeFunction on the function of '
  + 'this stack (by default *-EcsDeploymentDiagnosis-*). '
  + 'Otherwise CloudFormation gets no answer, and fails the stack operation after an hour.';

/** The one function of a stack that watches deployments, with all that it needs. The waiter, its clock, is made along with it. */
export class Watcher extends Construct {
  /** The watcher of a stack, made on first use. */
  public static of(stack: Stack): Watcher {
    const existing = stack.node.tryFindChild(FUNCTION_ID);
    // By shape, not instanceof: an app may load two copies of a library.
    if (existing && '_isDeploymentWatcher' in existing) return existing as Watcher;
    for (const taken of [existing, stack.node.tryFindChild(WAITER_ID)]) {
      if (taken) {
        throw new ValidationError(taken,
          `the id ${taken.node.id} is that of the deployment watcher of the stack; give this construct another id`);
      }
    }
    return new Watcher(stack);
  }

  /** @internal */
  public readonly _isDeploymentWatcher = true;

  /** For the custom resources. */
  public readonly functionArn: IResolvable;
  public readonly stateMachineArn: IResolvable;
  /** Both are undefined while the role of the function is made. */
  private readonly watcher?: CfnFunction;
  private readonly machine?: CfnStateMachine;
  /** undefined if the role is not in the template: then its permissions are granted elsewhere. */
  private readonly policies?: RolePolicies;
  /** The diagnosis of each service. */
  private readonly diagnoses = new Map<CfnResource, CfnResource>();

  private constructor(stack: Stack) {
    super(stack, FUNCTION_ID);
    this.node.addValidation({ validate: () => checkResourceLimit(stack) });
    // Renders nothing: a complete app asks it when it collects references, before it names nested templates after their contents.
    new LateResources(this, 'Waiting', () => {
      waitAlso(stack, this.diagnoses);
      return {};
    });
    const props = watcherProps(stack);
    const name = watcherName(stack);
    const logGroup = props.logGroup ?? this.ownLogGroup(stack, props.encryptionKey);
    const role = props.functionRole ? undefined : this.ownRole(stack, name, logGroup, props);
    const watcher = this.ownFunction(name, role, logGroup, props);
    this.watcher = watcher;
    suppress(watcher, 'L1', 'LambdaConcurrency', 'LambdaDLQ', 'LambdaTracing', ...props.vpc ? [] : ['LambdaInsideVPC' as const]);
    // ARN of the L1: that of an L2 would be checked for use in other stacks, and only this stack uses it.
    this.functionArn = resolvedOnce(watcher.attrArn);
    const machine = waiter(stack, name, watcher, props);
    this.machine = machine;
    this.stateMachineArn = resolvedOnce(machine.attrArn);
    this.node.addValidation({ validate: () => checkNames([watcher, 'FunctionName'], [machine, 'StateMachineName']) });
    if (props.stateMachineRole) Annotations.of(stack).addInfo(ROLE_OF_STATE_MACHINE);
    const roleL1 = role?.node.defaultChild;
    if (roleL1) {
      const itself = { logGroupName: logGroup.logGroupName, isInVpc: props.vpc !== undefined, hasKey: props.encryptionKey !== undefined };
      this.policies = new RolePolicies(this, roleL1 as CfnRole, itself, writeLogStatement(logGroup.logGroupArn));
    } else if (role) {
      report(role, stack);
    }
  }

  /** Permits to watch a service. */
  public permit(service: FoundService, diagnosis: CfnResource) {
    this.diagnoses.set(service.l1, diagnosis);
    this.policies?.permit(service);
  }

  /** Takes the permission for a service back. Without a service to watch, the watcher is removed, too. */
  public release(service: FoundService) {
    this.diagnoses.delete(service.l1);
    this.policies?.release(service);
    if (!this.diagnoses.size) for (const id of [FUNCTION_ID, WAITER_ID]) Stack.of(this).node.tryRemoveChild(id);
  }

  private ownFunction(functionName: string, ownRole: Role | undefined, logGroup: ILogGroup, props: DeploymentWatcherProps): CfnFunction {
    const { architecture = Architecture.X86_64, vpc, vpcSubnets, securityGroups, functionRole: givenRole } = props;
    const role = ownRole ?? givenRole!;
    const code = new WatcherCode();
    const description = 'Finds out why an ECS deployment of this stack fails, and reports the cause to CloudFormation';
    const common = { functionName, description, handler: 'index.handler', memorySize: 256 };
    if (vpc) {
      const inVpc = new Function(this, 'Default', {
        ...common, code, architecture, role, logGroup, vpc, vpcSubnets, securityGroups,
        // Not `Runtime.NODEJS_24_X`, which the floor of aws-cdk-lib does not have.
        runtime: new Runtime(RUNTIME, RuntimeFamily.NODEJS),
        timeout: Duration.minutes(1),
      });
      return inVpc.node.defaultChild as CfnFunction;
    }
    // The L2 knows how a function gets into a VPC. Outside a VPC it adds nothing, and takes twice as long to synthesize.
    const { s3Location: { bucketName, objectKey } } = code.bind(this);
    const l1 = new CfnFunction(this, 'Resource', {
      ...common,
      code: { s3Bucket: bucketName, s3Key: objectKey },
      runtime: RUNTIME,
      architectures: [architecture.name],
      timeout: 60,
      role: role.roleArn,
      loggingConfig: { logGroup: logGroup.logGroupName },
    });
    // The permissions of a given role are in policies of the app. Those of the own role are in the role, or are not waited for.
    if (givenRole) l1.node.addDependency(givenRole);
    code.bindToResource(l1);
    return l1;
  }

  private ownLogGroup(stack: Stack, encryptionKey: IKey | undefined): LogGroup {
    // Retained: a failed first deployment deletes what it created, and the full diagnosis must outlive that
    // (docs/decisions/0002-watcher-log-group.md).
    const kept = { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN };
    const logGroup = new LogGroup(this, 'LogGroup', { ...kept, encryptionKey });
    // For the watchers of all stacks, so that many of them add one statement. The policy of an imported key stays as it is.
    if (encryptionKey) encryptionKey.addToResourcePolicy(encryptLogStatement(stack, `*-${FUNCTION_ID}LogGroup*`), true);
    else suppress(logGroup.node.defaultChild as CfnLogGroup, 'CloudWatchLogGroupEncrypted');
    return logGroup;
  }

  private ownRole(stack: Stack, name: string, logGroup: ILogGroup, props: DeploymentWatcherProps): Role {
    const { logGroup: givenLogGroup, vpc, encryptionKey } = props;
    // By the name that CloudFormation gives it: the role would wait for the log group, which takes up to 10 s.
    const generatedName = `${Aws.STACK_NAME}-${FUNCTION_ID}LogGroup*`;
    const ownLogGroupArn = () => stack.formatArn({
      service: 'logs', resource: 'log-group', resourceName: generatedName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const machineArn = stateMachineArn(stack, finalName(() => this.machine, 'StateMachineName', name));
    // Its trust policy has no condition, unlike that of the state machine: AWS documents none for Lambda (SECURITY.md).
    return roleWith(this, 'Reads the state of the ECS deployments of this stack', { service: 'lambda.amazonaws.com' }, {
      WriteLog: [writeLogStatement(givenLogGroup ? logGroup.logGroupArn : ownLogGroupArn())],
      StartWaiter: [startStatement(machineArn), ...keyStatements(encryptionKey, machineArn)],
      ReadDeployment: () => [...stackStatements(stack), ...unscopedStatements(), ...this.policies?.ofRole() ?? []],
      ...vpc && { UseVpc: vpcStatements(functionArn(stack, finalName(() => this.watcher, 'FunctionName', name))) },
    }, 'IAM5', 'LambdaStarPermissions', ...vpc ? ['NetworkInterfaces' as const] : []);
  }
}

/**
 * For `Role.customizeRoles`, which writes a report of the permissions that a role made elsewhere needs. It takes no statements that come
 * late, and clusters and log groups are known only when the app is complete. So the report has all of the account in this Region.
 */
function report(role: Role, stack: Stack) {
  const statements = [...clusterStatements(stack, '*'), ...logStatements(stack, undefined)];
  for (const statement of statements) role.addToPrincipalPolicy(statement);
}
