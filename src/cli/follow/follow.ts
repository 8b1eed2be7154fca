import { newlyFollowed, Rules } from './advance';
import { ask } from './ask';
import { LookContext, lookAt } from './look';
import { Followed, FollowNews, FollowOutput, FollowState, isQuiet, keyOf } from './model';
import { exitCodeOf } from './outcome';
import { awaitedText, endText, leftText } from './text';
import { smallest } from '../../diagnosis/text';
import { AccountApi } from '../../facts/aws/account-api';
import { batched } from '../../facts/aws/batched';
import { WantedDeployment } from '../../facts/aws/find-deployment';
import { Memory } from '../../facts/aws/memory';
import { paced } from '../../facts/aws/paced';
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
  sleep(ms: number): Promise<void>;
}

export interface FollowRequest extends Rules {
  readonly services: readonly Pick<ServiceAddress, 'cluster' | 'service'>[];
  /** No service was named: all of this cluster, also those that are created later. */
  readonly wholeCluster?: string;
  readonly wanted: WantedDeployment;
  /** Seconds to wait for a deployment to begin. */
  readonly wait: number;
  /** Seconds between two looks. */
  readonly interval: number;
}

interface Followings {
  readonly exitCode: number;
  readonly state: FollowState;
}

/** Limit of cached tasks that have ended, task definitions and logs, for each service; an entry that was dropped is read again. */
const CACHE_ENTRIES = 100;
/** Up to so many services, every look reads everything: a person sees each change at once. */
const THOROUGH_UP_TO = 3;

/** Follows deployments to their end: look, find what is new, print it. */
export async function followServices(request: FollowRequest, ports: FollowPorts, output: FollowOutput): Promise<Followings> {
  const { services, wholeCluster, interval, wait } = request;
  const at = () => new Date(ports.now()).toISOString();
  const began = at();
  const context: RoundContext = {
    aws: services.length > 1 || wholeCluster !== undefined ? batched(paced(ports.aws, ports)) : ports.aws,
    cache: new Cache(CACHE_ENTRIES * Math.max(3, services.length)),
    wanted: request.wanted,
    rules: request,
    waitUntil: Date.parse(began) + wait * 1000,
  };
  let state: FollowState = withServices({
    startedAt: began, ...wholeCluster !== undefined && { cluster: wholeCluster }, services: new Map(), notices: [], throttled: false,
  }, services, began);
  let pause = interval;
  for (let isFirst = true; ; isFirst = false) {
    const now = at();
    const round = await lookAtAll(isFirst ? { state, faults: [] } : await withNewServices(state, context.aws, now), context, now);
    state = round.state;
    for (const news of round.news) if (!isOfQuiet(news, state)) output.print(news, state);
    const awaited = isFirst ? awaitedText(state, wait) : undefined;
    if (awaited) output.print({ kind: 'notice', at: at(), text: awaited }, state);
    output.show(state, ports.now());
    if (isOver(state, ports.now() >= context.waitUntil)) {
      state = withoutQuiet(state);
      return end(state.services.size ? exitCodeOf(state.services.values()) : EXIT.notFound, endText(state));
    }
    if (ports.signal.aborted) return end(EXIT.interrupted, leftText(state));
    pause = state.throttled ? pauseWhileThrottled(pause) : pauseOf(state, interval);
    await ports.sleep(pause * 1000);
    if (ports.signal.aborted) return end(EXIT.interrupted, leftText(state));
  }

  function end(exitCode: number, text: string): Followings {
    output.print({ kind: 'end', at: at(), exitCode, text }, state);
    return { exitCode, state };
  }
}

type RoundContext = Omit<LookContext, 'thorough'>;

/** Services that are followed from now on, too. */
function withServices(state: FollowState, added: FollowRequest['services'], now: string): FollowState {
  // The reads of a quiet deployment are spread out by the number of services.
  const memory: Memory = { concurrent: { at: now, services: state.services.size + added.length } };
  const followed = added.map((one): Followed => ({ ...newlyFollowed(one, now), memory }));
  return { ...state, services: new Map([...state.services, ...followed.map((one) => [keyOf(one), one] as const)]) };
}

