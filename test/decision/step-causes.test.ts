import { at, cause, crashed, diagnosis, failing, frame, ids, LIKELY, NEVER, operation, running, service, steps, stopped, task } from './frames';
import { breakerThreshold } from '../../src/decision/tolerance';
import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { FactName, Frame, Task } from '../../src/facts/model';

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
      const tasks = [life(1, 20, 25), life(2, 20, 26), life(4, 40, 45), runs(3, 20)];
      expect(steps([[frame(55, { ...four, tasks }), three]]).last).toMatchObject({
        kind: 'fail', because: expect.stringContaining('3 of 3 allowed failures'),
      });
    });

    test('may show it within seconds: waited for, not longer', () => {
      const tasks = [life(1, 20, 25), life(2, 20, 26), runs(3, 22)];
      expect(steps([look(28, tasks)]).last).toMatchObject({ kind: 'wait', because: expect.stringContaining('another task runs and may still') });
      // the third has failed, too
      expect(steps([look(30, [life(1, 20, 25), life(2, 20, 26), life(3, 22, 29)])]).last.kind).toBe('fail');
      // a minute is too long to wait for
      expect(steps([look(85, [life(1, 20, 80), life(2, 20, 81), runs(3, 80)])]).last.kind).toBe('fail');
    });

    test('is not waited for where the circuit breaker does not wait either', () => {
      const breaker = (type: string, value: number) => {
        const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, thresholdConfiguration: { type, value } } };
        return { ...four, service: { ...four.service, deploymentConfiguration } };
      };
      const one = (facts: object) => steps([[
        frame(28, { ...facts, tasks: [life(1, 20, 25), runs(3, 22)] }), diagnosis([cause({ tasks: ids(1), stage: 'run', retry: 'never' })]),
      ]]).last.kind;
      expect([one(four), one(breaker('COUNT', 1)), one(breaker('COUNT', 2)), one(breaker('UNBOUNDED_PERCENT', 25)), one(breaker('BOUNDED_PERCENT', 25))])
        .toEqual(['wait', 'fail', 'wait', 'fail', 'wait']);
    });

    test('the circuit breaker trips at a number, or at a share of the desired count', () => {
      const trips = (type: string, value: number, desiredCount: number) => {
        const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, thresholdConfiguration: { type, value } } };
        return breakerThreshold(frame(28, { service: service({ desiredCount, deployments: [], deploymentConfiguration }) }));
      };
      expect([trips('COUNT', 4, 300), trips('BOUNDED_PERCENT', 50, 9), trips('BOUNDED_PERCENT', 50, 1), trips('BOUNDED_PERCENT', 100, 300)]).toEqual([4, 5, 3, 200]);
      expect([trips('UNBOUNDED_PERCENT', 50, 1), trips('UNBOUNDED_PERCENT', 100, 300)]).toEqual([1, 300]);
    });

    test('is no evidence against failed health checks, or against a cause that stops every task', () => {
      const tasks = [life(1, 20, 25), life(2, 20, 26), runs(3, 20)];
      const never = { retry: 'never' as const, certainty: 'certain' as const };
      expect(steps([look(55, tasks, { stage: 'health' })]).last.kind).toBe('fail');
      expect(steps([look(55, tasks, { ...never, stage: 'pull' })]).last.kind).toBe('fail');
      // an application that ends for good in one task and runs in another
      expect(steps([look(55, tasks, { ...never, stage: 'run' })]).last.kind).toBe('wait');
    });

    test('those that were started with the failed ones and do not run yet are waited for, thirty seconds from the first failure', () => {
      const pending = task(3, { createdAt: at(10), lastStatus: 'PENDING' });
      const instead = task(4, { createdAt: at(27), lastStatus: 'PENDING' });
      for (const stage of ['pull', 'start', 'run', 'health'] as const) {
        const tasks = (...others: Task[]) => [life(1, 20, 25), life(2, 20, 26), ...others];
        const failed = (seconds: number, ...others: Task[]) => steps([look(seconds, tasks(...others), { stage })]).last.kind;
        expect([failed(30, pending), failed(54, pending), failed(55, pending), failed(30, instead)]).toEqual(['wait', 'wait', 'fail', 'fail']);
      }
    });
  });

  test('a task without its ARN may be one that counts already', () => {
    const [nameless] = stopped(2).map((t) => ({ ...t, taskArn: undefined }));
    const [known, found] = failing(30, [1]);
    expect(steps([[{ ...known, tasks: [...known.tasks!, nameless] }, { ...found, causes: [cause({ tasks: [...ids(1), 'unknown'] })] }]]).last.kind).toBe('wait');
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
    // the log line that came late names a cause that heals by itself
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
    const unread = (what: FactName, seconds = 60) => steps([failing(seconds, [1, 2], {}, { ...balanced, unavailable: [{ what, error: 'AccessDenied' }] })]).last.kind;
    expect(unread('target health')).toBe('wait');
    // not as soon as it runs: one that crashes does that, too
    expect(unread('target health', 40)).toBe('fail');
    expect(unread('target groups')).toBe('fail');
  });

  test('a permission denied to a role as new as the service: two tasks, as for a cause that may heal', () => {
    const denied: Partial<Cause> = { id: 'secret-access-denied', stage: 'start', retry: 'never' };
    const roles = (executionRoleArn: string, old: string) => ({
      taskDefinition: { executionRoleArn }, previousTaskDefinition: { executionRoleArn: old },
    });
    const updating = { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_IN_PROGRESS' }) };
    const first = (facts: Partial<Frame>, numbers = [1]) => steps([failing(30, numbers, denied, facts)]).last.kind;
    expect([first({}), first({}, [1, 2])]).toEqual(['wait', 'fail']);
    expect([first({ ...updating, ...roles('new', 'old') }), first({ ...updating, ...roles('old', 'old') }), first(updating)]).toEqual(['wait', 'fail', 'fail']);
    // the roles of before with permissions that the same stack operation has just given
    expect(first({ operation: { ...updating.operation, permissionsChanged: true } })).toBe('wait');
    // two tasks prove it, whatever is allowed of others; and no more than ECS waits for
    const allowing = (failureThreshold: number, numbers: number[], facts: Partial<Frame> = {}) => (
      steps([failing(30, numbers, denied, facts)], { failureThreshold }).last.kind
    );
    expect([allowing(10, [1]), allowing(10, [1, 2]), allowing(1, [1])]).toEqual(['wait', 'fail', 'fail']);
    const breaker = { deploymentCircuitBreaker: { enable: true, thresholdConfiguration: { type: 'COUNT', value: 1 } } };
    expect(allowing(2, [1], { service: service({ deploymentConfiguration: breaker }) })).toBe('fail');
  });

  test('a cause that usually heals is no failure once all tasks run; of fifty tasks more than ten are allowed to fail from it', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const among = (desired: number, runningCount: number) => ({
      service: service({
        deployments: [{ ...service().deployments![0], desiredCount: desired, runningCount, pendingCount: desired - runningCount }],
      }),
    });
    const last = (facts: Partial<Frame>) => steps([failing(30, [1], LIKELY, facts), failing(630, ten, LIKELY, facts)]).last.kind;
    expect([last(among(10, 9)), last(among(10, 10)), last(among(50, 40))]).toEqual(['fail', 'wait', 'wait']);
    // as many as the watch remembers, and no more than the circuit breaker ever asks for
    const many = Array.from({ length: 200 }, (_, i) => i + 1);
    const thousand = among(1000, 0);
    const all = (numbers: number[]) => steps([failing(30, [1], LIKELY, thousand), failing(630, numbers, LIKELY, thousand)]).last.kind;
    expect([all(many.slice(2)), all(many)]).toEqual(['wait', 'fail']);
  });

  test('a cause that usually heals: ten tasks over ten minutes, while nothing is healthy', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect(steps([failing(30, [1], LIKELY), failing(629, ten, LIKELY)]).last.kind).toBe('wait');
    expect(steps([failing(30, [1], LIKELY), failing(630, ten, LIKELY)]).last.because).toMatch(/^10 tasks failed over 10 min from a cause that usually passes/);
    expect(steps([failing(30, [1], LIKELY), failing(630, ten.slice(1), LIKELY, { tasks: stopped(...ten.slice(1)) })]).last.kind).toBe('fail');
    expect(steps([failing(30, [1], LIKELY), failing(630, [2, 3], LIKELY)]).last.kind).toBe('wait');
  });

  describe('without tasks, time decides', () => {
    const looks = (seconds: readonly number[], more: Partial<Cause>, facts: Partial<Frame> = {}) =>
      seconds.map((s) => [frame(s, { tasks: [], ...facts }), diagnosis([cause({ tasks: [], container: null, stage: 'placement', ...more })])] as const);
    const ec2 = { service: service({ capacityProviderStrategy: [{ capacityProvider: 'asg' }] }) };
    const fargate = { service: service({ capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }] }) };
    const updating = { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_IN_PROGRESS' }) };
    const breaker = (value: number) => ({ deploymentCircuitBreaker: { enable: true, thresholdConfiguration: { type: 'COUNT', value } } });
    const leaving = (minimumHealthyPercent: number, more: object = {}) => ({
      service: service({
        desiredCount: 2, deploymentConfiguration: { minimumHealthyPercent, maximumPercent: 200, ...more },
        deployments: [{ ...service().deployments![0], runningCount: 0 }, { id: 'ecs-svc/1', runningCount: 2 }],
      }),
    });
    const stopsOn = (containerInstanceArn?: string) => task(9, { startedBy: 'ecs-svc/1', lastStatus: 'STOPPING', desiredStatus: 'STOPPED', containerInstanceArn });
    const rows: [string, Partial<Cause>, Partial<Frame>, number, string][] = [
      ['cannot heal', { id: 'security-group-missing', retry: 'never' }, {}, 60, 'fail'],
      ['may heal', { id: 'role-not-assumable', retry: 'maybe' }, {}, 480, 'fail'],
      ['may heal, but an update has the role of before', { id: 'role-not-assumable', retry: 'maybe' }, updating, 180, 'fail'],
      ['an update with a new role', { id: 'role-not-assumable', retry: 'maybe' }, { ...updating, taskDefinition: { taskRoleArn: 'new' }, previousTaskDefinition: { taskRoleArn: 'old' } }, 480, 'fail'],
      ['an update beyond the quota', { id: 'vcpu-quota', retry: 'never' }, updating, 180, 'fail'],
      ['a permission that ECS perhaps does not see yet', { id: 'role-permission-denied', retry: 'never' }, {}, 480, 'fail'],
      ['an instance that an old task may leave', { id: 'placement-constraint', retry: 'never' }, leaving(50), 600, 'wait'],
      ['a constraint that no instance meets', { id: 'placement-constraint', retry: 'never' }, leaving(100), 60, 'fail'],
      ['blue tasks stay until green ones have passed', { id: 'placement-constraint', retry: 'never' }, leaving(50, { strategy: 'BLUE_GREEN' }), 60, 'fail'],
      ['the circuit breaker waits for the second failure only', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, leaving(100, breaker(2)), 180, 'fail'],
      ['a failing health check, with a circuit breaker that trips at once', { id: 'elb-health-check-status', retry: 'maybe', stage: 'health' }, leaving(100, breaker(1)), 600, 'wait'],
      ['a symptom, with a circuit breaker that trips at once', { id: 'circuit-breaker-generic', retry: 'never', symptomOnly: true }, leaving(100, breaker(1)), 600, 'wait'],
      ['the circuit breaker waits for three', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, leaving(100, breaker(3)), 480, 'fail'],
      ['heals mostly', { id: 'fargate-capacity', retry: 'likely' }, {}, 900, 'fail'],
      ['a quota that others may give back', { id: 'vcpu-quota', retry: 'never' }, {}, 480, 'fail'],
      ['old tasks are about to go', { id: 'vcpu-quota', retry: 'never' }, leaving(50), 600, 'wait'],
      ['old tasks are not allowed to go before new ones run', { id: 'vcpu-quota', retry: 'never' }, leaving(100), 480, 'fail'],
      ['old tasks drain', { id: 'vcpu-quota', retry: 'never' }, { targetHealth: { tg: [{ TargetHealth: { State: 'draining' } }] } }, 600, 'wait'],
      ['an old task is still stopping on an instance', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, { tasks: [stopsOn('i-1')] }, 600, 'wait'],
      ['an old task that stops on Fargate has no room to give', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, { tasks: [stopsOn()] }, 480, 'fail'],
      ['no capacity', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, {}, 480, 'fail'],
      ['no capacity, a provider scales', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, ec2, 600, 'wait'],
      ['Fargate is nothing that scales', { id: 'insufficient-cluster-capacity', retry: 'maybe' }, fargate, 480, 'fail'],
      ['a symptom', { id: 'circuit-breaker-generic', retry: 'never', symptomOnly: true }, {}, 600, 'wait'],
      ['override: at once', { id: 'fargate-capacity', retry: 'likely' }, {}, 0, 'wait'],
    ];
    test.each(rows)('%s', (_, more, facts, lasting, kind) => {
      expect(steps(looks([20, 20 + lasting - 1], more, facts)).last.kind).toBe('wait');
      expect(steps(looks([20, 20 + lasting], more, facts)).last.kind).toBe(kind);
    });

    test('says what lasted', () => {
      const because = (more: Partial<Cause>) => steps(looks([20, 500], more)).last.because;
      expect(because({ id: 'vcpu-quota', retry: 'never' })).toMatch(/^it has kept tasks from starting for 8 min/);
      expect(because({ id: 'target-not-in-use', retry: 'never', stage: 'traffic' })).toMatch(/^it has blocked the deployment for 8 min/);
    });

    test('failed tasks that ECS counts and that cannot be read belong to the cause that targets or events show', () => {
      const denied = (failedTasks: number, error: string): Partial<Frame> => ({
        tasks: undefined, unavailable: [{ what: 'tasks', error }], service: service({ deployments: [{ ...service().deployments![0], failedTasks }] }),
      });
      const elb: Partial<Cause> = { id: 'elb-health-check-status', retry: 'maybe', stage: 'health' };
      expect(steps(looks([100], elb, denied(1, 'AccessDeniedException'))).last.kind).toBe('wait');
      expect(steps(looks([100], elb, denied(2, 'AccessDeniedException'))).last).toMatchObject({
        kind: 'fail', because: expect.stringMatching(/^ECS counts 2 failed tasks, which could not be read/),
      });
      // refused placements are among those that ECS counts
      expect(steps(looks([100], { id: 'vcpu-quota', retry: 'never' }, denied(2, 'AccessDeniedException'))).last.kind).toBe('wait');
      // the next look may read them
      expect(steps(looks([100], elb, denied(2, 'ThrottlingException'))).last.kind).toBe('wait');
    });

    test('gone in between starts anew; not looked at is not gone', () => {
      const never: Partial<Cause> = { id: 'security-group-missing', retry: 'never' };
      const [first, last] = looks([20, 90], never);
      const told = service({ events: [{ createdAt: at(45), message: '(service api) has started 1 tasks: (task 1).' }] });
      expect(steps([first, [frame(50, { tasks: [], service: told })], last]).last.kind).toBe('wait');
      // a list of events that is empty for once
      expect(steps([first, [frame(50, { tasks: [], service: service({ events: [] }) })], last]).last.kind).toBe('fail');
      expect(steps([first, [frame(50)], last]).last.kind).toBe('fail');
    });

    test('override 1 fails at once', () => {
      expect(steps(looks([20], { id: 'fargate-capacity', retry: 'likely' }), { causes: { 'fargate-capacity': 1 } }).last.kind).toBe('fail');
    });
  });

  describe('late log lines', () => {
    const definition = { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } }] };
    const exited: Partial<Cause> = { id: 'app-exited-zero', stage: 'run', retry: 'never' };
    const look = (seconds: number, facts: Partial<Frame> = {}, more: Partial<Cause> = exited): [Frame, Diagnosis] =>
      failing(seconds, [1], more, { tasks: [crashed(1, 20)], taskDefinition: definition, ...facts });
    test('are waited for, six seconds from the stop', () => {
      expect(steps([look(22), look(25), look(25.9)]).decisions.map((d) => d.kind)).toEqual(['wait', 'wait', 'wait']);
      expect(steps([look(22), look(26)]).last.kind).toBe('fail');
    });
    test('if the first lines were read, four seconds and no longer', () => {
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
    test('if reading them was throttled, the next look may read them', () => {
      const unavailable: Frame['unavailable'] = [{ what: 'logs', error: 'ThrottlingException' }];
      expect(steps([look(22, { unavailable }), look(25, { unavailable })]).last.kind).toBe('wait');
      expect(steps([look(22, { unavailable }), look(26, { unavailable })]).last.kind).toBe('fail');
    });
    test('if ECS does not name the cause for certain', () => {
      expect(steps([look(22, {}, { ...exited, id: 'out-of-memory', certainty: 'probable' })]).last.kind).toBe('wait');
    });
    test.each(none)('not where %s', (_, facts, more) => expect(steps([look(22, facts, more)]).last.kind).toBe('fail'));
  });
});
