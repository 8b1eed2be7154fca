import type {
  FilterLogEventsRequest, FilterLogEventsResponse, GetLogEventsRequest, GetLogEventsResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError } from '../world';
import { LogGroupState, LogStreamState } from './model';
import { LogStore } from './store';

/** Largest page of GetLogEvents and FilterLogEvents (Amazon CloudWatch Logs API Reference, `limit`). */
const MAX_PAGE = 10_000;

/** `f/<position>/s` and `b/<position>/s`: the form of AWS's own tokens; the position is ours. */
const token = (direction: 'f' | 'b', position: number) => `${direction}/${String(position).padStart(56, '0')}/s`;

export function getLogEvents(store: LogStore, input: GetLogEventsRequest): GetLogEventsResponse {
  const stream = store.stream(store.group(input.logGroupName ?? input.logGroupIdentifier), input.logStreamName);
  const events = store.readable(stream)
    .filter((event) => event.timestamp >= (input.startTime ?? 0) && event.timestamp < (input.endTime ?? Infinity));
  const limit = input.limit ?? MAX_PAGE;
  const emptyPages = emptyPagesLeft(store, input);
  if (emptyPages > 0) {
    const next = events.length + (emptyPages - 1) * EMPTY_PAGE;
    return { events: [], nextForwardToken: token('f', events.length), nextBackwardToken: token('b', next) };
  }
  const [from, to] = window(events.length, limit, input);
  return {
    events: events.slice(from, to).map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    // At the end of the stream AWS returns the token of the request.
    nextForwardToken: token('f', to),
    nextBackwardToken: token('b', from),
  };
}

/** Positions beyond this one count the empty pages that are still to come. */
const EMPTY_PAGE = 1e12;

function emptyPagesLeft({ switches }: LogStore, { nextToken, startFromHead }: GetLogEventsRequest): number {
  if (!nextToken) return startFromHead ? 0 : switches.emptyTailPages;
  return Math.floor(Number(/^b\/(\d+)\/s$/.exec(nextToken)?.[1] ?? 0) / EMPTY_PAGE);
}

/** Without a token: the newest lines, or the oldest with `startFromHead`. */
function window(length: number, limit: number, input: GetLogEventsRequest): [from: number, to: number] {
  if (!input.nextToken) return input.startFromHead ? [0, Math.min(limit, length)] : [Math.max(0, length - limit), length];
  const match = /^([fb])\/(\d+)\/s$/.exec(input.nextToken);
  if (!match) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const position = Math.min(Number(match[2]), length);
  return match[1] === 'f' ? [position, Math.min(position + limit, length)] : [Math.max(0, position - limit), position];
}

/** `searches` numbers the searches that begin, not their further pages. */
export function filterLogEvents(store: LogStore, input: FilterLogEventsRequest, searches: number): FilterLogEventsResponse {
  if (input.logStreamNames && input.logStreamNamePrefix !== undefined) {
    throw new AwsError('InvalidParameterException', 'Only one of logStreamNames and logStreamNamePrefix can be specified.');
  }
  const streams = chooseStreams(store, store.group(input.logGroupName ?? input.logGroupIdentifier), input);
  if (!input.nextToken && store.switches.emptyPageEvery > 0 && searches % store.switches.emptyPageEvery === 0) {
    return { events: [], searchedLogStreams: [], nextToken: token('f', 0) };
  }
  const matches = matcher(input.filterPattern);
  const found = streams
    .flatMap((stream) => store.readable(stream).map((event) => ({ ...event, logStreamName: stream.name })))
    .filter(({ timestamp }) => timestamp >= (input.startTime ?? 0) && timestamp <= (input.endTime ?? Infinity))
    .filter(({ message }) => matches(message))
    .sort((a, b) => a.timestamp - b.timestamp);
  const from = input.nextToken ? Number(input.nextToken.split('/')[1]) : 0;
  if (Number.isNaN(from)) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const to = from + (input.limit ?? MAX_PAGE);
  return {
    events: found.slice(from, to).map(({ id, logStreamName, timestamp, message, ingestionTime }) => ({
      eventId: id, logStreamName, timestamp, message, ingestionTime,
    })),
    searchedLogStreams: [],
    ...(to < found.length ? { nextToken: token('f', to) } : {}),
  };
}

function chooseStreams(store: LogStore, group: LogGroupState, input: FilterLogEventsRequest): LogStreamState[] {
  if (input.logStreamNames?.length) return input.logStreamNames.map((name) => store.stream(group, name));
  const prefix = input.logStreamNamePrefix ?? '';
  return [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix));
}

/** The plain-text part of the filter syntax: terms that must all occur, quoted phrases, `?term` for any of. */
function matcher(pattern: string | undefined): (message: string) => boolean {
  const terms = (pattern ?? '').match(/\??"[^"]*"|\S+/g) ?? [];
  const text = (term: string) => term.replace(/^\?/, '').replace(/^"|"$/g, '');
  const optional = terms.filter((term) => term.startsWith('?')).map(text);
  const required = terms.filter((term) => !term.startsWith('?')).map(text);
  return (message) => required.every((term) => message.includes(term))
    && (!optional.length || optional.some((term) => message.includes(term)));
}
