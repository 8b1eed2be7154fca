import { VirtualClock } from '../clock';
import { LambdaHost } from '../lambda/host';
import { FakeService, World } from '../world';
import { executionOperations } from './execution-operations';
import { StatesLab } from './model';
import { stateMachineOperations } from './state-machine-operations';

export interface States extends FakeService {
  /** State transitions of all executions so far: AWS bills these. */
  transitions(): number;
  /** `entered`: names of the states in the order in which they were entered. */
  executions(): readonly { readonly name: string; readonly status: string; readonly events: number; readonly entered: readonly string[] }[];
}

/** The fake AWS Step Functions, with Standard workflows. Lab time passes in Wait states and functions; all else takes milliseconds. */
export function createStates(
  world: World, clock: VirtualClock, functions: LambdaHost, permits: StatesLab['permits'],
): States {
  const lab: StatesLab = { world, clock, functions, permits, machines: new Map(), executions: new Map(), transitions: 0 };
  return {
    transitions: () => lab.transitions,
    executions: () => [...lab.executions.values()].map(({ name, status, history, entered }) => (
      { name, status, events: history.length, entered }
    )),
    operations: { ...stateMachineOperations(lab), ...executionOperations(lab) },
  };
}
