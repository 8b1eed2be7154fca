import { SECRET, simulate, Simulation, stepPorts, Timeline, URL } from './simulate';
import { CustomResourceRequest } from '../../src/contract';
import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { newWatch, onStatesClock, Watch } from '../../src/runtime/state';
import { handle, NotAnswered } from '../../src/runtime/watch';
import { at, awsError, crashed, FakeAws, id, OLD_DEPLOYMENT, service, SERVICE_ARN, STACK, task, T0, unpulled } from '../facts/aws/fake';

const [deployment] = service().deployments!;
const deployed = (more: object, rest: object = {}) => service({ deployments: [{ ...deployment, ...more }], ...rest });
const resource = (status: string, seconds: number, reason?: string) => (
  { resource: { status, at: at(seconds), physicalId: SERVICE_ARN, ...(reason && { reason }) } }
);
const boom = { logs: { [`api/web/${id(1)}`]: [{ timestamp: T0 + 29_000, message: 'Error: it broke' }] } };
const ranTwice = { tasks: [crashed(1, 30), crashed(2, 60), task(3)], service: deployed({ failedTasks: 2, pendingCount: 2 }), ...boom };

const none = (frame: Frame): Diagnosis => ({ ...diagnose(frame), causes: [] });

describe('ends', () => {
  const endings: [string, Simulation, number, 'SUCCESS' | 'FAILED', string | undefined][] = [
    ['delete: at once', { request: 'Delete' }, 5, 'SUCCESS', undefined],
    ['create, healthy', { timeline: [[12, { service: deployed({ runningCount: 2, pendingCount: 0 }) }], [52, { service: deployed({ rolloutState: 'COMPLETED', runningCount: 2, pendingCount: 0 }) }]] }, 55, 'SUCCESS', undefined],
    ['create, CloudFormation is done first (express mode)', { timeline: [[6, resource('CREATE_COMPLETE', 6)]] }, 20, 'SUCCESS', undefined],
    ['create, image gone: the first task', { timeline: [[33, { tasks: [unpulled(1, 32), task(2)], service: deployed({ failedTasks: 1 }) }]] }, 35, 'FAILED',
      'image-not-found: 1 failed task, and this does not heal by itself, 30 s after the deployment started'],
    ['create, crashes: the second task', { timeline: [[31, { tasks: [crashed(1, 30), task(2)], service: deployed({ failedTasks: 1 }), ...boom }], [61, ranTwice]] }, 62, 'FAILED',
      'app-crashed: 2 of 2 allowed failures, 57 s after the deployment started'],
    ['create, one crash that heals', {
      timeline: [
        [31, { tasks: [crashed(1, 30), task(2)], service: deployed({ failedTasks: 1 }), ...boom }],
        [90, { tasks: [crashed(1, 30), task(2)], service: deployed({ rolloutState: 'COMPLETED', runningCount: 2, pendingCount: 0 }) }],
      ],
    }, 92, 'SUCCESS', undefined],
    ['update, the service is the same', { request: 'Update', oldService: { v: 2, Environment: SECRET }, facts: resource('UPDATE_COMPLETE', -900) }, 5, 'SUCCESS', undefined],
    ['update, the service is the same but is retried', { request: 'Update', oldService: { v: 2, Environment: SECRET }, facts: resource('UPDATE_IN_PROGRESS', 3), timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] }, 35, 'FAILED',
      'image-not-found: 1 failed task, and this does not heal by itself, 30 s after the deployment started'],
    ['rollback: the swapped update', { request: 'Update', facts: { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' } }, 5, 'SUCCESS', undefined],
    ['update, the service stays untouched', { request: 'Update', facts: resource('UPDATE_COMPLETE', -900) }, 35, 'SUCCESS', undefined],
    ['update, desired count only: what fails is not of this operation', {
      request: 'Update',
      facts: {
        ...resource('UPDATE_IN_PROGRESS', 3),
        tasks: [{ ...unpulled(1, 20), startedBy: OLD_DEPLOYMENT }],
        service: service({ deployments: [{ ...deployment, id: OLD_DEPLOYMENT, createdAt: at(-9000), failedTasks: 9 }] }),
      },
      timeline: [[200, resource('UPDATE_COMPLETE', 200)]],
    }, 200, 'SUCCESS', undefined],
    ['CODE_DEPLOY', { facts: { service: service({ deploymentController: { type: 'CODE_DEPLOY' } }) } }, 5, 'SUCCESS', undefined],
    ['another resource fails: the stack rolls back', { timeline: [[41, { stackStatus: 'ROLLBACK_IN_PROGRESS' }]] }, 50, 'SUCCESS', undefined],
    ['rollback is off and the service fails', { timeline: [[100, resource('CREATE_FAILED', 100, 'ECS Deployment Circuit Breaker was triggered')], [100, { tasks: [crashed(1, 95)], ...boom }], [100, { service: deployed({ failedTasks: 1 }) }]] }, 100, 'FAILED',
      'app-crashed: the service itself has failed (CREATE_FAILED)'],
    ['nothing moves', { options: { stuckAfterSeconds: 300 }, diagnose: none }, 305, 'FAILED',
      'deployment-not-progressing: nothing has moved for 5 min, since 10:00:05 UTC; waiting for 2 tasks in PENDING to run'],
    ['time is over', { options: { timeoutSeconds: 120 } }, 125, 'SUCCESS', undefined],
    ['time is over, and that is a failure', { options: { timeoutSeconds: 120, onTimeout: 'FAIL' } }, 125, 'FAILED', undefined],
  ];
  test.each(endings)('%s', async (_, simulation, seconds, status, reason) => {
    const { answers, done } = await simulate(simulation);
    expect(done).toBe(true);
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ Status: status, seconds, PhysicalResourceId: 'ApiDeploymentDiagnosis0A1B-diagnosis' });
    if (reason) expect(answers[0].Reason).toBe(reason);
    if (status === 'SUCCESS') expect(answers[0].Reason).toBeUndefined();
    else expect(answers[0].Reason).toBeTruthy();
  });

  test('an answer at once starts no execution', async () => {
    const atOnce = endings.filter(([, , seconds]) => seconds === 5).map(([, simulation]) => simulation);
    expect(atOnce.length).toBeGreaterThan(3);
    for (const simulation of atOnce) expect((await simulate(simulation)).started).toEqual([]);
  });
});

