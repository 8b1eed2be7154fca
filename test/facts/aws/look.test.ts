import { at, awsError, crashed, DEPLOYMENT, fakeAws, FakeAws, Facts, id, OLD_DEPLOYMENT, service, SERVICE_ARN, STACK, TARGET_GROUP, task, TASK_DEFINITION, unpulled } from './fake';
import { look, Look, Memory } from '../../../src/facts/aws/look';
import { Cache } from '../../../src/facts/aws/reading';

const see = (aws: FakeAws, seconds: number, memory: Memory = {}, cache = new Cache()): Promise<Look> =>
  look(aws, cache, { stackId: STACK, serviceLogicalId: 'Service', now: at(seconds), memory });
const [deployment] = service().deployments!;
const withDeployment = (more: object, rest: object = {}) => service({ deployments: [{ ...deployment, ...more }], ...rest });
const old = { ...deployment, id: OLD_DEPLOYMENT, status: 'ACTIVE', createdAt: at(-9000), runningCount: 2, pendingCount: 0 };

test('a stack that is not in progress costs one call', async () => {
  for (const stackStatus of ['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS']) {
    const aws = fakeAws({ stackStatus });
    const { frame } = await see(aws, 5);
    expect(frame.operation?.stackStatus).toBe(stackStatus);
    expect(aws.calls).toEqual(['describeStacks']);
  }
});

test('a service that is not there yet is no fault', async () => {
  const aws = fakeAws({ resource: null, service: null });
  const { frame } = await see(aws, 1);
  expect(frame).toMatchObject({ service: null, unavailable: [], operation: { stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: null } });
  aws.facts.resource = { status: 'CREATE_IN_PROGRESS', at: at(2) };
  expect((await see(aws, 3)).frame.service).toBeNull();
  aws.facts.resource = { status: 'CREATE_IN_PROGRESS', at: at(2), physicalId: SERVICE_ARN };
  expect((await see(aws, 4)).frame.service).toBeNull();
  expect(aws.calls.filter((c) => c === 'describeServices')).toHaveLength(1);
});

test('a quiet deployment costs one call a look between two looks at CloudFormation', async () => {
  const aws = fakeAws();
  let { memory } = await see(aws, 5);
  expect(memory.deploymentId).toBe(DEPLOYMENT);
  aws.calls.length = 0;
  for (const s of [10, 15]) ({ memory } = await see(aws, s, memory));
  expect(aws.calls).toEqual(['describeServices', 'describeServices']);
  ({ memory } = await see(aws, 20, memory));
  expect(aws.calls.slice(2)).toEqual(['describeStacks', 'describeStackResource', 'describeServices']);
});

test('a read that lags behind shows the operation before: its deployment is not taken for this one\'s', async () => {
  const aws = fakeAws({ updated: true, stackStatus: 'UPDATE_IN_PROGRESS', service: service({ deployments: [{ ...old, status: 'PRIMARY', rolloutState: 'COMPLETED' }] }) });
  const { memory } = await see(aws, 1);
  const real = aws.describeStacks;
  aws.describeStacks = async () => ({ Stacks: [{ StackStatus: 'CREATE_IN_PROGRESS', CreationTime: at(-90000) }] });
  const lagging = await see(aws, 6, memory);
  expect(lagging.frame.operation).toMatchObject({ stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: null });
  aws.describeStacks = real;
  aws.facts.service = service({ deployments: [deployment, old] });
  expect((await see(aws, 11, lagging.memory)).frame.operation?.deploymentId).toBe(DEPLOYMENT);
});

