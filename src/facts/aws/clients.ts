import {
  CloudFormationClient, DescribeStackEventsCommand, DescribeStackResourceCommand, DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeClustersCommand, DescribeServiceDeploymentsCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand, DescribeTasksCommand,
  ECSClient, ListServiceDeploymentsCommand, ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetGroupsCommand, DescribeTargetHealthCommand, ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { limitAnswers } from './answer-size';
import { Asked, checked } from './answers';
import { AwsApi } from './api';
import { CallListener, listenTo } from './calls';
import { isUnknownOperation, withRetries } from './reading';

const silent = () => undefined;

/** Three attempts of each call fit in the time of a look. */
const ATTEMPTS = 3;

/**
 * The SDK's own pauses after a throttle soon grow to seconds, and a look makes several calls one after the other: when two calls of three
 * were throttled, the verdict came four polls late. AWS refills its buckets every second (Amazon ECS API Reference, request throttling),
 * so within a look the pauses stay short and random. If AWS still throttles then, the next look comes later.
 */
const PAUSE_MS = { shortest: 100, longest: 500 };

/** The logger drops the handler's warnings about slow sockets: people read the log of the function. */
const CONFIG = {
  requestHandler: {
    connectionTimeout: 2000,
    requestTimeout: 5000,
    // silence within an answer; the SDK limits only the time until its beginning
    socketTimeout: 5000,
    throwOnRequestTimeout: true,
    logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  },
};

/** Time for the start of the state machine. It is separate, so that a slow look cannot use it up. */
const START_MS = 8_000;

/** The one call of the watcher that starts something; all others read. */
interface Starter {
  startExecution(input: { stateMachineArn: string; name: string; input: string }): Promise<unknown>;
}

/** Those of the SDK, which also retries HTTP 501. */
class Retries extends ConfiguredRetryStrategy {
  public async refreshRetryTokenForRetry(...[token, info]: Parameters<ConfiguredRetryStrategy['refreshRetryTokenForRetry']>) {
    if (isUnknownOperation(info.error)) throw new Error('no further attempt');
    return super.refreshRetryTokenForRetry(token, info);
  }
}

/** Account and Region that are read; default: from the environment and the shared configuration files. */
export interface ClientSettings extends CallListener {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestTimeoutMs?: number;
}

export interface Clients {
  readonly cloudFormation: () => CloudFormationClient;
  readonly ecs: () => ECSClient;
  readonly elb: () => ElasticLoadBalancingV2Client;
  readonly states: () => SFNClient;
  readonly logsIn: (region: string | undefined) => CloudWatchLogsClient;
}

/** Each client is created at its first call: a healthy deployment needs two of the five. */
export function makeClients({ requestTimeoutMs, onCall, onSlow, ...given }: ClientSettings = {}): Clients {
  const listener = { onCall, onSlow };
  const ms = requestTimeoutMs;
  const timeouts = ms ? { connectionTimeout: ms, requestTimeout: ms, socketTimeout: ms } : {};
  const requestHandler = { ...CONFIG.requestHandler, ...timeouts };
  // A retry strategy for each client: it counts the retries that are left, and the throttles of one service must not use up those of
  // another.
  const config = () => ({ ...CONFIG, requestHandler, ...given, retryStrategy: new Retries(ATTEMPTS, pauseMs) });
  const logs = new Map<string | undefined, CloudWatchLogsClient>();
  return {
    cloudFormation: once(() => attended(new CloudFormationClient(config()), listener)),
    ecs: once(() => attended(new ECSClient(config()), listener)),
    elb: once(() => attended(new ElasticLoadBalancingV2Client(config()), listener)),
    states: once(() => attended(new SFNClient(config()), listener)),
    logsIn: (region) => {
      const client = logs.get(region) ?? attended(new CloudWatchLogsClient({ ...config(), ...(region && { region }) }), listener);
      logs.set(region, client);
      return client;
    },
  };
}

/** The calls over real clients. `signal()` is asked at each call, and ends it. */
export function awsApi(signal: () => AbortSignal, { cloudFormation, ecs, elb, states, logsIn }: Clients = makeClients()): AwsApi & Starter {
  const until = () => ({ abortSignal: signal() });
  const reads: Asked<AwsApi> = {
    describeStacks: (input) => cloudFormation().send(new DescribeStacksCommand(input), until()),
    describeStackResource: (input) => cloudFormation().send(new DescribeStackResourceCommand(input), until()),
    describeStackEvents: (input) => cloudFormation().send(new DescribeStackEventsCommand(input), until()),
    describeClusters: (input) => ecs().send(new DescribeClustersCommand(input), until()),
    describeServices: (input) => ecs().send(new DescribeServicesCommand(input), until()),
    listServiceDeployments: (input) => ecs().send(new ListServiceDeploymentsCommand(input), until()),
    describeServiceDeployments: (input) => ecs().send(new DescribeServiceDeploymentsCommand(input), until()),
    listTasks: (input) => ecs().send(new ListTasksCommand(input), until()),
    describeTasks: (input) => ecs().send(new DescribeTasksCommand(input), until()),
    describeTaskDefinition: (input) => ecs().send(new DescribeTaskDefinitionCommand(input), until()),
    describeTargetGroups: (input) => elb().send(new DescribeTargetGroupsCommand(input), until()),
    describeTargetHealth: (input) => elb().send(new DescribeTargetHealthCommand(input), until()),
    getLogEvents: (region, input) => logsIn(region).send(new GetLogEventsCommand(input), until()),
  };
  return {
    ...checked(reads),
    // If the answer cannot be read, the execution may be running all the same. The same name and input start it only once (AWS Step
    // Functions API Reference, StartExecution).
    startExecution: (input) => {
      const abortSignal = AbortSignal.timeout(START_MS);
      return withRetries(() => states().send(new StartExecutionCommand(input), { abortSignal }));
    },
  };
}

type Attended = Parameters<typeof limitAnswers>[0] & Parameters<typeof listenTo>[0];

function attended<C extends Attended>(client: C, listener: CallListener): C {
  return listenTo(limitAnswers(client), listener);
}

function pauseMs(): number {
  return PAUSE_MS.shortest + Math.random() * (PAUSE_MS.longest - PAUSE_MS.shortest);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