describe('the service fails first: CloudFormation ignores the answer, and the log has the whole diagnosis', () => {
  const failing = { tasks: [crashed(1, 30), task(2)], service: deployed({ failedTasks: 1 }), ...boom };
  const whole = ['Shop/Api: diagnosis:', 'full diagnosis', 'app-crashed'];

  test.each<[string, Simulation]>([
    ['create, the stack rolls back', { timeline: [[31, failing], [41, { stackStatus: 'ROLLBACK_IN_PROGRESS' }]] }],
    ['update, the stack rolls back', { request: 'Update', facts: resource('UPDATE_IN_PROGRESS', 3), timeline: [[31, failing], [41, { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }]] }],
    ['the stack is deleted', { timeline: [[31, failing], [41, { stackStatus: 'DELETE_IN_PROGRESS' }]] }],
    ['the watch ends before the service', { options: { timeoutSeconds: 40 }, timeline: [[31, failing]] }],
  ])('%s', async (_, simulation) => {
    const { answers, log } = await simulate(simulation);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(log.slice(-4)).toEqual([...whole, expect.stringMatching(/^Shop\/Api: finished watching: /)]);
    expect(log.filter((line) => line === whole[0])).toHaveLength(1);
  });

  test('it is in the log when the first task has failed: CloudFormation may delete the function before its next look', async () => {
    const { log } = await simulate({ timeline: [[31, failing]], until: 36 });
    expect(log.slice(-3)).toEqual(whole);
  });

  test('another leading cause is logged, too; the same one is not logged again', async () => {
    const unpulledToo = { tasks: [crashed(1, 30), unpulled(2, 50)], service: deployed({ failedTasks: 2 }) };
    const options = { failureThreshold: 50, causes: { 'image-not-found': 50 } };
    const { log } = await simulate({ options, timeline: [[31, failing], [51, unpulledToo]], until: 100 });
    expect(log.filter((line) => line === whole[0])).toHaveLength(2);
    expect(log.slice(-2)).toEqual(['full diagnosis', 'image-not-found app-crashed']);
  });

  test('two causes that lead in turn do not fill the log', async () => {
    const options = { failureThreshold: 100, causes: { 'image-not-found': 100 } };
    const inTurn = (i: number): Timeline[number] => [31 + 5 * i, { tasks: [i % 2 ? unpulled(2, 30) : crashed(1, 30)] }];
    const timeline = Array.from({ length: 60 }, (_, i) => inTurn(i));
    const { log } = await simulate({ options, timeline: [[31, failing], ...timeline], until: 330 });
    expect(log.filter((line) => line === whole[0])).toHaveLength(10);
  });

  test('nothing has failed: no diagnosis', async () => {
    const { log } = await simulate({ timeline: [[41, { stackStatus: 'ROLLBACK_IN_PROGRESS' }]] });
    expect(log).not.toContain('Shop/Api: diagnosis:');
  });

  test('the request of the rollback is answered at once, without a second diagnosis', async () => {
    const { answers, log } = await simulate({ request: 'Update', facts: { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', ...resource('UPDATE_IN_PROGRESS', 3), ...failing }, start: 40 });
    expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 40 }]);
    expect(log).not.toContain('Shop/Api: diagnosis:');
  });
});

