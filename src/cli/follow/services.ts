import { AccountApi } from '../../facts/aws/account-api';
import { ServiceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';
import { meantBy } from '../find/meant';
import { serviceNames } from '../find/names';
import { findService, Finder, Place } from '../find/service';
import { FollowCommandOptions } from '../options';

interface Meant {
  readonly aws: AccountApi;
  readonly services: readonly ServiceAddress[];
  /** No service was named: those of the whole cluster. */
  readonly isCluster: boolean;
}

/** The services that the arguments mean, each once. */
export async function servicesMeant(cluster: string, service: string | undefined, options: FollowCommandOptions): Promise<Meant> {
  if (service !== undefined && options.services) throw new UsageError('name the services once: as an argument or with --services');
  const mayAppear = Boolean(options.wait);
  const { aws, finder, place } = await meantBy(cluster, service, options, { canAsk: false, mayAppear });
  if (!place) throw new Ended(EXIT.notFound, `there is no cluster and no service "${cluster}": ecs-why follow CLUSTER SERVICE`);
  const { cluster: name, service: one, region } = place;
  if (one !== undefined) return { aws, services: [{ cluster: name, service: one, ...(region && { region }) }], isCluster: false };
  if (options.deployment || options.taskDefinition) throw new UsageError('name the service of --deployment or --task-definition');
  const services = options.services ? await named(finder, place, options.services) : await all(aws, name);
  return { aws, services, isCluster: !options.services };
}

async function named(finder: Finder, { cluster }: Place, names: readonly string[]): Promise<readonly ServiceAddress[]> {
  const found = await Promise.all(names.map((name) => findService(finder, cluster, name)));
  return found.filter((one, i) => found.findIndex(({ service }) => service === one.service) === i);
}

async function all(aws: AccountApi, cluster: string): Promise<readonly ServiceAddress[]> {
  const names = await serviceNames(aws, cluster);
  if (!names.length) throw new Ended(EXIT.notFound, `there is no service in the cluster "${cluster}"`);
  return names.map((service) => ({ cluster, service }));
}
