import { setMaxListeners } from 'events';
import { newlyFollowed, Rules } from './advance';
import { lookForNewer } from './again';
import { ask, asking, isToBeAsked } from './ask';
import { LookContext, lookAt, Looked } from './look';
import { Followed, FollowNews, FollowOutput, FollowState, isQuiet, keyOf } from './model';
import { exitCodeOf } from './outcome';
import { awaitedText, endText, GOOD, leftText, sharedText } from './text';
import { Wanted } from './wanted';
import { AccountApi } from '../../facts/aws/account-api';
import { inTurn } from '../../facts/aws/attempts';
import { batched } from '../../facts/aws/batched';
import { lateFacts } from '../../facts/aws/late-facts';
import { logQueue } from '../../facts/aws/log-queue';
import { Memory } from '../../facts/aws/memory';
import { Clock, pacer, Pacer } from '../../facts/aws/pacer';
import { Cache } from '../../facts/aws/reading';
import { Fault } from '../aws/faults';
import { ServiceAddress } from '../aws/where';
import { EXIT } from '../exit';
import { serviceNamesNow } from '../find/names';
import { noticesAfter, pauseWhileThrottled } from '../notices';

/** The outside world. */
export interface FollowPorts {
  readonly aws: AccountApi;
  /** Aborted when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early if the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface FollowRequest extends Rules, Wanted {
  readonly services: readonly Pick<ServiceAddress, 'cluster' | 'service'>[];
  /** No service was named: all of this cluster, also those that are created later. */
  readonly wholeCluster?: string;
  /** Seconds between two looks. */
  readonly interval: number;
}

export interface Followings {
  readonly exitCode: number;
  readonly state: FollowState;
}

/** Limit of cached tasks that have ended, task definitions and logs, for each service; an entry that was dropped is read again. */
const CACHE_ENTRIES = 100;
/** Up to so many services, every look reads everything: a person sees each change at once. */
const THOROUGH_UP_TO = 3;

/**
 * Follows deployments to their end: look, find what is new, print it. Each service has its own looks: where many share the rates of AWS,
 * one look can take long, and the others do not wait for it.
 */