describe('one call that always fails', () => {
  const broken = { tasks: [unpulled(1, 30), task(2)], serviceDeployments: [{ serviceDeploymentArn: 'sd', status: 'IN_PROGRESS', createdAt: at(5), targetServiceRevision: { arn: 'service-revision/1234567890123456789' } }] };
  const denied = (call: string, facts: Partial<Facts> = {}) => {
    const aws = fakeAws({ ...broken, ...facts });
    aws.faults[call] = awsError('AccessDenied');
    return aws;
  };

  test.each(['describeStacks', 'describeStackResource'])('%s: the events of the stack tell the same', async (call) => {
    const { frame, memory } = await see(denied(call), 60);
    expect(frame).toMatchObject({
      operation: { stackStatus: 'CREATE_IN_PROGRESS', startedAt: at(0), resourceStatus: 'CREATE_IN_PROGRESS', resourceStatusAt: at(4), deploymentId: DEPLOYMENT },
      service: {}, unavailable: [{ what: call === 'describeStacks' ? 'stack' : 'stack resource' }],
    });
    expect(memory.serviceArn).toBe(SERVICE_ARN);
    const aws = denied(call, { stackStatus: 'ROLLBACK_IN_PROGRESS' });
    expect((await see(aws, 60)).frame.operation?.stackStatus).toBe('ROLLBACK_IN_PROGRESS');
  });

  test('the newest event counts, in whatever order they come', async () => {
    const aws = denied('describeStacks', { updated: true, stackStatus: 'UPDATE_IN_PROGRESS' });
    const event = (seconds: number, ResourceStatus: string, more: object) => ({ Timestamp: at(seconds), ResourceStatus, ...more });
    const [stack, api] = [{ LogicalResourceId: 'Shop', PhysicalResourceId: STACK }, { LogicalResourceId: 'Service', PhysicalResourceId: SERVICE_ARN }];
    aws.faults.describeStackResource = awsError('AccessDenied');
    aws.describeStackEvents = async () => ({
      StackEvents: [event(-900, 'CREATE_COMPLETE', stack), event(-950, 'CREATE_COMPLETE', api), event(0, 'UPDATE_IN_PROGRESS', stack), event(4, 'UPDATE_IN_PROGRESS', api), event(-999, 'CREATE_IN_PROGRESS', stack)],
    });
    expect((await see(aws, 5)).frame.operation).toMatchObject({ stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), resourceStatus: 'UPDATE_IN_PROGRESS', resourceStatusAt: at(4) });
  });

  test('throttled: no more calls in place of one', async () => {
    const aws = fakeAws(broken);
    for (const call of ['describeStackResource', 'describeServices']) aws.faults[call] = awsError('ThrottlingException');
    await see(aws, 60, { serviceArn: SERVICE_ARN });
    expect([...new Set(aws.calls)]).toEqual(['describeStacks', 'describeStackResource', 'describeServices']);
  });

  test('describeServices: the service deployment names the deployment, and the tasks are there', async () => {
    const { frame, memory } = await see(denied('describeServices'), 60);
    expect(frame.service).toBeUndefined();
    expect(frame).toMatchObject({ operation: { deploymentId: DEPLOYMENT }, serviceDeployment: { status: 'IN_PROGRESS' }, tasks: [{}, {}], unavailable: [{ what: 'service' }] });
    expect(memory.deploymentId).toBe(DEPLOYMENT);
    // nothing of an older operation is taken for this one's
    const early = denied('describeServices', { serviceDeployments: broken.serviceDeployments.map((d) => ({ ...d, createdAt: at(-900) })) });
    expect((await see(early, 60)).frame).toMatchObject({ operation: { deploymentId: null } });
  });
});

test('while the deployment is looked for, only the service is read again in CloudFormation', async () => {
  const aws = fakeAws({ updated: true, service: service({ deployments: [{ ...old, status: 'PRIMARY' }] }) });
  let { memory } = await see(aws, 5);
  aws.calls.length = 0;
  for (const s of [10, 15]) ({ memory } = await see(aws, s, memory));
  expect(aws.calls).toEqual(['describeStackResource', 'describeServices', 'describeStackResource', 'describeServices']);
  aws.facts.stackStatus = 'UPDATE_ROLLBACK_IN_PROGRESS';
  expect((await see(aws, 20, memory)).frame.operation?.stackStatus).toBe('UPDATE_ROLLBACK_IN_PROGRESS');
});

