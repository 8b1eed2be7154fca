import { clusterNames, serviceNames } from './names';
import { choose } from './pick';
import { AccountApi } from '../../facts/aws/account-api';
import { foreign } from '../../presentation/foreign';
import { faultOfError } from '../aws/faults';
import { clusterName, regionOf, ServiceAddress, serviceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';
import { Terminal } from '../output/terminal';

/** A service, or a whole cluster. */
export type Place = Omit<ServiceAddress, 'service'> & { readonly service?: string };

export interface Finder {
  readonly aws: Pick<AccountApi, 'listClusters' | 'listServices' | 'describeServices'>;
  /** A person at a terminal can choose between several. */
  readonly canAsk: boolean;
  /** A service that does not exist may be created yet: no other one is taken in its place. */
  readonly mayAppear?: boolean;
  /** A part of a name was given, and one name has it. Throws if this is not enough. */
  readonly guessed: (given: string, full: string) => void;
}

/** Says in a line what was taken. */
export function sayGuess(tell: (line: string) => void): Finder['guessed'] {
  return (given, full) => tell(foreign(`"${given}" is taken as ${full}`));
}

export function guessedOn({ err }: Pick<Terminal, 'err'>): Finder['guessed'] {
  return sayGuess((line) => err(`ecs-why: ${line}`));
}

/** Clusters whose services are looked through for a name that is given alone. */
const MAX_CLUSTERS = 20;

/**
 * What a person means by a cluster and a service. An exact name wins; a part of a name is enough if one service has it. Several: a person
 * chooses, and a program gets the list and exit code 2. Where nothing fits, the names stay as they are, and the command says what is
 * missing.
 */
export async function findService(finder: Finder, cluster: string, service: string): Promise<ServiceAddress> {
  const given = serviceAddress(cluster, service);
  if (!given) throw new UsageError(`"${service}" is no service`);
  // ARNs and console addresses name one service.
  if (given.service !== service) return ofCluster(given, cluster, service);
  if (finder.mayAppear) return given;
  const { found, inCluster } = await exists(finder, given);
  if (found) return given;
  if (inCluster) return withPart(finder, given);
  const clusters = (await lookedThrough(clusterNames(finder.aws), `cluster "${given.cluster}"`)).filter(hasPart(given.cluster));
  if (!clusters.length) return given;
  const one = { ...given, cluster: await guess(finder, given.cluster, 'Cluster', clusters) };
  return (await exists(finder, one)).found ? one : withPart(finder, one);
}

/** Throws if the cluster beside the ARN or console address of a service is not that of the service: one of both is a mistake. */
function ofCluster(found: ServiceAddress, cluster: string, service: string): ServiceAddress {
  const name = clusterName(cluster);
  if (found.cluster !== name) {
    throw new UsageError(`${service} is a service of the cluster "${found.cluster}", not of "${name}": name one of both`);
  }
  const region = regionOf(cluster);
  if (region === undefined || found.region === undefined || region === found.region) return found;
  throw new UsageError(`${service} is a service in ${found.region}, and ${cluster} a cluster in ${region}: name one of both`);
}

/** `inCluster`: the cluster is there. What cannot be read counts as found: the command says why it cannot. */
async function exists({ aws }: Finder, { cluster, service }: ServiceAddress): Promise<{ found: boolean; inCluster: boolean }> {
  try {
    const { services = [], failures = [] } = await aws.describeServices({ cluster, services: [service] });
    const isMissing = !services.length && failures.some(({ reason }) => reason === 'MISSING');
    return { found: !isMissing, inCluster: true };
  } catch (error) {
    const isAbsent = faultOfError('service', error).kind === 'notFound';
    return { found: !isAbsent, inCluster: false };
  }
}

async function withPart(finder: Finder, given: ServiceAddress): Promise<ServiceAddress> {
  const what = `service "${given.service}" in the cluster "${given.cluster}"`;
  const matching = (await lookedThrough(serviceNames(finder.aws, given.cluster), what)).filter(hasPart(given.service));
  if (!matching.length) return given;
  return { ...given, service: await guess(finder, given.service, 'Service', matching, given.cluster) };
}

/**
 * What a name means that is given alone: a cluster of exactly this name; a service of this name, or with it as a part, in any cluster; a
 * cluster with it as a part. undefined: nothing.
 */
export async function findAlone(finder: Finder, text: string): Promise<Place | undefined> {
  const whole = serviceAddress(text);
  if (whole) return whole;
  const name = clusterName(text);
  const clusters = await clusterNames(finder.aws);
  if (clusters.includes(name)) return { cluster: name };
  if (clusters.length > MAX_CLUSTERS) {
    const most = `there are ${clusters.length} clusters, and a name alone is looked up in at most ${MAX_CLUSTERS}`;
    throw new UsageError(`no cluster is called "${text}"; if it is a service, name its cluster, too: ${most}`);
  }
  const unread: Ended[] = [];
  const all = (await Promise.all(clusters.map(async (cluster) => (
    (await known(serviceNames(finder.aws, cluster), unread)).map((service) => ({ cluster, service }))
  )))).flat();
  const exact = all.filter(({ service }) => service === name);
  const matching = exact.length ? exact : all.filter(({ service }) => hasPart(name)(service));
  if (matching.length) {
    const names = matching.map(({ cluster, service }) => `${cluster} ${service}`);
    const chosen = await (exact.length ? only : guess)(finder, name, 'Service', names);
    return matching.find(({ cluster, service }) => `${cluster} ${service}` === chosen);
  }
  const like = clusters.filter(hasPart(name));
  if (!like.length && unread.length) throw notLookedThrough(unread[0], `cluster and no service "${text}" that could be read`);
  return like.length ? { cluster: await guess(finder, name, 'Cluster', like) } : undefined;
}

/** The service of a place: that of a whole cluster only if it has no other. */
export async function serviceOf(finder: Finder, { cluster, service, region }: Place): Promise<ServiceAddress> {
  if (service !== undefined) return { cluster, service, ...(region && { region }) };
  const all = await serviceNames(finder.aws, cluster);
  if (!all.length) throw new Ended(EXIT.notFound, `there is no service in the cluster "${cluster}"`);
  return { cluster, service: await only(finder, cluster, 'Service', all, cluster), ...(region && { region }) };
}

/** One of the names that have the given one as a part. */
async function guess(
  finder: Finder, given: string, kind: 'Cluster' | 'Service', all: readonly string[], within?: string,
): Promise<string> {
  if (all.length === 1) finder.guessed(given, within === undefined ? all[0] : `${within} ${all[0]}`);
  return only(finder, given, kind, all, within);
}

/** @param within the cluster that stands before each name in the list */
async function only(
  { canAsk }: Finder, given: string, kind: 'Cluster' | 'Service', all: readonly string[], within?: string,
): Promise<string> {
  if (all.length === 1 || canAsk) return choose(kind, all, '');
  const before = within === undefined ? '' : `${within} `;
  throw new UsageError(`"${given}" can be any of these; name one:`, all.map((name) => before + foreign(name)));
}

const hasPart = (part: string) => (name: string) => name.toLowerCase().includes(part.toLowerCase());

/**
 * A list that cannot be read for good is one of `unread`, and another list can hold the name. One that can be read a moment later may hold
 * the name, or a second one like it.
 */
async function known(list: Promise<readonly string[]>, unread: Ended[]): Promise<readonly string[]> {
  return list.catch((error: unknown) => {
    if (!isUnreadable(error)) throw error;
    unread.push(error);
    return [];
  });
}

/** The list in which a part of a name is looked up, after nothing had exactly this name. */
async function lookedThrough(list: Promise<readonly string[]>, what: string): Promise<readonly string[]> {
  return list.catch((error: unknown) => {
    if (isUnreadable(error) && error.code === EXIT.notFound) return [];
    throw isUnreadable(error) ? notLookedThrough(error, what) : error;
  });
}

function isUnreadable(error: unknown): error is Ended {
  return error instanceof Ended && error.code !== EXIT.credentials && !error.passes;
}

/** Whether a service has the name, or it as a part, is not known, so it is not said that there is none. */
export class NotLookedThrough extends Ended {}

function notLookedThrough(error: Ended, what: string): Ended {
  return new NotLookedThrough(EXIT.couldNotLook, `there is no ${what}; a part of a name cannot be looked up: ${error.message}`);
}
