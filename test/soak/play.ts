import { Assemblies, STACK } from './app';
import { act } from './person';
import { Plan, scenarioOf } from './plan';
import { asText } from './settings';
import { createLab, Lab, LabViolation, OperationResult, RecordedCall } from '../../src/lab/lab';
import { resultOf } from '../../src/lab/result';

/** How the stack operations of a run went, with or without the watcher. */
export interface Played {
  readonly operations: readonly OperationResult[];
  readonly destroyed?: OperationResult;
  /** Seconds of the operation under test at which its first task began to stop; absent: none did. */
  readonly firstStop?: number;
  readonly failures: Lab['functions']['failures'];
  /** Calls of the watcher in the operation under test. */
  readonly calls: readonly RecordedCall[];
  /** What makes the run worthless. */
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

/** Without a watcher CloudFormation waits for 3 hours (36 if traffic is shifted). The watch ends after one: later events do not matter. */
const ENOUGH_SECONDS = 4000;

class Enough extends Error {}

/** @param baseline the same without a watcher, and without troubles */
export async function play(plan: Plan, assemblies: Assemblies, baseline?: Played): Promise<Played> {
  const assembly = assemblies.of(plan.shape, baseline ? 'diagnosed' : 'plain');
  // The rollback has begun by then, if the diagnosis or the service fails first: its answers are not lost for good.
  const failed = baseline && (baseline.operations[baseline.operations.length - 1].firstFailure?.seconds ?? Infinity);
  const lab = await createLab({ scenario: scenarioOf(plan, failed) });
  const operations: OperationResult[] = [];
  const violations: string[] = [];
  const note = async (begin: () => Promise<OperationResult>): Promise<OperationResult> => {
    let ended = false;
    lab.at(ENOUGH_SECONDS, () => { if (!ended) lab.clock.fail(new Enough()); });
    const startedAt = lab.clock.now();
    const firstEvent = operations.length ? lab.engine.find(STACK).events.length : 0;
    try {
      return await begin();
    } catch (error) {
      if (error instanceof Enough) return resultOf(lab.engine.find(STACK), startedAt, firstEvent);
      if (!(error instanceof LabViolation && error.result)) throw error;
      violations.push(...error.violations);
      return error.result;
    } finally {
      ended = true;
    }
  };
  try {
    const { settings, manner, course: { person } } = plan;
    for (const [i, parameters] of settings.entries()) {
      const under = i === settings.length - 1;
      if (under && typeof manner === 'object') lab.at(manner.cancelledAfter, () => lab.engine.cancelUpdate(STACK));
      if (under && person) lab.at(person.seconds, () => act(lab, person.does));
      const how = under && typeof manner === 'string' ? { ...manner === 'no-rollback' && { rollback: false }, ...manner === 'express' && { express: true } } : {};
      operations.push(withNested(lab, await note(() => lab.deploy({ assembly, parameters: asText(parameters), ...how }))));
      // Nothing can be updated that has not been made.
      if (operations[0].stackStatus !== 'CREATE_COMPLETE') break;
    }
    const under = operations[operations.length - 1];
    const over = !under.stackStatus.endsWith('_IN_PROGRESS');
    const firstStop = lab.taskStops().map(({ at }) => (at - under.startedAt) / 1000).find((seconds) => seconds > 0);
    const calls = lab.calls.filter(({ at }) => at >= under.startedAt);
    const destroyed = plan.destroy && over ? await note(() => lab.destroy(STACK)) : undefined;
    return {
      operations, ...destroyed && { destroyed }, ...firstStop !== undefined && { firstStop },
      failures: lab.functions.failures, calls, violations, log: lab.lambdaLogLines(),
    };
  } finally {
    await lab.close();
  }
}

/** With the events of the stack in the stack, for the service and its diagnosis may be there. */
function withNested(lab: Lab, result: OperationResult): OperationResult {
  const nested = lab.engine.all().filter(({ parentId }) => parentId !== undefined).flatMap((stack) => {
    const from = stack.events.findIndex(({ at }) => at >= result.startedAt);
    return from < 0 ? [] : resultOf(stack, result.startedAt, from).events;
  });
  if (!nested.length) return result;
  const events = [...result.events, ...nested].sort((a, b) => a.seconds - b.seconds);
  const failure = events.find(({ status, resourceType }) => status.endsWith('_FAILED') && resourceType !== 'AWS::CloudFormation::Stack');
  return { ...result, events, ...failure && { firstFailure: { ...failure, reason: failure.reason ?? '' } } };
}
