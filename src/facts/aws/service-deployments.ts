import { ServiceDeploymentBrief } from './api';
import { Reader } from './reader';
import { ServiceUnderWatch } from './service-under-watch';
import { NOT_READ_TO_END } from '../unavailable';

/** Of 100 service deployments each: 500 in the 90 days for which Amazon ECS keeps them. */
const MAX_PAGES = 5;
const PER_PAGE = 100;
/** Of such a list that is cut: how often the newer ones are asked for. */
const MAX_ROUNDS = 5;

type Finder = Pick<Reader, 'reading' | 'aws'>;
type Place = Pick<ServiceUnderWatch, 'cluster' | 'service'>;

interface Part {
  readonly all: readonly ServiceDeploymentBrief[];
  readonly isCut: boolean;
}

/**
 * The service deployments of a service, in an order that AWS does not document (Amazon ECS API Reference, ListServiceDeployments): the
 * newest one, too, can be on the last page. If there are too many, those that began after the newest of the first pages are asked for, so
 * that only older ones are missing. undefined: they could not be read, or not to the newest; then `reading` says so. Empty for a controller
 * other than ECS.
 */
export async function listServiceDeployments(
  { aws, reading }: Finder, { cluster, service }: Place,
): Promise<readonly ServiceDeploymentBrief[] | undefined> {
  const controller = service.deploymentController?.type;
  if (controller && controller !== 'ECS') return [];
  return reading.attempt('service deployments', async () => {
    const all = new Map<string, ServiceDeploymentBrief>();
    let after: number | undefined;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const part = await readPart(aws, { cluster, service }, after);
      for (const one of part.all) all.set(one.serviceDeploymentArn ?? `${all.size}`, one);
      const cut = `the service has more than ${all.size}`;
      if (!part.isCut) {
        if (round) reading.cutShort('service deployments', `${cut}: older ones were not read`);
        return [...all.values()];
      }
      const newest = part.all.reduce((last, { createdAt, startedAt }) => Math.max(last, Date.parse(createdAt ?? startedAt ?? '') || 0), 0);
      // The same answer again: the newest one is not to be had.
      if (!(newest > (after ?? 0))) break;
      after = newest;
    }
    const message = `the service has more than ${all.size}: which one is the newest is not known`;
    throw Object.assign(new Error(message), { name: NOT_READ_TO_END });
  });
}

/** @param after milliseconds since the epoch */
async function readPart(aws: Finder['aws'], { cluster, service }: Place, after: number | undefined): Promise<Part> {
  const all: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.listServiceDeployments({
      cluster,
      service: service.serviceArn ?? service.serviceName ?? '',
      maxResults: PER_PAGE,
      ...after !== undefined && { createdAt: { after: new Date(after) } },
      ...nextToken && { nextToken },
    });
    for (const one of answer.serviceDeployments ?? []) all.push(one);
    nextToken = answer.nextToken;
    if (!nextToken) return { all, isCut: false };
  }
  return { all, isCut: true };
}
