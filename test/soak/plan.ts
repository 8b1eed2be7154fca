import { Shape } from './app';
import { Dice } from './dice';
import { BROKEN, Change, Course, DEPLOYING, exits, Fate } from './fates';
import { PASSING } from './healthy';
import { DEFAULTS, Settings } from './settings';
import { TEXT } from './texts';
import { chooseTroubles, Trouble } from './troubles';
import { EXPLAINED, INTENDED_WAITS } from './waits';
import { Scenario, Switches, TaskRule } from '../../src/lab/world';

/** The way of the stack operation: with rollback, `--no-rollback`, in express mode, or cancelled by a person after some seconds. */
export type Manner = 'rollback' | 'no-rollback' | 'express' | { readonly cancelledAfter: number };

/** One run, all of it drawn from its seed. */
export interface Plan {
  readonly seed: number;
  readonly shape: Shape;
  readonly change: Change;
  readonly manner: Manner;
  readonly fate: Fate;
  readonly course: Course;
  /** Of each stack operation. */
  readonly settings: readonly Settings[];
  /** Tasks of the version that is come back to. */
  readonly rollback: readonly TaskRule[];
  readonly troubles: readonly Trouble[];
  readonly switches: Switches;
  /** Afterwards the stack is deleted. */
  readonly destroy: boolean;
}

const PERCENTS = [[0, 100], [0, 200], [50, 100], [50, 150], [100, 150], [100, 200], [100, 200]] as const;
const CHANGES: readonly Change[] = ['create', 'update', 'update'];
/** How the tasks of a version that is come back to do badly, too, at first. */
const STUMBLES: readonly TaskRule[] = [
  { ...exits(1, 2), when: { failFirst: 2 } },
  { ...exits(1, 4, [[0.5, 'Error: environment variable ORDERS_TABLE is not set']]), when: { failFirst: 2 } },
  { pull: { text: TEXT.pullDenied, after: 5, container: 'api' }, when: { failFirst: 1 } },
];

export function planOf(seed: number): Plan {
  const dice = new Dice(seed);
  const healthyFates = () => (dice.chance(0.3) ? [...EXPLAINED, ...INTENDED_WAITS] : PASSING);
  const fate = dice.weighted(dice.chance(0.4) ? BROKEN : healthyFates());
  const shape = shapeOf(dice, fate);
  const course = fate.course(dice, shape);
  const change = dice.pick((fate.changes ?? CHANGES).filter((one) => possible(one, shape)));
  const plan: Plan = {
    seed,
    shape,
    change,
    manner: mannerOf(dice, fate, change),
    fate,
    course,
    settings: settingsOf(dice, fate, course, change),
    rollback: dice.chance(0.6) ? [dice.pick(STUMBLES)] : [],
    troubles: chooseTroubles(dice),
    switches: {
      replacementIdShown: dice.pick(['old', 'new']),
      rollbackOrder: dice.pick(['together', 'service-first', 'custom-resource-first']),
      ecs: { exitAfterRunningCounts: dice.chance(0.5), failedTasksEndAt: dice.pick(['RUNNING', 'HEALTHY']), serviceFilterFindsStopped: dice.chance(0.7) },
    },
    destroy: dice.chance(0.2),
  };
  return { ...plan, switches: { ...plan.switches, ...lateness(dice) } };
}

/** How late AWS is: all of it may come together. New policies and the first pages of log lines are as late as the lab plays them. */
function lateness(dice: Dice): Switches {
  return {
    lastUpdatedTime: dice.pick(['start', 'end', 2, 8]),
    stackStatusLag: dice.pick([0, 0, 3, 6, 10]),
    iam: { policyEffectiveAfter: dice.pick(['random', 'random', 0, 30]) },
  };
}

function shapeOf(dice: Dice, fate: Fate): Shape {
  const traffic = dice.pick(fate.traffic ?? ['none', 'none', 'checked', 'alb', 'alb', 'blue-green'] as const);
  const balanced = traffic === 'alb' || traffic === 'blue-green';
  const platforms = ['FARGATE', 'FARGATE', 'FARGATE', 'FARGATE_SPOT', ...balanced ? [] : ['EC2', 'DAEMON'] as const] as const;
  const platform = dice.pick(fate.platform ?? platforms);
  return { traffic, platform, nested: traffic === 'none' && platform === 'FARGATE' && dice.chance(0.2) };
}

/** A daemon has no count of its own. */
function possible(change: Change, { platform }: Shape): boolean {
  return change !== 'count' || platform !== 'DAEMON';
}

