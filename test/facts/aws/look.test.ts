import { at, awsError, crashed, DEPLOYMENT, FakeAws, fakeAws, Facts, id, service, SERVICE_ARN, STACK, TARGET_GROUP, task, TASK_DEFINITION, unpulled } from './fake';
import { deployment, old, see, withDeployment } from './see';
import { touchesService } from '../../../src/facts/operation';

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

describe('the start of an update (F3)', () => {
  const completed = { resource: { status: 'UPDATE_COMPLETE', at: at(-300), physicalId: SERVICE_ARN } };
  const before = service({ deployments: [{ ...old, status: 'PRIMARY', rolloutState: 'COMPLETED', createdAt: at(-400) }] });
  /** LastUpdatedTime as `seconds`, and events that begin with those given; null: they cannot be read. */
  const updating = (seconds: number, stackEvents: readonly [number, string][] | null, facts: Partial<Facts> = {}) => {
    const aws = fakeAws({ updated: true, ...completed, service: before, ...facts });
    aws.describeStacks = async () => ({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS', CreationTime: at(-90000), LastUpdatedTime: at(seconds) }] });
    aws.describeStackEvents = async () => {
      aws.calls.push('describeStackEvents');
      if (!stackEvents) throw awsError('AccessDenied');
      return { StackEvents: stackEvents.map(([s, ResourceStatus]) => ({ PhysicalResourceId: STACK, ResourceStatus, Timestamp: at(s) })) };
    };
    return aws;
  };
  const operationOf = async (aws: FakeAws) => (await see(aws, 5)).frame.operation!;

  test('is that of the newest event of the stack, whatever LastUpdatedTime is, and is read once', async () => {
    for (const seconds of [-90000, -300, 0, 4]) {
      const aws = updating(seconds, [[0, 'UPDATE_IN_PROGRESS'], [-290, 'UPDATE_COMPLETE']]);
      const { frame, memory } = await see(aws, 5);
      expect(frame.operation).toMatchObject({ startedAt: at(0), deploymentId: null });
      expect(touchesService(frame.operation!)).toBe(false);
      const again = await see(aws, 30, memory);
      expect(again.frame.operation?.startedAt).toBe(at(0));
      expect(aws.calls.filter((call) => call === 'describeStackEvents')).toHaveLength(1);
    }
  });

  test('is after the end of the operation before, if that is the newest event', async () => {
    const operation = await operationOf(updating(-90000, [[-290, 'UPDATE_COMPLETE']]));
    expect(operation.startedAt).toBe(at(-290));
    expect(touchesService(operation)).toBe(false);
  });

  test('is not earlier than ten minutes before the first look, if the events cannot be read', async () => {
    const longAgo = { resource: { ...completed.resource, at: at(-700) } };
    const operation = await operationOf(updating(-90000, null, longAgo));
    expect(operation.startedAt).toBe(at(5 - 600));
    expect(touchesService(operation)).toBe(false);
    expect((await operationOf(updating(-20, null))).startedAt).toBe(at(-20));
  });

  test('does not matter for a service that is in progress: all others have ended', async () => {
    const operation = await operationOf(updating(8, null, { resource: { status: 'UPDATE_IN_PROGRESS', at: at(3), physicalId: SERVICE_ARN } }));
    expect(touchesService(operation)).toBe(true);
  });

  test('a newest event that shows a rollback precedes a status that lags', async () => {
    expect((await operationOf(updating(0, [[4, 'UPDATE_ROLLBACK_IN_PROGRESS'], [0, 'UPDATE_IN_PROGRESS']]))).stackStatus).toBe('UPDATE_ROLLBACK_IN_PROGRESS');
  });
});

describe('one call that always fails', () => {
  const broken = { tasks: [unpulled(1, 30), task(2)], serviceDeployments: [{ serviceDeploymentArn: 'sd', status: 'IN_PROGRESS', createdAt: at(5), targetServiceRevision: { arn: 'service-revision/1234567890123456789' } }] };
  const denied = (call: string, facts: Partial<Facts> = {}) => {
    const aws = fakeAws({ ...broken, ...facts });
    aws.faults[call] = awsError('AccessDenied');
    return aws;
  };

  test.each(['describeStacks', 'describeStackResource'])('%s: the events of the stack have the same facts', async (call) => {
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

  test('a replacement that ECS does not have yet leaves nothing of the old service', async () => {
    const aws = fakeAws({ updated: true });
    const { memory } = await see(aws, 5);
    expect(memory.deploymentId).toBe(DEPLOYMENT);
    aws.facts.resource = { status: 'UPDATE_IN_PROGRESS', at: at(10), physicalId: `${SERVICE_ARN}-2` };
    aws.facts.service = null;
    const early = await see(aws, 21, memory);
    expect(early.memory.deploymentId).toBeUndefined();
    aws.facts.service = service({ deployments: [{ ...deployment, id: 'ecs-svc/3', createdAt: at(12) }] });
    expect((await see(aws, 26, early.memory)).frame.operation?.deploymentId).toBe('ecs-svc/3');
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

  test('a rejection that is not an Error does not throw either', async () => {
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

test('a task that stops between the list of the running tasks and that of the stopped ones is one task', async () => {
  const stopping = crashed(1, 20);
  const aws = fakeAws({ service: withDeployment({ failedTasks: 1 }), tasks: [stopping, task(2)] });
  const { listTasks } = aws;
  aws.listTasks = async (input) => {
    const { taskArns = [] } = await listTasks(input);
    return { taskArns: input.desiredStatus === 'RUNNING' ? [stopping.taskArn!, ...taskArns] : taskArns };
  };
  const taskOf = (wanted: string) => aws.facts.tasks.find(({ taskArn }) => taskArn?.endsWith(wanted))!;
  aws.describeTasks = async ({ tasks }) => ({ tasks: tasks.map(taskOf) });
  const { frame } = await see(aws, 25);
  expect(frame.tasks?.map(({ taskArn }) => taskArn).sort()).toEqual([stopping.taskArn, task(2).taskArn]);
});
