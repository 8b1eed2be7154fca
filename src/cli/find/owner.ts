import { Place } from './service';
import { AccountApi } from '../../facts/aws/account-api';
import { foreign } from '../../presentation/foreign';
import { faultOfError, isFatal, passes, Subject } from '../aws/faults';
import { ownerOf } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';

type OwnerApi = Pick<AccountApi, 'describeServices' | 'listClusters'>;

/** A text of the command line: an ARN, an address of the console, or a name, which says nothing about its owner. */
export interface Given {
  readonly text: string;
  /** The option that takes it; undefined: it is an argument. */
  readonly option?: string;
}

/**
 * Throws if one of the texts is of another partition, account or Region than what is read. Of an address, only the names are sent to ECS,
 * and the account of the credentials can have a service of the same name.
 */
export async function checkOwner(aws: OwnerApi, place: Pick<Place, 'cluster' | 'service'>, given: readonly Given[]): Promise<void> {
  const named = given.filter(({ text }) => Object.values(ownerOf(text)).some((part) => part !== undefined));
  const own = named.length ? await ownArn(aws, place) : undefined;
  if (own === undefined) return;
  const here = ownerOf(own);
  for (const { text, option } of named) {
    const there = ownerOf(text);
    const differs = (part: keyof typeof here) => there[part] !== undefined && there[part] !== here[part];
    if (differs('account') || differs('region') || differs('partition')) {
      const name = option ?? JSON.stringify(text);
      throw new UsageError(foreign(`${name} names one in ${placeOf(there)}, and ${subjectOf(place)} is in ${placeOf(here)}`));
    }
  }
}

/** ECS names the owner also where there is no such service. */
async function ownArn(aws: OwnerApi, { cluster, service }: Pick<Place, 'cluster' | 'service'>): Promise<string | undefined> {
  const ofService = service === undefined ? undefined : await read('service', async () => {
    const { services, failures } = await aws.describeServices({ cluster, services: [service] });
    return services?.[0]?.serviceArn ?? failures?.[0]?.arn;
  });
  return ofService ?? read('clusters', async () => (await aws.listClusters({})).clusterArns?.[0]);
}

/** undefined: it cannot be read, and the first look says why. A fault that passes must not hide that the owner is another one. */
async function read(what: Subject, call: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await call();
  } catch (error) {
    const fault = faultOfError(what, error);
    if (passes(fault) || isFatal(fault)) throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line, passes(fault));
    return undefined;
  }
}

function subjectOf({ cluster, service }: Pick<Place, 'cluster' | 'service'>): string {
  return service === undefined ? `what is read of the cluster "${cluster}"` : `the service "${service}"`;
}

/** The partition is told where it is another one than that of the commercial Regions. */
function placeOf({ partition, region, account }: ReturnType<typeof ownerOf>): string {
  const parts = [partition !== 'aws' && partition && `the partition ${partition}`, region, account && `the account ${account}`];
  const [last, ...others] = parts.filter(Boolean).reverse();
  return [others.reverse().join(', '), last].filter(Boolean).join(' and ');
}
