import { at, cause, crashed, diagnosis, frame, ids, operation, service, steps, stopped, task } from './frames';
import { newHistory } from '../../src/decision/model';
import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { Frame, Operation } from '../../src/facts/model';

const failing = (seconds: number, numbers: readonly number[], more: Partial<Cause> = {}, facts: Partial<Frame> = {}): [Frame, Diagnosis] => [
  frame(seconds, { tasks: [...stopped(...numbers), task(99)], ...facts }), diagnosis([cause({ tasks: ids(...numbers), ...more })]),
];
const NEVER: Partial<Cause> = { id: 'image-not-found', stage: 'pull', retry: 'never' };
const LIKELY: Partial<Cause> = { id: 'spot-interruption', retry: 'likely' };
const running = (n: number) => task(n, { lastStatus: 'RUNNING', startedAt: at(10), containers: [{ name: 'web' }] });

describe('CloudFormation goes before everything', () => {
  const verdicts: [string, Partial<Operation>, string][] = [
    ['rolling back', { stackStatus: 'ROLLBACK_IN_PROGRESS' }, 'the stack is in ROLLBACK_IN_PROGRESS, there is no deployment to judge any more'],
    ['update rolling back', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }, 'the stack is in UPDATE_ROLLBACK_IN_PROGRESS, there is no deployment to judge any more'],
    ['cleaning up', { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, 'the stack is in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, there is no deployment to judge any more'],
    ['service created', { resourceStatus: 'CREATE_COMPLETE' }, 'CloudFormation has completed the service (CREATE_COMPLETE)'],
    ['service updated', { resourceStatus: 'UPDATE_COMPLETE' }, 'CloudFormation has completed the service (UPDATE_COMPLETE)'],
    ['service deleted', { resourceStatus: 'DELETE_SKIPPED' }, 'CloudFormation leaves the service alone (DELETE_SKIPPED)'],
    ['called off for another resource', { resourceStatus: 'CREATE_FAILED', resourceStatusReason: 'Resource creation cancelled' },
      'the service itself has failed (CREATE_FAILED), and there is nothing to add to what CloudFormation says'],
  ];
  test.each(verdicts)('%s', (_, status, because) => {
    const [bad, found] = failing(30, [1, 2, 3], NEVER, { operation: operation(status) });
    expect(steps([[bad, found]]).last).toEqual({ kind: 'succeed', because });
  });

  test('the service has failed and rollback is off: fail with what is known, or say nothing', () => {
    const failed = { operation: operation({ resourceStatus: 'UPDATE_FAILED', resourceStatusReason: 'ECS Deployment Circuit Breaker was triggered' }) };
    const [bad, found] = failing(30, [1], {}, failed);
    expect(steps([[bad, found]]).last).toEqual({ kind: 'fail', because: 'the service itself has failed (UPDATE_FAILED)' });
    expect(steps([[bad, diagnosis([cause({ waiting: true })])]]).last.kind).toBe('succeed');
  });

  test('a status left behind by the operation before is none of this one; untouched for 30 s is left alone', () => {
    const untouched = { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_COMPLETE', resourceStatusAt: at(-900), deploymentId: null }) };
    expect(steps([[frame(10, untouched)]]).last.kind).toBe('wait');
    expect(steps([[frame(34, untouched)]]).last.kind).toBe('wait');
    expect(steps([[frame(35, untouched)]]).last).toEqual({
      kind: 'succeed', because: 'CloudFormation does not change the service in this stack operation (it is in UPDATE_COMPLETE)',
    });
  });

  test('a service that never comes is not waited for', () => {
    const absent = { service: null, operation: operation({ resourceStatus: null, resourceStatusAt: null, deploymentId: null }) };
    const looks = (seconds: number[]) => seconds.map((s) => [frame(s, absent)] as const);
    expect(steps(looks([10, 200, 304])).last.kind).toBe('wait');
    expect(steps(looks([10, 200, 305])).last.kind).toBe('succeed');
  });

  test('two minutes without sight of stack and service: nobody is held up', () => {
    const dark = { service: undefined, operation: operation({ stackStatus: null, resourceStatus: null, deploymentId: null }) };
    expect(steps([[frame(100)], [frame(219, dark)]]).last.kind).toBe('wait');
    expect(steps([[frame(100)], [frame(220, dark)]]).last).toEqual({ kind: 'succeed', because: 'neither the stack nor the service could be read for 2 min' });
  });
});

describe('ECS goes before causes', () => {
  const over = (rolloutState: string, more = {}) => service({ deployments: [{ ...service().deployments![0], rolloutState, ...more }] });

  test('completed', () => {
    expect(steps([[frame(60, { service: over('COMPLETED') })]]).last).toEqual({ kind: 'succeed', because: 'ECS has completed the deployment' });
    const foreign = frame(60, { service: over('COMPLETED'), operation: operation({ deploymentId: null }) });
    expect(steps([[foreign]]).last.kind).toBe('wait');
  });

  test('given up: fail at once, below every threshold and in spite of overrides', () => {
    const given = { service: over('FAILED', { rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' }) };
    const [bad, found] = failing(60, [1], {}, given);
    expect(steps([[bad, found]], { failureThreshold: 50, causes: { 'app-crashed': 0 } }).last).toEqual({
      kind: 'fail', because: 'ECS has given the deployment up: ECS deployment circuit breaker: tasks failed to start',
    });
  });

  test('given up, and only the symptom is known because reading failed: one more try, ten seconds long', () => {
    const given = { service: over('FAILED'), unavailable: [{ what: 'tasks', error: 'ThrottlingException' }] };
    const symptom = diagnosis([cause({ id: 'circuit-breaker-generic', symptomOnly: true, retry: 'never', stage: 'deployment' })]);
    const { decisions } = steps([60, 63, 69, 70].map((s) => [frame(s, given), symptom] as const));
    expect(decisions.map((d) => d.kind)).toEqual(['wait', 'wait', 'wait', 'fail']);
    expect(steps([[frame(60, { service: over('FAILED') }), symptom]]).last.kind).toBe('fail');
    // a permission that is missing does not come in ten seconds, and CloudFormation is about to see the same verdict
    expect(steps([[frame(60, { ...given, unavailable: [{ what: 'tasks', error: 'AccessDeniedException' }] }), symptom]]).last.kind).toBe('fail');
    expect(steps([[frame(60, { service: over('FAILED') })]]).last.kind).toBe('succeed');
  });

  const rolledBack: [string, string][] = [
    ['ROLLBACK_REQUESTED', 'fail'], ['ROLLBACK_IN_PROGRESS', 'fail'], ['ROLLBACK_SUCCESSFUL', 'fail'], ['ROLLBACK_FAILED', 'fail'],
    ['STOPPED', 'wait'], ['STOP_REQUESTED', 'wait'], ['IN_PROGRESS', 'wait'], ['SUCCESSFUL', 'succeed'],
  ];
  test.each(rolledBack)('service deployment %s: %s', (status, kind) => {
    const [bad, found] = failing(60, [1], {}, { serviceDeployment: { status } });
    expect(steps([[bad, found]]).last.kind).toBe(kind);
  });

  test('a deployment that stopped because a monitor triggered has failed; one that a person stopped has not', () => {
    const symptom = diagnosis([cause({ id: 'circuit-breaker-generic', symptomOnly: true, retry: 'never', stage: 'deployment' })]);
    const look = (serviceDeployment: Frame['serviceDeployment'], more: Partial<Frame> = {}) => steps([[frame(60, { serviceDeployment, ...more }), symptom]]).last.kind;
    expect(look({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'TRIGGERED' } })).toBe('fail');
    expect(look({ status: 'STOPPED', alarms: { status: 'TRIGGERED' } })).toBe('fail');
    expect(look({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' } })).toBe('wait');
    // rolled back at a person's request: there is nothing to say about a circuit breaker
    const given = { service: over('FAILED') };
    expect(look({ status: 'ROLLBACK_IN_PROGRESS', deploymentCircuitBreaker: { status: 'TRIGGERED' } }, given)).toBe('fail');
    expect(look({ status: 'ROLLBACK_IN_PROGRESS', deploymentCircuitBreaker: { status: 'MONITORING' } }, given)).toBe('succeed');
  });

  test.each(['CODE_DEPLOY', 'EXTERNAL'])('deployments run by %s are left alone', (type) => {
    expect(steps([failing(60, [1, 2], NEVER, { service: service({ deploymentController: { type } }) })]).last.kind).toBe('succeed');
  });
});

describe('causes', () => {
  const table: [string, Partial<Cause>, number[], object, string | null][] = [
    ['cannot heal: the first task', NEVER, [1], {}, '1 failed task, and this does not heal by itself, 25 s after the deployment started'],
    ['may heal: not the first', {}, [1], {}, null],
    ['may heal: the second', {}, [1, 2], {}, '2 of 2 allowed failures, 25 s after the deployment started'],
    ['may heal: the threshold', {}, [1, 2, 3], { failureThreshold: 4 }, null],
    ['may heal: three at once', {}, [1, 2, 3], {}, '3 failures where 2 are allowed, 25 s after the deployment started'],
    ['threshold 1', {}, [1], { failureThreshold: 1 }, '1 of 1 allowed failures, 25 s after the deployment started'],
    ['heals mostly: ten at once prove nothing', LIKELY, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], {}, null],
    ['only possible: as if it might heal', { ...NEVER, certainty: 'possible' }, [1], {}, null],
    ['probable is enough', { ...NEVER, certainty: 'probable' }, [1, 2], {}, '2 failed tasks, and this does not heal by itself, 25 s after the deployment started'],
    ['not understood', { id: 'unknown-generic', symptomOnly: true }, [1, 2, 3, 4], {}, null],
    ['stopped by a person', { id: 'stopped-by-user', retry: 'likely' }, [1, 2, 3, 4], {}, null],
    ['waiting', { ...NEVER, waiting: true }, [1, 2, 3], {}, null],
    ['override: never', NEVER, [1, 2, 3], { causes: { 'image-not-found': 0 } }, null],
    ['override: later', NEVER, [1, 2], { causes: { 'image-not-found': 3 } }, null],
    ['override: reached', NEVER, [1, 2, 3], { causes: { 'image-not-found': 3 } },
      '3 of 3 allowed failures with image-not-found, 25 s after the deployment started'],
    ['override: at once', { ...LIKELY }, [1], { causes: { 'spot-interruption': 1 } },
      '1 of 1 allowed failures with spot-interruption, 25 s after the deployment started'],
    ['override of another cause', {}, [1, 2], { causes: { 'image-not-found': 0 } }, '2 of 2 allowed failures, 25 s after the deployment started'],
  ];
  test.each(table)('%s', (_, more, tasks, given, because) => {
    const { last } = steps([failing(30, tasks, more)], given);
    expect(last.kind === 'fail' ? last.because : null).toBe(because);
  });

  test('an override is about tasks: once some have failed, that it lasts is no reason', () => {
    const given = { causes: { 'image-not-found': 3 } };
    const event = (seconds: number): [Frame, Diagnosis] => [frame(seconds, { tasks: stopped(1, 2) }), diagnosis([
      cause({ ...NEVER, tasks: ids(1, 2) }), cause({ ...NEVER, container: null, tasks: [] }),
    ])];
    expect(steps([failing(30, [1, 2], NEVER), event(200)], given).last.kind).toBe('wait');
  });

  describe('other tasks of the revision that run', () => {
    const life = (n: number, startedAt: number, stoppedAt: number) => ({ ...crashed(n, stoppedAt), startedAt: at(startedAt) });
    const runs = (n: number, startedAt: number) => task(n, { lastStatus: 'RUNNING', startedAt: at(startedAt), containers: [{ name: 'web' }] });
    const four = { service: service({ deployments: [{ ...service().deployments![0], desiredCount: 4 }] }) };
    const look = (seconds: number, tasks: Frame['tasks'], more: Partial<Cause> = {}): [Frame, Diagnosis] => [
      frame(seconds, { ...four, tasks }), diagnosis([cause({ tasks: ids(1, 2), stage: 'run', ...more })]),
    ];

    test('for longer than the failed ones did: as patient as the circuit breaker', () => {
      expect(steps([look(55, [life(1, 20, 25), life(2, 20, 26), runs(3, 20)])]).last.kind).toBe('wait');
      const three = diagnosis([cause({ tasks: ids(1, 2, 4), stage: 'run' })]);
      expect(steps([[frame(55, { ...four, tasks: [life(1, 20, 25), life(2, 20, 26), life(4, 40, 45), runs(3, 20)] }), three]]).last).toMatchObject({
        kind: 'fail', because: expect.stringContaining('3 of 3 allowed failures'),
      });
    });

    test('may show it within seconds: waited for, not longer', () => {
      const tasks = [life(1, 20, 25), life(2, 20, 26), runs(3, 22)];
      expect(steps([look(28, tasks)]).last).toMatchObject({ kind: 'wait', because: expect.stringContaining('another task runs and may yet') });
      // the third has failed, too
      expect(steps([look(30, [life(1, 20, 25), life(2, 20, 26), life(3, 22, 29)])]).last.kind).toBe('fail');
      // a minute is too long to wait for
      expect(steps([look(85, [life(1, 20, 80), life(2, 20, 81), runs(3, 80)])]).last.kind).toBe('fail');
    });

    test('is no evidence where health checks fail, nor where nothing can heal', () => {
      const tasks = [life(1, 20, 25), life(2, 20, 26), runs(3, 20)];
      expect(steps([look(55, tasks, { stage: 'health' })]).last.kind).toBe('fail');
      expect(steps([look(55, tasks, { retry: 'never', certainty: 'certain' })]).last.kind).toBe('fail');
    });
  });

  test('tasks that have not stopped do not count', () => {
    expect(steps([[frame(30, { tasks: [running(1), running(2)] }), diagnosis([cause({ tasks: ids(1, 2) })])]]).last.kind).toBe('wait');
  });

  test('different causes add up, and a task counts once', () => {
    const facts = frame(30, { tasks: stopped(1, 2) });
    const two = (a: number[], b: number[]) => diagnosis([cause({ tasks: ids(...a) }), cause({ id: 'out-of-memory', tasks: ids(...b) })]);
    expect(steps([[facts, two([1], [2])]]).last.kind).toBe('fail');
    expect(steps([[facts, two([1], [1])]]).last.kind).toBe('wait');
  });

  test('tasks that ECS has forgotten still count, and those that it shows are judged anew', () => {
    expect(steps([failing(30, [1]), failing(3000, [2])]).last.kind).toBe('fail');
    // the log line that came late tells a cause that heals by itself
    const healing = steps([failing(30, [1]), failing(33, [1], LIKELY)]).history;
    expect(healing.failures).toEqual({ 'spot-interruption': ['00000001'] });
    // not read is not gone
    expect(steps([failing(30, [1]), [frame(33)]]).history.failures).toEqual({ 'app-crashed': ['00000001'] });
  });

  test('a deployment that is not of this operation is never failed', () => {
    const foreign = { operation: operation({ deploymentId: null }) };
    expect(steps([failing(30, [1, 2, 3], NEVER, foreign)]).last.kind).toBe('wait');
    expect(steps([failing(30, [1, 2, 3], NEVER, foreign)]).history.failures).toEqual({});
  });

  test('with a healthy task of the new revision: as patient as the circuit breaker', () => {
    const healthy = (seconds: number, numbers: number[], desired = 2, more: Partial<Cause> = {}): [Frame, Diagnosis] => {
      const deployments = [{ ...service().deployments![0], desiredCount: desired }];
      return failing(seconds, numbers, more, { tasks: [...stopped(...numbers), running(99)], service: service({ deployments }) });
    };
    expect(steps([healthy(60, [1, 2])]).last.kind).toBe('wait');
    expect(steps([healthy(60, [1, 2, 3])]).last).toMatchObject({ kind: 'fail', because: expect.stringContaining('3 of 3 allowed failures') });
    expect(steps([healthy(60, [1, 2, 3, 4, 5], 12)]).last.kind).toBe('wait');
    expect(steps([healthy(60, [1, 2, 3, 4, 5, 6], 12)]).last.kind).toBe('fail');
    // what cannot heal has healed for one task: it may for others
    expect(steps([healthy(60, [1], 2, NEVER)]).last.kind).toBe('wait');
    // once is enough
    expect(steps([healthy(60, []), failing(90, [1, 2])]).last.kind).toBe('wait');
    // unreadable target health: a running task is given the benefit of the doubt
    const balanced = { service: service({ loadBalancers: [{ targetGroupArn: 'tg' }] }), tasks: [...stopped(1, 2), running(99)] };
    expect(steps([failing(60, [1, 2], {}, balanced)]).last.kind).toBe('fail');
    const unread = (what: string, seconds = 60) => steps([failing(seconds, [1, 2], {}, { ...balanced, unavailable: [{ what, error: 'AccessDenied' }] })]).last.kind;
    expect(unread('target health')).toBe('wait');
    // not as soon as it runs: one that crashes does that, too
    expect(unread('target health', 40)).toBe('fail');
    expect(unread('target groups')).toBe('fail');
  });

  test('what heals mostly: ten tasks over ten minutes, while nothing is healthy', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(steps([failing(30, [1], LIKELY), failing(629, ten, LIKELY)]).last.kind).toBe('wait');
    expect(steps([failing(30, [1], LIKELY), failing(630, ten, LIKELY)]).last.because).toMatch(/^10 tasks failed for what usually heals, over 10 min/);
    expect(steps([failing(30, [1], LIKELY), failing(630, ten.slice(1), LIKELY, { tasks: stopped(...ten.slice(1)) })]).last.kind).toBe('fail');
    expect(steps([failing(30, [1], LIKELY), failing(630, [2, 3], LIKELY)]).last.kind).toBe('wait');
  });

  describe('without tasks, time decides', () => {
    const looks = (seconds: readonly number[], more: Partial<Cause>, facts: Partial<Frame> = {}) =>
      seconds.map((s) => [frame(s, { tasks: [], ...facts }), diagnosis([cause({ tasks: [], container: null, stage: 'placement', ...more })])] as const);
    const ec2 = { service: service({ capacityProviderStrategy: [{ capacityProvider: 'asg' }] }) };
    const fargate = { service: service({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] }) };
    const rows: [string, Partial<Cause>, Partial<Frame>, number, string][] = [
      ['cannot heal', { id: 'security-group-missing', retry: 'never' }, {}, 60, 'fail'],
      ['may heal', { id: 'role-not-assumable', retry: 'maybe' }, {}, 180, 'fail'],
      ['heals mostly', { id: 'fargate-capacity', retry: 'likely' }, {}, 900, 'fail'],
      ['a quota that others may give back', { id: 'vcpu-quota', retry: 'never' }, {}, 180, 'fail'],
      ['no capacity', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, {}, 180, 'fail'],
      ['no capacity, a provider scales', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, ec2, 600, 'wait'],
      ['Fargate is nothing that scales', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, fargate, 180, 'fail'],
      ['a symptom', { id: 'circuit-breaker-generic', retry: 'never', symptomOnly: true }, {}, 600, 'wait'],
      ['override: at once', { id: 'fargate-capacity', retry: 'likely' }, {}, 0, 'wait'],
    ];
    test.each(rows)('%s', (_, more, facts, lasting, kind) => {
      expect(steps(looks([20, 20 + lasting - 1], more, facts)).last.kind).toBe('wait');
      expect(steps(looks([20, 20 + lasting], more, facts)).last.kind).toBe(kind);
    });

    test('gone in between starts anew; not looked at is not gone', () => {
      const never = { id: 'security-group-missing', retry: 'never' as const };
      const [first, last] = looks([20, 90], never);
      expect(steps([first, [frame(50, { tasks: [] })], last]).last.kind).toBe('wait');
      expect(steps([first, [frame(50)], last]).last.kind).toBe('fail');
    });

    test('override 1 fails at once', () => {
      expect(steps(looks([20], { id: 'fargate-capacity', retry: 'likely' }), { causes: { 'fargate-capacity': 1 } }).last.kind).toBe('fail');
    });
  });

  describe('late log lines', () => {
    const definition = { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } }] };
    const exited = { id: 'app-exited-zero', stage: 'run' as const, retry: 'never' as const };
    const look = (seconds: number, facts: Partial<Frame> = {}, more: Partial<Cause> = exited): [Frame, Diagnosis] =>
      failing(seconds, [1], more, { tasks: [crashed(1, 20)], taskDefinition: definition, ...facts });
    test('are waited for, six seconds from the stop', () => {
      expect(steps([look(22), look(25), look(25.9)]).decisions.map((d) => d.kind)).toEqual(['wait', 'wait', 'wait']);
      expect(steps([look(22), look(26)]).last.kind).toBe('fail');
    });
    test('where the first lines are there, four seconds, and not a moment longer than that', () => {
      const logs = { web: { [ids(1)[0]]: [{ message: 'boot' }] } };
      const { decisions } = steps([look(21.5, { logs }), look(23.9, { logs }), look(24, { logs })]);
      expect(decisions).toMatchObject([{ kind: 'wait', seconds: 3 }, { kind: 'wait', seconds: 1 }, { kind: 'fail' }]);
    });
    test('a clock that runs behind does not stretch the wait', () => {
      expect(steps([look(15), look(21)]).last.kind).toBe('fail');
    });
    const none: [string, Partial<Frame>, Partial<Cause>][] = [
      ['the error is there', { logs: { web: { [ids(1)[0]]: [{ message: 'boot' }, { message: 'Error: no database' }] } } }, exited],
      ['the log is not readable', { unavailable: [{ what: 'logs', error: 'AccessDeniedException' }] }, exited],
      ['another log driver', { taskDefinition: { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'splunk' } }] } }, exited],
      ['the container never ran', {}, NEVER],
      ['ECS names the cause itself', {}, { ...exited, id: 'out-of-memory' }],
    ];
    test('where reading them was throttled: the next look may get through', () => {
      const unavailable = [{ what: 'logs', error: 'ThrottlingException' }];
      expect(steps([look(22, { unavailable }), look(25, { unavailable })]).last.kind).toBe('wait');
      expect(steps([look(22, { unavailable }), look(26, { unavailable })]).last.kind).toBe('fail');
    });
    test('where ECS only lets it be guessed', () => {
      expect(steps([look(22, {}, { ...exited, id: 'out-of-memory', certainty: 'probable' })]).last.kind).toBe('wait');
    });
    test.each(none)('not where %s', (_, facts, more) => expect(steps([look(22, facts, more)]).last.kind).toBe('fail'));
  });
});