describe('a stack that is not in CloudFormation: answered at once, and one line says what to use', () => {
  const LINE = 'this stack is not in CloudFormation; ecs-why follow CLUSTER SERVICE judges the deployment';

  test.each<[string, string, Error | undefined]>([
    ['Pulumi: the stack id is no ARN', 'AppStack', undefined],
    ['cdkd: the ARN of no stack', 'arn:aws:cloudformation:eu-west-1:123456789012:stack/cdkd-ApiDeploymentDiagnosis0A1B/cdkd', undefined],
    ['another tool: CloudFormation does not know the stack', STACK, awsError('ValidationError', `Stack with id ${STACK} does not exist`)],
  ])('%s', async (_, StackId, unknown) => {
    for (const request of ['Create', 'Update'] as const) {
      const { answers, log, started } = await simulate({ request, event: { StackId }, timeline: [[0, (aws) => {
        Object.assign(aws.faults, { describeStacks: unknown, describeStackResource: unknown, describeStackEvents: unknown });
      }]] });
      expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 5 }]);
      expect(started).toEqual([]);
      expect(log.filter((line) => line.includes(LINE))).toHaveLength(1);
    }
  });

  test('a denied read proves nothing: the watch goes on', async () => {
    const { started } = await simulate({ timeline: [[0, (aws) => { aws.faults.describeStacks = awsError('AccessDenied', 'User: x is not authorized to perform: cloudformation:DescribeStacks'); }]], until: 10 });
    expect(started).toHaveLength(1);
  });
});

test('report mode: the diagnosis is in the log, the deployment goes on', async () => {
  const { answers, log } = await simulate({ options: { mode: 'REPORT' }, timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] });
  expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 35 }]);
  expect(log).toEqual(expect.arrayContaining(['full diagnosis', 'image-not-found', 'Shop/Api: reported only (mode REPORT); the deployment continues']));
});

