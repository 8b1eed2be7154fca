import { CREATED_SLACK_MS } from '../../facts/aws/ecs';
import { WantedDeployment } from '../../facts/aws/find-deployment';
import { FollowCommandOptions } from '../options';

/** As long as the waiter of the AWS CLI twice: `aws ecs wait services-stable` gives up after ten minutes. */
export const DEFAULT_TIMEOUT_SECONDS = 20 * 60;

/** ECS may list a deployment that was just asked for some seconds late: its lists are eventually consistent. */
const WAIT_FOR_NAMED_SECONDS = 60;

export interface Wanted {
  readonly wanted: WantedDeployment;
  /** Seconds to wait for it to begin. */
  readonly wait: number;
  /** Taken, and said, if none has begun by then. */
  readonly otherwise?: WantedDeployment;
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
  const sinceMs = since && withSlack('at' in since ? since.at : now - since.agoMs);
  if (sinceMs !== undefined) return { wanted: { ...taskDefinition && { taskDefinition }, sinceMs }, wait: wait ?? WAIT_FOR_NAMED_SECONDS };
  if (taskDefinition) return { ...ofRevision(taskDefinition, now), wait: wait ?? WAIT_FOR_NAMED_SECONDS };
  if (wait) return { wanted: { sinceMs: now, orOpen: true }, wait };
  return { wanted: isCluster ? { sinceMs: now, orOpen: true, orRolledBack: true } : {}, wait: 0 };
}

/**
 * The same revision can be deployed again (`--force-new-deployment`, a rollback by hand). Until ECS lists the new deployment, the newest
 * one of the revision is that of another day. So one that is over is taken only if no newer one begins. It may still be the one that is
 * meant: a job can wait in a queue until its deployment has ended.
 */
function ofRevision(taskDefinition: string, now: number): Omit<Wanted, 'wait'> {
  return { wanted: { taskDefinition, sinceMs: withSlack(now), orOpen: true, orRolledBack: true }, otherwise: { taskDefinition } };
}

/** The time is that of this machine, or of the one that started the deployment; a deployment has that of AWS. */
function withSlack(ms: number): number {
  return ms - CREATED_SLACK_MS;
}
