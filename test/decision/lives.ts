import * as fc from 'fast-check';
import { at, crashed, frame, operation, running, service, task } from './frames';
import { patientThreshold } from '../../src/decision/policy';
import { ContainerDefinition, Deployment, Frame, Service, Task } from '../../src/facts/model';
import { OLD_DEPLOYMENT, TARGET_GROUP, TASK_DEF } from '../facts/aws/fake';

/** A healthy deployment: what a look shows of it so many seconds after the stack operation began, and when it is complete. */
export interface Life {
  readonly name: string;
  readonly doneAt: number;
  seen(seconds: number): Frame;
}

const BEGUN = 6;
/** All tasks run from here on. */
const UP = 20;

interface Counts {
  readonly desired: number;
  readonly running: number;
  readonly pending?: number;
  readonly old?: number;
  readonly done?: boolean;
}

function counted({ desired, running: up, pending = 0, old = 0, done = false }: Counts, more: Partial<Service> = {}): Service {
  const mine: Deployment = {
    ...service().deployments![0], desiredCount: desired, runningCount: up, pendingCount: pending, createdAt: at(BEGUN), rolloutState: done ? 'COMPLETED' : 'IN_PROGRESS',
  };
  const before: Deployment = { ...mine, id: OLD_DEPLOYMENT, status: 'ACTIVE', desiredCount: old, runningCount: old, pendingCount: 0, createdAt: at(-9000), rolloutState: 'COMPLETED' };
  return service({ desiredCount: desired, deployments: old ? [mine, before] : [mine], ...more });
}

const numbers = (n: number, from = 1) => Array.from({ length: n }, (_, i) => from + i);
const up = (n: number, more: Partial<Task> = {}): Task => ({ ...running(n), startedAt: at(UP), ...more });

/** Longer than `stuckAfter`, within the watch. */
const long = fc.integer({ min: 960, max: 3300 });

/** Nothing but the counts moves until it is complete, and the frame says why. */
function still(name: string, doneAt: number, service_: Partial<Service>, more: Partial<Frame>, tasks: readonly Task[], old = 0): Life {
  const desired = tasks.length;
  const complete = { service: counted({ desired, running: desired, done: true }, service_), tasks: numbers(desired).map((n) => up(n)) };
  const incomplete = { service: counted({ desired, running: desired, old }, service_), tasks, ...more };
  return { name, doneAt, seen: (s) => frame(s, s >= doneAt ? complete : incomplete) };
}

const BALANCED: Partial<Service> = { loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 8080 }] };
const target = (Id: string, State: string) => ({ Target: { Id, Port: 8080 }, TargetHealth: { State } });
const targets = (State: string, ...ips: string[]) => ({ [TARGET_GROUP]: ips.map((ip) => target(ip, State)) });
const addressed = (n: number) => up(n, {
  attachments: [{ type: 'ElasticNetworkInterface', status: 'ATTACHED', details: [{ name: 'privateIPv4Address', value: `10.0.0.${n}` }] }],
});
const GROUP = { TargetGroupArn: TARGET_GROUP, TargetGroupName: 'api', Port: 8080, TargetType: 'ip', HealthCheckIntervalSeconds: 30 };

const grace = long.map((doneAt) => still('unhealthy in the grace period', doneAt, { ...BALANCED, healthCheckGracePeriodSeconds: doneAt },
  { targetGroups: [GROUP], targetHealth: targets('unhealthy', '10.0.0.1', '10.0.0.2') }, [addressed(1), addressed(2)]));

const targetChecks = fc.integer({ min: 200, max: 300 }).map((interval) => still('targets are checked slowly', UP + interval * 5, BALANCED,
  { targetGroups: [{ ...GROUP, HealthCheckIntervalSeconds: interval, HealthyThresholdCount: 5 }], targetHealth: targets('initial', '10.0.0.1', '10.0.0.2') }, [addressed(1), addressed(2)]));

const containerChecks = fc.record({
  startPeriod: fc.integer({ min: 0, max: 300 }), interval: fc.integer({ min: 100, max: 300 }), retries: fc.integer({ min: 9, max: 10 }),
}).map((healthCheck) => {
  const [web] = TASK_DEF.containerDefinitions!;
  const checked: ContainerDefinition = { ...web, healthCheck: { ...healthCheck, command: ['CMD', 'true'] } };
  return still('the health check of the container is slow', UP + healthCheck.startPeriod + healthCheck.interval * healthCheck.retries, {},
    { taskDefinition: { ...TASK_DEF, containerDefinitions: [checked] } }, [1, 2].map((n) => up(n, { healthStatus: 'UNKNOWN' })));
});

const hook = fc.tuple(long, fc.constantFrom('AWAITING_ACTION', 'IN_PROGRESS'), fc.constantFrom('PRE_SCALE_UP', 'POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT'))
  .map(([doneAt, status, lifecycleStage]) => still('a hook takes its time', doneAt, BALANCED,
    { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage, lifecycleHookDetails: [{ hookId: 'h', status }] }, targetGroups: [GROUP], targetHealth: {} }, [addressed(1), addressed(2)]));

const staged = fc.tuple(long, fc.constantFrom('BAKE_TIME', 'PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT'))
  .map(([doneAt, lifecycleStage]) => still('bakes, or shifts its traffic in long steps', doneAt, BALANCED,
    { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage }, targetGroups: [GROUP], targetHealth: {} }, [addressed(1), addressed(2)]));

const alarms = long.map((doneAt) => still('watches its alarms', doneAt, { deploymentConfiguration: { strategy: 'ROLLING', bakeTimeInMinutes: Math.ceil(doneAt / 60), alarms: { enable: true } } }, {}, [up(1), up(2)]));

