import { Assemblies, STACK } from './app';
import { Plan, scenarioOf } from './plan';
import { createLab, Lab, LabViolation, OperationResult } from '../../src/lab/lab';

/** How the stack operations of a run went, with or without the watcher. */
export interface Played {
  readonly operations: readonly OperationResult[];
  readonly destroyed?: OperationResult;
  readonly failures: Lab['functions']['failures'];
  /** What makes the run worthless. */
  readonly violations: readonly string[];
  readonly log: readonly string[];
}

export async function play(plan: Plan, variant: 'plain' | 'diagnosed', assemblies: Assemblies): Promise<Played> {
  const assembly = assemblies.of(plan.shape, variant);
  const lab = await createLab({ scenario: scenarioOf(plan, variant === 'diagnosed') });
  const operations: OperationResult[] = [];
  const violations: string[] = [];
  const note = async (operation: Promise<OperationResult>) => {
    try {
      return await operation;
    } catch (error) {
      if (!(error instanceof LabViolation && error.result)) throw error;
      violations.push(...error.violations);
      return error.result;
    }
  };
  try {
    for (const tag of plan.operation === 'create' ? ['1.42.0'] : ['1.41.0', '1.42.0']) {
      operations.push(await note(lab.deploy({ assembly, parameters: { ImageTag: tag, Tasks: String(plan.tasks) } })));
      // Nothing can be updated that has not been made.
      if (operations[0].stackStatus !== 'CREATE_COMPLETE') break;
    }
    const destroyed = plan.destroy ? await note(lab.destroy(STACK)) : undefined;
    return { operations, ...destroyed && { destroyed }, failures: lab.functions.failures, violations, log: lab.lambdaLogLines() };
  } finally {
    await lab.close();
  }
}
