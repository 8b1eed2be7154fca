import { AwsApi, Cluster } from '../../../src/facts/aws/api';
import { LogLine, Service, ServiceDeployment, TargetGroup, TargetHealthDescription, Task, TaskDefinition } from '../../../src/facts/model';

export const T0 = Date.parse('2026-11-23T10:00:00.000Z');
/** ISO time, seconds after the stack operation began. */
export const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

export const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/8d0d6c30-0000-11ef-8000-0a0000000000';
export const SERVICE_ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/shop/api';
export const DEPLOYMENT = 'ecs-svc/1234567890123456789';
export const OLD_DEPLOYMENT = 'ecs-svc/1111111111111111111';
export const TASK_DEFINITION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/api:42';
export const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/6d0ecf831eec9f09';

/** What the fake AWS answers with; tests change it as time goes by. */
export interface Facts {
  stackStatus: string;
  /** null: CloudFormation has not come to the service. */
  resource: { status: string; at: string; reason?: string; physicalId?: string } | null;
  updated: boolean;
  service: Service | null;
  serviceDeployments: ServiceDeployment[];
  tasks: Task[];
  /** Tasks that ListTasks leaves out when asked for those of the service. */
  unlisted: string[];
  taskDefinition: TaskDefinition;
  targetGroups: TargetGroup[];
  targetHealth: TargetHealthDescription[];
  logs: { [stream: string]: LogLine[] };
  /** Empty pages of GetLogEvents before the one that has the lines. */
  emptyLogPages: number;
  cluster: Cluster;
}

export interface FakeAws extends AwsApi {
  readonly facts: Facts;
  /** Names of the calls so far. */
  readonly calls: string[];
  /** Call -> what it fails with. */
  readonly faults: { [call: string]: Error | undefined };
}

export function awsError(name: string, message = `${name} from the fake`): Error {
  return Object.assign(new Error(message), { name });
}

export const TASK_DEF: TaskDefinition = {
  taskDefinitionArn: TASK_DEFINITION,
  family: 'api',
  revision: 42,
  containerDefinitions: [{
    name: 'web',
    image: 'shop/api:1.42.0',
    essential: true,
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'shop', 'awslogs-stream-prefix': 'api', 'awslogs-region': 'eu-west-1' } },
  }],
};

export function service(more: Partial<Service> = {}): Service {
  return {
    serviceArn: SERVICE_ARN,
    serviceName: 'api',
    status: 'ACTIVE',
    desiredCount: 2,
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: { strategy: 'ROLLING' },
    taskDefinition: TASK_DEFINITION,
    deployments: [{
      id: DEPLOYMENT,
      status: 'PRIMARY',
      taskDefinition: TASK_DEFINITION,
      desiredCount: 2,
      pendingCount: 2,
      runningCount: 0,
      failedTasks: 0,
      createdAt: at(5),
      rolloutState: 'IN_PROGRESS',
    }],
    events: [],
    loadBalancers: [],
    ...more,
  };
}

/** Id of the nth task: 32 hexadecimal digits, as ECS makes them. */
export const id = (n: number) => n.toString(16).padStart(8, '0').padEnd(32, '0');

