import { Reader } from './reader';
import { ServiceUnderWatch } from './service-under-watch';

/** An estimate of how many services of the cluster are deployed at the same time. */
export interface ConcurrentDeployments {
  /** When it was read, ISO 8601. */
  readonly at: string;
  /** The service under watch included. */
  readonly services: number;
}

const EVERY_MS = 30_000;
/** Services have pending tasks only at the start of their deployment, which goes on after that: an earlier estimate fades slowly. */
const HALF_LIFE_MS = 60_000;

/**
 * AWS throttles by account, so a watch must know how many other watches there may be. A service that is being deployed has pending tasks,
 * so the pending tasks of the cluster, less those of this service, are an upper bound for the number of others. So is the number of
 * services in the cluster. The estimate is no fact of the deployment: when the call fails, the earlier estimate is used, and the frame
 * does not mention it.
 */
export async function readConcurrentDeployments(
  { aws, now }: Reader, known: ConcurrentDeployments | undefined, { service, cluster }: ServiceUnderWatch,
): Promise<ConcurrentDeployments> {
  const ageMs = known ? Date.parse(now) - Date.parse(known.at) : Infinity;
  if (known && ageMs < EVERY_MS) return known;
  const faded = known ? Math.round(known.services * 0.5 ** (ageMs / HALF_LIFE_MS)) : 1;
  const answer = await aws.describeClusters({ clusters: [cluster] }).catch(() => undefined);
  const found = answer?.clusters?.[0];
  const pendingOfOthers = (found?.pendingTasksCount ?? 0) - (service.pendingCount ?? 0);
  const others = Math.max(0, Math.min(pendingOfOthers, (found?.activeServicesCount ?? 1) - 1));
  return { at: now, services: Math.max(1 + others, faded) };
}
