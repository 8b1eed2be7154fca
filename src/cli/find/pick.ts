import search from '@inquirer/search';
import { clusterNames, serviceNames } from './names';
import { AccountApi } from '../../facts/aws/account-api';
import { foreign } from '../../presentation/foreign';
import { ServiceAddress } from '../aws/where';
import { Ended, EXIT } from '../exit';

/** Lets a person choose a cluster, unless it is given by name, and a service. */
export async function pickService(aws: AccountApi, cluster: string | undefined): Promise<ServiceAddress> {
  const name = cluster ?? await choose('Cluster', await clusterNames(aws), 'there is no cluster in this account and region');
  return { cluster: name, service: await choose('Service', await serviceNames(aws, name), `there is no service in the cluster "${name}"`) };
}

/** One of the names; the only one without a question. `none`: why there is nothing to choose. */
export async function choose(message: string, all: readonly string[], none: string): Promise<string> {
  if (!all.length) throw new Ended(EXIT.notFound, none);
  if (all.length === 1) return all[0];
  try {
    const matching = (term = '') => (
      all.filter((name) => name.toLowerCase().includes(term.toLowerCase())).map((value) => ({ value, name: foreign(value) }))
    );
    return await search({ message, pageSize: 12, source: matching });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Ended(EXIT.interrupted, 'nothing was chosen');
    throw error;
  }
}