describe('the log is for people', () => {
  test('a healthy deployment: beginning, what moved, end', async () => {
    const { log } = await simulate({ timeline: [[30, { service: deployed({ runningCount: 2, pendingCount: 0 }) }], [52, { service: deployed({ rolloutState: 'COMPLETED' }) }]] });
    expect(log).toEqual([
      'Shop/Api: waiting for 2 tasks in PENDING to run',
      'Create of ApiDeploymentDiagnosis0A1B: started to watch Shop/Api',
      'Shop/Api: waiting for ECS to complete the deployment (2 of 2 tasks run)',
      'Shop/Api: finished watching: ECS has completed the deployment',
    ]);
  });

  test('neither the answer URL nor the properties of the service', async () => {
    const runs: Simulation[] = [
      {}, { startExecution: awsError('AccessDenied'), deliveredAgain: true }, { deliveries: ['lost', 'refused'], request: 'Delete' },
      { timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] },
      { diagnose: () => { throw new Error('our own fault'); } },
    ];
    for (const run of runs) {
      const { log } = await simulate({ ...run, until: 200 });
      expect(log.join('\n')).not.toMatch(new RegExp(`X-Amz-Signature|${SECRET}|ServiceToken|${URL.slice(0, 30)}`));
    }
  });

  test('a fact that cannot be read is logged once, at the first look without it', async () => {
    const { log } = await simulate({ timeline: [[6, (aws) => { aws.faults.describeServices = awsError('AccessDeniedException'); }]], until: 60 });
    expect(log.filter((line) => line.includes('could not be read'))).toEqual(['Shop/Api: could not be read: service (AccessDeniedException)']);
  });

  test('facts that could not be read are logged at the end', async () => {
    const { log } = await simulate({
      timeline: [[6, (aws) => { aws.faults.describeServices = awsError('AccessDeniedException'); }], [40, resource('CREATE_COMPLETE', 40)]],
    });
    expect(log.slice(-2)).toEqual([
      'Shop/Api: finished watching: CloudFormation has completed the service (CREATE_COMPLETE)', 'Shop/Api: could not be read: service (AccessDeniedException)',
    ]);
  });
});

