import { beginning } from './begin';
import { cancel, Cancellation } from './cancel';
import { applyEvents, newEvents } from './events';
import { hasCompleted, lookAt, lookBack } from './look';
import { Audience, News, serviceKey, serviceName, ServiceWatch, StackWatch, WatchState } from './model';
import { changeOf } from './words';
import { AccountApi } from '../../facts/aws/account';
import { Cache } from '../../facts/aws/reading';
import { isInProgress } from '../../facts/operation';
import { Fault, faultOf, faultOfError, isFatal, passes } from '../aws/faults';
import { clock } from '../clock';
import { Ended, EXIT } from '../exit';

/** Everything of the outside world that the watch needs. */
export interface Ports {
  readonly aws: Pick<AccountApi, 'describeStackEvents' | 'cancelUpdateStack'> & AccountApi;
  /** The person wants to leave. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early when the signal is aborted. */
  sleep(ms: number): Promise<void>;
}

export interface FollowOptions {
  readonly wait: number;
  readonly interval: number;
  readonly failFast?: boolean;
  readonly cancelOnFailure?: boolean;
}

export interface Outcome {
  readonly exitCode: number;
  /** Absent: no operation began. */
  readonly state?: WatchState;
}

/** What can be remembered of finished tasks, task definitions and logs; what falls out is read again. */
const CACHE_ENTRIES = 300;
/** Longest pause between two looks while AWS throttles. */
const MAX_PAUSE_SECONDS = 30;

/** Follows one stack operation from now to its end: poll, work out what is new, tell it. */
export async function follow(name: string, options: FollowOptions, ports: Ports, audience: Audience): Promise<Outcome> {
  const at = () => new Date(ports.now()).toISOString();
  const root = await beginning({
    ...ports,
    stopped: () => ports.signal.aborted,
    waiting: (text) => audience.tell({ kind: 'notice', at: at(), text }, undefined),
  }, name, options.wait, options.interval);
  if (!root) return end(undefined, EXIT.interrupted, 'stopped waiting; nothing was changed');

  const cache = new Cache(CACHE_ENTRIES);
  let state: WatchState = { root, stacks: new Map([[root.id, root]]), services: new Map(), notices: [], throttled: false };
  let pause = options.interval;
  let diagnosed = false;
  let cancellation: Partial<Cancellation> = { settled: !options.cancelOnFailure };
  for (;;) {
    const round = await poll(state, ports, cache, at()).catch((error: unknown) => {
      if (error instanceof Ended) return error;
      throw error;
    });
    // What was found out by now is worth its page and its recordings all the same.
    if (round instanceof Ended) return end(state, round.code, round.message);
    state = round.state;
    for (const news of round.news) audience.tell(news, state);
    audience.show(state, ports.now());

    diagnosed ||= round.news.some((news) => news.kind === 'diagnosis');
    if (diagnosed && !cancellation.settled) {
      const { text } = cancellation;
      cancellation = await cancel(state.root, ports.aws);
      if (cancellation.text !== undefined && cancellation.text !== text) audience.tell({ kind: 'notice', at: at(), text: cancellation.text }, state);
    }
    // Who leaves at once wants the update to be cancelled all the same.
    if (diagnosed && options.failFast && cancellation.settled) {
      return end(state, EXIT.failed, `left at the first diagnosis (--fail-fast); the stack is in ${state.root.status} and goes on without the watch`);
    }
    if (!/_IN_PROGRESS$/.test(state.root.status)) return endOfOperation();
    if (ports.signal.aborted) return leave();
    pause = state.throttled ? Math.min(MAX_PAUSE_SECONDS, pause * 2) : pauseOf(state, options.interval);
    await ports.sleep(pause * 1000);
    if (ports.signal.aborted) return leave();
  }

  function endOfOperation(): Outcome {
    const { status, startedAt } = state.root;
    const seconds = (ports.now() - Date.parse(startedAt)) / 1000;
    const failed = [...state.services.values()].filter((s) => s.failed);
    const good = /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status);
    const found = failed.length ? `; diagnosed: ${failed.map((s) => `${serviceName(s, state.root.name)} [${s.failed?.causeId}]`).join(', ')}` : '';
    const hidden = [...state.services.values()].filter(isHidden).map((s) => serviceName(s, state.root.name));
    const rest = hidden.length ? `; could not be looked at: ${hidden.join(', ')}` : '';
    return end(state, good ? EXIT.ok : EXIT.failed, `${state.root.name}: ${status} after ${clock(seconds)}${found}${rest}`);
  }

  function leave(): Outcome {
    return end(state, EXIT.interrupted, `stopped watching; the stack ${state.root.name} is left alone and goes on (${state.root.status})`);
  }

  function end(last: WatchState | undefined, exitCode: number, text: string): Outcome {
    audience.tell({ kind: 'end', at: at(), exitCode, text }, last);
    return { exitCode, ...(last && { state: last }) };
  }
}

