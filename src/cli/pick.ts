import search from '@inquirer/search';
import { faultOfError, isFatal, Subject } from './aws/faults';
import { ServiceAddress } from './aws/where';
import { Ended, EXIT } from './exit';
import { AccountApi } from '../facts/aws/account';

/** More than this nobody picks from a list; the rest is found by naming it. */
const MAX_PAGES = 20;

/** Lets a person choose; only what is not known yet is asked. `cluster`: its name. */
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

async function names(what: Subject, page: (token: string | undefined) => Promise<{ arns: readonly string[]; next?: string }>): Promise<readonly string[]> {
  const arns: string[] = [];
  let token: string | undefined;
  try {
    for (let i = 0; i < MAX_PAGES; i++) {
      const { arns: some, next } = await page(token);
      arns.push(...some);
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
    return await search({ message, pageSize: 12, source: (term) => all.filter((name) => name.toLowerCase().includes((term ?? '').toLowerCase())) });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Ended(EXIT.interrupted, 'nothing was chosen');
    throw error;
  }
}
