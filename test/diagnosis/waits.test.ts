import {
  awaitedByTask, executionEnded, hasExited, keptWaiting, limitsWithoutRoom, mayStopTask, stopBegan, unmetDependencies, waitingHook,
} from '../../src/diagnosis/read';
import { Container, Frame, Service, Task } from '../../src/facts/model';

const AT = '2026-11-23T10:00:00Z';
const frame = (over: Partial<Frame>): Frame => ({ at: AT, ...over });

test.each([
  ['nothing', {}, undefined, undefined],
  ['one time only', { stoppedAt: AT }, AT, AT],
  [
    'ECS asked it to stop, and it ended later',
    { stoppingAt: AT, executionStoppedAt: '2026-11-23T10:00:30Z', stoppedAt: '2026-11-23T10:01:00Z' }, AT, '2026-11-23T10:00:30Z',
  ],
] as readonly (readonly [string, Task, string | undefined, string | undefined])[])('when a stop began and execution ended: %s', (_name, task, began, ended) => {
  const ms = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso));
  expect([stopBegan(task), executionEnded(task)]).toEqual([ms(began), ms(ended)]);
});

test('a container that never ran has no exit code, or null in JSON', () => {
  expect([{ exitCode: 0 }, { exitCode: 1 }, {}, JSON.parse('{"exitCode":null}') as Container].map(hasExited)).toEqual([true, true, false, false]);
});

describe('dependsOn', () => {
  const unmet = (condition: string, db: Container, web: Container = { lastStatus: 'PENDING' }) => unmetDependencies(
    frame({ taskDefinition: { containerDefinitions: [{ name: 'db' }, { name: 'web', dependsOn: [{ containerName: 'db', condition }] }] } }),
    { containers: [{ name: 'db', ...db }, { name: 'web', ...web }] },
  ).map(({ waiter, on, now }) => [waiter, on.containerName, now?.lastStatus]);
  const OPEN = [['web', 'db', 'RUNNING']];

  test.each([
    ['HEALTHY', { lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' }, OPEN],
    ['HEALTHY', { lastStatus: 'RUNNING', healthStatus: 'HEALTHY' }, []],
    ['START', { lastStatus: 'RUNNING' }, []],
    ['START', { lastStatus: 'PENDING' }, [['web', 'db', 'PENDING']]],
    ['COMPLETE', { lastStatus: 'RUNNING' }, OPEN],
    ['SUCCESS', { lastStatus: 'STOPPED', exitCode: 0 }, []],
  ] as readonly (readonly [string, Container, readonly unknown[]])[])('%s of %j', (condition, db, open) => {
    expect(unmet(condition, db)).toEqual(open);
  });

  test('a container that runs waits for nothing', () => expect(unmet('HEALTHY', { lastStatus: 'RUNNING' }, { lastStatus: 'RUNNING' })).toEqual([]));

  test('the containers that never ran because of it, by condition', () => {
    const all = frame({ taskDefinition: { containerDefinitions: [
      { name: 'db' }, { name: 'web', dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] }, { name: 'job', dependsOn: [{ containerName: 'db', condition: 'START' }] },
    ] } });
    const task = { containers: [{ name: 'db', exitCode: 1 }, { name: 'web' }, { name: 'job' }] };
    expect([keptWaiting(all, task, 'db'), keptWaiting(all, task, 'db', 'HEALTHY')]).toEqual([['web', 'job'], ['web']]);
    expect(keptWaiting(all, { containers: [{ name: 'web', exitCode: 0 }] }, 'db')).toEqual([]);
  });
});

test.each([
  ['PROVISIONING', {}, /network interface/],
  ['PENDING', {}, /pull, which has not begun/],
  ['PENDING', { pullStartedAt: AT }, /pull, which has begun/],
  ['PENDING', { pullStartedAt: AT, pullStoppedAt: AT }, /the image is pulled/],
  ['ACTIVATING', { pullStartedAt: AT, pullStoppedAt: AT }, /registration/],
  [undefined, {}, /pull/],
] as readonly (readonly [string | undefined, Task, RegExp])[])('a task in %s waits (%j)', (lastStatus, task, words) => {
  expect(awaitedByTask({ ...task, lastStatus }, frame({}))).toMatch(words);
});

describe('a lifecycle hook that the deployment waits for', () => {
  const found = (status: string, ...hooks: readonly string[]) =>
    waitingHook(frame({ serviceDeployment: { status, lifecycleHookDetails: hooks.map((one) => ({ status: one })) } }))?.status;
  test('asks or runs', () => {
    expect([found('IN_PROGRESS', 'SUCCEEDED', 'AWAITING_ACTION'), found('PENDING', 'IN_PROGRESS')]).toEqual(['AWAITING_ACTION', 'IN_PROGRESS']);
  });
  test('not a hook that has ended, and no hook of a deployment that has ended', () => {
    expect([found('IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'TIMED_OUT'), found('STOPPED', 'AWAITING_ACTION'), waitingHook(frame({}))]).toEqual([undefined, undefined, undefined]);
  });
});

describe('healthy percent without room for a task', () => {
  const limits = (min: number | undefined, max: number | undefined, running: number, over: Partial<Service> = {}) => limitsWithoutRoom(
    frame({ service: { desiredCount: 1, deploymentConfiguration: { minimumHealthyPercent: min, maximumPercent: max }, ...over } }), running,
  );
  test('no room to start or to stop a task', () => expect(limits(100, 100, 1)).toEqual({ min: 100, max: 100, desired: 1 }));
  test.each([
    ['one may start', limits(100, 200, 1)],
    ['one may stop', limits(0, 100, 1)],
    ['the service was not read', limitsWithoutRoom(frame({}), 1)],
    ['a service without tasks needs none', limits(100, 100, 0, { desiredCount: 0 })],
    ['they bind rolling updates only', limits(100, 100, 1, { deploymentConfiguration: { strategy: 'BLUE_GREEN', minimumHealthyPercent: 100, maximumPercent: 100 } })],
  ])('%s', (_name, found) => expect(found).toBeUndefined());
  test.each([
    ['replicas', undefined, 100, { min: 100, max: 100, desired: 1 }],
    ['replicas, both unset', undefined, undefined, undefined],
    ['a daemon', undefined, undefined, undefined, 'DAEMON'],
    ['a daemon that must stay up', 100, undefined, { min: 100, max: 100, desired: 1 }, 'DAEMON'],
  ] as const)('the default of ECS applies to a limit that is not set: %s', (_name, min, max, found, schedulingStrategy: string | undefined = undefined) => {
    expect(limits(min, max, 1, { schedulingStrategy })).toEqual(found);
  });
  test('unset limits let ECS stop a task beyond the desired count, and none of a rolling update below it', () => {
    const service = (over: Partial<Service>) => frame({ service: { desiredCount: 2, ...over } });
    expect([mayStopTask(service({}), 2), mayStopTask(service({}), 3), mayStopTask(service({ schedulingStrategy: 'DAEMON' }), 1), mayStopTask(frame({}), 3)])
      .toEqual([false, true, true, false]);
    expect(mayStopTask(service({ deploymentConfiguration: { strategy: 'CANARY' } }), 3)).toBe(false);
  });
  test('ECS rounds the lower limit up and the upper one down', () => {
    const three = { desiredCount: 3 };
    expect([limits(67, 133, 3, three), limits(66, 133, 3, three)]).toEqual([{ min: 67, max: 133, desired: 3 }, undefined]);
  });
});