describe('how many are deployed at the same time', () => {
  const among = async (aws: FakeAws, seconds: number, memory: Memory = {}) => (
    await look(aws, new Cache(), { stackId: STACK, serviceLogicalId: 'Service', now: at(seconds), memory, crowd: true })
  ).memory;
  // The service under watch has two pending tasks of its own.
  test.each([
    ['alone', { activeServicesCount: 30, pendingTasksCount: 2 }, 1],
    ['others have pending tasks', { activeServicesCount: 100, pendingTasksCount: 62 }, 61],
    ['no more others than the cluster has services', { activeServicesCount: 3, pendingTasksCount: 500 }, 3],
    ['fewer than its own, for it was read a moment later', { activeServicesCount: 3, pendingTasksCount: 1 }, 1],
    ['no such cluster', {}, 1],
  ])('%s', async (_, cluster, services) => {
    const [first] = service().deployments!;
    const aws = fakeAws({ cluster, service: service({ pendingCount: 2, deployments: [first] }) });
    expect((await among(aws, 10)).crowd).toEqual({ at: at(10), services });
  });

  test('is asked every half minute, and those who were there fade away', async () => {
    const aws = fakeAws({ cluster: { activeServicesCount: 101, pendingTasksCount: 100 } });
    let memory = await among(aws, 10);
    aws.facts.cluster = { activeServicesCount: 101, pendingTasksCount: 0 };
    for (const seconds of [15, 20, 39]) memory = await among(aws, seconds, memory);
    expect(aws.calls.filter((call) => call === 'describeClusters')).toHaveLength(1);
    const seen: (number | undefined)[] = [];
    for (const seconds of [40, 100, 160, 900]) seen.push((memory = await among(aws, seconds, memory)).crowd?.services);
    expect(seen).toEqual([71, 36, 18, 1]);
  });

  test('is no fact: what cannot be read is as it was, and nobody is told', async () => {
    const aws = fakeAws({ cluster: { activeServicesCount: 90, pendingTasksCount: 90 } });
    const memory = await among(aws, 10);
    aws.faults.describeClusters = awsError('AccessDeniedException');
    const { frame, memory: after } = await look(aws, new Cache(), { stackId: STACK, serviceLogicalId: 'Service', now: at(40), memory, crowd: true });
    expect(frame.unavailable).toEqual([]);
    expect(after.crowd?.services).toBe(64);
  });

  test('makes the reads of a watch rarer, and is asked by nobody but the watcher', async () => {
    const aws = fakeAws();
    const { memory } = await see(aws, 5);
    expect(aws.calls).not.toContain('describeClusters');
    aws.calls.length = 0;
    const crowd = { at: at(5), services: 100 };
    await see(aws, 40, { ...memory, crowd });
    expect(aws.calls).toEqual(['describeServices']);
    await see(aws, 43, { ...memory, crowd });
    expect(aws.calls.slice(1)).toEqual(['describeStacks', 'describeStackResource', 'describeServices']);
  });
});

describe('which deployment', () => {
  const pins: [string, Partial<Facts>, string | null][] = [
    ['first create', {}, DEPLOYMENT],
    ['update: the new one beside the old', { updated: true, service: service({ deployments: [deployment, old] }) }, DEPLOYMENT],
    ['update: not made yet', { updated: true, service: service({ deployments: [{ ...old, status: 'PRIMARY' }] }) }, null],
    ['the service is not touched, somebody else deploys', { updated: true, resource: { status: 'UPDATE_COMPLETE', at: at(-500), physicalId: SERVICE_ARN } }, null],
    ['the breaker has rolled back already: the older of the two new ones', {
      updated: true,
      service: service({ deployments: [{ ...deployment, id: 'ecs-svc/2', createdAt: at(90) }, { ...deployment, status: 'ACTIVE' }, old] }),
    }, DEPLOYMENT],
  ];
  test.each(pins)('%s', async (_, facts, expected) => {
    expect((await see(fakeAws(facts), 100)).frame.operation?.deploymentId).toBe(expected);
  });

  test('once found it stays, even when ECS lists it no more', async () => {
    const aws = fakeAws();
    const { memory } = await see(aws, 5);
    aws.facts.service = service({ deployments: [{ ...deployment, id: 'ecs-svc/2', createdAt: at(90) }] });
    expect((await see(aws, 100, memory)).frame.operation?.deploymentId).toBe(DEPLOYMENT);
  });

  test('a replacement of the service starts anew', async () => {
    const aws = fakeAws({ updated: true });
    const { memory } = await see(aws, 5);
    aws.facts.resource = { status: 'UPDATE_IN_PROGRESS', at: at(10), physicalId: `${SERVICE_ARN}-2` };
    aws.facts.service = service({ deployments: [{ ...deployment, id: 'ecs-svc/3', createdAt: at(12) }] });
    const next = await see(aws, 21, { ...memory, failing: true });
    expect(next.memory).toMatchObject({ deploymentId: 'ecs-svc/3', serviceArn: `${SERVICE_ARN}-2`, failing: false });
  });
});

