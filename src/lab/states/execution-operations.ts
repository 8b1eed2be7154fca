import { AwsError, CallContext } from '../world';
import { isJson } from './definition-check';
import { arnOf, Execution, executionOf, HistoryEvent, machineOf, nowOf, StatesLab } from './model';
import { endExecution, runExecution } from './run-execution';

export function executionOperations(lab: StatesLab) {
  return {
    StartExecution(input: { stateMachineArn: string; name?: string; input?: string }, { elapsedMs = 0 }: CallContext = {}) {
      const machine = machineOf(lab, input.stateMachineArn);
      if (machine.status === 'DELETING') throw new AwsError('StateMachineDeleting', `State Machine is being deleted: '${machine.arn}'`);
      // [doc] The role uses the key for each execution ("Data at rest encryption in Step Functions").
      if (machine.kmsKeyId !== undefined && !lab.permits(machine.roleArn, 'kms:GenerateDataKey', machine.kmsKeyId)) {
        throw new AwsError('KmsAccessDeniedException', 'Either your KMS key policy or API caller does not have the required permissions.');
      }
      const text = input.input ?? '{}';
      if (!isJson(text)) throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${text.slice(0, 100)}'`);
      const name = input.name ?? lab.world.random.uuid();
      const arn = arnOf(lab, 'execution', `${machine.name}:${name}`);
      const existing = lab.executions.get(arn);
      if (existing) {
        // The same name and input while it runs: the same answer. Once it has ended, or with other input: an error (API Reference,
        // StartExecution).
        if (existing.status === 'RUNNING' && existing.input === text) return { executionArn: arn, startDate: existing.started };
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const started = new Date(nowOf(lab).getTime() + elapsedMs);
      const execution: Execution = {
        arn,
        name,
        machine,
        input: text,
        started,
        abort: new AbortController(),
        entered: [],
        status: 'RUNNING',
        history: [{ timestamp: started, type: 'ExecutionStarted', id: 1 }],
      };
      lab.executions.set(arn, execution);
      if (elapsedMs) lab.clock.after(elapsedMs, () => { void runExecution(lab, execution); });
      else void runExecution(lab, execution);
      return { executionArn: arn, startDate: started };
    },
    DescribeExecution(input: { executionArn: string }) {
      const e = executionOf(lab, input.executionArn);
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
      const execution = executionOf(lab, input.executionArn);
      endExecution(lab, execution, 'ABORTED', { error: input.error, cause: input.cause });
      execution.abort.abort();
      return { stopDate: execution.stopped };
    },
    GetExecutionHistory(input: { executionArn: string }): { readonly events: readonly HistoryEvent[] } {
      return { events: executionOf(lab, input.executionArn).history };
    },
  };
}
