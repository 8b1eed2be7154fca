import { lastPart } from '../arn';
import { Service } from '../model';

/**
 * Cluster in the ARN of a service, `arn:...:service/cluster/name`. The ARN of a service from before the long ARN format (2018) contains no
 * cluster, whatever its cluster is.
 * @param known name or ARN of the cluster, if the ARN of the service has none; by default the one in which the API looks
 */
export function clusterOf(serviceArn: string, known = 'default'): string {
  const parts = serviceArn.slice(serviceArn.lastIndexOf(':') + 1).split('/');
  return parts.length > 2 ? parts[1] : known;
}

export function serviceName(service: Service): string {
  return service.serviceName ?? lastPart(service.serviceArn ?? '');
}