describe('failures are looked into', () => {
  const started = (n: number) => ({ id: 'e', createdAt: at(6), message: `(service api) has started ${n} tasks: (task ${id(1)}).` });
  const signs: [string, Partial<Facts>][] = [
    ['ECS counts failed tasks', { service: withDeployment({ failedTasks: 1 }) }],
    ['ECS has started more tasks than there are', { service: withDeployment({ runningCount: 1, pendingCount: 1 }, { events: [started(3)] }) }],
    ['an event speaks of trouble', { service: service({ events: [{ createdAt: at(9), message: '(service api) was unable to place a task.' }] }) }],
    ['ECS gives up', { service: withDeployment({ rolloutState: 'FAILED' }) }],
    ['the deployment is gone', { service: service({ deployments: [{ ...deployment, id: 'ecs-svc/2', createdAt: at(50) }] }) }],
  ];
  test.each(signs)('%s', async (_, facts) => {
    const aws = fakeAws();
    const { memory } = await see(aws, 6);
    Object.assign(aws.facts, { tasks: [unpulled(1, 20), task(2)] }, facts);
    const { frame } = await see(aws, 25, memory);
    expect(frame.tasks?.map((t) => t.stopCode)).toEqual(expect.arrayContaining(['TaskFailedToStart', undefined]));
    expect(frame.taskDefinition?.family).toBe('api');
  });

  test('events of before the deployment are no sign', async () => {
    const aws = fakeAws({ service: service({ events: [{ createdAt: at(-60), message: '(service api) was unable to place a task.' }] }) });
    await see(aws, 10);
    expect(aws.calls).not.toContain('listTasks STOPPED service');
  });

  test('once something failed, tasks are read at every look, and a stopped one is described once', async () => {
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }) });
    const cache = new Cache();
    let { memory } = await see(aws, 25, {}, cache);
    expect(aws.calls).toContain('describeTasks 2');
    aws.facts.service = service();
    aws.calls.length = 0;
    ({ memory } = await see(aws, 28, memory, cache));
    expect(memory.failing).toBe(true);
    expect(aws.calls.filter((call) => !call.includes('Stack'))).toEqual(
      ['describeServices', 'listTasks RUNNING service', 'listTasks STOPPED service', 'describeTasks 1', `getLogEvents api/web/${id(1)}`],
    );
  });

  test('the stack is read beside the tasks, for a verdict may be near; not so among many at a time', async () => {
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }) });
    const { memory } = await see(aws, 25);
    const next = await see(aws, 28, memory);
    expect(next.memory.stack?.checkedAt).toBe(at(28));
    aws.calls.length = 0;
    const among = await see(aws, 31, { ...next.memory, crowd: { at: at(31), services: 100 } });
    expect(among.memory.stack?.checkedAt).toBe(at(28));
    expect(aws.calls.filter((call) => call.includes('Stack'))).toEqual([]);
  });

  test('the stack read beside the tasks names another service: it is left to the next look', async () => {
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }) });
    const { memory } = await see(aws, 25);
    aws.facts.resource = { status: 'UPDATE_IN_PROGRESS', at: at(26), physicalId: `${SERVICE_ARN}-2` };
    const next = await see(aws, 28, memory);
    expect(next.memory).toMatchObject({ serviceArn: SERVICE_ARN, stack: { checkedAt: at(25) } });
  });

  describe('a task that was denied something', () => {
    const denied = { ...unpulled(1, 20), stoppedReason: 'ResourceInitializationError: AccessDeniedException: User: x is not authorized to perform: secretsmanager:GetSecretValue' };
    const updating = (tasks: Facts['tasks']): FakeAws => fakeAws({ updated: true, stackStatus: 'UPDATE_IN_PROGRESS', tasks, service: withDeployment({ failedTasks: 1 }) });
    const events = (aws: FakeAws, ...pages: object[][]) => {
      aws.describeStackEvents = async ({ NextToken }) => {
        aws.calls.push('describeStackEvents');
        const page = Number(NextToken ?? 0);
        return { StackEvents: pages[page] as never, ...page + 1 < pages.length && { NextToken: String(page + 1) } };
      };
    };
    const event = (seconds: number, ResourceType: string, ResourceStatus = 'UPDATE_COMPLETE') => ({ Timestamp: at(seconds), ResourceType, ResourceStatus });

    test.each([
      ['a policy of this operation', [[event(8, 'AWS::ECS::Service', 'UPDATE_IN_PROGRESS')], [event(3, 'AWS::IAM::Policy'), event(0, 'AWS::CloudFormation::Stack')]], true],
      ['one that is still written', [[event(3, 'AWS::IAM::Policy', 'UPDATE_IN_PROGRESS')]], true],
      ['one of an operation before', [[event(3, 'AWS::ECS::TaskDefinition'), event(-900, 'AWS::IAM::Policy')], [event(-950, 'AWS::IAM::Role')]], false],
    ])('%s: asked once', async (_, pages, expected) => {
      const aws = updating([denied, task(2)]);
      events(aws, ...pages);
      const first = await see(aws, 25);
      expect(first.frame.operation?.permissionsChanged).toBe(expected);
      expect((await see(aws, 28, first.memory)).frame.operation?.permissionsChanged).toBe(expected);
      expect(aws.calls.filter((c) => c === 'describeStackEvents').length).toBeLessThanOrEqual(pages.length);
    });

    test('nobody asks on a create, nor where nothing was denied', async () => {
      const created = fakeAws({ tasks: [denied, task(2)], service: withDeployment({ failedTasks: 1 }) });
      const other = updating([unpulled(1, 20), task(2)]);
      for (const aws of [created, other]) {
        await see(aws, 25);
        expect(aws.calls).not.toContain('describeStackEvents');
      }
    });
  });

  test('tasks that ECS leaves out of the list are found by its events, and else by family', async () => {
    const lost = crashed(1, 20);
    const facts = { tasks: [lost, task(2)], unlisted: [lost.taskArn!] };
    const events = fakeAws({ ...facts, service: withDeployment({ failedTasks: 1 }, { events: [started(2)] }) });
    expect((await see(events, 25)).frame.tasks).toHaveLength(2);
    expect(events.calls).not.toContain('listTasks STOPPED family');
    const family = fakeAws({ ...facts, service: withDeployment({ failedTasks: 1 }) });
    expect((await see(family, 25)).frame.tasks).toHaveLength(2);
    expect(family.calls).toContain('listTasks STOPPED family');
  });

  test('stopped tasks of other deployments are left out, running ones are kept: they serve', async () => {
    const others = [
      { ...crashed(3, 2), startedBy: OLD_DEPLOYMENT },
      task(4, { startedBy: OLD_DEPLOYMENT, lastStatus: 'RUNNING' }),
    ];
    const aws = fakeAws({ tasks: [crashed(1, 20), ...others], service: withDeployment({ failedTasks: 1 }) });
    expect((await see(aws, 25)).frame.tasks?.map((t) => t.taskArn?.slice(-32))).toEqual(expect.arrayContaining([id(1), id(4)]));
    expect((await see(aws, 25)).frame.tasks).toHaveLength(2);
  });

  test('more than 100 tasks are described in several calls', async () => {
    const many = Array.from({ length: 230 }, (_, i) => crashed(i + 1, 20));
    const aws = fakeAws({ tasks: many, service: withDeployment({ failedTasks: 230 }) });
    expect((await see(aws, 25)).frame.tasks).toHaveLength(230);
    expect(aws.calls.filter((c) => c.startsWith('describeTasks'))).toEqual(['describeTasks 100', 'describeTasks 100', 'describeTasks 30']);
  });
});

