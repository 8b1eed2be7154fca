import { ServiceDeploymentBrief } from './api';
import { Reader } from './reader';
import { ServiceUnderWatch } from './service-under-watch';

/** Of 100 service deployments each: 500 in the 90 days for which Amazon ECS keeps them. */
const MAX_PAGES = 5;
const PER_PAGE = 100;

/**
 * All service deployments of a service, in an order that AWS does not document (Amazon ECS API Reference, ListServiceDeployments): the
 * newest one, too, can be on the last page. undefined: they could not be read; then `reading` says so. Empty for a controller other than
 * ECS.
 */
export async function listServiceDeployments(
  { aws, reading }: Pick<Reader, 'reading' | 'aws'>, { cluster, service }: Pick<ServiceUnderWatch, 'cluster' | 'service'>,
): Promise<readonly ServiceDeploymentBrief[] | undefined> {
  const controller = service.deploymentController?.type;
  if (controller && controller !== 'ECS') return [];
  return reading.attempt('service deployments', async () => {
    const all: ServiceDeploymentBrief[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await aws.listServiceDeployments({
        cluster, service: service.serviceArn ?? service.serviceName ?? '', maxResults: PER_PAGE, ...nextToken && { nextToken },
      });
      for (const one of answer.serviceDeployments ?? []) all.push(one);
      nextToken = answer.nextToken;
      if (!nextToken) return all;
    }
    reading.cutShort('service deployments', `the service has more than ${all.length}: the others were not read`);
    return all;
  });
}
