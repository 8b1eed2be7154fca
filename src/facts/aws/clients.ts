import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeServiceDeploymentsCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand, DescribeTasksCommand, ECSClient,
  ListServiceDeploymentsCommand, ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand, DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AwsApi } from './api';

const silent = () => undefined;

/** Three attempts fit in a look's budget. The handler keeps its warnings about slow sockets to itself: the function's log is for people. */
const CONFIG = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout: 5000,
    throwOnRequestTimeout: true,
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  },
};

/** Of its own, so that a slow look cannot use it up. */
const START_MS = 10_000;

/** What the watcher starts rather than reads. */
export interface Starter {
  startExecution(input: { stateMachineArn: string; name: string; input: string }): Promise<unknown>;
}

/** The real clients, each made at its first call: a healthy deployment needs two of the five. Calls end when `signal()` says so. */
export function awsApi(signal: () => AbortSignal): AwsApi & Starter {
  const cloudFormation = once(() => new CloudFormationClient(CONFIG));
  const ecs = once(() => new ECSClient(CONFIG));
  const elb = once(() => new ElasticLoadBalancingV2Client(CONFIG));
  const states = once(() => new SFNClient(CONFIG));
  const logs = new Map<string | undefined, CloudWatchLogsClient>();
  const logsIn = (region: string | undefined) => {
    const client = logs.get(region) ?? new CloudWatchLogsClient({ ...CONFIG, ...(region && { region }) });
    logs.set(region, client);
    return client;
  };
  const until = () => ({ abortSignal: signal() });
  return {
    describeStacks: async (input) => plain(await cloudFormation().send(new DescribeStacksCommand(input), until())),
    describeStackResource: async (input) => plain(await cloudFormation().send(new DescribeStackResourceCommand(input), until())),
    describeServices: async (input) => plain(await ecs().send(new DescribeServicesCommand(input), until())),
    listServiceDeployments: async (input) => plain(await ecs().send(new ListServiceDeploymentsCommand(input), until())),
    describeServiceDeployments: async (input) => plain(await ecs().send(new DescribeServiceDeploymentsCommand(input), until())),
    listTasks: async (input) => plain(await ecs().send(new ListTasksCommand(input), until())),
    describeTasks: async (input) => plain(await ecs().send(new DescribeTasksCommand(input), until())),
    describeTaskDefinition: async (input) => plain(await ecs().send(new DescribeTaskDefinitionCommand(input), until())),
    describeTargetGroups: async (input) => plain(await elb().send(new DescribeTargetGroupsCommand(input), until())),
    describeTargetHealth: async (input) => plain(await elb().send(new DescribeTargetHealthCommand(input), until())),
    getLogEvents: async (region, input) => plain(await logsIn(region).send(new GetLogEventsCommand(input), until())),
    startExecution: (input) => states().send(new StartExecutionCommand(input), { abortSignal: AbortSignal.timeout(START_MS) }),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

/** Plain JSON, as recordings hold it: dates become ISO strings. */
function plain<T>(output: object): T {
  return JSON.parse(JSON.stringify({ ...output, $metadata: undefined })) as T;
}
