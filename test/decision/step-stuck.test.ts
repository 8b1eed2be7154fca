import { at, cause, diagnosis, frame, operation, running, service, steps, task } from './frames';
import { CauseId } from '../../src/contract';
import { Frame } from '../../src/facts/model';

describe('stuck', () => {
  const still = (seconds: readonly number[], facts: (s: number) => Partial<Frame> = () => ({})) => (
    seconds.map((s) => [frame(s, facts(s))] as const)
  );

  test('fifteen minutes without any progress, named', () => {
    expect(steps(still([10, 909])).last.kind).toBe('wait');
    expect(steps(still([10, 910])).last).toEqual({
      kind: 'fail',
      because: 'nothing has moved for 15 min, since 10:00:10 UTC; waiting for 2 tasks in PENDING to run',
      release: 'the image to be pulled and the containers that others depend on (dependsOn)',
    });
    expect(steps(still([10, 3000]), { stuckAfterSeconds: 0 }).last.kind).toBe('wait');
  });

  test('settings that could not be read may ask for more: fifty minutes', () => {
    for (const what of ['target groups', 'task definition', 'service'] as const) {
      const unread = (s: number): Partial<Frame> => ({
        operation: operation({ checkedAt: at(s) }), unavailable: [{ what, error: 'AccessDenied' }], ...what === 'service' && { service: undefined }, tasks: [task(1, { lastStatus: 'PENDING' })],
      });
      expect(steps(still([10, 3009], unread)).last.kind).toBe('wait');
      expect(steps(still([10, 3010], unread)).last).toMatchObject({ kind: 'fail', because: expect.stringContaining('waiting for 1 task in PENDING to run') });
    }
    // no service, and nothing says that there is one
    expect(steps(still([10, 200], () => ({ service: null }))).last.kind).toBe('wait');
  });

  test('a stage that could not be read may be a hook that waits', () => {
    const unread = (deploymentConfiguration: object) => (): Partial<Frame> => ({
      service: service({ deploymentConfiguration }), unavailable: [{ what: 'service deployment', error: 'AccessDenied' }],
    });
    expect(steps(still([10, 3000], unread({ strategy: 'BLUE_GREEN' }))).last.kind).toBe('wait');
    expect(steps(still([10, 3000], unread({ lifecycleHooks: [{}] }))).last.kind).toBe('wait');
    expect(steps(still([10, 3000], unread({ strategy: 'ROLLING' }))).last.kind).toBe('fail');
    // tasks that are still to start are kept by no hook
    const starting = unread({ strategy: 'BLUE_GREEN' });
    expect(steps(still([10, 3000], () => ({ ...starting(), tasks: [task(1)] }))).last.kind).toBe('fail');
    // one look that could not read it does not begin the wait anew
    const once = (s: number) => (s === 500 ? starting() : { service: starting().service });
    expect(steps(still([10, 500, 910], once)).last.kind).toBe('fail');
  });

  test('every move counts', () => {
    const moves: ((s: number) => Partial<Frame>)[] = [
      (s) => ({ service: service({ deployments: [{ ...service().deployments![0], runningCount: s < 600 ? 0 : 1 }] }) }),
      (s) => ({ tasks: [task(1, { lastStatus: s < 600 ? 'PROVISIONING' : 'PENDING' })] }),
      (s) => ({ targetHealth: { tg: [{ Target: { Id: '10.0.0.1' }, TargetHealth: { State: s < 600 ? 'initial' : 'unhealthy' } }] } }),
    ];
    for (const facts of moves) {
      expect(steps(still([10, 500, 700, 1500], facts)).last.kind).toBe('wait');
      expect(steps(still([10, 500, 700, 1700], facts)).last.kind).toBe('fail');
    }
  });

  test('a cause that is a wait can be stuck, too, and another failure is no progress', () => {
    const looks = [10, 500, 910].map((s) => [
      frame(s, { service: service({ deployments: [{ ...service().deployments![0], failedTasks: s }] }) }),
      diagnosis([cause({ id: 'deployment-stuck-pending', stage: 'deployment', waiting: true })], { status: 'paused' }),
    ] as const);
    expect(steps(looks).last.kind).toBe('fail');
  });

  test('a read that lags behind, or a list that is empty for once, is no move', () => {
    const listed = (s: number) => [task(1, { lastStatus: s === 500 ? 'PROVISIONING' : 'PENDING' })];
    const facts = (s: number): Partial<Frame> => ({ tasks: s === 490 || s === 880 ? [] : listed(s) });
    expect(steps(still([10, 490, 500, 520, 880, 900, 1399], facts)).last.kind).toBe('wait');
    const noDeployments = (s: number): Partial<Frame> => ({ tasks: [task(1)], ...s === 500 && { service: service({ deployments: [] }) } });
    expect(steps(still([10, 500, 520, 910], noDeployments)).last.kind).toBe('fail');
    // the last thing that was new stood there at 500 s
    expect(steps(still([10, 490, 500, 520, 880, 900, 1400], facts)).last.kind).toBe('fail');
  });

  test('a list that is empty at that very moment: for a minute, a later look can show the tasks', () => {
    const empty = (from: number) => (s: number): Partial<Frame> => ({ tasks: s >= from ? [] : [task(1)] });
    expect(steps(still([10, 500, 912, 969], empty(910))).last.kind).toBe('wait');
    expect(steps(still([10, 500, 912, 970], empty(910))).last.kind).toBe('fail');
  });

  test('reading more or less at a look is no move', () => {
    const facts = (s: number): Partial<Frame> => (s % 30 === 0 ? { tasks: [task(1)], targetHealth: {} } : {});
    const seconds = Array.from({ length: 91 }, (_, i) => 10 + i * 10);
    expect(steps(still(seconds, facts)).last.kind).toBe('fail');
  });

  const alarms = { deploymentConfiguration: { alarms: { enable: true } } };
  const rolled = { ...service().deployments![0], runningCount: 2, pendingCount: 0, desiredCount: 2, rolloutState: 'IN_PROGRESS' };
  const held: [string, Partial<Frame>][] = [
    ['a rolling update whose alarms are watched', { service: service({ ...alarms, deployments: [rolled] }) }],
    ['bake time', { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' } }],
    ['test traffic', { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage: 'TEST_TRAFFIC_SHIFT' } }],
    ['a hook that waits for a person', { serviceDeployment: { status: 'IN_PROGRESS', lifecycleHookDetails: [{ status: 'AWAITING_ACTION' }] } }],
  ];
  const up = { ...rolled, desiredCount: 2 };
  const old = { id: 'old', status: 'ACTIVE', runningCount: 2 };
  const pair = [running(1), running(2)];
  const balanced = { loadBalancers: [{ targetGroupArn: 'tg' }] };
  const state = (State: string) => ({ targetHealth: { tg: [{ Target: { Id: '10.0.0.1' }, TargetHealth: { State } }] } });
  const checked = { taskDefinition: { containerDefinitions: [{ name: 'web', healthCheck: {} }] } };
  const over: [string, Partial<Frame>, 'wait' | 'fail'][] = [
    ['old tasks that may finish their work, the new ones are all there', { service: service({ deployments: [up, old] }), tasks: pair }, 'wait'],
    ['the same, and the tasks cannot be read', { service: service({ deployments: [up, old] }), unavailable: [{ what: 'tasks' }] }, 'wait'],
    ['targets that drain, whatever the new tasks do', { service: service({ ...balanced }), tasks: [task(1)], ...state('draining') }, 'wait'],
    ['new tasks with healthy targets', { service: service({ ...balanced, deployments: [up, old] }), tasks: pair, ...state('healthy') }, 'wait'],
    ['new tasks with targets that are not healthy', { service: service({ ...balanced, deployments: [up, old] }), tasks: pair, ...state('unhealthy') }, 'fail'],
    ['new tasks that are registered nowhere', { service: service({ ...balanced, deployments: [up, old] }), tasks: pair, targetHealth: { tg: [] } }, 'fail'],
    ['new tasks whose container health check does not pass', { service: service({ deployments: [up, old] }), tasks: pair, ...checked }, 'fail'],
    ['new tasks of which only the number is known', { service: service({ deployments: [up, old] }) }, 'fail'],
    ['one new task is missing', { service: service({ deployments: [{ ...up, runningCount: 1 }, old] }), tasks: [running(1)] }, 'fail'],
    ['a deployment that is not of this operation', { operation: operation({ deploymentId: null }), service: service({ deployments: [up] }), tasks: pair }, 'fail'],
  ];
  test.each(over)('%s', (_, facts, kind) => {
    expect(steps(still([10, 500, 1000, 1500, 2000], () => facts)).last.kind).toBe(kind);
  });

  test('a wait that the application has asked for is not stuck', () => {
    const looks = (id: CauseId) => [10, 500, 1000, 1500].map((s) => [frame(s, { tasks: [] }), diagnosis([cause({ id, tasks: [], stage: 'deployment' })])] as const);
    expect(steps(looks('task-protection-blocked')).last.kind).toBe('wait');
    expect(steps(looks('unknown-generic')).last.kind).toBe('fail');
  });

  test.each(held)('%s is not stuck', (_, facts) => {
    expect(steps(still([10, 500, 1000, 1500, 2000], () => facts)).last.kind).toBe('wait');
  });

  test('the settings of the service stretch the window', () => {
    const slow = () => ({
      service: service({ healthCheckGracePeriodSeconds: 1200, loadBalancers: [{ targetGroupArn: 'tg' }] }),
      targetGroups: [{ HealthCheckIntervalSeconds: 60, HealthyThresholdCount: 5, UnhealthyThresholdCount: 2 }],
      taskDefinition: { containerDefinitions: [{ name: 'web', stopTimeout: 30, healthCheck: { startPeriod: 120, interval: 10, retries: 3 } }] },
    });
    const window = 1200 + 300 + 300 + 150 + 30 + 120;
    expect(steps(still([10, 10 + window - 1], slow)).last.kind).toBe('wait');
    expect(steps(still([10, 10 + window], slow)).last.kind).toBe('fail');
    // the grace period holds for checks of containers, too
    const unbalanced = () => ({ service: service({ healthCheckGracePeriodSeconds: 1200 }) });
    expect(steps(still([10, 10 + 1200 + 120 - 1], unbalanced)).last.kind).toBe('wait');
    expect(steps(still([10, 10 + 1200 + 120], unbalanced)).last.kind).toBe('fail');
    expect(steps(still([10, 130], () => ({ service: service() })), { stuckAfterSeconds: 120 }).last.kind).toBe('fail');
  });

  const awaited: [string, Partial<Frame>, string][] = [
    ['tasks on their way', { tasks: [task(1, { lastStatus: 'PROVISIONING' })] }, '1 task in PROVISIONING to run'],
    ['no task', { service: service({ deployments: [{ ...service().deployments![0], pendingCount: 0 }] }) }, 'ECS to start 2 tasks (0 of 2 run)'],
    ['targets', {
      service: service({ deployments: [{ ...service().deployments![0], pendingCount: 0, runningCount: 2 }] }),
      targetHealth: { tg: [{ TargetHealth: { State: 'unhealthy' } }, { TargetHealth: { State: 'healthy' } }] },
    }, '1 target of the load balancer to become healthy (2 of 2 tasks run)'],
    ['old tasks', {
      service: service({ deployments: [{ ...service().deployments![0], pendingCount: 0, runningCount: 2 }, { id: 'old', runningCount: 1 }] }),
    }, '1 old task to stop (2 of 2 new ones run)'],
    ['the end', { service: service({ deployments: [{ ...service().deployments![0], pendingCount: 0, runningCount: 2 }] }) },
      'ECS to complete the deployment (2 of 2 tasks run)'],
    ['only the desired count', { operation: operation({ deploymentId: null }) }, 'ECS to begin a deployment or to reach the desired count'],
  ];
  test.each(awaited)('says what is awaited: %s', (_, facts, words) => {
    expect(steps(still([10, 910], () => facts)).last.because).toBe(`nothing has moved for 15 min, since 10:00:10 UTC; waiting for ${words}`);
  });
});
