import search from '@inquirer/search';
import { faultOfError, isFatal, Subject } from './aws/faults';
import { ServiceAddress } from './aws/where';
import { Ended, EXIT } from './exit';
import { AccountApi } from '../facts/aws/account-api';

/** Pages of a list; nobody looks through a longer one. Other clusters and services can be named on the command line. */
const MAX_PAGES = 20;

/** Lets a person choose a cluster, unless it is given by name, and a service. */
export async function pickService(aws: AccountApi, cluster: string | undefined): Promise<ServiceAddress> {
  const name = cluster ?? await choose('Cluster', await names('clusters', async (nextToken) => {
    const { clusterArns, nextToken: next } = await aws.listClusters({ ...(nextToken && { nextToken }) });
    return { arns: clusterArns ?? [], next };
  }), 'there is no cluster in this account and region');
  const service = await choose('Service', await names('services', async (nextToken) => {
    const { serviceArns, nextToken: next } = await aws.listServices({ cluster: name, ...(nextToken && { nextToken }) });
    return { arns: serviceArns ?? [], next };
  }), `there is no service in the cluster "${name}"`);
  return { cluster: name, service };
}

interface Page {
  readonly arns: readonly string[];
  /** Token of the next page. */
  readonly next?: string;
}

async function names(what: Subject, page: (token: string | undefined) => Promise<Page>): Promise<readonly string[]> {
  const arns: string[] = [];
  let token: string | undefined;
  try {
    for (let i = 0; i < MAX_PAGES; i++) {
      const { arns: some, next } = await page(token);
      for (const arn of some) arns.push(arn);
      token = next;
      if (!token) break;
    }
  } catch (error) {
    const fault = faultOfError(what, error);
    if (fault.kind === 'notFound') throw new Ended(EXIT.notFound, fault.line);
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
  return arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)).sort((a, b) => a.localeCompare(b));
}

async function choose(message: string, all: readonly string[], none: string): Promise<string> {
  if (!all.length) throw new Ended(EXIT.notFound, none);
  if (all.length === 1) return all[0];
  try {
    const matching = (term = '') => all.filter((name) => name.toLowerCase().includes(term.toLowerCase()));
    return await search({ message, pageSize: 12, source: matching });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Ended(EXIT.interrupted, 'nothing was chosen');
    throw error;
  }
}
