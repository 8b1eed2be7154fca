import { conclusiveMoment, Decisive } from './conclusive';
import { rounded } from './print';
import { Figures, Section, Table } from './section';
import { causeIn, inParallel, simulate, diagnosisFailure } from './simulate';
import { mean, median, percentile } from './statistics';
import type { RecordedCall } from '../../src/lab/lab';
import type { Switches, TaskRule } from '../../src/lab/world';
import { Shape } from '../soak/app';
import { Dice } from '../soak/dice';
import { BROKEN } from '../soak/fates';

/** A cause with a moment from which it is conclusive; the rest is drawn from the seed. */
interface Case {
  readonly fate: string;
  readonly traffic: Shape['traffic'];
  readonly failedTasks: number;
  /** Log lines must be read, too: seconds after the container's start at which the line is printed and the container ends. */
  readonly prints?: { readonly at: number; readonly end: number };
}

const CASES: readonly Case[] = [
  { fate: 'image gone', traffic: 'none', failedTasks: 1 },
  { fate: 'secret lacks a key', traffic: 'alb', failedTasks: 1 },
  { fate: 'no entrypoint', traffic: 'checked', failedTasks: 1 },
  { fate: 'setting missing', traffic: 'none', failedTasks: 1, prints: { at: 0.8, end: 2 } },
  { fate: 'no way to the registry', traffic: 'none', failedTasks: 2 },
  { fate: 'out of memory', traffic: 'checked', failedTasks: 2 },
  { fate: 'unhealthy container', traffic: 'checked', failedTasks: 2 },
  { fate: '404', traffic: 'alb', failedTasks: 2 },
];

interface Sample {
  readonly case: Case;
  readonly operation: 'create' | 'update';
  /** undefined: the service failed first, while the policies of the watcher were late. */
  readonly seconds?: number;
}

export const detectionLatency: Section = {
  key: 'detectionLatencySeconds',
  title: 'Detection latency',
  method: 'From the moment at which the decisive fact can be read (the lab shows the task that decides as stopping, and its log line is readable) to the FAILED answer in the stack '
    + 'events, simulated seconds, over seeds that draw how long tasks take to start and to fail; creates and updates of 1 to 3 tasks. Causes that only lasting can prove '
    + '(placement, quotas, roles) have no such moment and are left out. In a create the policies of the watcher are new: a fact can be read once they permit it, and a service that '
    + 'fails first while they are late is counted apart.',
  async run({ quick }): Promise<Figures> {
    const seeds = Array.from({ length: quick ? 16 : 400 }, (_, i) => i + 1);
    return figures(await inParallel(seeds, sample));
  },
};

async function sample(seed: number): Promise<Sample> {
  const dice = new Dice(seed);
  const chosen = CASES[seed % CASES.length];
  const operation = dice.chance(0.5) ? 'create' : 'update';
  const fate = BROKEN.find(({ name }) => name === chosen.fate);
  if (!fate) throw new Error(`no fate "${chosen.fate}"`);
  const { traffic } = chosen;
  const lateness = between(dice, 1, 5);
  const tasks = dice.between(1, 3);
  const line = chosen.prints && { beforeEnd: chosen.prints.end - chosen.prints.at, lateness };
  const decisive: Decisive = { tasks: chosen.failedTasks, ...line && { line } };
  const rules = fate.course(dice, { traffic }).rules.map((rule) => varied(rule, dice, chosen));
  const switches: Switches = { logs: { lateness: [lateness, lateness] } };
  return simulate({ traffic, breaker: 'rollback', variant: 'diagnosed', operation, tasks, seed, rules, switches }, ({ result, stops, calls }) => {
    const failure = diagnosisFailure(result);
    const denied = calls.filter(({ error }) => error?.startsWith('AccessDenied')).map(({ at }) => at);
    if (!failure && operation === 'create' && denied.length) return { case: chosen, operation };
    if (!failure) throw new Error(`seed ${seed} (${chosen.fate}): ${result.stackStatus} without a diagnosis`);
    if (!fate.broken?.causes.includes(causeIn(failure.reason) ?? '')) throw new Error(`seed ${seed} (${chosen.fate}): the reason is ${failure.reason?.slice(0, 200)}`);
    const moment = conclusiveMoment(stops, decisive);
    if (moment === undefined) throw new Error(`seed ${seed} (${chosen.fate}): failed before anything decisive could be read`);
    const readable = Math.max(moment, ...denied, firstStep(calls));
    return { case: chosen, operation, seconds: result.startedAt / 1000 + failure.seconds - readable / 1000 };
  });
}

