import { AccountApi } from '../../facts/aws/account-api';
import { faultOfError, isFatal, Subject } from '../aws/faults';
import { Ended, EXIT } from '../exit';

/** Pages of a list; nobody looks through a longer one. Other clusters and services can be named on the command line. */
const MAX_PAGES = 20;

/** Names of the clusters of the account, sorted. Throws `Ended` if they cannot be read. */
export function clusterNames(aws: Pick<AccountApi, 'listClusters'>): Promise<readonly string[]> {
  return names('clusters', async (nextToken) => {
    const { clusterArns, nextToken: next } = await aws.listClusters({ ...(nextToken && { nextToken }) });
    return { arns: clusterArns ?? [], next };
  });
}

/** Names of the services of a cluster, sorted. Throws `Ended` if they cannot be read. */
export function serviceNames(aws: Pick<AccountApi, 'listServices'>, cluster: string): Promise<readonly string[]> {
  return names('services', async (nextToken) => {
    const { serviceArns, nextToken: next } = await aws.listServices({ cluster, ...(nextToken && { nextToken }) });
    return { arns: serviceArns ?? [], next };
  });
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