describe('logs', () => {
  test('are read once in a step that looks twice, and again in the next', async () => {
    const stream = `api/web/${id(1)}`;
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [stream]: [{ timestamp: 1, message: 'boom' }] } });
    const cache = new Cache();
    const twice = [25, 25, 28];
    for (const seconds of twice) expect((await see(aws, seconds, {}, cache)).frame.logs).toEqual({ web: { [id(1)]: [{ timestamp: 1, message: 'boom' }] } });
    expect(aws.calls.filter((call) => call.startsWith('getLogEvents'))).toHaveLength(2);
  });


  const failing = { service: withDeployment({ failedTasks: 1 }) };
  const stream = `api/web/${id(1)}`;

  test('the tail of the container that ended', async () => {
    const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [{ timestamp: 1, message: 'boom' }] } });
    expect((await see(aws, 25)).frame.logs).toEqual({ web: { [id(1)]: [{ timestamp: 1, message: 'boom' }] } });
  });

  test('no stream: nothing was written. Denied or no group: not readable', async () => {
    const aws = fakeAws({ ...failing, tasks: [crashed(1, 20)] });
    expect((await see(aws, 25)).frame).toMatchObject({ logs: { web: { [id(1)]: [] } }, unavailable: [] });
    for (const error of [awsError('AccessDeniedException'), awsError('ResourceNotFoundException', 'The specified log group does not exist.')]) {
      aws.faults[`getLogEvents ${stream}`] = error;
      const { frame } = await see(aws, 25);
      expect(frame.logs).toBeUndefined();
      expect(frame.unavailable).toEqual([{ what: 'logs', container: 'web', error: error.name, message: error.message }]);
    }
  });

  test('a container that never started has no log to read', async () => {
    const aws = fakeAws({ ...failing, tasks: [unpulled(1, 20)] });
    await see(aws, 25);
    expect(aws.calls.filter((c) => c.startsWith('getLogEvents'))).toEqual([]);
  });

  test('read until the lines must have arrived, then never again', async () => {
    const aws = fakeAws({ ...failing, tasks: [crashed(1, 20)], logs: { [stream]: [] } });
    const cache = new Cache();
    const reads = () => aws.calls.filter((c) => c.startsWith('getLogEvents')).length;
    let { memory } = await see(aws, 25, {}, cache);
    for (const s of [28, 51, 55, 60]) ({ memory } = await see(aws, s, memory, cache));
    expect(reads()).toBe(3);
  });

  test('of many failed tasks only the first and the latest are read', async () => {
    const tasks = Array.from({ length: 20 }, (_, i) => crashed(i + 1, 20 + i));
    const aws = fakeAws({ ...failing, tasks });
    await see(aws, 60);
    expect(aws.calls.filter((c) => c.startsWith('getLogEvents'))).toEqual([1, 19, 20].map((n) => `getLogEvents api/web/${id(n)}`));
  });
});

