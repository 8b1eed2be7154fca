import { Shape } from './app';
import { Dice } from './dice';
import { chooseFate, Fate } from './fates';
import { chooseTroubles, Trouble } from './troubles';
import { Scenario, Switches, TaskRule } from '../../src/lab/world';

/** One run, all of it drawn from its seed. */
export interface Plan {
  readonly seed: number;
  readonly shape: Shape;
  readonly operation: 'create' | 'update';
  readonly tasks: number;
  readonly fate: Fate;
  readonly rules: readonly TaskRule[];
  readonly troubles: readonly Trouble[];
  readonly switches: Switches;
  /** Afterwards the stack is deleted. */
  readonly destroy: boolean;
}

export function planOf(seed: number): Plan {
  const dice = new Dice(seed);
  const shape: Shape = {
    breaker: dice.pick(['off', 'on', 'rollback', 'rollback']),
    traffic: dice.pick(['none', 'none', 'checked', 'alb', 'alb', 'blue-green']),
    capacity: dice.chance(0.25) ? 'FARGATE_SPOT' : 'FARGATE',
  };
  const fate = chooseFate(dice, shape);
  return {
    seed,
    shape,
    operation: dice.chance(0.5) ? 'create' : 'update',
    tasks: dice.pick([1, 1, 2, 2, 3, 5, 10]),
    fate,
    rules: fate.rules(dice, shape),
    troubles: chooseTroubles(dice),
    switches: {
      replacementIdShown: dice.pick(['old', 'new']),
      rollbackOrder: dice.pick(['together', 'service-first', 'custom-resource-first']),
      ecs: { exitAfterRunningCounts: dice.chance(0.5), failedTasksEndAt: dice.pick(['RUNNING', 'HEALTHY']), serviceFilterFindsStopped: dice.chance(0.7) },
    },
    destroy: dice.chance(0.2),
  };
}

/** The last operation is the one under test: the only one of a create, the second of an update. */
export function scenarioOf({ seed, rules, switches, troubles, operation }: Plan, withTroubles: boolean): Scenario {
  const under = operation === 'create' ? 1 : 2;
  return {
    scenario: 1,
    seed,
    services: { Api: { rules: rules.map((rule) => ({ ...rule, when: { ...rule.when, operation: under, deployment: 'new' as const } })) } },
    switches,
    ...withTroubles && { faults: troubles.flatMap(({ faults }) => faults) },
  };
}

export function describePlan({ shape, operation, tasks, fate, troubles }: Plan): string {
  const settings = [`${operation} of ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`, shape.traffic, `breaker ${shape.breaker}`, ...shape.capacity === 'FARGATE' ? [] : [shape.capacity]];
  return `${fate.broken ? 'broken' : 'healthy'} (${fate.name}); ${settings.join(', ')}; ${troubles.map(({ name }) => name).join(' + ') || 'no trouble'}`;
}
