import { Lab } from './lab';
import type { TaskRule } from '../../../src/lab/world';

const breaker = (more: object = {}) => ({
  deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true, ...more } },
});
const PULL: TaskRule = { pull: { text: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): not found', after: 8 } };
const CRASH: TaskRule = { containers: { web: { exit: { code: 1, after: 1 } } } };
const failed = (lab: Lab) => () => lab.service().deployments!.some(({ rolloutState }) => rolloutState === 'FAILED');
const minutes = (seconds: number) => seconds / 60;

describe('how a task fails', () => {
  test.each<[string, TaskRule, object]>([
    ['pull: the text also on the container', PULL, {
      stopCode: 'TaskFailedToStart', stoppedReason: PULL.pull!.text, containers: [{ lastStatus: 'STOPPED', reason: PULL.pull!.text }, { lastStatus: 'STOPPED' }],
    }],
    ['init: no text on a container', { init: { text: 'ResourceInitializationError: x' } }, {
      stopCode: 'TaskFailedToStart', stoppedReason: 'ResourceInitializationError: x', containers: [{ lastStatus: 'STOPPED' }, { lastStatus: 'STOPPED' }],
    }],
    ['init without containers', { init: { text: 'x', noContainers: true } }, { stopCode: 'TaskFailedToStart', containers: [] }],
    ['exit: the sibling is terminated', CRASH, {
      stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ exitCode: 1 }, { exitCode: 143 }],
    }],
    ['oom', { containers: { web: { oom: { after: 2 } } } }, {
      stopCode: 'EssentialContainerExited', containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }, {}],
    }],
    ['spot', { spot: { after: 5 } }, { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }],
    ['a person', { user: { after: 5, text: 'because' } }, { stopCode: 'UserInitiated', stoppedReason: 'because' }],
  ])('%s', async (_, rule, expected) => {
    const lab = new Lab({ rules: [rule] });
    lab.create({ taskDefinition: lab.taskDefinition([{}, {}]) });
    await lab.until(() => lab.tasks('STOPPED')[0]?.lastStatus === 'STOPPED');
    const [task] = lab.tasks('STOPPED');
    expect(task).toMatchObject(expected);
    if (task.stopCode === 'TaskFailedToStart') {
      expect(task.startedAt).toBeUndefined();
      expect(task.containers!.every(({ exitCode }) => exitCode === undefined)).toBe(true);
    }
  });

  test('OOM may come without a reason and with exit code 0', async () => {
    const lab = new Lab({ rules: [{ containers: { web: { oom: { after: 2, code: 0, reason: null } } } }] });
    lab.create();
    await lab.until(() => lab.tasks('STOPPED').length > 0);
    const [container] = lab.tasks('STOPPED')[0].containers!;
    expect([container.exitCode, container.reason]).toEqual([0, undefined]);
  });

  test('a container that never gets healthy is stopped after start period and retries', async () => {
    const healthCheck = { command: ['CMD', 'true'], interval: 10, retries: 2, startPeriod: 20 };
    const lab = new Lab({ rules: [{ containerHealth: { container: 'web', exit: 137 } }] });
    lab.create({ taskDefinition: lab.taskDefinition([{ healthCheck, stopTimeout: 5 }]) });
    await lab.until(() => lab.tasks('STOPPED')[0]?.lastStatus === 'STOPPED');
    const [task] = lab.tasks('STOPPED');
    expect(task).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed container health checks',
      healthStatus: 'UNHEALTHY',
      containers: [{ healthStatus: 'UNHEALTHY', exitCode: 137 }],
    });
    // Checks at 10 and 20 s lie in the start period; those at 30 and 40 s count.
    expect(task.stoppingAt!.getTime() - task.startedAt!.getTime()).toBe(40_000);
    expect(lab.events().slice(1, 4)).toEqual([
      '(task) failed container health checks.',
      'has stopped 1 running tasks: (task).',
      'has started 1 tasks: (task). Amazon ECS replaced 1 tasks due to an unhealthy status.',
    ]);
  });

  test('a container health check that passes late makes the deployment late, not failed', async () => {
    const healthCheck = { command: ['CMD', 'true'], interval: 10, startPeriod: 120 };
    const lab = new Lab({ rules: [{ containerHealth: { container: 'web', healthyAfter: 95 } }] });
    lab.create({ taskDefinition: lab.taskDefinition([{ healthCheck }]) });
    const took = await lab.until(() => lab.service().deployments![0].rolloutState === 'COMPLETED');
    expect(took).toBeGreaterThanOrEqual(128);
    expect(lab.tasks('STOPPED')).toEqual([]);
  });

  test('an init container that fails keeps the others from starting', async () => {
    const lab = new Lab({ rules: [{ containers: { side1: { exit: { code: 3, after: 4 } } } }] });
    lab.create({ taskDefinition: lab.taskDefinition([{ dependsOn: [{ containerName: 'side1', condition: 'SUCCESS' }] }, { essential: false }]) });
    await lab.until(() => lab.tasks('STOPPED').length > 0);
    const [task] = lab.tasks('STOPPED');
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', containers: [{}, { exitCode: 3 }] });
    expect(task.containers![0].exitCode).toBeUndefined();
  });

  test('an init container without a rule ends with success, and the task runs', async () => {
    const lab = new Lab();
    lab.create({ taskDefinition: lab.taskDefinition([{ dependsOn: [{ containerName: 'side1', condition: 'SUCCESS' }] }, { essential: false }]) });
    await lab.until(() => lab.service().deployments![0].rolloutState === 'COMPLETED');
    expect(lab.tasks('RUNNING')[0].containers).toMatchObject([{ lastStatus: 'RUNNING' }, { lastStatus: 'STOPPED', exitCode: 0 }]);
  });

  test('a dependency that is never healthy keeps the task PENDING', async () => {
    const lab = new Lab({ rules: [{ containerHealth: { container: 'side1' } }] });
    const healthCheck = { command: ['CMD', 'true'] };
    lab.create({ taskDefinition: lab.taskDefinition([{ dependsOn: [{ containerName: 'side1', condition: 'HEALTHY' }] }, { essential: false, healthCheck }]) });
    await lab.after(3600);
    expect(lab.tasks('RUNNING')).toMatchObject([{ lastStatus: 'PENDING' }]);
  });

  test.each<[string, TaskRule, string]>([
    ['place', { place: { text: 'Capacity is unavailable at this time.' } }, 'was unable to place a task. Reason: Capacity is unavailable at this time.'],
    ['quota', { quota: { text: 'the limit' } }, 'was unable to place a task. Reason: the limit.'],
    ['role', { role: { text: 'ECS was unable to assume the role x' } }, 'failed to launch a task with (error ECS was unable to assume the role x).'],
  ])('%s: no task, one event, not repeated', async (_, rule, event) => {
    const lab = new Lab({ rules: [rule] });
    lab.create();
    await lab.after(5000);
    expect(lab.events()).toEqual([event, 'is unable to consistently start tasks successfully.']);
    expect([...lab.tasks('RUNNING'), ...lab.tasks('STOPPED')]).toEqual([]);
    expect(lab.service().deployments![0].failedTasks).toBeGreaterThan(3);
    // After six hours the message comes again.
    await lab.after(5 * 3600);
    expect(lab.events().filter((one) => one === event)).toHaveLength(2);
  });

  test.each(['PROVISIONING', 'PENDING'] as const)('hang: the task stays %s', async (hang) => {
    const lab = new Lab({ rules: [{ hang }] });
    lab.create();
    await lab.after(7200);
    expect(lab.tasks('RUNNING')).toMatchObject([{ lastStatus: hang, desiredStatus: 'RUNNING' }]);
  });
});