export function task(n: number, more: Partial<Task> = {}): Task {
  return {
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/shop/${id(n)}`,
    taskDefinitionArn: TASK_DEFINITION,
    group: 'service:api',
    startedBy: DEPLOYMENT,
    desiredStatus: 'RUNNING',
    lastStatus: 'PENDING',
    createdAt: at(6),
    containers: [{ name: 'web', lastStatus: 'PENDING' }],
    ...more,
  };
}

/** A task whose container ended by itself. */
export function crashed(n: number, seconds: number, exitCode = 1): Task {
  return task(n, {
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    startedAt: at(seconds - 2),
    executionStoppedAt: at(seconds),
    stoppedAt: at(seconds),
    containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode, runtimeId: 'r' }],
  });
}

/** A task whose image could not be pulled. */
export function unpulled(n: number, seconds: number): Task {
  const reason = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
    + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: not found';
  return task(n, {
    desiredStatus: 'STOPPED',
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    stoppedReason: reason,
    stoppingAt: at(seconds),
    stoppedAt: at(seconds),
    containers: [{ name: 'web', lastStatus: 'STOPPED', reason }],
  });
}

/** AWS as the watcher sees it, answering from `facts`. */
export function fakeAws(initial: Partial<Facts> = {}): FakeAws {
  const facts: Facts = {
    stackStatus: initial.updated ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS',
    resource: { status: 'CREATE_IN_PROGRESS', at: at(4), physicalId: SERVICE_ARN },
    updated: false,
    service: service(),
    serviceDeployments: [],
    tasks: [task(1), task(2)],
    unlisted: [],
    taskDefinition: TASK_DEF,
    targetGroups: [{ TargetGroupArn: TARGET_GROUP, HealthCheckPath: '/health' }],
    targetHealth: [],
    logs: {},
    emptyLogPages: 0,
    cluster: { activeServicesCount: 1, pendingTasksCount: 0 },
    ...initial,
  };
  const calls: string[] = [];
  const faults: { [call: string]: Error | undefined } = {};
  const called = async (call: string) => {
    calls.push(call);
    if (faults[call]) throw faults[call];
  };
  return {
    facts,
    calls,
    faults,
    describeStacks: async () => {
      await called('describeStacks');
      const times = facts.updated ? { CreationTime: at(-90000), LastUpdatedTime: at(0) } : { CreationTime: at(0) };
      return { Stacks: [{ StackStatus: facts.stackStatus, ...times }] };
    },
    describeStackResource: async () => {
      await called('describeStackResource');
      if (!facts.resource) throw awsError('ValidationError', 'Resource Service does not exist for stack Shop');
      const { status, reason, physicalId, at: time } = facts.resource;
      const detail = { ResourceStatus: status, ResourceStatusReason: reason, PhysicalResourceId: physicalId, LastUpdatedTimestamp: time };
      return { StackResourceDetail: detail };
    },
    describeStackEvents: async ({ NextToken }) => {
      await called('describeStackEvents');
      const { resource, stackStatus } = facts;
      const start = { LogicalResourceId: 'Shop', PhysicalResourceId: STACK, ResourceStatus: stackStatus, Timestamp: at(0) };
      const more = resource && { LogicalResourceId: 'Service', PhysicalResourceId: resource.physicalId ?? '', ResourceStatus: resource.status, Timestamp: resource.at };
      const newestFirst = [...more ? [more] : [], { LogicalResourceId: 'Topic', PhysicalResourceId: 't', ResourceStatus: 'CREATE_COMPLETE', Timestamp: at(1) }, start];
      const page = Number(NextToken ?? 0);
      return { StackEvents: newestFirst.slice(page, page + 1), ...page + 1 < newestFirst.length && { NextToken: String(page + 1) } };
    },
    describeClusters: async () => {
      await called('describeClusters');
      return { clusters: [facts.cluster] };
    },
    describeServices: async () => {
      await called('describeServices');
      return facts.service ? { services: [facts.service] } : { services: [], failures: [{ reason: 'MISSING' }] };
    },
    listServiceDeployments: async () => {
      await called('listServiceDeployments');
      return {
        serviceDeployments: facts.serviceDeployments
          .map(({ serviceDeploymentArn, targetServiceRevision: revision, createdAt }) => (
            { serviceDeploymentArn, targetServiceRevisionArn: revision?.arn, createdAt }
          )),
      };
    },
    describeServiceDeployments: async ({ serviceDeploymentArns }) => {
      await called('describeServiceDeployments');
      return { serviceDeployments: facts.serviceDeployments.filter((d) => serviceDeploymentArns.includes(d.serviceDeploymentArn ?? '')) };
    },
    listTasks: async ({ desiredStatus, serviceName, nextToken }) => {
      await called(`listTasks ${desiredStatus} ${serviceName ? 'service' : 'family'}`);
      const all = facts.tasks.filter((t) => t.desiredStatus === desiredStatus && !(serviceName && facts.unlisted.includes(t.taskArn ?? '')));
      const start = Number(nextToken ?? 0);
      return { taskArns: all.slice(start, start + 100).map((t) => t.taskArn ?? ''), ...(all.length > start + 100 && { nextToken: String(start + 100) }) };
    },
    describeTasks: async ({ tasks }) => {
      await called(`describeTasks ${tasks.length}`);
      if (tasks.length > 100) throw awsError('InvalidParameterException', 'Tasks cannot have more than 100 items');
      return { tasks: facts.tasks.filter((t) => tasks.some((wanted) => t.taskArn?.endsWith(wanted))) };
    },
    describeTaskDefinition: async () => {
      await called('describeTaskDefinition');
      return { taskDefinition: facts.taskDefinition };
    },
    describeTargetGroups: async () => {
      await called('describeTargetGroups');
      return { TargetGroups: facts.targetGroups };
    },
    describeTargetHealth: async () => {
      await called('describeTargetHealth');
      return { TargetHealthDescriptions: facts.targetHealth };
    },
    getLogEvents: async (_, { logStreamName, limit, startTime = 0, nextToken }) => {
      await called(nextToken ? `next page of ${logStreamName}` : `getLogEvents ${logStreamName}`);
      if (!facts.logs[logStreamName]) throw awsError('ResourceNotFoundException', 'The specified log stream does not exist.');
      const page = Number(nextToken ?? 0);
      const lines = facts.logs[logStreamName].filter(({ timestamp = Infinity }) => timestamp >= startTime);
      // The last page has the token that it was asked for.
      const last = facts.emptyLogPages + 1;
      return { events: page === facts.emptyLogPages ? lines.slice(-limit) : [], nextBackwardToken: String(Math.min(page + 1, last)) };
    },
  };
}
