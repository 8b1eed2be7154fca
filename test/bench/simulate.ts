import type { OperationResult, RecordedCall, ResultEvent, TaskStop } from '../../src/lab/lab';
import { createLab } from '../../src/lab/lab';
import { Switches, TaskRule, World } from '../../src/lab/world';
import { Assemblies, Shape, STACK, Variant } from '../soak/app';
import { asText } from '../soak/settings';

/** A number: so many failed tasks; all but `off` with rollback. */
export type Breaker = 'off' | 'rollback' | number;

/** One deployment of the soak's app in the lab. */
export interface Deployment {
  readonly traffic: Shape['traffic'];
  readonly breaker: Breaker;
  readonly variant: Variant;
  /** An update comes after a create that went well. */
  readonly operation: 'create' | 'update';
  readonly tasks: number;
  readonly seed: number;
  /** Of the deployment under test. */
  readonly rules: readonly TaskRule[];
  readonly switches?: Switches;
}

export interface Simulated {
  /** The stack operation under test. */
  readonly result: OperationResult;
  /** Since it began, oldest first. */
  readonly stops: readonly TaskStop[];
  /** Of the function, since it began. */
  readonly calls: readonly RecordedCall[];
  /** When it has ended, before the lab is closed. */
  readonly world: World;
}

let shared: Assemblies | undefined;

/** The sections deploy the same apps: each is synthesized once, and removed when the process ends. */
export function assemblies(): Assemblies {
  if (shared) return shared;
  const made = shared = new Assemblies();
  process.once('exit', () => made.remove());
  return made;
}

/** Plays it to the end of the stack operation. What `after` asks of the lab is still there. */
export async function simulate<T>(deployment: Deployment, after: (simulated: Simulated) => T): Promise<T> {
  const { traffic, breaker, variant, operation, tasks, seed, rules, switches } = deployment;
  const when = { operation: operation === 'create' ? 1 : 2, deployment: 'new' as const };
  const services = { Api: { rules: rules.map((rule) => ({ ...rule, when: { ...rule.when, ...when } })) } };
  const lab = await createLab({ scenario: { scenario: 1, seed, switches, services } });
  const on = String(breaker !== 'off');
  const guard = { BreakerOn: on, BreakerRollback: on, ...typeof breaker === 'number' && { BreakerFailures: breaker } };
  const assembly = assemblies().of({ traffic, platform: 'FARGATE', nested: false }, variant);
  const deploy = (tag: string) => lab.deploy({ assembly, parameters: asText({ ImageTag: tag, Tasks: tasks, ...guard }) });
  try {
    if (operation === 'update') {
      const { stackStatus } = await deploy('1.41.0');
      if (stackStatus !== 'CREATE_COMPLETE') throw new Error(`nothing to update: the create before it ended in ${stackStatus}`);
    }
    const result = await deploy('1.42.0');
    if (result.stackName !== STACK) throw new Error(`another stack was deployed: ${result.stackName}`);
    const sinceItBegan = ({ at }: { readonly at: number }) => at >= result.startedAt;
    return after({ result, stops: lab.taskStops().filter(sinceItBegan), calls: lab.calls.filter(sinceItBegan), world: lab.world });
  } finally {
    await lab.close();
  }
}

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis';

/** The diagnosis resource's own failure, not that it was called off. */
export function diagnosisFailure({ events }: OperationResult): ResultEvent | undefined {
  return events.find(({ resourceType, status, reason }) => resourceType === DIAGNOSIS && status.endsWith('_FAILED') && reason?.includes('Message returned: '));
}

/** In brackets at the end of the message's first line. */
export function causeIn(reason: string | undefined): string | undefined {
  return /\[([a-z0-9-]+)\]/.exec(reason ?? '')?.[1];
}

/** Labs wait for their functions' processes most of the time: two at once use the machine. The results are in the order of the items. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>, atOnce = 2): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
