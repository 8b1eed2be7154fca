import { WantedDeployment } from '../../facts/aws/find-deployment';
import { FollowCommandOptions } from '../options';

/** As long as the waiter of the AWS CLI twice: `aws ecs wait services-stable` gives up after ten minutes. */
export const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** ECS may list a deployment that was just asked for some seconds late: its lists are eventually consistent. */
const WAIT_FOR_NAMED_SECONDS = 60;

interface Wanted {
  readonly wanted: WantedDeployment;
  /** Seconds to wait for it to begin. */
  readonly wait: number;
}

type Options = Pick<FollowCommandOptions, 'deployment' | 'taskDefinition' | 'since' | 'wait'>;

/**
 * Which deployment the options name. Without a name it is the newest. Who waits for one to begin does not mean one that is over: then it is
 * the one in progress, or the next; not one that ECS is rolling back, which is over for the person. Nor are the old deployments of a whole
 * cluster meant.
 * @param now milliseconds since the epoch
 */
export function wantedDeployment({ deployment, taskDefinition, since, wait }: Options, now: number, isCluster = false): Wanted {
  if (deployment) return { wanted: { deployment }, wait: wait ?? 0 };
  const sinceMs = since && ('at' in since ? since.at : now - since.agoMs);
  if (taskDefinition || sinceMs !== undefined) {
    const wanted = { ...taskDefinition && { taskDefinition }, ...sinceMs !== undefined && { sinceMs } };
    return { wanted, wait: wait ?? WAIT_FOR_NAMED_SECONDS };
  }
  if (wait) return { wanted: { sinceMs: now, orOpen: true }, wait };
  return { wanted: isCluster ? { sinceMs: now, orOpen: true, orRolledBack: true } : {}, wait: 0 };
}
