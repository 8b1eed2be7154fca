import { AwsApi } from './api';
import { Watched } from './ecs';

/** How many services are deployed at the same time, as far as one call tells. */
export interface Crowd {
  readonly at: string;
  /** The one under watch included. */
  readonly services: number;
}

const EVERY_MS = 30_000;
/** Tasks are pending for the first part of a deployment only: whoever was seen then is there for a while. */
const HALF_LIFE_MS = 60_000;

/**
 * AWS counts the calls of a whole account, so a watch has to know how many others there may be. Services that are being deployed have
 * pending tasks: those of the cluster that are not this service's are those of others, and no more others than it has services. It is
 * no fact of the deployment: what cannot be read is left as it was.
 */
export async function readCrowd(aws: AwsApi, known: Crowd | undefined, { service, cluster }: Watched, now: string): Promise<Crowd> {
  const ageMs = known ? Date.parse(now) - Date.parse(known.at) : Infinity;
  if (known && ageMs < EVERY_MS) return known;
  const before = known ? Math.round(known.services * 0.5 ** (ageMs / HALF_LIFE_MS)) : 1;
  try {
    const [found] = (await aws.describeClusters({ clusters: [cluster] })).clusters ?? [];
    const pending = (found?.pendingTasksCount ?? 0) - (service.pendingCount ?? 0);
    const others = Math.max(0, Math.min(pending, (found?.activeServicesCount ?? 1) - 1));
    return { at: now, services: Math.max(1 + others, before) };
  } catch {
    return { at: now, services: Math.max(1, before) };
  }
}