describe('targets', () => {
  const balanced = (more: object) => withDeployment(more, { loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 80 }] });
  const sick = { Target: { Id: '10.0.0.7', Port: 80 }, TargetHealth: { State: 'unhealthy', Reason: 'Target.ResponseCodeMismatch' } };

  test('read while tasks run that are not through, every ten seconds', async () => {
    const aws = fakeAws({ service: balanced({ runningCount: 0, pendingCount: 2 }), targetHealth: [sick] });
    const reads = () => aws.calls.filter((c) => c === 'describeTargetHealth').length;
    let { memory } = await see(aws, 10);
    expect(reads()).toBe(0);
    aws.facts.service = balanced({ runningCount: 2, pendingCount: 0 });
    let frame;
    ({ memory, frame } = await see(aws, 15, memory));
    expect(frame).toMatchObject({ targetHealth: { [TARGET_GROUP]: [sick] }, targetGroups: [{ HealthCheckPath: '/health' }] });
    for (const s of [20, 25]) ({ memory } = await see(aws, s, memory));
    expect(reads()).toBe(2);
    aws.facts.service = balanced({ runningCount: 2, pendingCount: 0, rolloutState: 'COMPLETED' });
    await see(aws, 60, memory);
    expect(reads()).toBe(2);
  });
});

