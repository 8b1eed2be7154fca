import type {
  CreateLogGroupRequest, CreateLogStreamRequest, DeleteLogGroupRequest, DeleteLogStreamRequest, DescribeLogGroupsRequest,
  DescribeLogGroupsResponse, DescribeLogStreamsRequest, DescribeLogStreamsResponse, FilterLogEventsRequest, GetLogEventsRequest,
  ListTagsForResourceRequest, PutLogEventsRequest, PutLogEventsResponse, PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { FakeService, World } from '../world';
import { DEFAULT_SWITCHES, LogGroupState, LogsSwitches, LogStreamState } from './model';
import { filterLogEvents, getLogEvents } from './read';
import { LogStore } from './store';

/** DescribeLogGroups and DescribeLogStreams give at most 50 a page. */
const DESCRIBE_PAGE = 50;

/** The fake Amazon CloudWatch Logs: lines become readable late, and a search may begin with an empty page. */
export function createLogs(world: World, switches: Partial<LogsSwitches> = {}): FakeService {
  const store = new LogStore(world, { ...DEFAULT_SWITCHES, ...switches });
  let searches = 0;
  return {
    operations: {
      CreateLogGroup: (input: CreateLogGroupRequest) => {
        store.createGroup(input.logGroupName!, input.tags);
        return {};
      },
      DeleteLogGroup: (input: DeleteLogGroupRequest) => {
        store.groups.delete(store.group(input.logGroupName).name);
        return {};
      },
      PutRetentionPolicy: (input: PutRetentionPolicyRequest) => {
        store.group(input.logGroupName).retentionInDays = input.retentionInDays;
        return {};
      },
      DescribeLogGroups: (input: DescribeLogGroupsRequest): DescribeLogGroupsResponse => {
        const groups = [...store.groups.values()]
          .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? '') && name.includes(input.logGroupNamePattern ?? ''))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const page = pageOf(groups, input);
        return { logGroups: page.items.map(describeGroup), nextToken: page.nextToken };
      },
      ListTagsForResource: (input: ListTagsForResourceRequest) => ({ tags: store.group(input.resourceArn).tags }),
      CreateLogStream: (input: CreateLogStreamRequest) => {
        store.createStream(store.group(input.logGroupName), input.logStreamName!);
        return {};
      },
      DeleteLogStream: (input: DeleteLogStreamRequest) => {
        const group = store.group(input.logGroupName);
        group.streams.delete(store.stream(group, input.logStreamName).name);
        return {};
      },
      DescribeLogStreams: (input: DescribeLogStreamsRequest): DescribeLogStreamsResponse => {
        const streams = [...store.group(input.logGroupName ?? input.logGroupIdentifier).streams.values()]
          .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ''))
          .sort(input.orderBy === 'LastEventTime' ? byLastEvent : byName);
        const page = pageOf(input.descending ? streams.reverse() : streams, input);
        return { logStreams: page.items.map(describeStream), nextToken: page.nextToken };
      },
      PutLogEvents: (input: PutLogEventsRequest): PutLogEventsResponse => {
        const stream = store.stream(store.group(input.logGroupName), input.logStreamName);
        store.append(stream, (input.logEvents ?? []).map(({ timestamp, message }) => ({ timestamp: timestamp!, message: message! })));
        return {};
      },
      GetLogEvents: (input: GetLogEventsRequest) => getLogEvents(store, input),
      FilterLogEvents: (input: FilterLogEventsRequest) => {
        if (!input.nextToken) searches += 1;
        return filterLogEvents(store, input, searches);
      },
    },
  };
}

const lastEvent = (stream: LogStreamState) => stream.events.at(-1)?.timestamp ?? 0;
const byLastEvent = (a: LogStreamState, b: LogStreamState) => lastEvent(a) - lastEvent(b);
const byName = (a: LogStreamState, b: LogStreamState) => (a.name < b.name ? -1 : 1);

function describeGroup({ name, arn, creationTime, retentionInDays }: LogGroupState) {
  return { logGroupName: name, arn: `${arn}:*`, logGroupArn: arn, creationTime, retentionInDays, metricFilterCount: 0, storedBytes: 0 };
}

function describeStream(stream: LogStreamState) {
  const last = stream.events.at(-1);
  return {
    logStreamName: stream.name,
    arn: stream.arn,
    creationTime: stream.creationTime,
    firstEventTimestamp: stream.events[0]?.timestamp,
    lastEventTimestamp: last?.timestamp,
    lastIngestionTime: last?.ingestionTime,
    storedBytes: 0,
  };
}

function pageOf<T>(items: readonly T[], { limit, nextToken }: { limit?: number; nextToken?: string }) {
  const from = Number(nextToken ?? 0);
  const to = from + (limit ?? DESCRIBE_PAGE);
  return { items: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
}