describe('own faults fail open', () => {
  describe('the waiter cannot be started (F1)', () => {
    const denied = awsError('AccessDeniedException', 'not authorized to perform: states:StartExecution');
    const failure = 'the state machine could not be started: AccessDeniedException: not authorized to perform: states:StartExecution';
    const about = 'Create of ApiDeploymentDiagnosis0A1B';
    const image: Simulation = { timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] };

    test('for 20 s, because its policy is new: it is started by the same invocation, and the watch ends as always', async () => {
      const { answers, log, started } = await simulate({ ...image, startExecution: (seconds) => (seconds < 25 ? denied : undefined) });
      expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('image-not-found') }]);
      expect(log).toContain(`${about}: started to watch Shop/Api, after ${started.length} attempts`);
      expect(log.join()).not.toContain('not watched');
    });

    test('for a minute: the next delivery of the request starts it', async () => {
      const startExecution = (seconds: number) => (seconds < 65 ? denied : undefined);
      const { answers, log } = await simulate({ ...image, deliveredAgain: true, startExecution });
      expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('image-not-found') }]);
      expect(log).toContain(`${about}: not watched yet: ${failure}; Lambda delivers the request again`);
      expect(log).toContain(`${about}: started to watch Shop/Api`);
    });

    test('ever: SUCCESS from the third delivery, with one line', async () => {
      const { answers, log } = await simulate({ deliveredAgain: true, startExecution: denied });
      expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
      expect(answers[0].seconds).toBeGreaterThan(180);
      expect(answers[0].seconds).toBeLessThan(300);
      expect(log.filter((line) => line.includes('not watched:'))).toEqual([`${about}: not watched: ${failure}`]);
    });

    test.each([['behind', -300], ['ahead', 300]])('ever, and the clock of the function is %s: SUCCESS from the first delivery', async (_, skew) => {
      const { answers } = await simulate({ deliveredAgain: true, startExecution: denied, skew });
      expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
      expect(answers[0].seconds).toBeLessThanOrEqual(30);
    });

    test('a minute ahead or behind: answered by the third delivery at the latest', async () => {
      for (const skew of [-60, 60]) expect((await simulate({ deliveredAgain: true, startExecution: denied, skew })).answers).toMatchObject([{ Status: 'SUCCESS' }]);
    });

    test('with an error that stays: SUCCESS at once', async () => {
      const { answers, started } = await simulate({ startExecution: Object.assign(awsError('StateMachineDoesNotExist'), { $fault: 'client' }) });
      expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 5 }]);
      expect(started).toHaveLength(1);
    });

    test('with an error of AWS or of the network: it is started again', async () => {
      const errors = [awsError('ThrottlingException'), awsError('KmsAccessDeniedException'), Object.assign(awsError('InternalFailure'), { $fault: 'server' }), Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })];
      for (const error of errors) {
        const { answers } = await simulate({ ...image, startExecution: (seconds) => (seconds < 10 ? error : undefined) });
        expect(answers).toMatchObject([{ Status: 'FAILED' }]);
      }
    });
  });

  test('delivered twice: the execution is there, nothing is answered', async () => {
    expect((await simulate({ startExecution: awsError('ExecutionAlreadyExists') })).answers).toEqual([]);
  });

  test('a bug in the diagnosis', async () => {
    const { answers, log } = await simulate({ diagnose: () => { throw new TypeError('x is not a function'); } });
    expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 5 }]);
    expect(log).toEqual(['Shop/Api: stopped watching early: error in the diagnosis: TypeError: x is not a function']);
  });

  test('properties that are no properties', async () => {
    const { answers } = await simulate({ event: { ResourceProperties: undefined } as unknown as Partial<CustomResourceRequest> });
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  test('the state machine gives up', async () => {
    const { ports, bodies, log } = stepPorts();
    const watch = { to: { StackId: STACK, RequestId: 'r', LogicalResourceId: 'L', PhysicalResourceId: 'p' }, responseUrl: URL, servicePath: 'Shop/Api' } as Watch;
    const answer = await handle({ watch, now: at(9), giveUp: { Error: 'Lambda.Unknown', Cause: 'out of memory' } }, ports);
    expect(answer).toMatchObject({ done: true });
    expect(bodies.map((b) => JSON.parse(b))).toEqual([{ Status: 'SUCCESS', ...watch.to }]);
    expect(log).toEqual(['Shop/Api: stopped watching early: Lambda.Unknown: out of memory']);
  });

  test.each([
    ['without a Cause', { Error: 'States.Timeout' }], ['with an empty Cause', { Error: 'States.Timeout', Cause: '' }],
  ])('the state machine gives up, for an error %s (F12)', async (_, giveUp) => {
    const { ports, bodies, log } = stepPorts();
    const watch = { to: { StackId: STACK, RequestId: 'r', LogicalResourceId: 'L', PhysicalResourceId: 'p' }, responseUrl: URL, servicePath: 'Shop/Api' } as Watch;
    expect(await handle({ watch, now: at(9), giveUp }, ports)).toMatchObject({ done: true });
    expect(bodies.map((b) => JSON.parse(b).Status)).toEqual(['SUCCESS']);
    expect(log).toEqual(['Shop/Api: stopped watching early: States.Timeout']);
  });

  test('another version of the library has begun the watch: its facts may be read wrongly', async () => {
    const { ports, bodies, log } = stepPorts();
    const { format, ...unversioned } = newWatch({
      RequestType: 'Update', RequestId: 'r', ResponseURL: URL, StackId: STACK, LogicalResourceId: 'L', ResourceType: 'Custom::EcsDeploymentDiagnosis',
      ResourceProperties: { ServiceToken: 't', ServiceLogicalId: 'Api', ServicePath: 'Shop/Api', Service: {} },
    } as CustomResourceRequest, at(0));
    for (const watch of [unversioned as Watch, { ...unversioned, format: format + 1 }]) {
      expect(await handle({ watch, now: at(9) }, ports)).toMatchObject({ done: true });
    }
    expect(bodies.map((b) => (JSON.parse(b) as { Status: string }).Status)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(new Set(log)).toEqual(new Set(['Shop/Api: stopped watching early: another version of the library began this watch']));
  });

  test('no call to AWS works for two minutes', async () => {
    const all = ['describeStacks', 'describeStackResource', 'describeServices'];
    const { answers } = await simulate({ timeline: [[6, (aws) => all.forEach((call) => { aws.faults[call] = awsError('ThrottlingException'); })]] });
    expect(answers).toMatchObject([{ Status: 'SUCCESS', seconds: 130 }]);
  });
});

describe('how often it looks', () => {
  const looks = async (facts: Simulation['facts'], timeline: Simulation['timeline'] = []) => {
    const { steps } = await simulate({ facts, timeline, until: 125 });
    // the first is that of the request; a look that is throttled makes a call more than once
    return steps + 1;
  };
  test('every five seconds alone, and less often while many services are deployed, within the rate of AWS', async () => {
    expect(await looks({})).toBe(25);
    const shared = await looks({ cluster: { activeServicesCount: 100, pendingTasksCount: 1000 } });
    expect(shared).toBeGreaterThanOrEqual(8);
    expect(shared).toBeLessThanOrEqual(12);
  });
  test('less and less while it is throttled, and as before when that is over', async () => {
    const throttle = (error: Error | undefined) => (aws: FakeAws) => { aws.faults.describeServices = error; };
    expect(await looks({}, [[6, throttle(awsError('ThrottlingException'))]])).toBeLessThanOrEqual(14);
    expect(await looks({}, [[6, throttle(awsError('AccessDeniedException'))]])).toBeGreaterThanOrEqual(24);
    expect(await looks({}, [[6, throttle(awsError('ThrottlingException'))], [12, throttle(undefined)]])).toBeGreaterThanOrEqual(21);
  });
});

describe('an answer that does not get through', () => {
  const bad: Simulation = { timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] };
  test('is kept and sent again by the steps that follow, without another look', async () => {
    const { answers, aws, log } = await simulate({ ...bad, deliveries: ['lost', 'lost'] });
    expect(answers).toMatchObject([{ Status: 'FAILED', seconds: 45, Reason: 'image-not-found: 1 failed task, and this does not heal by itself, 30 s after the deployment started' }]);
    const looks = aws.calls.filter((c) => c === 'describeServices').length;
    expect((await simulate(bad)).aws.calls.filter((c) => c === 'describeServices')).toHaveLength(looks);
    expect(log).toContain('Shop/Api: the answer FAILED did not reach CloudFormation');
  });

  test('in the request itself: the state machine takes over', async () => {
    expect((await simulate({ facts: { stackStatus: 'ROLLBACK_IN_PROGRESS' }, deliveries: ['lost'] })).answers).toMatchObject([{ Status: 'SUCCESS', seconds: 10 }]);
    const { answers, started } = await simulate({ request: 'Delete', deliveries: ['lost'] });
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(started).toHaveLength(1);
  });

  test('and no waiter either: the request fails, so that Lambda delivers it again', async () => {
    const startExecution = new Error('no access');
    await expect(simulate({ request: 'Delete', startExecution, deliveries: ['lost', 'lost'] })).rejects.toThrow(NotAnswered);
    expect((await simulate({ request: 'Delete', startExecution, deliveries: ['lost'] })).answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  test('refused once: sent again; three times: given up, and the log says so', async () => {
    expect((await simulate({ ...bad, deliveries: ['refused', 'refused'] })).answers).toMatchObject([{ Status: 'FAILED' }]);
    const { answers, done, log } = await simulate({ ...bad, deliveries: ['refused', 'lost', 'refused', 'refused'] });
    expect([answers, done]).toEqual([[], true]);
    expect(log.filter((line) => /refused the answer/.test(line)).map((line) => /; (.*)/.exec(line)?.[1])).toEqual(['it is sent again', 'it is sent again', 'it is not sent again']);
  });

  test('after an hour CloudFormation does not wait any more', async () => {
    const { answers, done } = await simulate({ ...bad, deliveries: Array(1000).fill('lost') });
    expect([answers, done]).toEqual([[], true]);
  });
});

describe('a status of the stack that is older than the request', () => {
  const bad: Simulation = { request: 'Update', start: 40, timeline: [[33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }]] };
  test.each([1, 4, 9])('seen so for %d s in the rollback of an update: the rollback does not fail', async (lag) => {
    const { answers } = await simulate({ ...bad, timeline: [...bad.timeline!, [40 + lag, { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }]] });
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });
  test('a status that is the same after ten seconds counts', async () => {
    const { answers: [{ Status, seconds }] } = await simulate(bad);
    expect(Status).toBe('FAILED');
    expect(seconds - 40).toBeGreaterThanOrEqual(10);
    expect(seconds - 40).toBeLessThanOrEqual(11);
  });
});

test('a first read of the stack that shows the operation before: its complete deployment does not end the watch', async () => {
  const done = { ...deployment, id: OLD_DEPLOYMENT, createdAt: at(-900), rolloutState: 'COMPLETED', runningCount: 2, pendingCount: 0 };
  const stacks = (StackStatus: string, more: object) => (aws: FakeAws) => {
    aws.describeStacks = async () => ({ Stacks: [{ StackStatus, CreationTime: at(-901), ...more }] });
  };
  const { answers } = await simulate({
    request: 'Update',
    facts: { service: service({ deployments: [done] }) },
    timeline: [
      [0, stacks('CREATE_IN_PROGRESS', {})],
      [5, resource('CREATE_COMPLETE', -1)],
      [9, stacks('UPDATE_IN_PROGRESS', { LastUpdatedTime: at(0) })],
      [9, resource('UPDATE_IN_PROGRESS', 4)],
      [9, { service: service({ deployments: [deployment, { ...done, status: 'ACTIVE' }] }) }],
      [33, { tasks: [unpulled(1, 32)], service: deployed({ failedTasks: 1 }) }],
    ],
  });
  expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(/^image-not-found/) }]);
});

