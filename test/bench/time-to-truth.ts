import type { Task } from '@aws-sdk/client-ecs';
import { rounded } from './print';
import { Kind, Scenario, SCENARIOS } from './scenarios';
import { Figures, Section, Table } from './section';
import { Breaker, causeIn, inParallel, simulate, Simulated, diagnosisFailure } from './simulate';
import { median } from './statistics';
import { callFake } from '../../src/lab/world';

/** What guards the deployment: what people use today, and this package. */
type Guard = 'none' | 'default' | 'count3' | 'count1' | 'diagnosed';

const BREAKERS: { readonly [guard in Guard]: Breaker } = { none: 'off', default: 'rollback', count3: 3, count1: 1, diagnosed: 'rollback' };

interface Cell {
  readonly scenario: string;
  readonly fault: string;
  readonly kind: Kind;
  readonly desired: number;
  readonly guard: Guard;
  /** Until the first resource of the stack has failed. */
  readonly failedSeconds: number;
  /** Until the stack has rolled back; only then does the CDK CLI look. */
  readonly terminalSeconds: number;
  /** The true cause stands in the stack events. */
  readonly told: boolean;
  /** A stopped task that ECS still lists after the rollback names it. */
  readonly left: boolean;
}

export const timeToTruth: Section = {
  key: 'timeToTruth',
  title: 'Time to the truth',
  method: 'An update that breaks, in the lab, simulated seconds from its start to the first FAILED event, for each failure at desired counts 1, 4 and 20, guarded in five ways; '
    + '"told" means that the events hold the true cause (its id, or words for it). AWS facts: the three hours of CloudFormation, the counting of the circuit breaker, the 40 s until a task without '
    + 'checks is healthy, the texts. Models of the lab: how long tasks take to start (28 s) and how ECS delays starts that fail (calibrated to public reports of about 20 minutes to a breaker at desired count 1).',
  async run({ quick }): Promise<Figures> {
    const counts = quick ? [1] : [1, 4, 20];
    const guards: readonly Guard[] = quick ? ['default', 'diagnosed'] : ['none', 'default', 'count3', 'count1', 'diagnosed'];
    // The second reading of a failure only ever makes the breaker later.
    const scenarios = SCENARIOS.filter(({ switches }) => !quick || switches?.ecs?.exitAfterRunningCounts !== false);
    const wanted = scenarios.flatMap((scenario) => counts.flatMap((desired) => guards.map((guard) => ({ scenario, desired, guard }))));
    return figures(await inParallel(wanted, ({ scenario, desired, guard }) => played(scenario, desired, guard)), counts, guards);
  },
};

function played({ name, fault, kind, traffic, causes, truth, rules, switches }: Scenario, desired: number, guard: Guard): Promise<Cell> {
  const variant = guard === 'diagnosed' ? 'diagnosed' : 'plain';
  return simulate({ traffic, breaker: BREAKERS[guard], variant, operation: 'update', tasks: desired, seed: 7, rules, switches }, (simulated) => {
    const { result } = simulated;
    if (!result.firstFailure) throw new Error(`${name}, ${guard}, desired count ${desired}: ${result.stackStatus}, nothing has failed`);
    return {
      scenario: name,
      fault,
      kind,
      desired,
      guard,
      failedSeconds: result.firstFailure.seconds,
      terminalSeconds: result.seconds,
      told: causes.includes(causeIn(diagnosisFailure(result)?.reason) ?? '') || result.events.some(({ reason }) => truth.test(reason ?? '')),
      left: stoppedTexts(simulated).some((text) => truth.test(text)),
    };
  });
}

/** What ECS still says of the stopped tasks of all services, after the rollback. */
function stoppedTexts({ world, result }: Simulated): readonly string[] {
  const service = result.events.find(({ resourceType }) => resourceType === 'AWS::ECS::Service')?.physicalId;
  const cluster = service?.split('/')[1];
  const { taskArns } = callFake(world, 'ecs', 'ListTasks', { cluster, desiredStatus: 'STOPPED' }) as { taskArns: string[] };
  if (!taskArns.length) return [];
  const { tasks } = callFake(world, 'ecs', 'DescribeTasks', { cluster, tasks: taskArns.slice(0, 100) }) as { tasks: Task[] };
  return tasks.flatMap((task) => [task.stoppedReason, ...(task.containers ?? []).map(({ reason, exitCode }) => `${reason ?? ''} code ${exitCode}`)].map((text) => text ?? ''));
}

const COLUMNS: { readonly [guard in Guard]: string } = {
  none: 'no breaker', default: 'default breaker', count3: 'breaker, COUNT 3', count1: 'breaker, COUNT 1', diagnosed: 'DiagnosedFargateService',
};

