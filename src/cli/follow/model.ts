import { Notices } from '../notices';
import { Output, Seen } from '../watch/model';

/** In the order in which a deployment gets there. */
export const PHASES = ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done'] as const;
export type Phase = (typeof PHASES)[number];

export type Until = 'deployed' | 'stable' | 'paused';
export type OnFailure = 'explain' | 'stop' | 'rollback';

/** How following a service ended; `denied`: by a fault of the credentials. */
export type Outcome = 'deployed' | 'stable' | 'paused' | 'failed' | 'superseded' | 'timed-out' | 'not-read' | 'denied' | 'none';

export interface Ending {
  readonly outcome: Outcome;
  /** ISO 8601. */
  readonly at: string;
  /** Why, in a clause; empty: the outcome says all. */
  readonly because: string;
}

/** A service whose deployment is followed, or awaited. */
export interface Followed extends Seen {
  /** Name or ARN. */
  readonly cluster: string;
  /** Name or ARN. */
  readonly service: string;
  /** When the first look was, ISO 8601. */
  readonly startedAt: string;
  /**
   * Since when something could not be read that it takes to find its deployment, or to see how ECS ends the one that it was asked to end,
   * ISO 8601.
   */
  readonly unreadSince?: string;
  /** From 0 to 1: where in the time between two reads of its tasks they are read, so that not all services are read at once. */
  readonly turn?: number;
  /** ARN of the task definition that its deployment rolls out: ECS drops a deployment that it gives up from the list of the service. */
  readonly revision?: string;
  /** When ECS created its deployment, ISO 8601. */
  readonly createdAt?: string;
  /** The deployment that the looks show in its place, and since when, ISO 8601. */
  readonly replacedBy?: { readonly id: string; readonly since: string };
  /** Since when the looks show the deployment as stopped, ISO 8601. */
  readonly stoppedSince?: string;
  /** Since when the looks show the service as deleted, ISO 8601. */
  readonly goneSince?: string;
  readonly phases: readonly Phase[];
  /** Of a failure that was judged before its log, or another fact that may name the cause, was read: `awaited`, then `read`. */
  readonly log?: 'awaited' | 'read';
  /** The hook, or other wait, that was printed last. */
  readonly waiting?: string;
  /** What was asked of ECS after the failure (`--on-failure`). */
  readonly asked?: Asked;
  readonly ending?: Ending;
  /** After the end: the deployments that ECS showed when no newer one had begun. */
  readonly shown?: string;
}

export interface Asked {
  readonly what: Exclude<OnFailure, 'explain'>;
  /** ECS has taken the request. Otherwise it is made again, unless `refused`. */
  readonly taken: boolean;
  readonly refused: boolean;
  /** A request was sent, and its answer has not come or was lost: ECS may have taken it. */
  readonly unconfirmed?: boolean;
  /** The line that was printed last about it. */
  readonly told?: string;
}

export interface FollowState extends Notices {
  readonly startedAt: string;
  /** No service was named: those of this cluster that are being deployed. */
  readonly cluster?: string;
  /** By `cluster service`, in the order in which they were named. */
  readonly services: ReadonlyMap<string, Followed>;
  /** Of a whole cluster: deployments that ended badly, of services that are followed with a newer deployment. */
  readonly earlier: readonly Followed[];
}

/** Something that changed; printed once. `at`: ISO 8601. */
export type FollowNews =
  | { readonly kind: 'notice'; readonly at: string; readonly text: string }
  | { readonly kind: 'phase'; readonly at: string; readonly service: Followed; readonly phase: Phase; readonly text: string }
  /** A lifecycle hook, or another wait that ends by itself or by a person. */
  | { readonly kind: 'wait'; readonly at: string; readonly service: Followed; readonly text: string }
  /** Tasks have stopped in a way that was not printed yet. */
  | { readonly kind: 'service'; readonly at: string; readonly service: Followed }
  | { readonly kind: 'diagnosis'; readonly at: string; readonly service: Followed }
  | { readonly kind: 'outcome'; readonly at: string; readonly service: Followed; readonly ending: Ending }
  | { readonly kind: 'end'; readonly at: string; readonly exitCode: number; readonly text: string };

export type FollowOutput = Output<FollowNews, FollowState>;

/** A service of a whole cluster that is not being deployed is of no interest. */
export function isQuiet({ memory, ending }: Followed): boolean {
  return !memory.deploymentId && (!ending || ending.outcome === 'none');
}

export function keyOf({ cluster, service }: Pick<Followed, 'cluster' | 'service'>): string {
  return `${cluster} ${service}`;
}