/** Nothing of it could ever be read: that no failure was found says nothing. */
function isHidden(service: ServiceWatch): boolean {
  const { frame, failed } = service;
  return !failed && service.unread.length > 0 && !frame?.service && !frame?.tasks;
}

interface Round {
  readonly state: WatchState;
  readonly news: readonly News[];
}

/** One look at everything: first CloudFormation's events, then the services that they are about. */
async function poll(before: WatchState, { aws }: Ports, cache: Cache, now: string): Promise<Round> {
  const news: News[] = [];
  const faults: Fault[] = [];
  let state = before;
  // Nested stacks come to light in the events of their parents: those of this round are read in this round.
  const read = new Set<string>();
  for (let next = unread(state, read); next.length; next = unread(state, read)) {
    const answers = await Promise.all(next.map(async (stack) => ({
      stack,
      events: await newEvents(aws, stack).catch((error: unknown) => {
        const fault = faultOfError('stack events', error);
        if (fault.kind === 'denied') throw new Ended(EXIT.couldNotLook, `${fault.line}; without them nothing can be followed`);
        faults.push(fault);
        return [];
      }),
    })));
    for (const { stack, events } of answers) {
      read.add(stack.id);
      const applied = applyEvents(state, stack.id, events);
      state = applied.state;
      news.push(...applied.news);
    }
  }
  // Of several stacks, which were read one after the other.
  news.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || 0);
  const services = new Map(state.services);
  await Promise.all([...state.services].map(async ([key, service]) => {
    const next = await lookOnce(aws, cache, service, before.services.get(key), state, now);
    services.set(key, next);
    if (next !== service) faults.push(...next.unread.map(faultOf));
  }));
  state = { ...state, services };
  return withNews(before, state, news, faults, now);
}

/** Stacks whose events are still to be read in this round; those that are over have no more. */
function unread(state: WatchState, read: ReadonlySet<string>): readonly StackWatch[] {
  return [...state.stacks.values()].filter((stack) => !read.has(stack.id) && (!stack.seen || /_IN_PROGRESS$/.test(stack.status) || stack.id === state.root.id));
}

async function lookOnce(
  aws: AccountApi, cache: Cache, service: ServiceWatch, before: ServiceWatch | undefined, state: WatchState, now: string,
): Promise<ServiceWatch> {
  const stack = state.stacks.get(service.stackId);
  if (!service.over && isInProgress(stack?.status)) {
    const next = await lookAt(aws, cache, service, now);
    // A deployment that is complete is not looked into; one in which something failed is worth it.
    const recovered = next.over && !next.failed && !next.frame?.tasks && next.timeline.tasks.some((task) => task.failedAt !== undefined);
    return recovered ? lookBack(aws, cache, next, now) : next;
  }
  const justOver = !before?.over && service.over && !service.failed;
  // It has failed, or the stack turned back, and what is known does not say why; or CloudFormation saw it complete before the watch did.
  const worthIt = justOver && (!hasCompleted(service) || service.diagnosis?.status !== 'healthy') && !state.throttled;
  return worthIt ? lookBack(aws, cache, service, now) : service;
}

function withNews(before: WatchState, after: WatchState, events: readonly News[], faults: readonly Fault[], now: string): Round {
  const fatal = faults.find(isFatal);
  if (fatal) throw new Ended(EXIT.credentials, `${fatal.line}; the stack operation goes on without the watch`);
  const news: News[] = [...events];
  const services = new Map(after.services);
  for (const [key, service] of after.services) {
    const known = before.services.get(serviceKey(service.stackId, service.logicalId));
    const change = changeOf(service);
    if (change !== service.told) {
      services.set(key, { ...service, told: change });
      news.push({ kind: 'service', at: now, service });
    }
    // Told once, and again only when it turns out to be something else.
    if (service.failed && service.failed.causeId !== known?.failed?.causeId) news.push({ kind: 'diagnosis', at: now, service });
  }
  const throttled = faults.some((fault) => fault.kind === 'throttled');
  const lines = [...new Set(faults.map((fault) => fault.line))].filter((line) => !before.notices.includes(line));
  for (const text of lines) news.push({ kind: 'notice', at: now, text });
  if (before.throttled && !throttled) news.push({ kind: 'notice', at: now, text: 'AWS answers again' });
  // What passes is told again when it comes back.
  const lasting = faults.filter((fault) => !passes(fault)).map((fault) => fault.line);
  const passing = faults.filter(passes).map((fault) => fault.line);
  const kept = before.notices.filter((line) => !/ (this time|not read): /.test(line));
  return { state: { ...after, services, throttled, notices: [...new Set([...kept, ...lasting, ...passing])].slice(-20) }, news };
}

/** The decisions ask for closer looks once something fails. */
function pauseOf(state: WatchState, interval: number): number {
  const wanted = [...state.services.values()].flatMap((s) => (!s.over && s.decision?.kind === 'wait' ? [s.decision.seconds] : []));
  return Math.min(interval, ...wanted);
}
