import { at, awsError, crashed, fakeAws, FakeAws, Facts, id, OLD_DEPLOYMENT, service, SERVICE_ARN, TARGET_GROUP, task, TASK_DEF, unpulled } from './fake';
import { deployment, see, withDeployment } from './see';
import { diagnose } from '../../../src/diagnosis/engine';
import { Memory } from '../../../src/facts/aws/memory';
import { Cache } from '../../../src/facts/aws/reading';
import { Task } from '../../../src/facts/model';
import { lastFrame, parseRecording } from '../../../src/facts/replay';
import { redactRecording } from '../../../src/presentation/recording';

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

  test('of more than three pages of tasks the rest is said to be missing', async () => {
    const aws = fakeAws({ tasks: Array.from({ length: 301 }, (_, i) => task(i + 1)), service: withDeployment({ failedTasks: 1 }) });
    const { frame } = await see(aws, 25);
    expect(frame.tasks).toHaveLength(300);
    expect(frame.unavailable).toEqual([{ what: 'tasks', error: 'NotReadToEnd', message: 'more than 300 tasks are RUNNING: the others were not read' }]);
    aws.facts.tasks = aws.facts.tasks.slice(1);
    expect((await see(aws, 28)).frame.unavailable).toEqual([]);
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
    const among = await see(aws, 31, { ...next.memory, concurrent: { at: at(31), services: 100 } });
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
    // The start of the operation is known, so that its events are read only for this.
    const begun: Memory = { stack: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), startIsExact: true, checkedAt: at(5) } };
    const event = (seconds: number, ResourceType: string, ResourceStatus = 'UPDATE_COMPLETE') => ({ Timestamp: at(seconds), ResourceType, ResourceStatus });

    test.each([
      ['a policy of this operation', [[event(8, 'AWS::ECS::Service', 'UPDATE_IN_PROGRESS')], [event(3, 'AWS::IAM::Policy'), event(0, 'AWS::CloudFormation::Stack')]], true],
      ['one that is still written', [[event(3, 'AWS::IAM::Policy', 'UPDATE_IN_PROGRESS')]], true],
      ['one of an operation before', [[event(3, 'AWS::ECS::TaskDefinition'), event(-900, 'AWS::IAM::Policy')], [event(-950, 'AWS::IAM::Role')]], false],
    ])('%s: asked once', async (_, pages, expected) => {
      const aws = updating([denied, task(2)]);
      events(aws, ...pages);
      const first = await see(aws, 25, begun);
      expect(first.frame.operation?.permissionsChanged).toBe(expected);
      expect((await see(aws, 28, first.memory)).frame.operation?.permissionsChanged).toBe(expected);
      expect(aws.calls.filter((c) => c === 'describeStackEvents').length).toBeLessThanOrEqual(pages.length);
    });

    test.each([
      'UnauthorizedOperation: You are not allowed to perform this operation', 'unexpected status: 401 Unauthorized', 'with an explicit deny in a service control policy',
      'operation error ECR: GetAuthorizationToken, StatusCode: 403',
    ])('in other words, by ECS or in its log: %s', async (words) => {
      const stopped: [Task, Facts['logs']][] = [
        [{ ...unpulled(1, 20), stoppedReason: words }, {}],
        [{ ...unpulled(1, 20), stoppedReason: 'Task failed to start', containers: [{ name: 'web', reason: words }] }, {}],
        [crashed(1, 20), { [`api/web/${id(1)}`]: [{ timestamp: Date.parse(at(19)), message: `ERROR ${words}` }] }],
      ];
      const asked = await Promise.all(stopped.map(async ([denial, logs]) => {
        const aws = updating([denial, task(2)]);
        Object.assign(aws.facts, { logs });
        events(aws, [event(3, 'AWS::IAM::Policy')]);
        return (await see(aws, 25, begun)).frame.operation?.permissionsChanged;
      }));
      expect(asked).toEqual([true, true, true]);
    });

    test('is not read on a create, and not if no read was denied', async () => {
      const created = fakeAws({ tasks: [denied, task(2)], service: withDeployment({ failedTasks: 1 }) });
      const other = updating([unpulled(1, 20), task(2)]);
      for (const [aws, memory] of [[created, {}], [other, begun]] as const) {
        await see(aws, 25, memory);
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
  const line = { timestamp: Date.parse(at(19)), message: 'boom' };

  test('are read once in a step that looks twice, and again in the next', async () => {
    const stream = `api/web/${id(1)}`;
    const aws = fakeAws({ tasks: [crashed(1, 20), task(2)], service: withDeployment({ failedTasks: 1 }), logs: { [stream]: [line] } });
    const cache = new Cache();
    const twice = [25, 25, 28];
    for (const seconds of twice) expect((await see(aws, seconds, {}, cache)).frame.logs).toEqual({ web: { [id(1)]: [line] } });
    expect(aws.calls.filter((call) => call.startsWith('getLogEvents'))).toHaveLength(2);
  });

  test('of a container with a name that all objects have: it is read, and no other object changes', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const containers = [{ name, lastStatus: 'STOPPED', exitCode: 1, runtimeId: 'r' }];
      const logConfiguration = { logDriver: 'awslogs', options: { 'awslogs-group': 'shop', 'awslogs-stream-prefix': 'api', 'awslogs-region': 'eu-west-1' } };
      const aws = fakeAws({
        tasks: [{ ...crashed(1, 20), containers }, task(2)],
        taskDefinition: { ...TASK_DEF, containerDefinitions: [{ name, image: 'web:1', logConfiguration }] },
        service: withDeployment({ failedTasks: 1 }),
        logs: { [`api/${name}/${id(1)}`]: [line] },
      });
      const { frame } = await see(aws, 25);
      expect(Object.entries(frame.logs ?? {})).toEqual([[name, { [id(1)]: [line] }]]);
      expect(Reflect.get({}, id(1))).toBeUndefined();
      const { log, causes } = diagnose(frame);
      expect([causes[0].container, log?.lines.map((one) => one.message)]).toEqual([name, ['boom']]);
      const hidden = lastFrame(parseRecording(JSON.stringify(redactRecording({ recording: 1, frames: [frame, frame] }))));
      expect(diagnose(hidden).log?.lines.map((one) => one.message)).toEqual(['boom']);
      expect(Reflect.ownKeys(Object.prototype).filter((key) => typeof key === 'string' && key.length > 30)).toEqual([]);
    }
  });

  const failing = { service: withDeployment({ failedTasks: 1 }) };
  const stream = `api/web/${id(1)}`;

  test('the tail of the container that ended', async () => {
    const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [line] } });
    expect((await see(aws, 25)).frame.logs).toEqual({ web: { [id(1)]: [line] } });
  });

  test('of three containers that ended alike, the essential one and one helper', async () => {
    const [web] = TASK_DEF.containerDefinitions ?? [];
    const helper = (name: string) => ({ ...web, name, essential: false });
    const ended = (name: string) => ({ name, exitCode: 0, runtimeId: `${name}-1` });
    const aws = fakeAws({
      ...failing,
      taskDefinition: { ...TASK_DEF, containerDefinitions: [helper('xray'), helper('otel'), web] },
      tasks: [{ ...crashed(1, 20), containers: ['xray', 'otel', 'web'].map(ended) }],
      logs: { [stream]: [line] },
    });
    expect((await see(aws, 25)).frame.logs).toEqual({ web: { [id(1)]: [line] }, xray: { [id(1)]: [] } });
  });

  describe('of three containers of which the load balancer connects to one', () => {
    const containers = ['proxy', 'agent', 'web'];
    const loadBalancers = [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 8080 }];
    const stops: [string, Partial<Task>, number[], string[]][] = [
      ['ECS stopped the task: the helpers end with 0 before it', {
        stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${TARGET_GROUP})`,
      }, [0, 0, 143], ['proxy', 'web']],
      ['ECS is about to stop the task', {
        lastStatus: 'STOPPING', stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks',
      }, [0, 0, 143], ['proxy', 'web']],
      ['two helpers ended the task with errors', {}, [1, 2, 143], ['agent', 'proxy']],
    ];
    test.each(stops)('%s', async (_, stop, exitCodes, read) => {
      const [web] = TASK_DEF.containerDefinitions ?? [];
      const ended = containers.map((name, i) => ({ name, exitCode: exitCodes[i], runtimeId: name }));
      const aws = fakeAws({
        service: withDeployment({ failedTasks: 1 }, { loadBalancers }),
        taskDefinition: { ...TASK_DEF, containerDefinitions: containers.map((name) => ({ ...web, name })) },
        tasks: [{ ...crashed(1, 20), ...stop, containers: ended }],
        logs: Object.fromEntries(containers.map((name) => [`api/${name}/${id(1)}`, [line]])),
      });
      expect(Object.keys((await see(aws, 25)).frame.logs ?? {}).sort()).toEqual(read);
    });
  });

  describe('of three containers, an UNHEALTHY one that no load balancer names is read', () => {
    const stop = { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks' };
    const cases: [string, readonly (readonly [name: string, exitCode: number, unhealthy?: boolean])[], string[]][] = [
      ['its helpers ended with 0', [['proxy', 0], ['agent', 0], ['worker', 137, true]], ['proxy', 'worker']],
      ['beside a registered container', [['proxy', 0], ['agent', 0], ['web', 143], ['worker', 143, true]], ['web', 'worker']],
      ['an UNHEALTHY helper that is not essential stops no task', [['helper', 143, true], ['agent', 0], ['proxy', 0]], ['agent', 'proxy']],
    ];
    test.each(cases)('%s', async (_, containers, read) => {
      const [web] = TASK_DEF.containerDefinitions ?? [];
      const aws = fakeAws({
        service: withDeployment({ failedTasks: 1 }, { loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 8080 }] }),
        taskDefinition: { ...TASK_DEF, containerDefinitions: containers.map(([name]) => ({ ...web, name, essential: name !== 'helper' })) },
        tasks: [{ ...crashed(1, 20), ...stop, containers: containers.map(([name, exitCode, unhealthy]) => (
          { name, exitCode, runtimeId: name, healthStatus: unhealthy ? 'UNHEALTHY' : 'UNKNOWN' })) }],
        logs: Object.fromEntries(containers.map(([name]) => [`api/${name}/${id(1)}`, [line]])),
      });
      expect(Object.keys((await see(aws, 25)).frame.logs ?? {}).sort()).toEqual(read);
    });
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

  describe('whose pages are cut by time (F2)', () => {
    test('read on until the lines come', async () => {
      const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [line] }, emptyLogPages: 8 });
      expect((await see(aws, 25)).frame.logs).toEqual({ web: { [id(1)]: [line] } });
    });

    test('an empty log is known to be empty only at its end', async () => {
      const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [] }, emptyLogPages: 3 });
      expect((await see(aws, 25)).frame).toMatchObject({ logs: { web: { [id(1)]: [] } }, unavailable: [] });
      aws.facts.emptyLogPages = 30;
      const { frame } = await see(aws, 25);
      expect(frame.logs).toBeUndefined();
      expect(frame.unavailable).toEqual([{ what: 'logs', container: 'web', error: 'NotReadToEnd', message: 'the latest 10 pages hold no line, and there are more' }]);
    });

    test('what was not read to its end is read again, however late it is', async () => {
      const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [line] }, emptyLogPages: 30 });
      const cache = new Cache();
      const { memory } = await see(aws, 60, {}, cache);
      aws.facts.emptyLogPages = 2;
      expect((await see(aws, 65, memory, cache)).frame.logs).toEqual({ web: { [id(1)]: [line] } });
    });

    test('lines from before the task was created are not its own', async () => {
      const aws = fakeAws({ ...failing, tasks: [crashed(1, 20), task(2)], logs: { [stream]: [{ timestamp: Date.parse(at(5)), message: 'old' }, line] } });
      expect((await see(aws, 25)).frame.logs).toEqual({ web: { [id(1)]: [line] } });
    });
  });

  test('of many failed tasks only the first and the latest are read', async () => {
    const tasks = Array.from({ length: 20 }, (_, i) => crashed(i + 1, 20 + i));
    const aws = fakeAws({ ...failing, tasks });
    await see(aws, 60);
    expect(aws.calls.filter((c) => c.startsWith('getLogEvents'))).toEqual([1, 19, 20].map((n) => `getLogEvents api/web/${id(n)}`));
  });
});