describe('circuit breaker', () => {
  test('default, desired count 1, image missing: trips at the third failure, about 20 minutes on', async () => {
    const lab = new Lab({ rules: [PULL] });
    lab.create(breaker());
    const took = await lab.until(failed(lab));
    expect(minutes(took)).toBeGreaterThan(14);
    expect(minutes(took)).toBeLessThan(26);
    expect(lab.tasks('STOPPED')).toHaveLength(3);
    expect(lab.service().deployments).toMatchObject([{
      status: 'PRIMARY', rolloutState: 'FAILED', failedTasks: 3, rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    }]);
    expect(lab.serviceDeployment()).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    });
    expect(lab.events().at(-1)).toBe('(deployment ecs-svc) deployment failed: tasks failed to start.');
    await lab.after(3600);
    expect(lab.events().filter((event) => event.startsWith('has started'))).toHaveLength(3);
  });

  test('five tasks fail at once: it trips in the first minute', async () => {
    const lab = new Lab({ rules: [PULL] });
    lab.create({ desiredCount: 5, ...breaker() });
    expect(await lab.until(failed(lab))).toBeLessThan(60);
  });

  test.each([
    [{ type: 'COUNT', value: 1 }, 1, 1],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 1, 3],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 9, 5],
    [{ type: 'BOUNDED_PERCENT', value: 100 }, 300, 200],
    [{ type: 'UNBOUNDED_PERCENT', value: 50 }, 1, 1],
    [{ type: 'UNBOUNDED_PERCENT', value: 100 }, 300, 300],
  ])('threshold %j at desired count %i is %i', (thresholdConfiguration, desiredCount, threshold) => {
    const lab = new Lab();
    lab.create({ desiredCount, ...breaker({ thresholdConfiguration }) });
    expect(lab.serviceDeployment().deploymentCircuitBreaker).toEqual({ status: 'MONITORING', failureCount: 0, threshold });
  });

  test('an exit after RUNNING counts or not, by switch', async () => {
    const counting = new Lab({ rules: [CRASH] });
    counting.create(breaker());
    expect(minutes(await counting.until(failed(counting)))).toBeLessThan(4);

    const lenient = new Lab({ rules: [CRASH], switches: { exitAfterRunningCounts: false } });
    lenient.create(breaker());
    await lenient.after(3 * 3600);
    expect(lenient.service().deployments).toMatchObject([{ rolloutState: 'IN_PROGRESS', failedTasks: 0 }]);
  });

  test('a healthy task sets the count back to 0, unless the option forbids it', async () => {
    const rule: TaskRule = { containers: { web: { exit: { code: 1, after: 60 } } } };
    const lab = new Lab({ rules: [rule] });
    lab.create({ desiredCount: 2, ...breaker() });
    await lab.after(1800);
    expect(failed(lab)()).toBe(false);
    const strict = new Lab({ rules: [{ when: { task: '2-99' }, pull: { text: 'x' } }, rule] });
    strict.create({ desiredCount: 2, ...breaker({ resetOnHealthyTask: false }) });
    await strict.after(100);
    expect(strict.serviceDeployment().deploymentCircuitBreaker!.failureCount).toBeGreaterThan(1);
  });

  test('rolls back to the last good definition, with a deployment of its own', async () => {
    const lab = new Lab({ rules: [{ when: { operation: 2, deployment: 'new' }, ...PULL }] });
    const origin = (operation: number) => ({ origin: { stackName: 's', logicalId: 'web', operation, rollback: false } });
    const good = lab.taskDefinition();
    lab.create({ desiredCount: 4, taskDefinition: good, ...breaker() }, origin(1));
    await lab.until(() => lab.service().deployments![0].rolloutState === 'COMPLETED');
    const [before] = lab.service().deployments!;
    const bad = lab.taskDefinition();
    lab.update({ taskDefinition: bad }, origin(2));
    await lab.until(failed(lab));
    const [primary, broken, old] = lab.service().deployments!;
    expect(primary).toMatchObject({ status: 'PRIMARY', taskDefinition: good, rolloutState: 'IN_PROGRESS' });
    expect(broken).toMatchObject({ status: 'ACTIVE', taskDefinition: bad, rolloutState: 'FAILED' });
    expect(old).toMatchObject({ status: 'ACTIVE', id: before.id });
    expect(lab.service().taskDefinition).toBe(good);
    expect(lab.events().slice(-2)).toEqual(['(deployment ecs-svc) deployment failed: tasks failed to start.', 'rolling back to deployment ecs-svc.']);
    expect(lab.serviceDeployment()).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      targetServiceRevision: { arn: expect.stringContaining(broken.id!.slice(8)) },
      rollback: { serviceRevisionArn: expect.stringContaining(before.id!.slice(8)) },
    });
    await lab.until(() => lab.serviceDeployment().status === 'ROLLBACK_SUCCESSFUL');
    expect(lab.service()).toMatchObject({ runningCount: 4, deployments: [{ id: primary.id, rolloutState: 'COMPLETED' }] });
  });

  test('without rollback it only stops starting tasks, and the old ones stay', async () => {
    const lab = new Lab({ rules: [{ when: { operation: 2 }, ...PULL }] });
    const origin = (operation: number) => ({ origin: { stackName: 's', logicalId: 'web', operation, rollback: false } });
    lab.create({ desiredCount: 4, ...breaker({ rollback: false }) }, origin(1));
    await lab.until(() => lab.service().deployments![0].rolloutState === 'COMPLETED');
    lab.update({ taskDefinition: lab.taskDefinition() }, origin(2));
    await lab.until(failed(lab));
    await lab.after(3600);
    expect(lab.service()).toMatchObject({ runningCount: 4, deployments: [{ status: 'PRIMARY', rolloutState: 'FAILED' }, { status: 'ACTIVE', runningCount: 4 }] });
  });

  test('no breaker: goes on for hours, with growing delays of at most 15 minutes', async () => {
    const lab = new Lab({ rules: [PULL] });
    lab.create();
    await lab.after(3 * 3600);
    const starts = lab.service().events!.filter(({ message }) => message!.includes('has started')).map(({ createdAt }) => createdAt!.getTime()).reverse();
    const delays = starts.slice(1).map((at, index) => (at - starts[index]) / 60_000);
    expect(delays.every((delay, index) => index === 0 || delay >= delays[index - 1])).toBe(true);
    expect(delays.at(-1)).toBeGreaterThan(15);
    expect(delays.at(-1)).toBeLessThan(16);
    expect(lab.events()).toContain('is unable to consistently start tasks successfully.');
  });
});

test('a task that heals by itself: failed tasks are forgotten once a task is healthy', async () => {
  const lab = new Lab({ rules: [{ when: { failFirst: 2 }, ...CRASH }] });
  lab.create(breaker());
  await lab.until(() => lab.service().deployments![0].failedTasks === 2);
  await lab.until(() => lab.service().deployments![0].rolloutState === 'COMPLETED');
  expect(lab.service().deployments).toMatchObject([{ failedTasks: 0 }]);
  expect(lab.serviceDeployment().deploymentCircuitBreaker).toMatchObject({ status: 'MONITORING_COMPLETE', failureCount: 0 });
});

test.each([['HEALTHY', 60, 0], ['HEALTHY', 20, 1], ['RUNNING', 20, 0]] as const)(
  'failedTasks end at the first task that is %s: exit %i s after RUNNING leaves %i', async (failedTasksEndAt, after, failedTasks) => {
    const lab = new Lab({ rules: [{ containers: { web: { exit: { code: 1, after } } } }], switches: { failedTasksEndAt } });
    lab.create();
    await lab.until(() => lab.tasks('STOPPED')[0]?.lastStatus === 'STOPPED');
    expect(lab.service().deployments).toMatchObject([{ failedTasks }]);
  });
