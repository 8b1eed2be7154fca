import { AccountApi } from './account-api';
import { AnyShape, fitting, kindOf, Shape } from '../shape';
import { logLine, service, serviceDeployment, serviceRevision, targetGroup, targetHealth, task, taskDefinition } from '../shapes';

type Call = Exclude<keyof AccountApi, 'cancelUpdateStack' | 'stopServiceDeployment' | 'readNetwork'>;

const brief = {
  serviceDeploymentArn: 'text', targetServiceRevisionArn: 'text', status: 'text', statusReason: 'text', createdAt: 'time',
  startedAt: 'time', finishedAt: 'time',
} as const;
const stack = { StackId: 'text', StackStatus: 'text', CreationTime: 'time', LastUpdatedTime: 'time', RootId: 'text' } as const;
const stackEvent = {
  StackId: 'text', StackName: 'text', EventId: 'text', LogicalResourceId: 'text', PhysicalResourceId: 'text', ResourceType: 'text',
  Timestamp: 'time', ResourceStatus: 'text', ResourceStatusReason: 'text', ResourceProperties: 'text',
} as const;
const stackResource = {
  PhysicalResourceId: 'text', ResourceStatus: 'text', ResourceStatusReason: 'text', LastUpdatedTimestamp: 'time',
} as const;
const summary = { LogicalResourceId: 'text', PhysicalResourceId: 'text', ResourceType: 'text' } as const;

const ANSWERS: { readonly [C in Call]: Shape<Awaited<ReturnType<AccountApi[C]>>> } = {
  describeStacks: { Stacks: [stack] },
  describeStackResource: { StackResourceDetail: stackResource },
  describeStackEvents: { StackEvents: [stackEvent], NextToken: 'text' },
  describeClusters: { clusters: [{ activeServicesCount: 'number', pendingTasksCount: 'number' }] },
  describeServices: { services: [service], failures: [{ reason: 'text', arn: 'text' }] },
  listServiceDeployments: { serviceDeployments: [brief], nextToken: 'text' },
  describeServiceDeployments: { serviceDeployments: [serviceDeployment] },
  describeServiceRevisions: { serviceRevisions: [serviceRevision] },
  listTasks: { taskArns: ['text'], nextToken: 'text' },
  describeTasks: { tasks: [task] },
  describeTaskDefinition: { taskDefinition },
  describeTargetGroups: { TargetGroups: [targetGroup] },
  describeTargetHealth: { TargetHealthDescriptions: [targetHealth] },
  getLogEvents: { events: [logLine], nextBackwardToken: 'text' },
  filterLogEvents: { events: [{ timestamp: 'number', message: 'text', logStreamName: 'text' }], nextToken: 'text' },
  listClusters: { clusterArns: ['text'], nextToken: 'text' },
  listServices: { serviceArns: ['text'], nextToken: 'text' },
  listDeletedStacks: { StackSummaries: [{ StackId: 'text', StackName: 'text', DeletionTime: 'time' }], NextToken: 'text' },
  listStackResources: { StackResourceSummaries: [summary], NextToken: 'text' },
  getTemplate: { TemplateBody: 'text' },
};

/**
 * What an answer always has, however little there is to say: the SDK makes an empty answer of a page that is no answer, such as that of a
 * proxy. DescribeServices is not here, because it may have failures only.
 */
const ALWAYS: { readonly [C in Call]?: string } = {
  describeStacks: 'Stacks',
  describeStackResource: 'StackResourceDetail',
  listTasks: 'taskArns',
  describeTasks: 'tasks',
  describeTaskDefinition: 'taskDefinition',
};

/** The calls as the SDK makes them. */
export type Asked<Api> = { readonly [C in keyof Api]: Sent<Api[C]> };
type Sent<C> = C extends (...given: infer Given) => unknown ? (...given: Given) => Promise<object> : never;

/** The same calls, with answers that are plain JSON and have the kinds of values that AWS documents. */
export function checked<Api extends Pick<AccountApi, never>>(reads: Asked<Api>): Api {
  const calls = Object.entries(reads as { readonly [call: string]: (...given: readonly unknown[]) => Promise<object> });
  return Object.fromEntries(calls.map(([call, ask]) => [
    call, async (...given: readonly unknown[]) => plain(call as Call, await ask(...given)),
  ])) as unknown as Api;
}

/**
 * Plain JSON, as in recordings: dates become ISO 8601 strings.
 *
 * The SDK does not check the kinds of values in an answer, and what plays AWS (a proxy, an emulator) may get them wrong. A single value of
 * another kind is left out: nobody looked at it. A list or an object of another kind could hide a fact, so it makes the answer unreadable.
 * @throws UnexpectedAnswer, with the path of the value
 */
function plain(call: Call, output: object): unknown {
  const answer = JSON.parse(JSON.stringify({ ...output, $metadata: undefined })) as { readonly [member: string]: unknown };
  const always = ALWAYS[call];
  if (always && !answer[always]) throw unexpected(`it has no ${always}`);
  const shape: AnyShape = ANSWERS[call];
  return fitting(shape, answer, ({ path, expected, value, structure }) => {
    if (structure) throw unexpected(`${path}: expected ${expected}, found ${kindOf(value)}`);
  });
}

function unexpected(what: string): Error {
  return Object.assign(new Error(`not the form of answer that AWS documents: ${what}`), { name: 'UnexpectedAnswer' });
}
