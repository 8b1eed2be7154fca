import {
  deploymentTasks, failedTasks, firstContainerToEnd, healthyTasks, logTail, predatesOperation, rolloutVerdict, statements, stopKind,
  watchedDeployment,
} from '../../src/diagnosis/read';
import { Container, Frame, Task } from '../../src/facts/model';

const NEW = 'ecs-svc/2222', OLD = 'ecs-svc/1111', ROLLBACK = 'ecs-svc/3333';
const definition = (n: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/web:${n}`;
const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();

const deployments = [
  { id: ROLLBACK, status: 'PRIMARY', taskDefinition: definition(1), createdAt: at(60) },
  { id: NEW, status: 'ACTIVE', taskDefinition: definition(2), createdAt: at(5), rolloutState: 'FAILED' },
  { id: OLD, status: 'ACTIVE', taskDefinition: definition(1), createdAt: at(-9000) },
];
const task = (id: string, over: Partial<Task> = {}): Task => ({
  taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id}`, group: 'service:web', startedBy: NEW, taskDefinitionArn: definition(2), lastStatus: 'STOPPED', createdAt: at(10), ...over,
});
const frame = (over: Partial<Frame>): Frame => ({ at: at(100), service: { serviceName: 'web', deployments }, ...over });

describe('which deployment is watched', () => {
  test.each([
    ['the pinned one', { operation: { deploymentId: NEW } }, NEW],
    ['a pinned one that ECS no longer lists', { operation: { deploymentId: 'ecs-svc/9' } }, 'ecs-svc/9'],
    ['that of the target service revision', { serviceDeployment: { targetServiceRevision: { arn: 'arn:aws:ecs:eu-west-1:1:service-revision/c/web/2222' } } }, NEW],
    ['the newest of the task definition: a breaker\'s rollback is PRIMARY and not it', { taskDefinition: { taskDefinitionArn: definition(2) } }, NEW],
    ['the newest of two with the same task definition', { taskDefinition: { taskDefinitionArn: definition(1) } }, ROLLBACK],
    ['PRIMARY as the last resort', {}, ROLLBACK],
  ] as readonly (readonly [string, Partial<Frame>, string])[])('%s', (_name, over, id) => {
    expect(watchedDeployment(frame(over))?.id).toBe(id);
  });

  test('an older deployment is not that of the operation', () => {
    const old = frame({ operation: { startedAt: at(0) }, service: { deployments: [{ id: OLD, status: 'PRIMARY', createdAt: at(-9000), rolloutState: 'COMPLETED' }] } });
    expect([predatesOperation(old), rolloutVerdict(old)]).toEqual([true, 'in-progress']);
  });

  test('10 s: the clocks of CloudFormation and ECS differ, here as where the deployment is looked for', () => {
    const predates = (s: number) => predatesOperation(frame({
      operation: { startedAt: at(30) }, service: { deployments: [{ id: NEW, createdAt: at(s) }] },
    }));
    expect([predates(19), predates(20), predates(31)]).toEqual([true, false, false]);
  });
});

