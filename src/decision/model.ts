import { ByCause, WatchOptions } from '../contract';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';

/** What one frame calls for by itself, without a history. */
export type Verdict = 'fail-now' | 'fail-after-repeat' | 'keep-waiting' | 'healthy';

/** `because`: why, as a person reads it in the log or in CloudFormation's reason. */
export type Decision =
  /** `putsOff`: the answer that is due, but would come too early after the request. */
  | { readonly kind: 'wait'; readonly seconds: number; readonly because: string; readonly putsOff?: 'fail' | 'succeed' }
  /** `unjudged`: the watch ends without its own verdict. Tasks that have failed until then are diagnosed for the log. */
  | { readonly kind: 'succeed'; readonly because: string; readonly unjudged?: true }
  /** `release`: what would let the deployment continue, if nothing has failed but nothing moves. */
  | { readonly kind: 'fail'; readonly because: string; readonly release?: string };

/** Facts that are remembered from look to look. Small plain JSON: the state machine carries it. */
export interface History {
  /** When the watch began, ISO 8601. */
  readonly startedAt: string;
  /** First eight digits of failed tasks of this deployment by cause id: ECS forgets a stopped task after about an hour. */
  readonly failures: ByCause<readonly string[]>;
  /** When anything last moved, and a short digest of the facts then. */
  readonly progress: { readonly at: string; readonly digest: string };
  /** When a cause was first seen, without a break since, by cause id. */
  readonly since: ByCause<string>;
  /** When the stack or the service could last be read. */
  readonly readableAt: string;
  /** The new revision has had a healthy task. */
  readonly healthy?: boolean;
  /** It may have one: at this look the health of its targets could not be read. */
  readonly healthUnread?: boolean;
  /** When a look first showed that ECS has given up the deployment. */
  readonly ecsFailedAt?: string;
  /** A look has shown a deployment that this stack operation started. */
  readonly deploymentSeen?: boolean;
  /** No look since the request could read the status of the service in the stack. */
  readonly statusUnread?: boolean;
}

export interface StepInput {
  readonly history: History;
  readonly frame: Frame;
  readonly diagnosis: Diagnosis;
  /** ISO 8601. */
  readonly now: string;
  readonly options: WatchOptions;
  /** Absent: no answer is awaited (`ecs-why watch`). */
  readonly request?: WatchedRequest;
}

/** The request of CloudFormation that is to be answered. */
export interface WatchedRequest {
  readonly kind: 'Create' | 'Update' | 'Delete';
  /** Milliseconds since CloudFormation sent it; 0 at the look with which the request itself is handled. */
  readonly sinceMs: number;
  /** An Update in which the properties of the service are those of the request before. */
  readonly unchanged?: boolean;
  /** An Update that deploys what runs already, because of `ForceNewDeployment` alone: CloudFormation's rollback would not replace it. */
  readonly onlyForced?: boolean;
}

/** The history of a watch that begins now. */
export function newHistory(now: string): History {
  return { startedAt: now, failures: {}, progress: { at: now, digest: '' }, since: {}, readableAt: now };
}
