import { Assemblies } from './app';
import { Plan, planOf } from './plan';
import { play } from './play';
import { judge, Verdict } from './verdict';

export interface Totals {
  readonly runs: number;
  readonly healthyRuns: number;
  readonly brokenRuns: number;
  readonly healthyFailed: number;
  readonly rollbacksBlocked: number;
  readonly handlerErrors: number;
  readonly unanswered: number;
  readonly undiagnosed: number;
  readonly wrongCause: number;
}

export const FAULTS_OF_OURS = ['healthyFailed', 'rollbacksBlocked', 'handlerErrors', 'unanswered', 'undiagnosed', 'wrongCause'] as const;

export interface Run {
  readonly plan: Plan;
  readonly verdict: Verdict;
  /** The function's log of a run that shows a fault. */
  readonly log: readonly string[];
}

export interface Soak {
  readonly runs: number;
  /** Run number n has the seed `seed + n`, so that each can be replayed alone. */
  readonly seed: number;
  /** Labs at a time. */
  readonly parallel: number;
  readonly onRun?: (run: Run) => void;
}

export async function playRun(seed: number, assemblies: Assemblies): Promise<Run> {
  const plan = planOf(seed);
  const baseline = await play(plan, assemblies);
  const diagnosed = await play(plan, assemblies, baseline);
  return { plan, verdict: judge(plan, baseline, diagnosed), log: diagnosed.log };
}

export const isFaulty = ({ verdict }: Run) => FAULTS_OF_OURS.some((fault) => verdict[fault].length > 0);

/** Random deployments, healthy and broken, with and without trouble; each is judged against the same deployment without a watcher. */
export async function soak({ runs, seed, parallel, onRun }: Soak): Promise<Totals> {
  const assemblies = new Assemblies();
  const done: Run[] = [];
  let next = 0;
  const work = async () => {
    while (next < runs) {
      const run = await playRun(seed + next++, assemblies);
      done.push(run);
      onRun?.(run);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallel, runs) }, work));
  } finally {
    assemblies.remove();
  }
  return totals(done);
}

/** Runs that show the fault, not how often one does. */
export function totals(runs: readonly Run[]): Totals {
  const count = (is: (run: Run) => boolean) => runs.filter(is).length;
  const [healthyFailed, rollbacksBlocked, handlerErrors, unanswered, undiagnosed, wrongCause] = FAULTS_OF_OURS
    .map((fault) => count(({ verdict }) => verdict[fault].length > 0));
  const healthyRuns = count(({ verdict }) => verdict.healthy);
  return {
    runs: runs.length, healthyRuns, brokenRuns: runs.length - healthyRuns,
    healthyFailed, rollbacksBlocked, handlerErrors, unanswered, undiagnosed, wrongCause,
  };
}
