import { WatchOptions } from '../contract';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';

/** What one frame, taken alone, calls for. */
export type Verdict = 'fail-now' | 'fail-after-repeat' | 'keep-waiting' | 'healthy';

/** Every decision says why, in words that a person reads in the log or the reason. */
export type Decision =
  | { readonly kind: 'wait'; readonly seconds: number; readonly because: string }
  | { readonly kind: 'succeed'; readonly because: string }
  | { readonly kind: 'fail'; readonly because: string };

/** What must be remembered from look to look. Small plain JSON: it travels through the state machine. */
export interface History {
  /** When the watch began, ISO 8601. */
  readonly startedAt: string;
  /** Ids of failed tasks of this deployment by cause id: ECS forgets a stopped task after about an hour. */
  readonly failures: { readonly [causeId: string]: readonly string[] };
  /** When anything last moved, and a short digest of what was seen then. */
  readonly progress: { readonly at: string; readonly digest: string };
}

export interface StepInput {
  readonly history: History;
  readonly frame: Frame;
  readonly diagnosis: Diagnosis;
  /** ISO 8601. */
  readonly now: string;
  readonly options: WatchOptions;
}
