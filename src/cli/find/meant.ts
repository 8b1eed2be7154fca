import { declaredService, deployedService, isConstructPath } from './construct';
import { clusterNames } from './names';
import { checkOwner } from './owner';
import { findAlone, Finder, findService, Place } from './service';
import { AccountApi } from '../../facts/aws/account-api';
import { foreign } from '../../presentation/foreign';
import { checkRegion, connect } from '../aws/connect';
import { regionOf, serviceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';
import { AwsOptions } from '../options';

interface Meaning {
  readonly aws: AccountApi;
  readonly finder: Finder;
  /** A service or a cluster; undefined: nothing has this name. */
  readonly place: Place | undefined;
}

const ANY = 'name a cluster and a service, or a stack: ecs-why CLUSTER SERVICE, ecs-why STACK';

/**
 * Nothing was named: the only cluster. Several: a list, and exit code 2. A list that cannot be read changes nothing about what is missing.
 */
export async function clusterUnnamed(options: AwsOptions): Promise<string> {
  const clusters = await connect(options, undefined).then(clusterNames).catch((error: unknown) => {
    throw new UsageError(error instanceof Ended ? `${ANY} (the clusters cannot be listed: ${error.message})` : ANY);
  });
  if (clusters.length === 1) return clusters[0];
  throw new UsageError(`${ANY}; ${clusters.length ? 'the clusters are:' : 'there is no cluster'}`, clusters.map(foreign));
}

/** The only cluster of the account. Several: a list, and exit code 2. */
export async function onlyCluster(options: AwsOptions, command: 'follow' | 'record', leave: AbortSignal): Promise<string> {
  const clusters = await clusterNames(await connect(options, undefined, leave));
  if (!clusters.length) throw new Ended(EXIT.notFound, 'there is no cluster in this account and Region');
  if (clusters.length > 1) throw new UsageError(`name one of the clusters: ecs-why ${command} CLUSTER`, clusters.map(foreign));
  return clusters[0];
}

/**
 * What the arguments of a command mean: cluster and service by their names or parts of them, an ARN, a console address, a construct path, a
 * name alone. Connects to the account and Region that they name.
 */
export async function meantBy(
  first: string, second: string | undefined, options: AwsOptions,
  { leave, ...how }: Pick<Finder, 'canAsk' | 'mayAppear' | 'guessed'> & { readonly leave?: AbortSignal },
): Promise<Meaning> {
  // A variable of a script that is not set.
  if (!first.trim() || second?.trim() === '') throw new UsageError('a name is empty: give the cluster and the service');
  const path = second ?? first;
  const declared = isConstructPath(path) ? await declaredService(path) : undefined;
  const region = serviceAddress(first, second)?.region ?? regionOf(first);
  checkRegion(options, region);
  const aws = await connect(options, region ?? declared?.region, leave);
  const finder: Finder = { aws, ...how };
  if (declared) return { aws, finder, place: await deployedService(aws, declared) };
  const place = await (second === undefined ? findAlone(finder, first) : findService(finder, first, second));
  const given = [first, ...second === undefined ? [] : [second]].map((text) => ({ text }));
  if (place) await checkOwner(aws, place, given);
  return { aws, finder, place };
}
