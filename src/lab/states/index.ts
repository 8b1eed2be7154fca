import { Interrupted, VirtualClock } from '../clock';
import { LambdaHost } from '../lambda/host';
import { AwsError, FakeService, World } from '../world';
import { interpret } from './interpreter';
import { Definition, Json, StatesError } from './language';

interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  definition: Definition;
  definitionText: string;
  status: 'ACTIVE' | 'DELETING';
  readonly created: Date;
}

interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  readonly id: number;
}

interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
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

/** Step Functions quota: events in the history of one execution. */
const MAX_HISTORY = 25_000;

export interface States extends FakeService {
  /** State transitions of all executions so far: what AWS bills. */
  transitions(): number;
  executions(): readonly { readonly name: string; readonly status: string; readonly events: number; readonly entered: readonly string[] }[];
}

/** Standard workflows. Lab time passes in Wait states and functions; everything else takes a few milliseconds. */
export function createStates(world: World, clock: VirtualClock, functions: LambdaHost): States {
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();
  let transitions = 0;
  const arn = (kind: string, name: string) => `arn:${world.place.partition}:states:${world.place.region}:${world.place.accountId}:${kind}:${name}`;

  const machineOf = (machineArn: string): Machine => {
    const machine = machines.get(machineArn);
    if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
    return machine;
  };
  const executionOf = (executionArn: string): Execution => {
    const execution = executions.get(executionArn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
    return execution;
  };
  const running = (machine: Machine) => [...executions.values()].some((e) => e.machine === machine && e.status === 'RUNNING');

  const end = (execution: Execution, status: Execution['status'], details: Partial<Execution> = {}) => {
    if (execution.status !== 'RUNNING') return;
    Object.assign(execution, details, { status, stopped: new Date(clock.now()) });
    if (execution.machine.status === 'DELETING' && !running(execution.machine)) machines.delete(execution.machine.arn);
  };

  const run = async (execution: Execution) => {
    const { machine } = execution;
    try {
      const output = await interpret(machine.definition, JSON.parse(execution.input) as Json, {
        clock,
        signal: execution.abort.signal,
        invoke: (target, payload) => functions.invoke(target, payload),
        event: (type, details) => {
          if (execution.history.length >= MAX_HISTORY) {
            throw new StatesError('States.Runtime', `The execution reached the maximum number of history events (${MAX_HISTORY}).`);
          }
          execution.history.push({ timestamp: new Date(clock.now()), type, id: execution.history.length + 1 });
          if (details?.name !== undefined && type.endsWith('Entered')) {
            transitions++;
            execution.entered.push(String(details.name));
          }
        },
        transition: () => {
          // A deleted state machine's executions end at their next transition (API Reference, DeleteStateMachine).
          if (machine.status === 'DELETING' || execution.abort.signal.aborted || world.fault?.('states', 'Transition')?.kind === 'stopped') throw new Interrupted();
        },
        context: {
          Execution: {
            Id: execution.arn,
            Input: JSON.parse(execution.input) as Json,
            Name: execution.name,
            RoleArn: machine.roleArn,
            StartTime: execution.started.toISOString(),
          },
          StateMachine: { Id: machine.arn, Name: machine.name },
        },
      });
      end(execution, 'SUCCEEDED', { output: JSON.stringify(output) });
    } catch (error) {
      if (error instanceof Interrupted) end(execution, 'ABORTED');
      else if (error instanceof StatesError) end(execution, 'FAILED', { error: error.error, cause: error.cause });
      else clock.fail(error instanceof Error ? error : new Error(String(error)));
    }
  };

  return {
    transitions: () => transitions,
    executions: () => [...executions.values()].map((e) => ({ name: e.name, status: e.status, events: e.history.length, entered: e.entered })),
    operations: {
      async CreateStateMachine(input: { name: string; definition: string; roleArn: string }) {
        const definition = await clock.hold(validate(input.definition));
        const machineArn = arn('stateMachine', input.name);
        if (machines.has(machineArn)) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${machineArn}'`);
        const machine: Machine = {
          arn: machineArn, name: input.name, roleArn: input.roleArn, definition, definitionText: input.definition, status: 'ACTIVE', created: new Date(clock.now()),
        };
        machines.set(machineArn, machine);
        return { stateMachineArn: machineArn, creationDate: machine.created };
      },
      async UpdateStateMachine(input: { stateMachineArn: string; definition?: string }) {
        const machine = machineOf(input.stateMachineArn);
        if (input.definition !== undefined) {
          machine.definition = await clock.hold(validate(input.definition));
          machine.definitionText = input.definition;
        }
        return { updateDate: new Date(clock.now()) };
      },
      DeleteStateMachine(input: { stateMachineArn: string }) {
        const machine = machines.get(input.stateMachineArn);
        if (machine) machine.status = 'DELETING';
        if (machine && !running(machine)) machines.delete(machine.arn);
        return {};
      },
      DescribeStateMachine(input: { stateMachineArn: string }) {
        const m = machineOf(input.stateMachineArn);
        return {
          stateMachineArn: m.arn, name: m.name, status: m.status, definition: m.definitionText, roleArn: m.roleArn, type: 'STANDARD', creationDate: m.created,
        };
      },
      StartExecution(input: { stateMachineArn: string; name?: string; input?: string }) {
        const machine = machineOf(input.stateMachineArn);
        if (machine.status === 'DELETING') throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`);
        const text = input.input ?? '{}';
        if (!isJson(text)) throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${text.slice(0, 100)}'`);
        const name = input.name ?? world.random.uuid();
        const executionArn = arn('execution', `${machine.name}:${name}`);
        const existing = executions.get(executionArn);
        if (existing) {
          // Same name and input while it runs: the same answer; closed or other input: an error (API Reference, StartExecution).
          if (existing.status === 'RUNNING' && existing.input === text) return { executionArn, startDate: existing.started };
          throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
        }
        const started = new Date(clock.now());
        const execution: Execution = {
          arn: executionArn,
          name,
          machine,
          input: text,
          started,
          abort: new AbortController(),
          entered: [],
          status: 'RUNNING',
          history: [{ timestamp: started, type: 'ExecutionStarted', id: 1 }],
        };
        executions.set(executionArn, execution);
        void run(execution);
        return { executionArn, startDate: started };
      },
      DescribeExecution(input: { executionArn: string }) {
        const e = executionOf(input.executionArn);
        return {
          executionArn: e.arn,
          stateMachineArn: e.machine.arn,
          name: e.name,
          status: e.status,
          startDate: e.started,
          stopDate: e.stopped,
          input: e.input,
          output: e.output,
          error: e.error,
          cause: e.cause,
        };
      },
      StopExecution(input: { executionArn: string; error?: string; cause?: string }) {
        const e = executionOf(input.executionArn);
        end(e, 'ABORTED', { error: input.error, cause: input.cause });
        e.abort.abort();
        return { stopDate: e.stopped };
      },
      GetExecutionHistory(input: { executionArn: string }) {
        return { events: executionOf(input.executionArn).history };
      },
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Step Functions checks a definition when it is created; the lab leaves that to a validator library, loaded when first needed. */
async function validate(text: string): Promise<Definition> {
  const invalid = (why: string) => new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${why}'`);
  if (!isJson(text)) throw invalid('INVALID_JSON_DESCRIPTION');
  // The validator takes its time, and labs that follow each other deploy the same machines for functions of other names.
  const key = text.replace(/-[0-9A-F]{12}\b/g, '').replace(/(:function:)[\w-]+/g, '$1name');
  const known = errors.get(key) ?? check(text);
  errors.set(key, known);
  const why = await known;
  if (why !== undefined) throw invalid(why);
  const definition = JSON.parse(text) as Definition;
  if (definition.QueryLanguage !== undefined && definition.QueryLanguage !== 'JSONPath') throw invalid('the lab plays JSONPath definitions only');
  return definition;
}

const errors = new Map<string, Promise<string | undefined>>();

async function check(text: string): Promise<string | undefined> {
  const { default: aslValidator } = await import('asl-validator');
  // The validator writes into what it checks.
  const { isValid, errorsText } = aslValidator(JSON.parse(text), { checkPaths: true, checkArn: true });
  return isValid ? undefined : errorsText('\n');
}
