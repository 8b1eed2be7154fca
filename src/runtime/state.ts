import { Addressee, addressee, Reply } from './answer';
import { readOptions } from './options';
import { CustomResourceRequest, DiagnosisResourceProperties, WatchOptions } from '../contract';
import { newHistory } from '../decision/model';
import type { History } from '../decision/model';
import type { Memory } from '../facts/aws/look';

/** Everything that one step hands to the next: plain JSON, a few kilobytes. The state machine keeps it, nothing else does. */
export interface Watch {
  readonly to: Addressee;
  /** Presigned: never logged. */
  readonly responseUrl: string;
  readonly serviceLogicalId: string;
  readonly servicePath: string;
  readonly options: WatchOptions;
  readonly memory: Memory;
  readonly history: History;
  /** What the log was last told about waiting. */
  readonly told?: string;
  /** Decided, but CloudFormation could not be reached: tried again at every step. */
  readonly reply?: Reply;
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
    memory: {},
    history: newHistory(now),
  };
}
