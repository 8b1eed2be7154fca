import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';
import { instanceIn, percentToStopOne } from '../../src/diagnosis/read';
import { Deployment, Frame, Service, Task, TaskDefinition } from '../../src/facts/model';
import { renderFull } from '../../src/presentation/terminal';

/** Instances, their room and what a task waits for: the text fits the facts of the frame. */
const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const ARN = 'arn:aws:ecs:eu-west-1:123456789012:';
const [ONE, TWO] = ['4cd265872673687238b3578abd84f016', '74be327ce4dd36c5bff02de0314a5fcc'];
const on = (instance: string) => ({ launchType: 'EC2', containerInstanceArn: `${ARN}container-instance/c/${instance}` });
const CLOSEST = `(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ${ONE})`;

function task(id: string, revision: 1 | 2, more: Partial<Task>): Task {
  return {
    taskArn: `${ARN}task/c/${id}`, group: 'service:web', startedBy: `ecs-svc/${revision}`, taskDefinitionArn: `${ARN}task-definition/web:${revision}`,
    createdAt: at(revision === 1 ? -9000 : 10), lastStatus: 'RUNNING', desiredStatus: 'RUNNING', containers: [{ name: 'web', lastStatus: 'RUNNING' }], ...more,
  };
}
const old = (more: Partial<Task> = {}) => task('bbbbbbbb1', 1, { startedAt: at(-8000), ...on(ONE), ...more });
const stopping = (more: Partial<Task> = {}) => old({ lastStatus: 'STOPPING', desiredStatus: 'STOPPED', stoppingAt: at(12), stopCode: 'ServiceSchedulerInitiated', ...more });
const pending = (more: Partial<Task> = {}) => task('aaaaaaaa1', 2, { lastStatus: 'PENDING', ...on(ONE), ...more });

interface Given {
  readonly seconds?: number;
  readonly tasks?: readonly Task[];
  readonly events?: readonly string[];
  readonly service?: Partial<Service>;
  readonly definition?: Partial<TaskDefinition>;
  readonly previous?: Deployment;
  readonly more?: Partial<Frame>;
}

function frameOf({ seconds = 900, tasks = [], events = [], service, definition, previous, more }: Given): Frame {
  return {
    at: at(seconds),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2' },
    service: {
      serviceName: 'web', desiredCount: 1, loadBalancers: [],
      deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 1, createdAt: at(5), rolloutState: 'IN_PROGRESS' }, ...(previous ? [previous] : [])],
      events: events.map((message, i) => ({ id: String(i), createdAt: at(60), message })),
      ...service,
    },
    taskDefinition: { taskDefinitionArn: `${ARN}task-definition/web:2`, containerDefinitions: [{ name: 'web', essential: true, memory: 512 }], ...definition },
    previousTaskDefinition: { containerDefinitions: [{ name: 'web', stopTimeout: 3600 }] },
    tasks,
    ...more,
  };
}
const top = (given: Given): Cause => diagnose(frameOf(given)).causes[0];
const text = (given: Given) => renderFull(diagnose(frameOf(given)));