describe('the function dies in the middle', () => {
  const bad: Simulation = {
    timeline: [[31, { tasks: [crashed(1, 30), task(2)], service: deployed({ failedTasks: 1 }), ...boom }], [61, ranTwice]],
  };
  const every = (how: 'before' | 'after') => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [i * 2 + 1, how]));
  test.each(['before', 'after'] as const)('%s its work, at every second step: the same verdict', async (how) => {
    const { answers } = await simulate({ ...bad, crash: every(how) });
    expect(answers.length).toBeGreaterThan(0);
    expect(answers[0]).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^app-crashed: 2 of 2 allowed failures/) });
  });
});

test.each([-300, 300])('a clock of the function that is %d s off changes no verdict', async (skew) => {
  const once = { tasks: [crashed(1, 30), task(2)], service: deployed({ failedTasks: 1 }), ...boom };
  const bad: Simulation = { skew, timeline: [[31, once], [61, ranTwice]] };
  expect((await simulate(bad)).answers).toMatchObject([{ Status: 'FAILED', seconds: 62 }]);
  const untouched: Simulation = {
    skew,
    request: 'Update',
    facts: resource('UPDATE_COMPLETE', -900),
    timeline: [[12, resource('UPDATE_IN_PROGRESS', 12)], [600, resource('UPDATE_COMPLETE', 600)]],
  };
  expect((await simulate({ ...untouched, options: { stuckAfterSeconds: 0 } })).answers[0].seconds).toBeGreaterThanOrEqual(600);
});

