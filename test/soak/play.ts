import { Assemblies, STACK } from './app';
import { Plan, scenarioOf } from './plan';
import { createLab, Lab, LabViolation, OperationResult } from '../../src/lab/lab';
import { resultOf } from '../../src/lab/result';

/** How the stack operations of a run went, with or without the watcher. */
export interface Played {
  readonly operations: readonly OperationResult[];
  readonly destroyed?: OperationResult;
  /** Seconds of the operation under test at which its first task was told to stop, where one was. */
  readonly firstStop?: number;
  readonly failures: Lab['functions']['failures'];
  /** What makes the run worthless. */
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

/** Without a watcher CloudFormation waits for three hours, and 36 where traffic is shifted; all that is of interest has happened by then. */
const ENOUGH_SECONDS = 2 * 3600;

class Enough extends Error {}

export async function play(plan: Plan, variant: 'plain' | 'diagnosed', assemblies: Assemblies): Promise<Played> {
  const assembly = assemblies.of(plan.shape, variant);
  const lab = await createLab({ scenario: scenarioOf(plan, variant === 'diagnosed') });
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
    for (const tag of plan.operation === 'create' ? ['1.42.0'] : ['1.41.0', '1.42.0']) {
      operations.push(await note(() => lab.deploy({ assembly, parameters: { ImageTag: tag, Tasks: String(plan.tasks) } })));
      // Nothing can be updated that has not been made.
      if (operations[0].stackStatus !== 'CREATE_COMPLETE') break;
    }
    const over = !operations[operations.length - 1].stackStatus.endsWith('_IN_PROGRESS');
    const under = operations[operations.length - 1];
    const firstStop = lab.taskStops().map(({ at }) => (at - under.startedAt) / 1000).find((seconds) => seconds > 0);
    const destroyed = plan.destroy && over ? await note(() => lab.destroy(STACK)) : undefined;
    return { operations, ...destroyed && { destroyed }, ...firstStop !== undefined && { firstStop }, failures: lab.functions.failures, violations, log: lab.lambdaLogLines() };
  } finally {
    await lab.close();
  }
}
