import { BLIND_MS } from '../../decision/policy';
import { AccountApi } from '../../facts/aws/account-api';
import { batched } from '../../facts/aws/batched';
import { pacer } from '../../facts/aws/pacer';
import { foreign } from '../../presentation/foreign';
import { ServiceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';
import { meantBy, onlyCluster } from '../find/meant';
import { serviceNames } from '../find/names';
import { checkOwner, Given } from '../find/owner';
import { findService, Finder, Place, sayGuess } from '../find/service';
import { orLeft } from '../interrupt';
import { pauseWhileThrottled } from '../notices';
import { FollowCommandOptions } from '../options';

interface Meant {
  readonly aws: AccountApi;
  readonly services: readonly ServiceAddress[];
  /** No service was named: those of this whole cluster. */
  readonly wholeCluster?: string;
}

interface Patience {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early if the signal is aborted. */
  sleep(ms: number): Promise<void>;
  readonly signal: AbortSignal;
  /** Says what cannot be read, once. */
  tell(text: string): void;
}

/** The services that the arguments mean, each once. Names that cannot be read at first are read again, as long as every other fact is. */
export async function servicesMeant(
  cluster: string | undefined, service: string | undefined, options: FollowCommandOptions, { now, sleep, signal, tell }: Patience,
): Promise<Meant> {
  const until = now() + BLIND_MS;
  const guessed = new Set<string>();
  const sayOnce = (line: string) => {
    if (!guessed.has(line)) tell(line);
    guessed.add(line);
  };
  for (let told = '', pause = options.interval; ; pause = pauseWhileThrottled(pause)) {
    try {
      const guess = options.onFailure === 'explain' ? sayGuess(sayOnce) : refuseGuess;
      const found = await orLeft(meant(cluster, service, options, { now, sleep, signal }, guess), signal);
      if (found) return found;
      throw new Ended(EXIT.interrupted, 'stopped before a deployment was found; nothing was changed');
    } catch (error) {
      if (!(error instanceof Ended && error.passes) || now() >= until) throw error;
      if (error.message !== told) tell(error.message);
      told = error.message;
      await sleep(pause * 1000);
    }
  }
}

/** What ECS does to a deployment must not depend on which other services there are. */
function refuseGuess(given: string, full: string): never {
  throw new UsageError(foreign(`--on-failure takes full names only: "${given}" is a part of ${full}`));
}

async function meant(
  given: string | undefined, service: string | undefined, options: FollowCommandOptions, clock: Omit<Patience, 'tell'>,
  guessed: Finder['guessed'],
): Promise<Meant> {
  if (service !== undefined && options.services) throw new UsageError('name the services once: as an argument or with --services');
  const mayAppear = Boolean(options.wait);
  const cluster = given ?? await unnamed(options, clock.signal);
  const { aws, finder, place } = await meantBy(cluster, service, options, { canAsk: false, mayAppear, guessed, leave: clock.signal });
  if (!place) throw new Ended(EXIT.notFound, `there is no cluster and no service "${cluster}": ecs-why follow CLUSTER SERVICE`);
  const { cluster: name, service: one, region } = place;
  if (one !== undefined) {
    await checkOwner(aws, { cluster: name, service: one }, ofOptions(options));
    return { aws, services: [{ cluster: name, service: one, ...(region && { region }) }] };
  }
  if (options.deployment || options.taskDefinition) throw new UsageError('name the service of --deployment or --task-definition');
  if (options.services) return { aws, services: await named({ ...finder, aws: shared(aws, clock) }, place, options.services) };
  return { aws, services: await all(aws, name, mayAppear), wholeCluster: name };
}

/** ECS shows revisions of its own account and Region only, and only the end of an ARN is compared with them. */
function ofOptions({ deployment, taskDefinition }: FollowCommandOptions): readonly Given[] {
  const given = [{ option: '--deployment', text: deployment ?? '' }, { option: '--task-definition', text: taskDefinition ?? '' }];
  return given.filter(({ text }) => text.startsWith('arn:'));
}

/** What ECS does to a deployment must not depend on which clusters there are. */
async function unnamed(options: FollowCommandOptions, leave: AbortSignal): Promise<string> {
  if (options.onFailure !== 'explain') throw new UsageError('--on-failure takes full names only: name the cluster');
  return onlyCluster(options, 'follow', leave);
}

/** Throws if two of the names mean one service: one of them was taken for another one, which then nobody follows. */
async function named(finder: Finder, { cluster }: Place, names: readonly string[]): Promise<readonly ServiceAddress[]> {
  const given = [...new Set(names)];
  const found = await Promise.all(given.map((name) => findService(finder, cluster, name)));
  found.forEach(({ service }, i) => {
    const first = found.findIndex((one) => one.service === service);
    const both = `"${given[first]}" and "${given[i]}" are ${cluster} ${service}`;
    if (first < i) throw new UsageError(foreign(`--services names one service twice: ${both}`));
  });
  await Promise.all(found.map((one, i) => checkOwner(finder.aws, one, [{ text: given[i] }])));
  return found;
}

/** The same calls for many names: ten services are described at once, and each list is read once. */
function shared(aws: AccountApi, clock: Pick<Patience, 'now' | 'sleep'>): Finder['aws'] {
  const { describeServices, listServices, listClusters } = batched(aws, pacer(clock));
  return { describeServices, listServices: once(listServices), listClusters: once(listClusters) };
}

function once<I, A>(call: (input: I) => Promise<A>): (input: I) => Promise<A> {
  const answers = new Map<string, Promise<A>>();
  return (input) => {
    const key = JSON.stringify(input);
    const answer = answers.get(key) ?? call(input);
    answers.set(key, answer);
    return answer;
  };
}

async function all(aws: AccountApi, cluster: string, mayAppear: boolean): Promise<readonly ServiceAddress[]> {
  const names = await serviceNames(aws, cluster);
  if (!names.length && !mayAppear) throw new Ended(EXIT.notFound, `there is no service in the cluster "${cluster}"`);
  return names.map((service) => ({ cluster, service }));
}