export async function followServices(request: FollowRequest, ports: FollowPorts, output: FollowOutput): Promise<Followings> {
  const { services, wholeCluster, interval, wait } = request;
  const at = () => new Date(ports.now()).toISOString();
  const began = ports.now();
  const over = new AbortController();
  const signal = AbortSignal.any([ports.signal, over.signal]);
  // Each service that waits for its next look listens.
  setMaxListeners(0, signal);
  const isShared = services.length > 1 || wholeCluster !== undefined;
  const rate = newRate(interval, () => ports.now());
  const clock = {
    now: () => ports.now(),
    sleep: async (ms: number) => {
      await ports.sleep(ms, signal);
      // Nobody reads what would be asked now.
      if (over.signal.aborted) await new Promise(() => undefined);
    },
  };
  const shared = isShared ? sharedCalls(ports.aws, pacer(clock, rate.waited), clock) : undefined;
  const context: Omit<LookContext, 'thorough'> = {
    aws: shared?.aws ?? ports.aws,
    cache: new Cache(CACHE_ENTRIES * Math.max(3, services.length)),
    wanted: request.wanted,
    otherwise: request.otherwise,
    rules: request,
    isWholeCluster: wholeCluster !== undefined,
    waitUntil: began + wait * 1000,
    at,
  };
  /** What the last look at each service, and the last list of the services, could not read. */
  const faults = new Map<string, readonly Fault[]>();
  /** Services whose first look is not done. */
  const unseen = new Set<string>();
  let isAwaitedSaid = false;
  let state: FollowState = {
    startedAt: at(), ...wholeCluster !== undefined && { cluster: wholeCluster },
    services: new Map(), earlier: [], notices: [], throttled: false,
  };

  await new Promise<void>((resolve, reject) => {
    whenAborted(signal, resolve);
    const run = (work: Promise<void>) => {
      work.catch((error: unknown) => {
        reject(error);
        over.abort();
      });
    };
    begin(services, run);
    if (wholeCluster !== undefined) run(followCluster(wholeCluster, run));
    settle();
  });
  if (ports.signal.aborted) return end(EXIT.interrupted, leftText(state));
  state = withoutQuiet(state);
  return end(state.services.size ? exitCodeOf([...state.services.values(), ...state.earlier]) : EXIT.notFound, endText(state));

  function begin(added: FollowRequest['services'], run: (work: Promise<void>) => void): void {
    state = withServices(state, added, at());
    for (const key of added.map(keyOf)) unseen.add(key);
    for (const key of added.map(keyOf)) run(followOne(key));
  }

  async function followOne(key: string): Promise<void> {
    const next = () => {
      const one = state.services.get(key);
      return one && isOpen(one) && !signal.aborted ? one : undefined;
    };
    let pause = interval;
    for (let before = next(); before; before = next()) {
      const from = ports.now();
      const looked = await look(before);
      if (signal.aborted) return;
      take(key, looked);
      if (!state.throttled) sayRate(from, before.memory.deploymentId === undefined);
      const { followed } = looked;
      if (isToBeAsked(followed)) {
        // A request that waits for its turn is not sent: a person who leaves now must not read that ECS was asked.
        await shared?.turnToAsk();
        if (signal.aborted) return;
        state = { ...state, services: new Map(state.services).set(key, asking(followed)) };
        const answered = await ask(followed, shared?.stopping ?? context.aws, at);
        if (signal.aborted) return;
        take(key, { ...looked, ...answered });
      }
      if (signal.aborted || !isOpen(followed)) return;
      pause = pauseAfter(pause, pauseOf(followed, interval));
      await untilNextLook(isShared ? pause : Math.min(pause, secondsLeft(followed)));
    }
  }

  /** Until the time of `--timeout` or `--wait` is over: then one look is the last. Infinity: it is over, and something else is awaited. */
  function secondsLeft({ memory, history }: Followed): number {
    const limit = memory.deploymentId ? Date.parse(history.startedAt) + request.timeout * 1000 : context.waitUntil;
    const ms = limit - ports.now();
    // A timer can be a millisecond early.
    return ms > 0 ? Math.max(0.1, ms / 1000) : Infinity;
  }

  function look(before: Followed): Promise<Looked> {
    if (before.ending && !isQuiet(before)) return lookForNewer(before, context, at());
    const aws = shared ? { ...shared.aws, ...shared.late.ofLook(), ...shared.logs.ofLook(keyOf(before)) } : context.aws;
    return lookAt({ ...before, ending: undefined }, { ...context, aws, thorough: state.services.size <= THOROUGH_UP_TO }, at());
  }

  /** Of a whole cluster, services that are created later. */
  async function followCluster(cluster: string, run: (work: Promise<void>) => void): Promise<void> {
    for (let pause = interval; ; pause = pauseAfter(pause, interval)) {
      await untilNextLook(pause);
      if (signal.aborted) return;
      if (!takesUp()) return settle();
      const { all = [], fault } = await serviceNamesNow(context.aws, cluster);
      if (signal.aborted) return;
      note('', fault ? [fault] : []);
      begin(all.map((service) => ({ cluster, service })).filter((one) => !state.services.has(keyOf(one))), run);
      settle();
    }
  }

  function take(key: string, { followed, news, faults: found }: Looked): void {
    const before = state.services.get(key);
    state = { ...state, services: new Map(state.services).set(key, followed) };
    if (before && !followed.ending && stillCounts(before)) state = { ...state, earlier: [...state.earlier, before] };
    // The reason why a service is not followed any more is in the line about its end.
    note(key, found, followed.ending?.because);
    if (!isOpen(followed)) faults.delete(key);
    for (const one of news) if (!isOfQuiet(one, state)) output.print(one, state);
    unseen.delete(key);
    settle();
  }

  function note(source: string, found: readonly Fault[], told?: string): void {
    faults.set(source, found);
    const { lines, ...noticed } = noticesAfter(state, [...faults.values()].flat());
    state = { ...state, ...noticed };
    for (const text of lines) if (text !== told) say(text);
  }

  function settle(): void {
    // Before the first looks are done there is nothing to show; a service that is created later holds up no other.
    if (unseen.size) {
      if (isAwaitedSaid) output.show(state, ports.now());
      return;
    }
    const awaited = isAwaitedSaid ? undefined : awaitedText(state, wait);
    isAwaitedSaid = true;
    if (awaited) say(awaited);
    output.show(state, ports.now());
    if (isOver(state, ports.now() >= context.waitUntil, takesUp())) over.abort();
  }

  /** Of a whole cluster, a service that is not being deployed is looked at again: its deployment may begin while others are followed. */
  function isOpen({ ending }: Followed): boolean {
    return !ending || (wholeCluster !== undefined && takesUp());
  }

  /** Whether a deployment that begins now is still followed. Without a limit, `follow` would not end in a busy cluster. */
  function takesUp(): boolean {
    return ports.now() < context.waitUntil + request.timeout * 1000;
  }

  function sayRate(from: number, isFirst: boolean): void {
    const seconds = rate.toSay(from, isFirst);
    if (seconds !== undefined) say(sharedText(state, seconds, interval));
  }

  function say(text: string): void {
    output.print({ kind: 'notice', at: at(), text }, state);
  }

  function pauseAfter(before: number, wanted: number): number {
    return state.throttled ? pauseWhileThrottled(before) : wanted;
  }

  /** Services that share calls are looked at in step: then ten of them are described at once. */
  function untilNextLook(seconds: number): Promise<void> {
    const ms = seconds * 1000;
    return ports.sleep(isShared ? ms - (ports.now() - began) % ms : ms, signal);
  }

  function end(exitCode: number, text: string): Followings {
    output.print({ kind: 'end', at: at(), exitCode, text }, state);
    return { exitCode, state };
  }
}