describe('failed tasks', () => {
  const pinned = { operation: { deploymentId: NEW, startedAt: at(0) } };
  test.each([
    ['another deployment', { startedBy: OLD }],
    ['another service', { group: 'service:other', startedBy: 'ecs-svc/7' }],
    ['a scale-in', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/2222)' }],
    ['a person, whatever the reason says', { stopCode: 'UserInitiated', stoppedReason: 'OutOfMemoryError: Container killed due to memory usage' }],
    ['a task that runs', { lastStatus: 'RUNNING' }],
    ['a task stopped before the operation', { stoppedAt: at(-30) }],
  ])('%s does not count', (_name, over) => {
    expect(failedTasks(frame({ ...pinned, tasks: [task('a', over)] }))).toEqual([]);
  });

  test.each([
    ['a failed health check', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks in (target-group x)' }, 'failure'],
    ['a crash', { stopCode: 'EssentialContainerExited' }, 'failure'],
    ['spot', { stopCode: 'SpotInterruption' }, 'infrastructure'],
    ['a task that is still stopping', { lastStatus: 'DEPROVISIONING', stoppedReason: 'Essential container in task exited' }, 'failure'],
  ])('%s counts', (_name, over, kind) => {
    const one = task('a', over);
    expect(failedTasks(frame({ ...pinned, tasks: [one] }))).toEqual([one]);
    expect(stopKind(one)).toBe(kind);
  });

  test('first to stop first; tasks without startedBy are assigned by their task definition', () => {
    const tasks = [
      task('late', { stoppedAt: at(50) }),
      task('early', { stoppedAt: at(20), startedBy: undefined }),
      task('old', { startedBy: undefined, taskDefinitionArn: definition(1) }),
    ];
    const all = frame({ ...pinned, tasks, taskDefinition: { taskDefinitionArn: definition(2) } });
    expect(failedTasks(all).map((t) => t.taskArn?.split('/').pop())).toEqual(['early', 'late']);
    expect(deploymentTasks(all)).toHaveLength(2);
  });
});

describe('the container that broke first', () => {
  const definitions = [{ name: 'web' }, { name: 'proxy' }, { name: 'init', essential: false }];
  const pick = (containers: Container[], containerDefinitions: object[] = definitions) =>
    firstContainerToEnd(frame({ taskDefinition: { containerDefinitions } }), { containers })?.name;
  test.each([
    ['an error before a sibling\'s 137', [{ name: 'proxy', exitCode: 137 }, { name: 'web', exitCode: 1 }], 'web'],
    ['a reason before any code', [{ name: 'proxy', exitCode: 1 }, { name: 'web', exitCode: 137, reason: 'OutOfMemoryError: killed' }], 'web'],
    ['a clean exit before 143', [{ name: 'proxy', exitCode: 143 }, { name: 'web', exitCode: 0 }], 'web'],
    ['137 before 143', [{ name: 'proxy', exitCode: 143 }, { name: 'web', exitCode: 137 }], 'web'],
    ['an essential one before a helper that ended cleanly', [{ name: 'init', exitCode: 0 }, { name: 'web', exitCode: 2 }], 'web'],
    ['a killed essential one before a helper\'s error', [{ name: 'init', exitCode: 1 }, { name: 'web', exitCode: 137 }], 'web'],
    ['a container that never started is not it', [{ name: 'web' }, { name: 'proxy', exitCode: 1 }], 'proxy'],
  ])('%s', (_name, containers, name) => {
    expect(pick(containers)).toBe(name);
    expect(pick([...containers].reverse())).toBe(name);
  });

  test('a helper that others wait for', () => {
    const waiting = [{ name: 'web', dependsOn: [{ containerName: 'init', condition: 'SUCCESS' }] }, { name: 'init', essential: false }];
    expect(pick([{ name: 'web' }, { name: 'init', exitCode: 1 }], waiting)).toBe('init');
  });
});

describe('events', () => {
  const says = (message: string, createdAt = at(30), tasks: readonly Task[] = []) => statements(frame({
    operation: { deploymentId: NEW }, tasks, service: { serviceName: 'web', deployments, events: [{ message, createdAt }] },
  })).filter((s) => s.from === 'event').map((s) => s.text);
  test('of this deployment', () => expect(says('(service web) was unable to place a task.')).toHaveLength(1));
  test('before it began', () => expect(says('(service web) was unable to place a task.', at(-60))).toEqual([]));
  test('of another deployment', () => expect(says(`(service web) (deployment ${OLD}) deployment failed: tasks failed to start.`)).toEqual([]));
  test('about a task of another deployment', () => {
    const old = task('0123456789abcdef', { startedBy: OLD });
    expect(says('(service web) (task 0123456789abcdef) (port 80) is unhealthy in (target-group x)', at(30), [old])).toEqual([]);
  });
});

describe('healthy tasks', () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/1';
  const running = task('a', { lastStatus: 'RUNNING', startedAt: at(20), attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.0.0.1' }] }] });
  const with_ = (over: Partial<Frame>, loadBalancers: object[] = []) => healthyTasks(frame({
    operation: { deploymentId: NEW }, tasks: [running], service: { serviceName: 'web', deployments, loadBalancers }, ...over,
  })).length;
  const target = (State: string) => ({ targetHealth: { [arn]: [{ Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State } }] } });
  test('no checks: 40 s after it started', () => expect([with_({}), with_({ at: at(50) })]).toEqual([1, 0]));
  test('load balancer: only with a healthy target', () => {
    const balancers = [{ targetGroupArn: arn }];
    expect([with_(target('healthy'), balancers), with_(target('initial'), balancers), with_({}, balancers)]).toEqual([1, 0, 0]);
  });
  test('container check: only HEALTHY', () => {
    const checked = { taskDefinition: { taskDefinitionArn: definition(2), containerDefinitions: [{ name: 'web', healthCheck: {} }] } };
    expect([with_(checked), with_({ ...checked, tasks: [{ ...running, healthStatus: 'HEALTHY' }] })]).toEqual([0, 1]);
  });
});

describe('why there is no log', () => {
  const stopped = task('a', { startedAt: at(20), containers: [{ name: 'web', exitCode: 1 }] });
  const why = (logConfiguration: object | undefined, over: Partial<Frame> = {}, of: Task = stopped) =>
    logTail(frame({ tasks: [of], taskDefinition: { containerDefinitions: [{ name: 'web', logConfiguration }] }, ...over }), 'web', of).missing;
  const awslogs = { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } };
  test.each([
    [why(undefined), /^none configured/],
    [why({ logDriver: 'splunk', options: { 'splunk-url': 'https://s:8088', 'splunk-token': 'x' } }), /splunk: look there \(url https:\/\/s:8088\)/],
    [why({ logDriver: 'awsfirelens' }), /FireLens/],
    [why(awslogs, { unavailable: [{ what: 'logs', error: 'AccessDeniedException' }] }), /^not readable: log group \/ecs\/web: AccessDeniedException$/],
    [why(awslogs, { unavailable: [{ what: 'logs', container: 'web', error: 'NotReadToEnd', message: 'the latest 10 pages hold no line, and there are more' }] }),
      /^not read to its end: log group \/ecs\/web: the latest 10 pages hold no line, and there are more$/],
    [why(awslogs, { logs: { web: { a: [] } } }), /^no line was written to log group \/ecs\/web$/],
    [why(awslogs), /^not read: log group \/ecs\/web$/],
    [why(awslogs, { taskDefinition: undefined }), /^not read: its task definition, which names the log group, was not read$/],
    [why(awslogs, {}, task('a', { containers: [{ name: 'web' }] })), /^no line: the container never started$/],
  ])('%s', (text, pattern) => expect(text).toMatch(pattern));
});