test('CloudFormation is asked anew before anything fails', async () => {
  // Express mode: the service is complete, and what its tasks do afterwards is no longer the business of the stack.
  const { answers } = await simulate({
    timeline: [
      [31, resource('CREATE_COMPLETE', 31)], [31, { tasks: [unpulled(1, 30)], service: deployed({ failedTasks: 1 }) }],
    ],
  });
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
});

describe('a call that fails in the look that confirms the decision', () => {
  const calls = ['describeStacks', 'describeStackResource', 'describeServices', 'listTasks', 'describeTasks', 'describeTaskDefinition'] as const;
  /** Of the calls of that second, the first works. */
  const onlyOnce = (call: (typeof calls)[number]) => (aws: FakeAws) => {
    let calledAt = 0;
    const works = call === 'listTasks' ? 2 : 1;
    const real: (input: never) => Promise<unknown> = aws[call];
    Object.assign(aws, {
      [call]: (input: never) => (++calledAt > works ? Promise.reject(awsError('AccessDeniedException')) : real(input)),
    });
  };
  test.each(calls)('%s: what was seen a moment before is enough', async (call) => {
    const facts = { tasks: [unpulled(1, 32), task(2)], service: deployed({ failedTasks: 1 }) };
    const { answers } = await simulate({ timeline: [[33, facts], [33, onlyOnce(call)]], until: 300 });
    expect(answers).toMatchObject([{ Status: 'FAILED', seconds: 35, Reason: expect.stringMatching(/^image-not-found/) }]);
  });
});