/** Many services share the rates of AWS. */
function sharedCalls(api: AccountApi, turns: Pacer, clock: Clock) {
  const aws = batched(api, turns);
  const apart: typeof aws = {
    ...aws,
    describeTaskDefinition: (input) => api.describeTaskDefinition(input),
    describeTargetHealth: (input) => api.describeTargetHealth(input),
  };
  const turnToAsk = () => turns.turn('stopServiceDeployment');
  const inItsTurn: Pick<AccountApi, 'stopServiceDeployment'> = {
    stopServiceDeployment: (input) => inTurn(turnToAsk, () => api.stopServiceDeployment(input)),
  };
  const logs = logQueue((region, input) => api.getLogEvents(region, input), turns, clock);
  return { aws, turnToAsk, stopping: inItsTurn, late: lateFacts(apart, turns, clock), logs };
}

function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener('abort', then, { once: true });
}

/** A look does not wait until it is the turn of these. */
const NOT_AWAITED: ReadonlySet<string> = new Set([
  'getLogEvents', 'describeTaskDefinition', 'describeTargetGroups', 'describeTargetHealth', 'stopServiceDeployment',
]);

/** A look that takes longer is said to, also if each of its calls waited for a moment only: many tasks take many calls. */
const LONG_LOOK_MS = 10_000;
/** A call that waited so long was not alone. */
const QUEUED_MS = 100;

/** How far apart the looks at a service are if the rates of AWS do not allow more. */
function newRate(interval: number, now: () => number) {
  let longestWaitMs = 0;
  let queuedAt = -Infinity;
  let said = interval;
  return {
    /** A call has waited so long for its turn. */
    waited: (ms: number, call: string) => {
      if (NOT_AWAITED.has(call)) return;
      longestWaitMs = Math.max(longestWaitMs, ms);
      if (ms >= QUEUED_MS) queuedAt = now();
    },
    /** Seconds between two looks, after a look that began then; undefined: nothing new. @param isFirst it also looked for a deployment */
    toSay: (from: number, isFirst: boolean) => {
      const tookMs = now() - from;
      const seconds = Math.ceil(tookMs / 1000 / interval) * interval;
      const isLong = tookMs > LONG_LOOK_MS && queuedAt >= from;
      const isNew = seconds > said && (isLong || (!isFirst && longestWaitMs > 1000));
      if (isNew) said = seconds;
      if (!isFirst) longestWaitMs = 0;
      return isNew ? seconds : undefined;
    },
  };
}

/** Services that are followed from now on, too. */
function withServices(state: FollowState, added: FollowRequest['services'], now: string): FollowState {
  // The reads of a quiet deployment are spread out by the number of services.
  const memory: Memory = { concurrent: { at: now, services: state.services.size + added.length } };
  const followed = added.map((one, i): Followed => ({ ...newlyFollowed(one, now), memory, turn: turnOf(state.services.size + i) }));
  return { ...state, services: new Map([...state.services, ...followed.map((one) => [keyOf(one), one] as const)]) };
}

/** From 0 to 1. Multiples of the golden ratio are spread evenly, however many services there are. */
function turnOf(n: number): number {
  return (n * 0.618) % 1;
}

/**
 * Of a whole cluster, nothing more is awaited once all that was being deployed is over.
 * @param isLate no deployment is waited for any more
 * @param takesUp a newer deployment of a service would be followed
 */
function isOver({ services, cluster }: FollowState, isLate: boolean, takesUp: boolean): boolean {
  const all = [...services.values()];
  if (cluster === undefined) return all.every(({ ending }) => ending !== undefined);
  const deployed = all.filter((one) => !isQuiet(one));
  // The deployment that has replaced another one is looked up next.
  const isEnded = ({ ending, shown }: Followed) => ending && (ending.outcome !== 'superseded' || shown !== undefined || !takesUp);
  return (deployed.length > 0 || isLate) && (deployed.length ? deployed : all).every(isEnded);
}

/** Deployed again or not, it has ended badly. One that was superseded has no end of its own. */
function stillCounts({ ending }: Followed): boolean {
  return ending !== undefined && !GOOD.has(ending.outcome) && !['superseded', 'none'].includes(ending.outcome);
}

function withoutQuiet(state: FollowState): FollowState {
  if (state.cluster === undefined) return state;
  return { ...state, services: new Map([...state.services].filter(([, one]) => !isQuiet(one))) };
}

function isOfQuiet(news: FollowNews, { cluster }: FollowState): boolean {
  return cluster !== undefined && 'service' in news && isQuiet(news.service);
}

/** A decision asks for shorter pauses once a task has failed. */
function pauseOf({ ending, decision }: Followed, interval: number): number {
  return !ending && decision?.kind === 'wait' ? Math.min(decision.seconds, interval) : interval;
}
