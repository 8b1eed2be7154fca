import { lastPart } from '../arn';
import { Service } from '../model';

/**
 * Cluster in the ARN of a service, `arn:...:service/cluster/name`. The ARN of a service from before the long ARN format (2018) contains no
 * cluster; the API then looks in the cluster `default`, and so do we.
 */
export function clusterOf(serviceArn: string): string {
  const parts = serviceArn.slice(serviceArn.lastIndexOf(':') + 1).split('/');
  return parts.length > 2 ? parts[1] : 'default';
}

export function serviceName(service: Service): string {
  return service.serviceName ?? lastPart(service.serviceArn ?? '');
}
