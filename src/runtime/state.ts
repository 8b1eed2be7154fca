import { createHash } from 'crypto';
import { Addressee, addressee, Reply } from './answer';
import { isOnlyForced } from './forced';
import { readOptions } from './options';
import { CustomResourceRequest, DiagnosisResourceProperties, WatchOptions } from '../contract';
import { newHistory } from '../decision/model';
import type { History } from '../decision/model';
import type { Memory } from '../facts/aws/memory';

/** Everything that one step hands to the next: plain JSON, a few kilobytes. The state machine keeps it, nothing else does. */
export interface Watch {
  readonly to: Addressee;
  /** Presigned: never logged. */
  readonly responseUrl: string;
  readonly serviceLogicalId: string;
  readonly servicePath: string;
  readonly options: WatchOptions;
  /** The deployment was only forced: see `isOnlyForced`. */
  readonly forced?: boolean;
  /** The request was an Update. */
  readonly update?: boolean;
  readonly memory: Memory;
  readonly history: History;
  /** First step of the state machine. From there on all times are its own; until then they are those of the function that took the request. */
  readonly steppedAt?: string;
  /** From the request to the first step. */
  readonly firstWaitSeconds?: number;
  /** What the log was last told about waiting. */
  readonly told?: string;
  /** What the log was told could not be read. */
  readonly unread?: readonly string[];
  /** Looks in a row that AWS has throttled. */
  readonly throttled?: number;
  /** Decided, but CloudFormation could not be reached: tried again at every step. */
  readonly reply?: Reply;
  /** How often CloudFormation's side has refused it. */
  readonly refusals?: number;
}

/** 0 to 1: the same for the same text, so that a step that is repeated does the same. */
export function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 0xffffffff;
}

export function newWatch(event: CustomResourceRequest, now: string): Watch {
  // A Delete must be answered whatever the resource once held.
  const properties: Partial<DiagnosisResourceProperties> = event.ResourceProperties ?? {};
  return {
    to: addressee(event),
    responseUrl: event.ResponseURL,
    serviceLogicalId: properties.ServiceLogicalId ?? '',
    servicePath: properties.ServicePath ?? event.LogicalResourceId,
    options: readOptions(properties.Options),
    ...isOnlyForced(event) && { forced: true },
    ...event.RequestType === 'Update' && { update: true },
    memory: {},
    history: newHistory(now),
  };
}

/** Two clocks that differ by more than this are not the same clock; less is how late a step may come. */
const CLOCKS_DIFFER_MS = 60_000;

const LONG_AGO = new Date(0).toISOString();

/** At the first step: where the clock of the function was wrong, every age so far is, and the watch begins anew with what has no time. */
export function onStatesClock(watch: Watch, now: string): Watch {
  if (watch.steppedAt) return watch;
  const apart = Math.abs(Date.parse(now) - Date.parse(watch.history.startedAt));
  if (apart <= CLOCKS_DIFFER_MS) return { ...watch, steppedAt: now };
  const { stack, serviceArn, deploymentId, serviceDeploymentArn, failing } = watch.memory;
  return {
    ...watch,
    steppedAt: now,
    // CloudFormation's own times stand; that the stack was ever asked is forgotten.
    memory: { serviceArn, deploymentId, serviceDeploymentArn, failing, ...(stack && { stack: { ...stack, checkedAt: LONG_AGO } }) },
    history: { ...newHistory(now), failures: watch.history.failures },
  };
}
