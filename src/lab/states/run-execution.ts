import { Interrupted } from '../clock';
import { AwsError } from '../world';
import { ExecutionHost, interpret } from './interpreter';
import { Json, StatesError } from './language';
import { Execution, nowOf, removeIfIdle, StateMachine, StatesLab } from './model';

/** Step Functions quota: events in the history of one execution. */
const MAX_HISTORY = 25_000;

/** Runs an execution to its end. */
export async function runExecution(lab: StatesLab, execution: Execution): Promise<void> {
  try {
    const output = await interpret(execution.machine.definition, JSON.parse(execution.input) as Json, hostOf(lab, execution));
    endExecution(lab, execution, 'SUCCEEDED', { output: JSON.stringify(output) });
  } catch (error) {
    if (error instanceof Interrupted) endExecution(lab, execution, 'ABORTED');
    else if (error instanceof StatesError) endExecution(lab, execution, 'FAILED', { error: error.error, cause: error.cause });
    else lab.clock.fail(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Does nothing when the execution has ended already. */
export function endExecution(
  lab: StatesLab, execution: Execution, status: Execution['status'], details: Partial<Pick<Execution, 'output' | 'error' | 'cause'>> = {},
): void {
  if (execution.status !== 'RUNNING') return;
  Object.assign(execution, details, { status, stopped: nowOf(lab) });
  removeIfIdle(lab, execution.machine);
}

function hostOf(lab: StatesLab, execution: Execution): ExecutionHost {
  const { arn, name, machine, abort } = execution;
  return {
    clock: lab.clock,
    signal: abort.signal,
    invoke: async (target, payload) => {
      if (!lab.permits(machine.roleArn, 'lambda:InvokeFunction', lab.functions.find(target)?.functionArn ?? target)) {
        throw new AwsError('AccessDeniedException', denied(machine, target), 403);
      }
      return lab.functions.invoke(target, payload);
    },
    event: (type, details) => recordEvent(lab, execution, type, details?.name),
    transition: () => {
      // The executions of a deleted state machine end at their next transition (API Reference, DeleteStateMachine).
      const isDeleted = machine.status === 'DELETING' || abort.signal.aborted;
      if (isDeleted || lab.world.fault?.('states', 'Transition')?.kind === 'stopped') throw new Interrupted();
    },
    context: {
      Execution: {
        Id: arn,
        Input: JSON.parse(execution.input) as Json,
        Name: name,
        RoleArn: machine.roleArn,
        StartTime: execution.started.toISOString(),
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    },
  };
}

/** [capture] awslabs/aws-deployment-framework#460. */
function denied({ roleArn }: StateMachine, functionArn: string): string {
  const user = `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/execution`;
  return `User: ${user} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no identity-based policy `
    + 'allows the lambda:InvokeFunction action (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)';
}

function recordEvent(lab: StatesLab, { history, entered }: Execution, type: string, stateName: Json | undefined): void {
  if (history.length >= MAX_HISTORY) {
    throw new StatesError('States.Runtime', `The execution reached the maximum number of history events (${MAX_HISTORY}).`);
  }
  history.push({ timestamp: nowOf(lab), type, id: history.length + 1 });
  if (stateName !== undefined && type.endsWith('Entered')) {
    lab.transitions++;
    entered.push(String(stateName));
  }
}
