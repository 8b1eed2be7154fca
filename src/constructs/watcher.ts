import { createHash } from 'crypto';
import * as path from 'path';
import { Aws, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup, ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, Dependable, IDependable } from 'constructs';
import { clusterKey, clusterName } from './cluster-name';
import { DeploymentWatcherProps, watcherPropsOf } from './deployment-watcher';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { pathInStage } from './path-in-stage';
import { clusterStatements, logStatements, stackStatements, unscopedStatements, vpcStatements } from './permissions';
import { mirrorCondition } from './service-mirror';
import { logPlaces } from './task-logs';
import { waiterDefinition } from './waiter-definition';
import { FUNCTION_ID, WAITER_ID } from '../contract';

// The same from src/constructs (tests) and lib/constructs (package).
const ASSET = path.join(__dirname, '..', '..', 'assets', 'watcher');

/**
 * All inline policies of a role hold 10,240 characters together (IAM quotas), one for a log group takes about 230: with more services
 * than this, one statement for all log groups takes the place of one policy each.
 */
const MAX_LOG_POLICIES = 25;

/** The one function of a stack that watches deployments, with what it needs. The waiter, its clock, is made along with it. */
export class Watcher extends Construct {
  /** The watcher of a stack, made on first use. */
  public static of(stack: Stack): Watcher {
    const existing = stack.node.tryFindChild(FUNCTION_ID);
    return existing ? existing as Watcher : new Watcher(stack);
  }

  public readonly functionArn: string;
  public readonly stateMachineArn: string;
  private readonly role?: Role;
  private readonly policies = new Map<string, RolePolicy>();
  private readonly services: FoundService[] = [];

  private constructor(stack: Stack) {
    super(stack, FUNCTION_ID);
    const props = watcherPropsOf(stack);
    const logGroup = props.logGroup ?? this.ownLogGroup();
    this.role = props.functionRole ? undefined : this.ownRole(stack, logGroup, props);
    const watcher = new Function(this, 'Default', {
      description: 'Finds out why an ECS deployment of this stack fails and tells CloudFormation',
      code: Code.fromAsset(ASSET),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: props.functionRole ?? this.role,
      logGroup,
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      securityGroups: props.securityGroups,
    });
    suppress(watcher.node.defaultChild as CfnFunction, 'L1', 'LambdaConcurrency', 'LambdaDLQ', ...props.vpc ? [] : ['LambdaInsideVPC' as const]);
    this.functionArn = watcher.functionArn;
    this.stateMachineArn = waiter(stack, this.functionArn, props.stateMachineRole);
    // Not in the role itself: the machine needs the function, and the function its role.
    this.addPolicy('StartWaiter', () => [new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] })]);
    this.addPolicy('ReadAllLogs', () => (this.tooManyLogs() ? logStatements(stack, undefined) : []));
    if (this.role && !this.role.node.defaultChild) this.report(this.role);
  }

  /**
   * Permits to watch a service.
   *
   * The permissions are resources of their own, apart for each cluster and each service's logs: a policy refers to what it permits to
   * read, so one policy for all would make each diagnosis wait for the clusters and log groups of every other service, and form a cycle
   * where the app orders these services one after the other.
   *
   * @returns what must exist before the watch begins
   */
  public permit(service: FoundService): IDependable {
    this.services.push(service);
    const stack = Stack.of(this);
    const clusterId = `ReadCluster${hash(clusterKey(service))}`;
    this.policies.get(clusterId) ?? this.addPolicy(clusterId, () => clusterStatements(stack, clusterName(service) ?? '*'));
    const logsId = `ReadLogs${hash(pathInStage(service.l1))}`;
    const readLogs = this.addPolicy(logsId, () => (this.tooManyLogs() ? [] : logStatements(stack, logPlaces(service))));
    if (readLogs) mirrorCondition(service.l1, readLogs);
    const needed = ['StartWaiter', 'ReadAllLogs', clusterId, logsId];
    return inTemplate(needed.flatMap((id) => this.policies.get(id) ?? []));
  }

  /** undefined where the role is not in the template: then its permissions are its maker's. */
  private addPolicy(id: string, statements: () => PolicyStatement[]): RolePolicy | undefined {
    if (!this.role?.node.defaultChild) return undefined;
    const policy = new RolePolicy(this, id, this.role, statements);
    this.policies.set(id, policy);
    return policy;
  }

  /**
   * For `Role.customizeRoles`, which writes down what a role made elsewhere must permit. It takes no statements that come late, and clusters
   * and log groups are known only when the app is complete: all of the account in this region.
   */
  private report(role: Role) {
    const stack = Stack.of(this);
    const startWaiter = new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] });
    for (const statement of [startWaiter, ...clusterStatements(stack, '*'), ...logStatements(stack, undefined)]) role.addToPrincipalPolicy(statement);
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

  private tooManyLogs() {
    return this.services.length > MAX_LOG_POLICIES;
  }
}

/** An inline policy of a role whose statements are read late; no resource at all when there are none. */
class RolePolicy extends CfnPolicy {
  constructor(scope: Construct, id: string, role: IRole, private readonly statements: () => PolicyStatement[]) {
    super(scope, id, {
      policyName: id,
      roles: [role.roleName],
      // Those who inspect policies (cdk-nag) look at this one even if it will not be in the template, and expect statements in it.
      policyDocument: Lazy.any({ produce: () => (this.statements().length ? document(...this.statements()) : { Statement: [] }) }),
    });
    suppress(this, 'IAM5', 'IAMNoInlinePolicy');
  }

  public shouldSynthesize() {
    return this.statements().length > 0;
  }
}

/** aws-cdk-lib 2.275 no longer leaves out dependencies on resources that are not in the template. */
function inTemplate(policies: readonly RolePolicy[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    // A getter: read when the app is complete.
    get dependencyRoots() { return policies.filter((policy) => policy.shouldSynthesize()); },
  });
  return dependable;
}

function waiter(stack: Stack, functionArn: string, givenRole: IRole | undefined): string {
  const scope = new Construct(stack, WAITER_ID);
  // The L1, because the definition is plain data: a test validates it as it stands, and no task construct adds permissions of its own.
  const machine = new CfnStateMachine(scope, 'Resource', {
    roleArn: (givenRole ?? waiterRole(scope, functionArn)).roleArn,
    definitionString: stack.toJsonString(waiterDefinition(functionArn, Aws.PARTITION)),
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

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function document(...statements: PolicyStatement[]) {
  return new PolicyDocument({ statements });
}