describe('room that old tasks hold', () => {
  test.each([
    ['memory', `${CLOSEST} has insufficient memory available.`],
    ['CPU', `${CLOSEST} has insufficient CPU units available.`],
    ['network interfaces', `${CLOSEST} encountered error "RESOURCE:ENI".`],
    ['a port', `${CLOSEST} is already using a port required by your task.`],
    ['GPUs', '(service web) was unable to place a task. Reason: RESOURCE:GPU.'],
  ])('%s: the task that is stopping, its instance and for how long', (_resource, event) => {
    const said = text({ events: [event], tasks: [stopping()] });
    expect(said).toContain('task bbbbbbbb of web:1 is still stopping (for 15 min; stopTimeout is 3600 s) and holds its room on container instance 4cd26587');
    expect(said).toMatch(/^fix: wait until task bbbbbbbb has ended, and shorten stopTimeout/m);
  });

  test('requests in flight: the deregistration delay counts, not stopTimeout', () => {
    const { fix } = top({ events: [`${CLOSEST} has insufficient memory available.`], tasks: [stopping({ lastStatus: 'DEACTIVATING' })] });
    expect(fix).toMatch(/^wait until task bbbbbbbb has ended, and shorten deregistrationDelay of the target group/);
  });

  test('old tasks that run: the percent with which one stops first, and none if ECS may stop one already', () => {
    const running: Given = { events: [`${CLOSEST} has insufficient memory available.`], tasks: [old()], previous: { id: 'ecs-svc/1', runningCount: 1 } };
    expect(text(running)).toContain('task bbbbbbbb of web:1 still runs and holds its room on container instance 4cd26587');
    expect(top(running).fix).toContain('set minHealthyPercent: 0, so that an old task stops first');
    expect(top({ ...running, service: { deploymentConfiguration: { minimumHealthyPercent: 0 } } }).fix).not.toContain('minHealthyPercent');
  });

  test('the percent follows from the desired count; a blue/green deployment keeps the old tasks', () => {
    const previous = { id: 'ecs-svc/1', runningCount: 4 };
    const percent = (service: Partial<Service>) => {
      const given = frameOf({});
      const deployments = [...given.service!.deployments!, previous];
      return percentToStopOne({ ...given, service: { ...given.service, deployments, ...service } });
    };
    expect([percent({ desiredCount: 4 }), percent({ desiredCount: 3 }), percent({ desiredCount: 4, deploymentConfiguration: { strategy: 'BLUE_GREEN' } })])
      .toEqual([75, undefined, undefined]);
  });

  test('on Fargate no task holds the room of another one', () => {
    const { facts } = top({ events: ['(service web) was unable to place a task. Reason: RESOURCE:GPU.'], tasks: [stopping({ containerInstanceArn: undefined })] });
    expect(facts.join()).not.toMatch(/room/);
  });

  test('a first deployment: no word about old tasks', () => {
    const said = text({ events: [`${CLOSEST} is already using a port required by your task.`], service: { createdAt: at(4) } });
    expect(said).toContain('another task or a process of the instance holds the port');
    expect(said).not.toMatch(/old task/);
  });

  test('a task in PENDING on the instance waits for the end of it, not for its image', () => {
    const said = text({ tasks: [pending(), stopping()] });
    expect(said).toMatch(/^probably: 1 task has waited in PENDING for 15 min: old tasks hold container instance 4cd26587/);
    expect(said).toContain('holds its room on container instance 4cd26587');
    expect(said).not.toContain('registry');
    expect(diagnose(frameOf({ seconds: 100, tasks: [pending(), stopping()] })).awaited)
      .toMatchObject({ what: '1 task in PENDING to run', release: 'the end of task bbbbbbbb, which is still stopping and holds room on container instance 4cd26587' });
  });

  test.each([
    ['the old task is on another instance', pending(), stopping(on(TWO))],
    ['the pull has begun', pending({ pullStartedAt: at(20) }), stopping()],
    ['the old task has stopped', pending(), stopping({ lastStatus: 'STOPPED', stoppedAt: at(40) })],
  ])('it is not the room: %s', (_name, ...tasks) => {
    expect(text({ tasks })).toContain('without a stop or an error event');
  });
});