describe('service deployment', () => {
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/api/abc';
  const it = { serviceDeploymentArn: arn, status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME', targetServiceRevision: { arn: `arn:aws:ecs:::service-revision/shop/api/${DEPLOYMENT.slice(8)}` } };

  test('read where deployments have stages, and found by its revision', async () => {
    const staged = service({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } });
    const aws = fakeAws({ service: staged, serviceDeployments: [{ ...it, serviceDeploymentArn: `${arn}x`, targetServiceRevision: { arn: 'x/99' } }, it] });
    const { frame, memory } = await see(aws, 10);
    expect(frame.serviceDeployment?.lifecycleStage).toBe('BAKE_TIME');
    aws.calls.length = 0;
    await see(aws, 15, memory);
    expect(aws.calls).toEqual(['describeServices', 'describeServiceDeployments']);
  });

  test('tells the deployment, should ECS not list it with the service', async () => {
    const staged = service({ deploymentConfiguration: { strategy: 'CANARY' }, deployments: [] });
    const aws = fakeAws({ service: staged, serviceDeployments: [{ ...it, createdAt: at(7) }] });
    expect((await see(aws, 10)).frame.operation?.deploymentId).toBe(DEPLOYMENT);
    aws.facts.serviceDeployments = [{ ...it, createdAt: at(-700) }];
    expect((await see(aws, 10)).frame.operation?.deploymentId).toBeNull();
  });

  test('not read for a rolling update that is under way', async () => {
    const aws = fakeAws({ serviceDeployments: [it] });
    await see(aws, 10);
    expect(aws.calls.join()).not.toContain('ServiceDeployments');
  });
});

test('deployments of CODE_DEPLOY and EXTERNAL controllers are not looked into', async () => {
  const aws = fakeAws({ service: service({ deploymentController: { type: 'CODE_DEPLOY' }, taskDefinition: TASK_DEFINITION }) });
  await see(aws, 100);
  expect(aws.calls).toEqual(['describeStacks', 'describeStackResource', 'describeServices']);
});

describe('one API that fails takes nothing else with it', () => {
  const all = [
    'describeStacks', 'describeStackResource', 'describeServices', 'listServiceDeployments', 'listTasks RUNNING service', 'listTasks STOPPED service',
    'describeTasks 2', 'describeTaskDefinition', 'describeTargetGroups', 'describeTargetHealth', `getLogEvents api/web/${id(1)}`,
  ];
  const broken = () => fakeAws({
    tasks: [crashed(1, 20), task(2)],
    service: withDeployment({ failedTasks: 1, rolloutState: 'FAILED' }, { loadBalancers: [{ targetGroupArn: TARGET_GROUP }] }),
  });
  test.each(all)('%s', async (call) => {
    const aws = broken();
    const before = await see(aws, 20);
    aws.faults[call] = awsError('AccessDeniedException', 'not authorized '.repeat(100));
    const { frame } = await see(aws, 40, before.memory);
    expect(frame.unavailable?.map((u) => u.error)).toContain('AccessDeniedException');
    expect(JSON.stringify(frame.unavailable).length).toBeLessThan(1000);
    expect(frame.operation).toMatchObject({ stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: 'CREATE_IN_PROGRESS', deploymentId: DEPLOYMENT });
  });

  test('what is not an Error does not throw either', async () => {
    const aws = broken();
    aws.describeServices = async () => { throw 'cut'; };
    expect((await see(aws, 30)).frame.unavailable).toEqual([{ what: 'service', error: 'Error', message: 'cut' }]);
  });
});

test('memory stays small: a few hundred bytes whatever the service holds', async () => {
  const events = Array.from({ length: 100 }, (_, i) => ({ createdAt: at(10 + i), message: 'unable to place a task '.repeat(40) }));
  const tasks = Array.from({ length: 100 }, (_, i) => crashed(i + 1, 20));
  const aws = fakeAws({ tasks, service: withDeployment({ failedTasks: 100 }, { events }) });
  expect(JSON.stringify((await see(aws, 60)).memory).length).toBeLessThan(1000);
});
