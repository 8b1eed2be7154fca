import { VirtualClock } from '../clock';
import { LambdaHost } from '../lambda/host';
import { AwsError, World } from '../world';
import { Definition } from './language';

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** Of a customer managed key. */
  kmsKeyId?: string;
  definition: Definition;
  /** The definition as it was given. */
  definitionText: string;
  status: 'ACTIVE' | 'DELETING';
  readonly created: Date;
}

export interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  /** From 1. */
  readonly id: number;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: StateMachine;
  /** JSON. */
  readonly input: string;
  readonly started: Date;
  readonly abort: AbortController;
  readonly history: HistoryEvent[];
  /** State names in the order in which they were entered. */
  readonly entered: string[];
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  stopped?: Date;
  output?: string;
  error?: string;
  cause?: string;
}

/** The state of the fake Step Functions, shared by its operations. */
export interface StatesLab {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly functions: LambdaHost;
  /** Does IAM permit an action on a resource (its ARN) to a role (its ARN) now? */
  readonly permits: (role: string, action: string, resource: string) => boolean;
  /** By ARN. */
  readonly machines: Map<string, StateMachine>;
  /** By ARN. */
  readonly executions: Map<string, Execution>;
  /** State transitions of all executions so far. */
  transitions: number;
}

export function arnOf({ world: { place } }: StatesLab, kind: 'stateMachine' | 'execution', name: string): string {
  return `arn:${place.partition}:states:${place.region}:${place.accountId}:${kind}:${name}`;
}

export function nowOf({ clock }: StatesLab): Date {
  return new Date(clock.now());
}

export function machineOf(lab: StatesLab, arn: string): StateMachine {
  const machine = lab.machines.get(arn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

export function executionOf(lab: StatesLab, arn: string): Execution {
  const execution = lab.executions.get(arn);
  if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

/** Removes a state machine that is being deleted, once none of its executions runs. */
export function removeIfIdle(lab: StatesLab, machine: StateMachine): void {
  const isRunning = [...lab.executions.values()].some((e) => e.machine === machine && e.status === 'RUNNING');
  if (machine.status === 'DELETING' && !isRunning) lab.machines.delete(machine.arn);
}
