import { Frame } from '../facts/model';

/**
 * Does the frame show the deployment that this stack operation started? Before ECS has made it, and for good when only the desired count
 * changed, the PRIMARY deployment is an older one, whose failures are none of this operation's business.
 */
export function isOurs(frame: Frame): boolean {
  return !frame.operation || Boolean(frame.operation.deploymentId);
}
