import type { Delivery } from './answer';
import type { Diagnosis } from '../diagnosis/model';
import type { Look, LookRequest } from '../facts/aws/look';
import type { Frame } from '../facts/model';
import type { MessageContext } from '../presentation/message';
import type { MatchTime } from '../presentation/own-patterns';

/** Everything of the outside world that the watch needs. */
export interface Ports {
  /** Log stream that `log` writes to. The reason names it, and the CDK CLI looks for it there. */
  readonly logStream?: string;
  /** Milliseconds since the epoch, for the request and its first look. Later looks have the time of the state machine. */
  now(): number;
  sleep(ms: number): Promise<void>;
  look(request: LookRequest): Promise<Look>;
  diagnose(frame: Frame): Diagnosis;
  renderReason(diagnosis: Diagnosis, context: MessageContext, maxJsonBytes: number): string;
  renderFull(diagnosis: Diagnosis, context: MessageContext): string;
  /** Rejects with `ExecutionAlreadyExists` for a name that was used before. */
  startExecution(stateMachineArn: string, name: string, input: string): Promise<unknown>;
  /** Is an answer sent to this URL? */
  answersTo(url: string): boolean;
  deliver(url: string, body: string): Promise<Delivery>;
  log(line: string): void;
  /** Of one invocation, which `handle` sets: what the user's patterns are allowed to take of it, in messages and in other lines. */
  readonly matchTime?: { readonly messages: MatchTime; readonly lines: MatchTime };
}