interface Listed {
  readonly state: FollowState;
  readonly faults: readonly Fault[];
}

/** Of a whole cluster, services that were created since the last look. */
async function withNewServices(state: FollowState, aws: AccountApi, now: string): Promise<Listed> {
  const { cluster } = state;
  if (cluster === undefined) return { state, faults: [] };
  const listed = await serviceNamesNow(aws, cluster);
  if (listed.fault) return { state, faults: [listed.fault] };
  const added = listed.all.map((service) => ({ cluster, service })).filter((one) => !state.services.has(keyOf(one)));
  return { state: added.length ? withServices(state, added, now) : state, faults: [] };
}

/**
 * Of a whole cluster, nothing more is awaited once all that was being deployed is over. @param isLate no deployment is waited for any more
 */
function isOver({ services, cluster }: FollowState, isLate: boolean): boolean {
  const all = [...services.values()];
  if (cluster === undefined) return all.every(({ ending }) => ending !== undefined);
  const deployed = all.filter((one) => !isQuiet(one));
  return (deployed.length > 0 || isLate) && (deployed.length ? deployed : all).every(({ ending }) => ending !== undefined);
}

/** Of a whole cluster, a service that is not being deployed is looked at again: its deployment may begin while others are followed. */
function isOpen({ ending }: Followed, { cluster }: FollowState): boolean {
  return !ending || (cluster !== undefined && ending.outcome === 'none');
}

function withoutQuiet(state: FollowState): FollowState {
  if (state.cluster === undefined) return state;
  return { ...state, services: new Map([...state.services].filter(([, one]) => !isQuiet(one))) };
}

function isOfQuiet(news: FollowNews, { cluster }: FollowState): boolean {
  return cluster !== undefined && 'service' in news && isQuiet(news.service);
}

interface Round {
  readonly state: FollowState;
  readonly news: readonly FollowNews[];
}

/** One round: a look at each service that is not over, and the requests to ECS that follow from it. */
async function lookAtAll({ state: before, faults: unlisted }: Listed, around: RoundContext, now: string): Promise<Round> {
  const open = [...before.services].filter(([, followed]) => isOpen(followed, before));
  const context: LookContext = { ...around, thorough: before.services.size <= THOROUGH_UP_TO };
  const looks = await Promise.all(open.map(async ([key, followed]) => {
    const { faults, ...looked } = await lookAt({ ...followed, ending: undefined }, context, now);
    const { followed: next, news } = await withRequest(looked, context.aws, now);
    return { key, next, news, faults };
  }));
  const services = new Map(before.services);
  for (const { key, next } of looks) services.set(key, next);
  const { lines, ...noticed } = noticesAfter(before, [...unlisted, ...looks.flatMap(({ faults }) => faults)]);
  // The reason why a service is not followed any more is in the line about its end.
  const told = new Set(looks.flatMap(({ next }) => next.ending?.because ?? []));
  const notices = lines.filter((text) => !told.has(text)).map((text): FollowNews => ({ kind: 'notice', at: now, text }));
  return { state: { ...before, services, ...noticed }, news: [...notices, ...looks.flatMap(({ news }) => news)] };
}

async function withRequest(
  { followed, news }: { readonly followed: Followed; readonly news: readonly FollowNews[] }, aws: AccountApi, now: string,
): Promise<{ readonly followed: Followed; readonly news: readonly FollowNews[] }> {
  const { asked } = followed;
  if (!asked || asked.taken || asked.refused || followed.ending) return { followed, news };
  const answer = await ask(followed, asked, aws);
  const { text } = answer;
  const told: FollowNews[] = text === asked.told ? [] : [{ kind: 'notice', at: now, text }];
  return { followed: { ...followed, asked: { ...answer.asked, told: text } }, news: [...news, ...told] };
}

/** A decision asks for shorter pauses once a task has failed. */
function pauseOf({ services }: FollowState, interval: number): number {
  const wanted = [...services.values()].flatMap(({ ending, decision }) => (!ending && decision?.kind === 'wait' ? [decision.seconds] : []));
  return smallest(wanted, interval);
}
