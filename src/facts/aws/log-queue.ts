import { AccountApi } from './account-api';
import { inTurn } from './attempts';
import { Clock, Pacer } from './pacer';
import { inWords } from './reading';
import { wasDenied } from '../unavailable';

type Read = AccountApi['getLogEvents'];
type Input = Parameters<Read>[1];
type Page = Awaited<ReturnType<Read>>;

/** `error` of a fact that a look did not wait for: it is read next. */
export const NOT_READ_YET = 'NotReadYet';

/** Milliseconds that a look waits for all of its logs. The next one, and the verdict, would be late otherwise. */
export const PATIENCE_MS = 2_000;

/** @param others facts of this kind of other services, which have their turn before */
export function notReadYet(others: string): Error {
  return Object.assign(new Error(`other ${others} are read first`), { name: NOT_READ_YET });
}

/** Logs of many services: AWS answers 10 calls a second in some Regions (`PUBLISHED_RATES`), and each log takes two. */
interface LogQueue {
  /**
   * The reads of one look at this service. What is not read in time is read on for the next look, which gets it at once. A log of a
   * service of which none was read goes first; the first one that a look asks for is the one that most likely names the cause.
   */
  ofLook(service: string): Pick<AccountApi, 'getLogEvents'>;
}

/** What was read of one log stream. */
interface Stream {
  /** By token; the newest page has none. */
  readonly pages: Map<string, Promise<Page>>;
  /** The look before did not wait for all of them. */
  isOpen: boolean;
  isAhead: boolean;
}

interface Logs {
  readonly streams: Map<string, Stream>;
  /** A line was read. */
  isRead: boolean;
}

/** As many as a look reads of one log. */
const MAX_PAGES = 10;
/** A log group that is missing or not readable is so for all tasks and services: it is asked for again after this time. */
const SAME_FOR_MS = 30_000;

export function logQueue(read: Read, { turn }: Pacer, { now, sleep }: Clock): LogQueue {
  const services = new Map<string, Logs>();
  const refused = new Map<string, { readonly error: unknown; readonly at: number }>();

  /** Rejects at once if this log group was refused lately. */
  async function readOf(region: string | undefined, input: Input, isAhead: boolean): Promise<Page> {
    const group = `${region} ${input.logGroupName}`;
    const next = async () => {
      checkRefused(group);
      await turn('getLogEvents', isAhead);
      checkRefused(group);
    };
    await next();
    return inTurn(next, () => read(region, input)).catch((error: unknown) => {
      if (stays(error)) refused.set(group, { error, at: now() });
      throw error;
    });
  }

  function checkRefused(group: string): void {
    const last = refused.get(group);
    if (last && now() - last.at < SAME_FOR_MS) throw last.error;
  }

  function pageOf(stream: Stream, region: string | undefined, input: Input): Promise<Page> {
    const { nextToken: token = '' } = input;
    const known = stream.pages.get(token);
    if (known) return known;
    const page = readOf(region, input, stream.isAhead);
    stream.pages.set(token, page);
    page.then(({ events = [], nextBackwardToken: nextToken }) => {
      // No look asks for the page before this one until its own next one.
      if (!stream.isOpen || !nextToken || nextToken === token || events.length >= input.limit || stream.pages.size >= MAX_PAGES) return;
      void pageOf(stream, region, { ...input, nextToken });
    }).catch(() => undefined);
    return page;
  }

  return {
    ofLook: (service) => {
      const logs: Logs = services.get(service) ?? { streams: new Map(), isRead: false };
      services.set(service, logs);
      let first: string | undefined;
      let patience: Promise<void> | undefined;
      return {
        getLogEvents: async (region, input) => {
          const name = JSON.stringify([region, input.logGroupName, input.logStreamName]);
          first ??= name;
          patience ??= sleep(PATIENCE_MS);
          const stream = logs.streams.get(name) ?? { pages: new Map<string, Promise<Page>>(), isOpen: false, isAhead: false };
          logs.streams.set(name, stream);
          if (!input.nextToken && !stream.isOpen) {
            stream.pages.clear();
            stream.isAhead = name === first && !logs.isRead;
          }
          stream.isOpen = false;
          const answer = await Promise.race([pageOf(stream, region, input), patience]);
          stream.isOpen = !answer;
          if (!answer) throw notReadYet('logs');
          logs.isRead ||= Boolean(answer.events?.length);
          return answer;
        },
      };
    },
  };
}

/** The first line of a container creates its stream: that is missing only for a while. */
function stays(error: unknown): boolean {
  const { name, message } = inWords(error);
  return wasDenied({ error: name }) || (name === 'ResourceNotFoundException' && !/stream/i.test(message));
}
