import { AccountApi } from '../../facts/aws/account-api';
import { Fault, faultOfError, isFatal, passes, Subject } from '../aws/faults';
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
  return names('services', servicesOf(aws, cluster));
}

/** The same for a command that looks again and again: a fault is not its end. */
export function serviceNamesNow(aws: Pick<AccountApi, 'listServices'>, cluster: string): Promise<Listed> {
  return list('services', servicesOf(aws, cluster));
}

type Listed = { readonly all: readonly string[]; readonly fault?: undefined } | { readonly all?: undefined; readonly fault: Fault };

interface Page {
  readonly arns: readonly string[];
  /** Token of the next page. */
  readonly next?: string;
}

type Pages = (token: string | undefined) => Promise<Page>;

function servicesOf(aws: Pick<AccountApi, 'listServices'>, cluster: string): Pages {
  return async (nextToken) => {
    const { serviceArns, nextToken: next } = await aws.listServices({ cluster, ...(nextToken && { nextToken }) });
    return { arns: serviceArns ?? [], next };
  };
}

async function names(what: Subject, page: Pages): Promise<readonly string[]> {
  const listed = await list(what, page);
  if (!listed.fault) return listed.all;
  const { fault } = listed;
  if (fault.kind === 'notFound') throw new Ended(EXIT.notFound, fault.line);
  throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line, passes(fault));
}

async function list(what: Subject, page: Pages): Promise<Listed> {
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
    return { fault: faultOfError(what, error) };
  }
  return { all: arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1)).sort((a, b) => a.localeCompare(b)) };
}
