import { waitForOperation } from './begin';
import { cancel, Cancellation } from './cancel';
import { applyEvents, Change, newEvents } from './events';
import { hasCompleted, lastLook, lookAt } from './look';
import { News, serviceKey, serviceName, WatchedServiceState, StackWatch, WatchOutput, WatchState } from './model';
import { changeOf } from './service-text';
import { smallest } from '../../diagnosis/text';
import { AccountApi } from '../../facts/aws/account-api';
import { Cache } from '../../facts/aws/reading';
import { isInProgress } from '../../facts/operation';
import { elapsed } from '../../presentation/elapsed';
import { Fault, faultOf, faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';
import { orLeft } from '../interrupt';
import { noticesAfter, pauseWhileThrottled } from '../notices';

/** The outside world of the watch. */
export interface Ports {
  readonly aws: Pick<AccountApi, 'describeStackEvents' | 'cancelUpdateStack'> & AccountApi;
  /** Aborted when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early if the signal is aborted. */
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

/** Limit of cached tasks that have ended, task definitions and logs; an entry that was dropped is read again. */
const CACHE_ENTRIES = 300;

/** Follows one stack operation to its end: poll, find what is new, print it. */
export async function follow(name: string, options: FollowOptions, ports: Ports, output: WatchOutput): Promise<Outcome> {
  const at = () => new Date(ports.now()).toISOString();
  const root = await orLeft(waitForOperation({
    ...ports,
    stopped: () => ports.signal.aborted,
    waiting: (text) => { if (!ports.signal.aborted) output.print({ kind: 'notice', at: at(), text }, undefined); },
  }, name, options.wait, options.interval), ports.signal);
  if (!root) return end(undefined, EXIT.interrupted, 'stopped waiting; nothing was changed');

  const cache = new Cache(CACHE_ENTRIES);
  let state: WatchState = { root, stacks: new Map([[root.id, root]]), services: new Map(), notices: [], throttled: false };
  let pause = options.interval;
  let diagnosed = false;
  let cancellation: Partial<Cancellation> = { settled: !options.cancelOnFailure };
  for (;;) {
    const round = await orLeft(poll(state, ports, cache, at()).catch((error: unknown) => {
      if (error instanceof Ended) return error;
      throw error;
    }), ports.signal);
    if (!round) return leave();
    // The page and the recordings get what was found so far.
    if (round instanceof Ended) return end(state, round.code, round.message);
    state = round.state;
    for (const news of round.news) output.print(news, state);
    output.show(state, ports.now());

    diagnosed ||= round.news.some((news) => news.kind === 'diagnosis');
    if (diagnosed && !cancellation.settled) {
      const { text } = cancellation;
      const answered = await orLeft(cancel(state.root, ports.aws), ports.signal);
      if (!answered) return leave(true);
      cancellation = { ...answered, unconfirmed: answered.unconfirmed || cancellation.unconfirmed };
      const result = cancellation.text;
      if (result !== undefined && result !== text) output.print({ kind: 'notice', at: at(), text: result }, state);
    }
    // --fail-fast waits until the request to cancel is settled.
    if (diagnosed && options.failFast && cancellation.settled) {
      return end(state, EXIT.failed, `exited at the first diagnosis (--fail-fast); the stack operation continues (${state.root.status})`);
    }
    if (!isRunning(state.root)) return endOfOperation();
    if (ports.signal.aborted) return leave();
    pause = state.throttled ? pauseWhileThrottled(pause) : pauseOf(state, options.interval);
    await ports.sleep(pause * 1000);
    if (ports.signal.aborted) return leave();
  }

  function endOfOperation(): Outcome {
    const { status, startedAt } = state.root;
    const seconds = (ports.now() - Date.parse(startedAt)) / 1000;
    const failed = [...state.services.values()].filter((s) => s.failed);
    const causes = failed.map((s) => `${serviceName(s, state.root.name)} [${s.failed?.causeId}]`);
    const neverRead = [...state.services.values()].filter(wasNeverRead).map((s) => serviceName(s, state.root.name));
    const text = [
      `${state.root.name}: ${status} after ${elapsed(seconds)}`,
      ...(causes.length ? [`diagnosed: ${causes.join(', ')}`] : []),
      ...(neverRead.length ? [`could not be read: ${neverRead.join(', ')}`] : []),
    ].join('; ');
    return end(state, COMPLETED.has(status) ? EXIT.ok : EXIT.failed, text);
  }

  function leave(isAsking = false): Outcome {
    if (isAsking || (!cancellation.settled && cancellation.unconfirmed)) {
      const asked = `CloudFormation was asked to cancel the update of ${state.root.name} and has not confirmed it`;
      return end(state, EXIT.interrupted, `stopped watching; ${asked}`);
    }
    return end(state, EXIT.interrupted, `stopped watching; the operation on the stack ${state.root.name} continues (${state.root.status})`);
  }

  function end(last: WatchState | undefined, exitCode: number, text: string): Outcome {
    output.print({ kind: 'end', at: at(), exitCode, text }, last);
    return { exitCode, ...(last && { state: last }) };
  }
}

const COMPLETED: ReadonlySet<string> = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE', 'IMPORT_COMPLETE']);

function isRunning({ status }: StackWatch): boolean {
  return status.endsWith('_IN_PROGRESS');
}

/** Then a look without a failure proves nothing. */
function wasNeverRead(service: WatchedServiceState): boolean {
  const { frame, failed } = service;
  return !failed && service.unread.length > 0 && !frame?.service && !frame?.tasks;
}

/** One round: first the events of CloudFormation, then a look at each service in them. */
async function poll(previous: WatchState, { aws }: Ports, cache: Cache, now: string): Promise<Change> {
  const news: News[] = [];
  const faults: Fault[] = [];
  let state = previous;
  // Events of a stack can name new nested stacks. Their events are read in the same round.
  const read = new Set<string>();
  for (let next = unread(state, read); next.length; next = unread(state, read)) {
    const answers = await Promise.all(next.map(async (stack) => ({
      stack,
      events: await newEvents(aws, stack).catch((error: unknown) => {
        const fault = faultOfError('stack events', error);
        if (fault.kind === 'denied') throw new Ended(EXIT.couldNotLook, `${fault.line}; without them the operation cannot be followed`);
        faults.push(fault);
        return [];
      }),
    })));
    for (const { stack, events } of answers) {
      read.add(stack.id);
      const applied = applyEvents(state, stack.id, events);
      state = applied.state;
      for (const one of applied.news) news.push(one);
    }
  }
  // The events of several stacks were read one stack after the other.
  news.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || 0);
  const services = new Map(state.services);
  await Promise.all([...state.services].map(async ([key, service]) => {
    const next = await lookIfDue(aws, cache, service, previous.services.get(key), state, now);
    services.set(key, next);
    if (next !== service) for (const one of next.unread) faults.push(faultOf(one));
  }));
  state = { ...state, services };
  return withNews(previous, state, news, faults, now);
}

/** Stacks whose events are still to be read in this round. A stack whose operation has ended has no new events. */
function unread(state: WatchState, read: ReadonlySet<string>): readonly StackWatch[] {
  return [...state.stacks.values()].filter((stack) => (
    !read.has(stack.id) && (!stack.lastEventId || isRunning(stack) || stack.id === state.root.id)
  ));
}

async function lookIfDue(
  aws: AccountApi, cache: Cache, service: WatchedServiceState, previous: WatchedServiceState | undefined, state: WatchState, now: string,
): Promise<WatchedServiceState> {
  const stack = state.stacks.get(service.stackId);
  if (!service.over && isInProgress(stack?.status)) {
    const next = await lookAt(aws, cache, service, now);
    // The tasks of a complete deployment are read only if one of them failed.
    const recovered = next.over && !next.failed && !next.frame?.tasks && next.timeline.tasks.some((task) => task.failedAt !== undefined);
    return recovered ? lastLook(aws, cache, next, now) : next;
  }
  const justOver = !previous?.over && service.over && !service.failed;
  // It failed or the stack began to roll back, and the cause is not known yet; or CloudFormation saw it complete before the watch did.
  const worthIt = justOver && (!hasCompleted(service) || service.diagnosis?.status !== 'healthy') && !state.throttled;
  return worthIt ? lastLook(aws, cache, service, now) : service;
}

function withNews(previous: WatchState, state: WatchState, events: readonly News[], faults: readonly Fault[], now: string): Change {
  const fatal = faults.find(isFatal);
  if (fatal) throw new Ended(EXIT.credentials, `${fatal.line}; the stack operation continues`);
  const news: News[] = [...events];
  const services = new Map(state.services);
  for (const [key, service] of state.services) {
    const known = previous.services.get(serviceKey(service.stackId, service.logicalId));
    const change = changeOf(service);
    if (change !== service.lastPrinted) {
      services.set(key, { ...service, lastPrinted: change });
      news.push({ kind: 'service', at: now, service });
    }
    // A diagnosis is printed once, and again only if the cause changes.
    if (service.failed && service.failed.causeId !== known?.failed?.causeId) news.push({ kind: 'diagnosis', at: now, service });
  }
  const { lines, ...noticed } = noticesAfter(previous, faults);
  for (const text of lines) news.push({ kind: 'notice', at: now, text });
  return { state: { ...state, services, ...noticed }, news };
}

/** A decision asks for shorter pauses once a task has failed. */
function pauseOf(state: WatchState, interval: number): number {
  const wanted = [...state.services.values()].flatMap((s) => (!s.over && s.decision?.kind === 'wait' ? [s.decision.seconds] : []));
  return smallest(wanted, interval);
}
