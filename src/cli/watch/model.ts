import { CauseId } from '../../contract';
import { Decision, History } from '../../decision/model';
import { Diagnosis } from '../../diagnosis/model';
import { Memory } from '../../facts/aws/memory';
import { Frame, Unavailable } from '../../facts/model';
import { Timeline } from '../../presentation/page/timeline';
import { Notices } from '../notices';

/** A stack under watch: the root, or one nested in it. */
export interface StackWatch {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  /** When it got this status, ISO 8601; absent: no event had it. */
  readonly since?: string;
  /** Start of the operation, ISO 8601. */
  readonly startedAt: string;
  /** Newest event that was read. */
  readonly lastEventId?: string;
}

/** The deployment of one AWS::ECS::Service in the stack operation. */
export interface WatchedServiceState extends Seen {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly startedAt: string;
  /** Its status in CloudFormation. */
  readonly status: string;
  /** ARN in the events of the operation; the events of a rollback do not count. */
  readonly arn?: string;
  /** Name or ARN of its cluster, from its properties: the ARN of an old service does not contain it. */
  readonly cluster?: string;
  /** Its last status before any rollback: `UPDATE_FAILED`, `UPDATE_IN_PROGRESS`; `at`: ISO 8601. */
  readonly ended?: { readonly status: string; readonly at: string };
  /** It is not looked at any more. */
  readonly over: boolean;
  /** State at the last printed line (`changeOf`): a line is printed only when it changes. */
  readonly lastPrinted: string;
}

/** What the looks at the deployment of a service have shown. */
export interface Seen {
  /** With `deploymentId`, once the deployment is found. */
  readonly memory: Memory;
  readonly history: History;
  /** The last look that could read something. */
  readonly frame?: Frame;
  readonly diagnosis?: Diagnosis;
  readonly decision?: Decision;
  /** Facts that the last look could not read. */
  readonly unread: readonly Unavailable[];
  /** The deployment fails, and this is why. */
  readonly failed?: FailedDeployment;
  readonly timeline: Timeline;
}

interface FailedDeployment {
  /** ISO 8601. */
  readonly at: string;
  readonly causeId: CauseId;
  readonly diagnosis: Diagnosis;
  readonly frame: Frame;
  readonly because: string;
}

export interface WatchState extends Notices {
  readonly root: StackWatch;
  /** By ARN; the root too. */
  readonly stacks: ReadonlyMap<string, StackWatch>;
  /** By stack ARN and logical id. */
  readonly services: ReadonlyMap<string, WatchedServiceState>;
}

/** Something that changed; printed once. `at`: ISO 8601. */
export type News =
  | { readonly kind: 'notice'; readonly at: string; readonly text: string }
  | { readonly kind: 'stack'; readonly at: string; readonly stack: StackWatch; readonly status: string; readonly reason?: string }
  | ResourceNews
  | { readonly kind: 'service'; readonly at: string; readonly service: WatchedServiceState }
  | { readonly kind: 'diagnosis'; readonly at: string; readonly service: WatchedServiceState }
  | { readonly kind: 'end'; readonly at: string; readonly exitCode: number; readonly text: string };

export interface ResourceNews {
  readonly kind: 'resource';
  readonly at: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason?: string;
}

/** Receives the watch: a terminal (`live`), lines of text, or lines of JSON (`lines`). `N`: its news, `S`: its state. */
export interface Output<N, S> {
  /** `state` is undefined before an operation has begun. */
  print(news: N, state: S | undefined): void;
  /** The state after each look; `now` in milliseconds. */
  show(state: S, now: number): void;
  close(): void;
}

export type WatchOutput = Output<News, WatchState>;

export function serviceKey(stackId: string, logicalId: string): string {
  return `${stackId} ${logicalId}`;
}

/** `Api`, or `Nested/Api` if it is in a nested stack. */
export function serviceName({ logicalId, stackName }: Pick<WatchedServiceState, 'logicalId' | 'stackName'>, root: string): string {
  return stackName === root ? logicalId : `${stackName}/${logicalId}`;
}