const draining = long.map((doneAt) => still('old targets drain', doneAt, BALANCED,
  { targetGroups: [GROUP], targetHealth: { [TARGET_GROUP]: [...targets('healthy', '10.0.0.1', '10.0.0.2')[TARGET_GROUP], ...targets('draining', '10.0.0.9')[TARGET_GROUP]] } },
  [addressed(1), addressed(2)], 1));

const scaleIn = long.map((doneAt) => still('old tasks are protected', doneAt, {}, {}, [up(1), up(2)], 1));

/** Fewer than a deployment that works may lose, all at once, while the others run on; then their replacements come. */
const someExit = fc
  .record({
    desired: fc.integer({ min: 3, max: 40 }), lifeSeconds: fc.integer({ min: 1, max: 15 }), drawn: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ desired, lifeSeconds, drawn }): Life => {
    const bad = 1 + drawn % Math.min(desired - 1, patientThreshold(2, desired) - 1);
    const [goneAt, doneAt] = [UP + lifeSeconds, UP + lifeSeconds + 120];
    const gone = numbers(bad, 101).map((n): Task => ({ ...crashed(n, goneAt), startedAt: at(UP) }));
    return {
      name: `${bad} of ${desired} exit once`,
      doneAt,
      seen: (s) => {
        const others = numbers(desired - bad).map((n) => up(n));
        const fresh = numbers(bad, 201).map((n) => (s < goneAt + 60 ? task(n) : up(n, { startedAt: at(goneAt + 60) })));
        const look = (counts: Parameters<typeof counted>[0], tasks: readonly Task[]) => frame(s, { service: counted(counts), tasks });
        if (s < UP) return look({ desired, running: 0, pending: desired }, numbers(desired).map((n) => task(n)));
        if (s < goneAt) return look({ desired, running: desired }, [...others, ...numbers(bad, 101).map((n) => up(n))]);
        const running_ = desired - (s < goneAt + 60 ? bad : 0);
        return look({ desired, running: running_, pending: desired - running_, done: s >= doneAt }, [...others, ...fresh, ...gone]);
      },
    };
  });

/** One task exits while the others are not there yet: nothing speaks for the deployment, and one is no pattern. */
const oneExits = fc.integer({ min: 1, max: 30 }).map((lifeSeconds): Life => {
  const [goneAt, doneAt] = [UP + lifeSeconds, UP + lifeSeconds + 200];
  const first: Task = { ...crashed(101, goneAt), startedAt: at(UP) };
  return {
    name: 'the first task exits, the others are on their way',
    doneAt,
    seen: (s) => {
      const late = s >= goneAt + 100;
      const tasks = [...s < goneAt ? [up(101)] : [first], ...[1, 2].map((n) => (late ? up(n, { startedAt: at(goneAt + 100) }) : task(n)))];
      return frame(s, { service: counted({ desired: 3, running: late ? 3 : 0, pending: late ? 0 : 3, done: s >= doneAt }), tasks });
    },
  };
});

/** The first tasks were healthy for minutes; then some exit while all others are younger than they were. */
const sizeAndLife = fc.record({ desired: fc.integer({ min: 4, max: 40 }), lifeSeconds: fc.integer({ min: 120, max: 400 }) });
const healthyFirst = sizeAndLife.map(({ desired, lifeSeconds }): Life => {
  const [goneAt, doneAt] = [UP + lifeSeconds, UP + lifeSeconds + 150];
  const bad = patientThreshold(2, desired) - 1;
  return {
    name: `${bad} of ${desired} exit after they have been healthy`,
    doneAt,
    seen: (s) => {
      const first = numbers(bad, 101).map((n): Task => (s < goneAt ? up(n) : { ...crashed(n, goneAt), startedAt: at(UP) }));
      const young = numbers(desired - bad).map((n) => up(n, { startedAt: at(goneAt - 5) }));
      const tasks = [...first, ...s < goneAt - 5 ? [] : young];
      const alive = tasks.filter((t) => t.lastStatus === 'RUNNING').length;
      const done = s >= doneAt;
      const running_ = done ? desired : alive;
      return frame(s, { service: counted({ desired, running: running_, pending: desired - running_, done }), tasks });
    },
  };
});

/** Only the desired count changes: no deployment of this operation, and tasks of an older one exit as they please. */
const older = fc.integer({ min: 2, max: 30 }).map((bad): Life => {
  const doneAt = 300;
  const mine = { startedBy: OLD_DEPLOYMENT };
  return {
    name: `${bad} tasks of an older deployment exit`,
    doneAt,
    seen: (s) => {
      const primary: Deployment = { ...service().deployments![0], id: OLD_DEPLOYMENT, createdAt: at(-9000), rolloutState: 'COMPLETED', desiredCount: bad, runningCount: s >= doneAt ? bad : 0, pendingCount: 0 };
      return frame(s, {
        operation: operation({
          stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: s >= doneAt ? 'UPDATE_COMPLETE' : 'UPDATE_IN_PROGRESS', resourceStatusAt: at(s >= doneAt ? doneAt : 4), deploymentId: null,
        }),
        service: service({ desiredCount: bad, deployments: [primary] }),
        tasks: numbers(bad).map((n) => ({ ...crashed(n, 10 + n), ...mine })),
      });
    },
  };
});

export const healthyLife: fc.Arbitrary<Life> = fc.oneof(
  ...[grace, targetChecks, containerChecks, hook, staged, alarms, draining, scaleIn, oneExits, older]
    .map((arbitrary) => ({ arbitrary, weight: 1 })),
  ...[someExit, healthyFirst].map((arbitrary) => ({ arbitrary, weight: 2 })),
);

/** Nothing ever ends it but the watch itself: it is held for longer. */
export const heldForEver: Life = { ...still('protected for ever', Infinity, {}, {}, [up(1), up(2)], 1) };