describe('stuck', () => {
  const still = (seconds: readonly number[], facts: (s: number) => Partial<Frame> = () => ({})) => seconds.map((s) => [frame(s, facts(s))] as const);

  test('fifteen minutes without any progress, named', () => {
    expect(steps(still([10, 909])).last.kind).toBe('wait');
    expect(steps(still([10, 910])).last).toEqual({
      kind: 'fail',
      because: 'nothing has moved for 15 min, since 10:00:10 UTC; waiting for 2 tasks in PENDING to run',
      release: 'the image to be pulled and the containers that others depend on (dependsOn)',
    });
    expect(steps(still([10, 3000]), { stuckAfterSeconds: 0 }).last.kind).toBe('wait');
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

  test('what waits by its own account is stuck all the same, and to fail once more is no progress', () => {
    const looks = [10, 500, 910].map((s) => [
      frame(s, { service: service({ deployments: [{ ...service().deployments![0], failedTasks: s }] }) }),
      diagnosis([cause({ id: 'deployment-stuck-pending', stage: 'deployment', waiting: true })], { status: 'paused' }),
    ] as const);
    expect(steps(looks).last.kind).toBe('fail');
  });

  test('a read that lags behind, or a list that is empty for once, is no move', () => {
    const facts = (s: number): Partial<Frame> => ({ tasks: s === 490 || s === 880 ? [] : [task(1, { lastStatus: s === 500 ? 'PROVISIONING' : 'PENDING' })] });
    expect(steps(still([10, 490, 500, 520, 880, 900, 1399], facts)).last.kind).toBe('wait');
    // the last thing that was new stood there at 500 s
    expect(steps(still([10, 490, 500, 520, 880, 900, 1400], facts)).last.kind).toBe('fail');
  });

  test('a list that is empty at that very moment: what the tasks are doing is told by a later look, for a minute', () => {
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
    const looks = (id: string) => [10, 500, 1000, 1500].map((s) => [frame(s, { tasks: [] }), diagnosis([cause({ id, tasks: [], stage: 'deployment' })])] as const);
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

describe('time', () => {
  const patient = { stuckAfterSeconds: 0 };
  test('is over: hand over or fail', () => {
    expect(steps([[frame(5 + 3419)]], patient).last.kind).toBe('wait');
    expect(steps([[frame(5 + 3420)]], patient).last).toEqual({ kind: 'succeed', because: 'the watch ends after 57 min, waiting for 2 tasks in PENDING to run' });
    expect(steps([[frame(5 + 60)]], { ...patient, timeoutSeconds: 60, onTimeout: 'FAIL' }).last.kind).toBe('fail');
  });

  test('between two looks: five seconds, three once a task has failed', () => {
    expect(steps([[frame(10)]]).last).toEqual({ kind: 'wait', seconds: 5, because: 'waiting for 2 tasks in PENDING to run' });
    expect(steps([failing(30, [1])]).last).toEqual({ kind: 'wait', seconds: 3, because: '1 failed task so far; waiting for 1 task in PENDING to run' });
    // what cannot be read may be one
    expect(steps([[frame(10, { unavailable: [{ what: 'tasks' }] })]]).last).toMatchObject({ kind: 'wait', seconds: 3 });
    expect(steps([[frame(10, { unavailable: [{ what: 'logs' }, { what: 'target groups' }] })]]).last).toMatchObject({ kind: 'wait', seconds: 5 });
    // nobody but ECS can end that
    const denied = { service: service({ deployments: [{ ...service().deployments![0], failedTasks: 1 }] }), unavailable: [{ what: 'tasks', error: 'AccessDeniedException' }] };
    expect(steps([[frame(30, denied)]]).last).toMatchObject({ kind: 'wait', seconds: 2 });
    // a failure that nobody understands yet
    expect(steps([[frame(30, { tasks: stopped(1) })]]).last).toMatchObject({ kind: 'wait', seconds: 3 });
  });
});

test('the history stays small, whatever fails', () => {
  const many = Array.from({ length: 400 }, (_, i) => i + 1);
  const causes = Array.from({ length: 10 }, (_, i) => cause({ id: `cause-${i}`, retry: 'likely', tasks: ids(...many) }));
  const { history } = steps([[frame(30, { tasks: stopped(...many) }), diagnosis(causes)]], {}, newHistory(at(5)));
  expect(JSON.stringify(history).length).toBeLessThan(40_000);
});
