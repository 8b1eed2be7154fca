import { createHash } from 'crypto';
import { Addressee, addressee, Reply } from './answer';
import { readOptions } from './options';
import { changedProperties, isOnlyForced, isUnchanged } from './update';
import { CustomResourceRequest, DiagnosisResourceProperties, WatchOptions } from '../contract';
import { newHistory } from '../decision/model';
import type { History, WatchedRequest } from '../decision/model';
import type { Memory } from '../facts/aws/memory';

/**
 * Raised whenever a field of `Watch` changes its name or meaning. An execution can outlive an update of the function (a cancelled stack
 * operation, a function that is updated outside CloudFormation): the code of one version then receives the watch of another.
 */
export const WATCH_FORMAT = 2;

/** Everything that one step passes to the next: plain JSON, a few kilobytes. Only the state machine keeps it. */
export interface Watch {
  /** `WATCH_FORMAT` of the version that began the watch. */
  readonly format: number;
  readonly to: Addressee;
  /** Presigned: never logged. */
  readonly responseUrl: string;
  readonly serviceLogicalId: string;
  readonly servicePath: string;
  /** Name or ARN of the cluster, from the properties of the service. The ARN of an old service does not contain it. */
  readonly cluster?: string;
  readonly options: WatchOptions;
  readonly request: Omit<WatchedRequest, 'sinceMs'>;
  /** Of the service, see `Operation.changedProperties`. */
  readonly changedProperties?: readonly string[];
  readonly memory: Memory;
  readonly history: History;
  /** First step of the state machine, ISO 8601. From then on all times are those of the state machine; before, those of the function. */
  readonly steppedAt?: string;
  /** From the request to the first step. */
  readonly firstWaitSeconds?: number;
  /** `because` of the last decision: it is logged when it changes. */
  readonly lastBecause?: string;
  /** The whole diagnosis that is in the log. */
  readonly logged?: LoggedDiagnosis;
  /** Facts that could not be read and are in the log. */
  readonly unread?: readonly string[];
  /** Looks in a row that AWS has throttled. */
  readonly throttled?: number;
  /** The answer, if CloudFormation could not be reached: every step sends it again. */
  readonly reply?: Reply;
  /** How often the presigned URL has refused it. */
  readonly refusals?: number;
}

export interface LoggedDiagnosis {
  /** What distinguishes its leading cause: another one is logged, too. */
  readonly cause: string;
  /** Digest of the message: the same message is not logged again. */
  readonly text: string;
  /** How many this watch has logged. */
  readonly count: number;
}

/** 0 to 1, the same for the same text: a repeated step does the same. */
export function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 0xffffffff;
}

export function newWatch(event: CustomResourceRequest, now: string): Watch {
  // A Delete must be answered, whatever properties the resource once had.
  const properties: Partial<DiagnosisResourceProperties> = event.ResourceProperties ?? {};
  const cluster = clusterIn(properties.Service);
  const changed = changedProperties(event);
  return {
    format: WATCH_FORMAT,
    to: addressee(event),
    responseUrl: event.ResponseURL,
    serviceLogicalId: properties.ServiceLogicalId ?? '',
    servicePath: properties.ServicePath ?? event.LogicalResourceId,
    ...cluster && { cluster },
    options: readOptions(properties.Options),
    request: { kind: event.RequestType, ...isUnchanged(event) && { unchanged: true }, ...isOnlyForced(event) && { onlyForced: true } },
    ...changed && { changedProperties: changed },
    memory: {},
    history: newHistory(now),
  };
}

function clusterIn(service: unknown): string | undefined {
  const cluster: unknown = typeof service === 'object' && service !== null && 'Cluster' in service ? service.Cluster : undefined;
  return typeof cluster === 'string' && cluster ? cluster : undefined;
}

/** A step may come that late. Clocks that differ by more do not agree. */
const CLOCKS_DIFFER_MS = 60_000;

const LONG_AGO = new Date(0).toISOString();

/**
 * At the first step. If the clock of the function was wrong, so is every age until now: the watch begins anew, and keeps only facts without
 * a time.
 */
export function onStatesClock(watch: Watch, now: string): Watch {
  if (watch.steppedAt) return watch;
  const apart = Math.abs(Date.parse(now) - Date.parse(watch.history.startedAt));
  if (apart <= CLOCKS_DIFFER_MS) return { ...watch, steppedAt: now };
  const { stack, serviceArn, deploymentId, serviceDeploymentArn, failing } = watch.memory;
  return {
    ...watch,
    steppedAt: now,
    // CloudFormation's own times are right. The time of our last call is not, so that the stack is read again.
    memory: { serviceArn, deploymentId, serviceDeploymentArn, failing, ...(stack && { stack: { ...stack, checkedAt: LONG_AGO } }) },
    history: { ...newHistory(now), failures: watch.history.failures },
  };
}
