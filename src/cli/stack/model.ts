import { StackEvent } from '../../facts/aws/api';
import { Fault } from '../aws/faults';
import { Report } from '../report';
import { StackWatch, WatchedServiceState } from '../watch/model';

/** The last operation on a stack that has created or changed something. */
export interface StackOperation {
  /** Its status is that of the operation. */
  readonly root: StackWatch;
  /** Status of the stack with which it began. */
  readonly begunAs: string;
  /** The root and the nested stacks of the operation, by ARN. */
  readonly stacks: ReadonlyMap<string, StackWatch>;
  readonly services: readonly WatchedServiceState[];
  /** Diagnoses of this library among the resources. */
  readonly diagnoses: readonly DiagnosisResource[];
  /** Resources that failed before CloudFormation turned back, and were not called off because of another; first to fail first. */
  readonly failures: readonly StackEvent[];
  /** Resources that a rollback or a deletion could not bring to an end, if the stack stays in such a state because of them. */
  readonly blocking: readonly StackEvent[];
  /** The events reach back to the beginning of the operation. If not, its start is not known. */
  readonly isWhole: boolean;
  /** Why events of the stack or of nested stacks are missing. */
  readonly gaps: readonly Fault[];
  /** ARN of the outermost stack, if this one is nested. */
  readonly rootId?: string;
  /** Reason with which CloudFormation turned back, or failed; absent: it has done neither, or gave none. */
  readonly reason?: string;
  /** Status of the stack, if it is being deleted or has been deleted since. */
  readonly deleted?: string;
}

/** The custom resource that watches one service. */
export interface DiagnosisResource {
  readonly stackId: string;
  readonly logicalId: string;
  /** Of its service; absent: the events do not have the properties of the resource. */
  readonly serviceLogicalId?: string;
  readonly servicePath?: string;
  /** Reason of the event with which it failed; absent: it has not failed, or CloudFormation has called it off. */
  readonly reason?: string;
}

/** A diagnosis that the library wrote at the time. */
export interface StoredMessage {
  /** Flat lines, redacted. */
  readonly lines: readonly string[];
  readonly source: 'event' | 'log';
  /** Logical id of the custom resource, or name of the log group. */
  readonly where: string;
}

/** Why one service of the stack failed. */
export interface ServiceExplanation {
  readonly stackName: string;
  /** Of the service, or of its diagnosis if the service is not known. */
  readonly logicalId: string;
  /** Status in which the operation left the service, before any rollback. */
  readonly status: string;
  readonly stored?: StoredMessage;
  /** What ECS still shows. */
  readonly report?: Report;
}
