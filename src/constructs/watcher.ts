import { createHash } from 'crypto';
import * as path from 'path';
import { Aws, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnPolicy, IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, Dependable, IDependable } from 'constructs';
import { clusterKey, clusterName } from './cluster-name';
import { FoundService } from './find-service';
import { pathInStage } from './path-in-stage';
import { clusterStatements, logStatements, stackStatements, unscopedStatements } from './permissions';
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
  private readonly role: Role;
  private readonly startWaiter: RolePolicy;
  private readonly readAllLogs: RolePolicy;
  private readonly services: FoundService[] = [];

  private constructor(stack: Stack) {
    super(stack, FUNCTION_ID);
    // Retained: a failed first deployment deletes what it created, and the full diagnosis must outlive that (docs/decisions/0002-watcher-log-group.md).
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN });
    this.role = new Role(this, 'Role', {
      description: 'Reads what AWS says about the ECS deployments of this stack',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        WriteLog: document(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })),
        ReadDeployment: document(...stackStatements(stack), ...unscopedStatements()),
      },
    });
    const watcher = new Function(this, 'Default', {
      description: 'Finds out why an ECS deployment of this stack fails and tells CloudFormation',
      code: Code.fromAsset(ASSET),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      role: this.role,
      logGroup,
    });
    this.functionArn = watcher.functionArn;
    this.stateMachineArn = waiter(stack, this.functionArn);
    // Not in the role itself: the machine needs the function, and the function its role.
    this.startWaiter = new RolePolicy(this, 'StartWaiter', this.role, () => [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] }),
    ]);
    this.readAllLogs = new RolePolicy(this, 'ReadAllLogs', this.role, () => (this.tooManyLogs() ? logStatements(stack, undefined) : []));
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
    const existing = this.node.tryFindChild(clusterId);
    const readCluster = existing ? existing as RolePolicy
      : new RolePolicy(this, clusterId, this.role, () => clusterStatements(stack, clusterName(service) ?? '*'));
    const readLogs = new RolePolicy(this, `ReadLogs${hash(pathInStage(service.l1))}`, this.role, () => (
      this.tooManyLogs() ? [] : logStatements(stack, logPlaces(service))
    ));
    mirrorCondition(service.l1, readLogs);
    return inTemplate([this.startWaiter, this.readAllLogs, readCluster, readLogs]);
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
      policyDocument: Lazy.any({ produce: () => document(...this.statements()) }),
    });
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

function waiter(stack: Stack, functionArn: string): string {
  const scope = new Construct(stack, WAITER_ID);
  const role = new Role(scope, 'Role', {
    description: 'Invokes the function that watches the ECS deployments of this stack',
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    inlinePolicies: { InvokeWatcher: document(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })) },
  });
  // The L1, because the definition is plain data: a test validates it as it stands, and no task construct adds permissions of its own.
  return new CfnStateMachine(scope, 'Resource', {
    roleArn: role.roleArn,
    definitionString: stack.toJsonString(waiterDefinition(functionArn, Aws.PARTITION)),
  }).attrArn;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function document(...statements: PolicyStatement[]) {
  return new PolicyDocument({ statements });
}