function mannerOf(dice: Dice, fate: Fate, change: Change): Manner {
  const [drawn, after] = [dice.between(1, 20), dice.between(5, 25)];
  if (drawn <= 2) return 'no-rollback';
  // In express mode nobody waits for the tasks; what is called off must still be under way.
  if (drawn === 3 && !fate.broken) return 'express';
  return drawn <= 5 && !fate.broken && change === 'update' ? { cancelledAfter: after } : 'rollback';
}

function settingsOf(dice: Dice, fate: Fate, course: Course, change: Change): readonly Settings[] {
  const breaker = dice.pick(['off', 'on', 'rollback', 'rollback']);
  const Tasks = dice.pick(fate.tasks ?? [1, 1, 2, 2, 3, 5, 10]);
  const leavesRoom = ([min, max]: readonly [number, number]) => (
    Math.floor((Tasks * max) / 100) > Tasks || Math.ceil((Tasks * min) / 100) < Tasks || !Tasks
  );
  const [MinPercent, MaxPercent] = dice.pick(PERCENTS.filter(leavesRoom));
  const settings: Settings = {
    ...DEFAULTS,
    Tasks,
    MinPercent,
    MaxPercent,
    BreakerOn: String(breaker !== 'off'),
    BreakerRollback: String(breaker === 'rollback'),
    Strategy: dice.pick(['BLUE_GREEN', 'BLUE_GREEN', 'CANARY', 'LINEAR']),
    ...change === 'forced' && { ForceNonce: 1 },
  };
  const under = { ...settings, ...course.settings };
  if (change === 'create') return [under];
  return [{ ...settings, ...BEFORE[change], ...change === 'count' && { Tasks: Tasks === 2 ? 4 : 2 } }, under];
}

/** What was otherwise in the version before. */
const BEFORE: { readonly [change in Exclude<Change, 'create'>]: Partial<Settings> } = {
  update: { ImageTag: '1.41.0' },
  forced: { ForceNonce: 0 },
  replacement: { ImageTag: '1.41.0', ServiceName: 'shop-b' },
  count: {},
  tags: { Team: 'stock' },
  config: { GraceSeconds: 50, MaxPercent: 175, BreakerOn: 'true' },
  options: { FailureThreshold: 3 },
};

/**
 * The last operation is the one under test: the only one of a create, the second of an update.
 * @param lostBefore with all troubles; those by which an answer is lost for good strike before that second of the operation
 */
export function scenarioOf({ seed, course, rollback, switches, troubles, change }: Plan, lostBefore?: number): Scenario {
  const operation = change === 'create' ? 1 : 2;
  const of = (rules: readonly TaskRule[], when: TaskRule['when']) => rules.map((rule) => ({ ...rule, when: { ...rule.when, ...when } }));
  const rules = [
    ...of(course.rules, { operation, deployment: 'new' }), ...of(rollback, { operation, deployment: 'rollback' }), ...of(course.before ?? [], { operation: operation - 1 }),
  ];
  const service = { rules, ...course.deployment && { deployments: [{ ...course.deployment, when: { operation, deployment: 'new' as const } }] } };
  const lostFaults = (before: number) => troubles.flatMap(({ faults, lost }) => (
    lost ? faults.map((fault) => ({ ...fault, stackOperation: operation, window: [0, before] as const })) : faults
  ));
  return {
    scenario: 1,
    seed,
    services: { 'Api': service, 'Inner/Api': service },
    switches,
    ...lostBefore !== undefined && { faults: lostFaults(lostBefore) },
  };
}

/** Does the operation under test start a deployment of its own? */
export const deploys = ({ change }: Plan) => DEPLOYING.includes(change);

export function describePlan({ shape, change, manner, fate, troubles, settings, rollback }: Plan): string {
  const { Tasks, MinPercent, MaxPercent, BreakerOn, BreakerRollback, StuckAfterSeconds, Strategy } = settings[settings.length - 1];
  const rollsBack = BreakerRollback === 'true' ? 'rollback' : 'on';
  const ended = typeof manner === 'string' ? manner : `cancelled after ${manner.cancelledAfter} s`;
  const said = [
    `${change} of ${Tasks} ${Tasks === 1 ? 'task' : 'tasks'}`, shape.traffic === 'blue-green' ? Strategy : shape.traffic, shape.platform, ...shape.nested ? ['nested'] : [],
    `breaker ${BreakerOn === 'false' ? 'off' : rollsBack}`, `${MinPercent} to ${MaxPercent} %`, `stuckAfter ${StuckAfterSeconds} s`,
    ...manner === 'rollback' ? [] : [ended], ...rollback.length ? ['rollback stumbles'] : [],
  ];
  return `${fate.broken ? 'broken' : 'healthy'} (${fate.name}); ${said.join(', ')}; ${troubles.map(({ name }) => name).join(' + ') || 'no trouble'}`;
}