describe('advice for a task that stays pending fits its state', () => {
  const fargate = { launchType: 'FARGATE', containerInstanceArn: undefined };
  const provider = { capacityProviderStrategy: [{ capacityProvider: 'asg-1' }] };
  test.each<[string, Partial<Task>, Partial<Service>, RegExp]>([
    ['PROVISIONING, Fargate', { lastStatus: 'PROVISIONING', ...fargate }, {}, /free addresses of the subnets.*Fargate quota/],
    ['PROVISIONING, EC2', { lastStatus: 'PROVISIONING' }, {}, /free network interfaces of the instances/],
    ['PENDING, not pulled, Fargate', fargate, {}, /the subnets have a way to the registry/],
    ['PENDING, not pulled, EC2', {}, {}, /ECS agent of the instance/],
    ['PENDING, pulling', { pullStartedAt: at(20) }, {}, /size of the image/],
    ['PENDING, pulled', { pullStartedAt: at(20), pullStoppedAt: at(30) }, {}, /dependsOn/],
    ['ACTIVATING', { lastStatus: 'ACTIVATING' }, {}, /registers with: target group, Cloud Map or Service Connect/],
  ])('%s', (_name, more, service, fix) => {
    const cause = top({ tasks: [pending(more)], service });
    expect(cause.id).toBe('deployment-stuck-pending');
    expect(cause.fix).toMatch(fix);
    if (more.lastStatus && more.lastStatus !== 'PENDING') expect(cause.fix).not.toMatch(/pull|registry/);
  });

  test('a wait for instances is that of the capacity provider, and does not speak of an image pull as if it had begun', () => {
    const { causes } = diagnose(frameOf({ tasks: [pending({ lastStatus: 'PROVISIONING' })], service: provider }));
    const stuck = causes.find(({ id }) => id === 'deployment-stuck-pending');
    expect(stuck?.fix).toMatch(/activity history of the Auto Scaling group of capacity provider asg-1/);
    expect(stuck?.facts.join()).toContain('an instance of capacity provider asg-1 with room for it, then its network interface; no image is pulled yet');
  });
});

describe('a daemon that waits for an instance', () => {
  const DAEMON: Partial<Service> = { schedulingStrategy: 'DAEMON', desiredCount: 2 };
  const mine = task('aaaaaaaa1', 2, { ...on(TWO), startedAt: at(40) });
  const lacks = `${CLOSEST} is missing an attribute required by your task.`;

  test('whose attribute is missing: no failure, and a constraint that keeps it off', () => {
    const requiresAttributes = [{ name: 'com.amazonaws.ecs.capability.logging-driver.journald' }];
    const cause = top({ events: [lacks], tasks: [mine], service: DAEMON, definition: { requiresAttributes } });
    expect(cause).toMatchObject({ id: 'daemon-waits-for-instance', waiting: true, certainty: 'certain' });
    expect(cause.headline).toContain('container instance 4cd26587');
    expect(cause.fix).toContain("PlacementConstraint.memberOf('attribute:com.amazonaws.ecs.capability.logging-driver.journald exists')");
  });

  test('that drains, by the event', () => {
    const cause = top({ events: [`${CLOSEST} is in DRAINING state.`], tasks: [mine], service: DAEMON });
    expect(cause).toMatchObject({ id: 'daemon-waits-for-instance', headline: 'the daemon service waits for container instance 4cd26587, which drains' });
    expect(cause.fix).toContain(`aws ecs list-tasks --container-instance ${ONE}`);
  });

  test('where only the old task still runs', () => {
    expect(top({ tasks: [mine, old()], service: DAEMON })).toMatchObject({ id: 'daemon-waits-for-instance', certainty: 'possible' });
  });

  test.each<[string, Given, string | undefined]>([
    ['no instance has the attribute', { events: [lacks], service: DAEMON }, 'placement-constraint'],
    ['another kind of service', { events: [lacks], tasks: [mine] }, 'placement-constraint'],
    ['its agent is not connected', { events: [`${CLOSEST} doesn't have the agent connected.`], tasks: [mine], service: DAEMON }, 'agent-disconnected'],
    ['the deployment still moves', { seconds: 60, tasks: [mine, old()], service: DAEMON }, undefined],
    ['the old task stops', { tasks: [mine, stopping()], service: DAEMON }, undefined],
    ['each instance has the new task', { tasks: [mine, task('aaaaaaaa2', 2, { ...on(ONE), startedAt: at(40) })], service: DAEMON }, undefined],
  ])('not: %s', (_name, given, id) => {
    expect(top(given)?.id).toBe(id);
  });
});

