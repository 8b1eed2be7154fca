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
import { Asked, checked } from './answers';
import { AwsApi } from './api';
import { attended, ClientSettings, configOf } from './client-config';
import { withRetries } from './reading';

/** Time for the start of the state machine. It is separate, so that a slow look cannot use it up. */
const START_MS = 8_000;

/** The one call of the watcher that starts something; all others read. */
interface Starter {
  startExecution(input: { stateMachineArn: string; name: string; input: string }): Promise<unknown>;
}

export interface Clients {
  readonly cloudFormation: () => CloudFormationClient;
  readonly ecs: () => ECSClient;
  readonly elb: () => ElasticLoadBalancingV2Client;
  readonly states: () => SFNClient;
  readonly logsIn: (region: string | undefined) => CloudWatchLogsClient;
}

/** Each client is created at its first call: a healthy deployment needs two of the five. */
export function makeClients(settings: ClientSettings = {}): Clients {
  const config = () => configOf(settings);
  const logs = new Map<string | undefined, CloudWatchLogsClient>();
  return {
    cloudFormation: once(() => attended(new CloudFormationClient(config()), settings)),
    ecs: once(() => attended(new ECSClient(config()), settings)),
    elb: once(() => attended(new ElasticLoadBalancingV2Client(config()), settings)),
    states: once(() => attended(new SFNClient(config()), settings)),
    logsIn: (region) => {
      const client = logs.get(region) ?? attended(new CloudWatchLogsClient({ ...config(), ...(region && { region }) }), settings);
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

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