test('a final decision rests on a whole look, not on a glance', async () => {
  const seen: Frame[] = [];
  const { answers } = await simulate({
    options: { stuckAfterSeconds: 300 },
    diagnose: (frame) => {
      seen.push(frame);
      return diagnose(frame);
    },
  });
  expect(answers).toMatchObject([{ Status: 'FAILED', seconds: 305 }]);
  expect(seen[seen.length - 1]).toMatchObject({ tasks: [{}, {}], taskDefinition: {}, operation: { checkedAt: at(305) } });
});

test('the data that the state machine carries stay small', async () => {
  const many = Array.from({ length: 300 }, (_, i) => crashed(i + 1, 20));
  const { largestState } = await simulate({
    options: { failureThreshold: 100, causes: { 'app-crashed': 0 }, redact: Array(50).fill('x'.repeat(200)) },
    facts: { tasks: many, service: deployed({ failedTasks: 300 }) },
    until: 100,
  });
  expect(largestState).toBeGreaterThan(1000);
  expect(largestState).toBeLessThan(64 * 1024);
});

test('physical id: echoed where there is one, even one that we never made', async () => {
  for (const request of ['Update', 'Delete'] as const) {
    const { answers } = await simulate({ request, event: { PhysicalResourceId: 'Shop-Api-1ABC' }, facts: { stackStatus: 'ROLLBACK_IN_PROGRESS' } });
    expect(answers[0].PhysicalResourceId).toBe('Shop-Api-1ABC');
  }
});

test('a new watch: no memory, and a physical id if the event has none', () => {
  const event = { LogicalResourceId: 'L', ResourceProperties: { Options: '{}' } } as CustomResourceRequest;
  expect(newWatch(event, at(0))).toMatchObject({ memory: {}, to: { PhysicalResourceId: 'L-diagnosis' } });
});

test('a wrong clock at the request: the status of the operation stays, and is read again', () => {
  const event = { LogicalResourceId: 'L', ResourceProperties: { Options: '{}' } } as CustomResourceRequest;
  const stack = { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), checkedAt: at(-300) };
  const { memory } = onStatesClock({ ...newWatch(event, at(-300)), memory: { stack } }, at(5));
  expect(memory.stack).toEqual({ ...stack, checkedAt: at(-Date.parse(at(0)) / 1000) });
});