describe('network interfaces of an instance', () => {
  const slots = 'Unable to attach network interface to unused device index';
  const failed = task('aaaaaaaa1', 2, { ...on(ONE), lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason: slots, stoppedAt: at(60) });
  const TRUNKING = /awsvpcTrunking/;

  test('a failed attachment names the instance, its tasks and the limit of its type', () => {
    const neighbours = [task('aaaaaaaa2', 2, { ...on(ONE), startedAt: at(20) }), task('aaaaaaaa3', 2, { ...on(ONE), startedAt: at(20) })];
    const service = { placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type == t3.medium' }] };
    const said = text({ tasks: [failed, ...neighbours], service });
    expect(said).toContain('2 tasks of this service have their interfaces on container instance 4cd26587');
    expect(said).toContain('t3.medium has 3 network interfaces, one of them its own: 2 tasks with awsvpc at a time');
    expect(said).toMatch(TRUNKING);
  });

  test('Windows instances have no trunking', () => {
    const definition = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } };
    for (const given of [{ tasks: [failed], definition }, { events: [`${CLOSEST} encountered error "RESOURCE:ENI".`], definition }]) {
      expect(top(given).fix).toMatch(/larger instance type, which has more interfaces/);
      expect(top(given).fix).not.toMatch(TRUNKING);
    }
  });

  test.each([
    ['m5.large', '3 network interfaces'], ['c6i.4xlarge', '8 network interfaces'], ['t3a.small', '2 network interfaces'], ['r7g.xlarge', '4 network interfaces'],
    ['m8azn.large', undefined], ['p4d.24xlarge', undefined],
  ])('%s: %s', (type, limit) => {
    const facts = top({ events: [`${CLOSEST} (instance type ${type}) encountered error "RESOURCE:ENI".`] }).facts.join('\n');
    if (limit) expect(facts).toContain(`${type} has ${limit}`);
    else expect(facts).not.toContain(`${type} has`);
  });

  test('on Fargate there is no instance to name', () => {
    const { facts } = top({ tasks: [{ ...failed, containerInstanceArn: undefined, stoppedReason: 'Timeout waiting for network interface provisioning to complete.' }] });
    expect(facts.join()).not.toContain('container instance');
  });
});

test.each([
  [`(container-instance ${ONE})`, ONE],
  ['container-instance 9f8e7d6c is', '9f8e7d6c'],
  ['container-instance 0d43bc2e-7ba5-4fb5-9ea8-b35bb1e1a1a1', '0d43bc2e-7ba5-4fb5-9ea8-b35bb1e1a1a1'],
  [`arn:aws:ecs:eu-west-1:123456789012:container-instance/prod/${ONE}`, ONE],
  ['container-instance container-instance-id encountered', undefined],
  ['no container instance met all of its requirements', undefined],
])('the instance in %s', (words, instance) => expect(instanceIn(words)).toBe(instance));

test.each([
  ['FARGATE', 'WINDOWS_SERVER_2019_CORE', /windows-considerations\.html$/],
  ['EC2', 'WINDOWS_SERVER_2019_CORE', /ecs-optimized_windows_AMI\.html$/],
  ['FARGATE', 'LINUX', /ecs-arm64\.html$/],
])('an image for another platform, %s and %s: the page that is about it', (launchType, operatingSystemFamily, page) => {
  const stoppedReason = 'CannotPullContainerError: image Manifest does not contain descriptor matching platform';
  const failed = task('aaaaaaaa1', 2, { launchType, lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason, stoppedAt: at(60) });
  const { id, docs } = top({ tasks: [failed], definition: { runtimePlatform: { operatingSystemFamily } } });
  expect(id).toBe('image-platform-mismatch');
  expect(docs).toMatch(page);
});