function figures(cells: readonly Cell[], counts: readonly number[], guards: readonly Guard[]): Figures {
  const scenarios = [...new Set(cells.map(({ scenario }) => scenario))];
  const of = (desired: number, guard: Guard) => cells.filter((c) => c.desired === desired && c.guard === guard);
  const at = (scenario: string, desired: number, guard: Guard) => of(desired, guard).find((c) => c.scenario === scenario);
  type Seconds = (cell: Cell) => number;
  const ratios = (desired: number, guard: Guard, seconds: Seconds, among: readonly string[] = scenarios) => among.flatMap((scenario) => {
    const [other, ours] = [at(scenario, desired, guard), at(scenario, desired, 'diagnosed')];
    if (!other || !ours) return [];
    // If ECS was first and the true cause is not in the events, we were never sooner.
    return [ours.told ? seconds(other) / ours.failedSeconds : 0];
  });
  const told = (guard: Guard) => cells.filter((c) => c.guard === guard && c.told).length;
  const runs = (guard: Guard) => cells.filter((c) => c.guard === guard).length;
  // Each fault once: of two readings the one that does better by the breaker.
  const faults = [...new Set(cells.map(({ fault }) => fault))];
  const worst = faults.flatMap((fault) => {
    const readings = [...new Set(cells.filter((c) => c.fault === fault).map(({ scenario }) => scenario))];
    return Math.min(...ratios(1, 'default', ({ failedSeconds }) => failedSeconds, readings));
  });
  const medianRatioVsBreakerDesired1 = rounded(median(worst));

  const tables: Table[] = counts.map((desired) => ({
    title: `Seconds to the first failure in the stack events, desired count ${desired}`,
    columns: ['what is broken', ...guards.map((guard) => COLUMNS[guard]), 'the CDK CLI\'s way'],
    rows: scenarios.map((scenario) => [
      scenario,
      ...guards.map((guard) => cellText(at(scenario, desired, guard))),
      cliText(at(scenario, desired, 'default')),
    ]),
    note: 'In brackets: the true cause is not in the events. The CDK CLI looks when the stack has rolled back, here behind the default breaker: "may tell" where a task that ECS still lists names the cause '
      + '(it shows one of them), "nothing left" elsewhere; after a create that failed the service and its tasks are gone, and it says so.',
  }));
  tables.push({
    title: 'In short',
    columns: ['guard', 'runs', 'true cause in the events', ...counts.map((desired) => `median seconds at ${desired}`), ...counts.map((desired) => `ours is sooner at ${desired} (median of ratios)`)],
    rows: guards.map((guard) => [
      COLUMNS[guard], runs(guard), `${told(guard)} of ${runs(guard)}`,
      ...counts.map((desired) => rounded(median(of(desired, guard).map(({ failedSeconds }) => failedSeconds)))),
      ...counts.map((desired) => rounded(median(ratios(desired, guard, ({ failedSeconds }) => failedSeconds)))),
    ]),
  });
  const kinds = [...new Set(cells.map(({ kind }) => kind))];
  tables.push({
    title: 'How many times sooner than the default breaker, by kind (median of ratios)',
    columns: ['kind', 'scenarios', ...counts.map((desired) => `at ${desired}`)],
    rows: kinds.map((kind) => {
      const mine = ofKind(cells, kind);
      return [kind, mine.length, ...counts.map((desired) => rounded(median(ratios(desired, 'default', ({ failedSeconds }) => failedSeconds, mine))))];
    }),
    note: '"counted" and "not counted": whether the circuit breaker counts tasks that ran and then ended by themselves is not settled, so both readings are played.',
  });
  return {
    json: {
      medianRatioVsBreakerDesired1,
      medianRatioVsBreakerDesired1WithBothReadings: rounded(median(ratios(1, 'default', ({ failedSeconds }) => failedSeconds))),
      medianRatioVsCliDesired1: rounded(median(ratios(1, 'default', ({ terminalSeconds }) => terminalSeconds))),
      told: Object.fromEntries(guards.map((guard) => [guard, { told: told(guard), runs: runs(guard) }])),
      medianSeconds: Object.fromEntries(guards.map((guard) => [guard, Object.fromEntries(counts.map((desired) => [
        desired, rounded(median(cells.filter((c) => c.guard === guard && c.desired === desired).map(({ failedSeconds }) => failedSeconds))),
      ]))])),
      medianRatioByKind: Object.fromEntries(kinds.map((kind) => [kind, rounded(median(ratios(1, 'default', ({ failedSeconds }) => failedSeconds, ofKind(cells, kind))))])),
      cells: cells.map(({ left, ...cell }) => ({ ...cell, leftForTheCli: left })),
    },
    tables,
    limits: [
      { figure: 'times sooner than the default breaker at desired count 1, median of the faults, each in the reading that does better by the breaker', value: medianRatioVsBreakerDesired1, atLeast: 5 },
      // Many tasks that fail in the same second may make the circuit breaker faster than the last log lines.
      { figure: 'share of deployments whose true cause our diagnosis put into the events', value: told('diagnosed') / runs('diagnosed'), atLeast: 0.95 },
    ],
  };
}

function ofKind(cells: readonly Cell[], kind: Kind): readonly string[] {
  return [...new Set(cells.filter((c) => c.kind === kind).map(({ scenario }) => scenario))];
}

function cellText(cell: Cell | undefined): string {
  if (!cell) return '-';
  const seconds = Math.round(cell.failedSeconds);
  return cell.told ? String(seconds) : `(${seconds})`;
}

function cliText(cell: Cell | undefined): string {
  if (!cell) return '-';
  return `${Math.round(cell.terminalSeconds)}, ${cell.left ? 'may tell' : 'nothing left'}`;
}
