import { declaredService, deployedService, isConstructPath } from './construct';
import { findAlone, Finder, findService, Place } from './service';
import { AccountApi } from '../../facts/aws/account-api';
import { connect } from '../aws/connect';
import { regionOf, serviceAddress } from '../aws/where';
import { UsageError } from '../exit';
import { AwsOptions } from '../options';

interface Meaning {
  readonly aws: AccountApi;
  readonly finder: Finder;
  /** A service or a cluster; undefined: nothing has this name. */
  readonly place: Place | undefined;
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
  const region = serviceAddress(first, second)?.region ?? declared?.region ?? regionOf(first);
  const aws = await connect(options, region, leave);
  const finder: Finder = { aws, ...how };
  if (declared) return { aws, finder, place: await deployedService(aws, declared) };
  return { aws, finder, place: await (second === undefined ? findAlone(finder, first) : findService(finder, first, second)) };
}