/** When the state machine has called the function for the first time. Before that, IAM can still refuse its role the call. */
function firstStep(calls: readonly RecordedCall[]): number {
  const started = calls.find((c) => c.operation === 'StartExecution' && c.error === undefined)?.at ?? -Infinity;
  return calls.find(({ at }) => at > started + 1000)?.at ?? -Infinity;
}

/** The model's round numbers would always meet the polls at the same point. */
function varied(rule: TaskRule, dice: Dice, { prints }: Case): TaskRule {
  const slow = { provisioning: between(dice, 8, 25), pending: between(dice, 8, 40) };
  if (!prints) return { ...rule, slow };
  const logs = [[0.3, 'boot'], [prints.at, 'Error: environment variable ORDERS_TABLE is not set']] as const;
  return { slow, containers: { api: { logs, exit: { code: 1, after: prints.end } } } };
}

const between = (dice: Dice, min: number, max: number) => min + dice.between(0, 1000) / 1000 * (max - min);

const secondsOf = (samples: readonly Sample[]) => samples.flatMap(({ seconds }) => seconds ?? []);

function figures(samples: readonly Sample[]): Figures {
  const all = secondsOf(samples);
  const tooSoon = samples.length - all.length;
  const summary = {
    median: rounded(median(all)), p99: rounded(percentile(all, 0.99)), mean: rounded(mean(all)), max: rounded(Math.max(...all)),
    runs: all.length, serviceFirst: tooSoon,
  };
  const creates = samples.filter(({ operation }) => operation === 'create').length;
  const bins = Array.from({ length: Math.ceil(Math.max(...all)) }, (_, second) => ({
    fromSecond: second, runs: all.filter((s) => Math.max(0, s) >= second && s < second + 1).length,
  }));
  const row = (name: string, of: readonly Sample[]) => {
    const values = secondsOf(of);
    const figuresOf = [Math.min(...values), median(values), mean(values), percentile(values, 0.99), Math.max(...values)];
    return [name, values.length, ...figuresOf.map(rounded)];
  };
  const decides = (tasks: number) => (tasks === 1 ? 'first task decides' : `${tasks} tasks decide`);
  const tables: Table[] = [{
    title: 'Seconds from the decisive fact to the FAILED answer',
    columns: ['what fails', 'runs', 'least', 'median', 'mean', 'p99', 'most'],
    rows: [
      ...CASES.map((one) => row(`${one.fate} (${decides(one.failedTasks)})`, samples.filter((s) => s.case === one))),
      ...(['create', 'update'] as const).map((operation) => row(`all, ${operation}`, samples.filter((s) => s.operation === operation))),
      row('all', samples),
    ],
    note: 'The floor: a poll every 5 s finds a fact after 2.5 s on average, one every 3 s (after a first failed task) after 1.5 s; an invocation and the transitions around it take 0.3 s in the lab [model].',
  }];
  return {
    json: { ...summary, distribution: bins },
    tables,
    limits: [
      { figure: 'median, simulated seconds', value: median(all), atMost: 3 },
      { figure: '99th percentile, simulated seconds', value: percentile(all, 0.99), atMost: 6 },
      { figure: 'services that failed first while policies were late, share of the creates', value: tooSoon / creates, atMost: 0.05 },
    ],
  };
}
