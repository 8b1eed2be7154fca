import { Decision, History } from '../../decision/model';
import { Diagnosis } from '../../diagnosis/model';
import { Memory } from '../../facts/aws/memory';
import { Frame, Unavailable } from '../../facts/model';
import { Timeline } from '../../presentation/page/timeline';

/** A stack under watch: the root, or one nested in it. */
export interface StackWatch {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  /** When it came to this status, ISO 8601; absent: not seen. */
  readonly since?: string;
  /** Of the operation, ISO 8601. */
  readonly startedAt: string;
  /** Newest event that was read. */
  readonly seen?: string;
}

/** The deployment of one AWS::ECS::Service in the stack operation. */
export interface ServiceWatch {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  readonly startedAt: string;
  /** What CloudFormation says of it. */
  readonly status: string;
  /** ARN, as the operation's events have it; a rollback's do not count. */
  readonly arn?: string;
  /** How far it had come when it was over, before any rollback: `UPDATE_FAILED`, `UPDATE_IN_PROGRESS`; `at`: ISO 8601. */
  readonly ended?: { readonly status: string; readonly at: string };
  readonly memory: Memory;
  readonly history: History;
  readonly frame?: Frame;
  readonly diagnosis?: Diagnosis;
  readonly decision?: Decision;
  /** By the last look. */
  readonly unread: readonly Unavailable[];
  /** Diagnosed: the deployment fails, and why. */
  readonly failed?: { readonly at: string; readonly causeId: string; readonly diagnosis: Diagnosis; readonly frame: Frame; readonly because: string };
  /** Nothing more is looked for. */
  readonly over: boolean;
  readonly timeline: Timeline;
  /** What was last told of it when only changes are told. */
  readonly told: string;
}

export interface WatchState {
  readonly root: StackWatch;
  /** By ARN; the root too. */
  readonly stacks: ReadonlyMap<string, StackWatch>;
  /** By stack ARN and logical id. */
  readonly services: ReadonlyMap<string, ServiceWatch>;
  /** What cannot be read, as lines, told once each. */
  readonly notices: readonly string[];
  /** AWS throttles: looks are rarer. */
  readonly throttled: boolean;
}

/** Something to tell, once. */
export type News =
  | { readonly kind: 'notice'; readonly at: string; readonly text: string }
  | { readonly kind: 'stack'; readonly at: string; readonly stack: StackWatch; readonly status: string; readonly reason?: string }
  | { readonly kind: 'resource'; readonly at: string; readonly stackName: string; readonly logicalId: string; readonly resourceType: string; readonly status: string; readonly reason?: string }
  | { readonly kind: 'service'; readonly at: string; readonly service: ServiceWatch }
  | { readonly kind: 'diagnosis'; readonly at: string; readonly service: ServiceWatch }
  | { readonly kind: 'end'; readonly at: string; readonly exitCode: number; readonly text: string };

/** What follows the watch: a screen, a log, a program. */
export interface Audience {
  tell(news: News, state: WatchState | undefined): void;
  /** The state after each look; `now` in milliseconds. */
  show(state: WatchState, now: number): void;
  close(): void;
}

export function serviceKey(stackId: string, logicalId: string): string {
  return `${stackId} ${logicalId}`;
}

/** `Api`, or with the nested stack that it is in. */
export function serviceName({ logicalId, stackName }: Pick<ServiceWatch, 'logicalId' | 'stackName'>, root: string): string {
  return stackName === root ? logicalId : `${stackName}/${logicalId}`;
}
