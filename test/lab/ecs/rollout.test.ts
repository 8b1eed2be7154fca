import { Lab } from './lab';

const rollout = (lab: Lab) => lab.service().deployments!
  .map(({ status, rolloutState, failedTasks }) => [status, rolloutState, failedTasks]);
const completed = (lab: Lab) => () => lab.service().deployments!.length === 1 && lab.service().deployments![0].rolloutState === 'COMPLETED';

test('a healthy create starts, waits 40 s after RUNNING, completes and becomes steady', async () => {
  const lab = new Lab();
  lab.create({ desiredCount: 2 });
  expect(rollout(lab)).toEqual([['PRIMARY', 'IN_PROGRESS', 0]]);
  await lab.after(3);
  expect(lab.service()).toMatchObject({ desiredCount: 2, runningCount: 0, pendingCount: 2 });
  const took = await lab.until(completed(lab));
  expect(took).toBeGreaterThanOrEqual(28 + 40);
  expect(took).toBeLessThan(75);
  await lab.after(5);
  expect(lab.events()).toEqual([
    'has started 2 tasks: (task) (task).',
    '(deployment ecs-svc) deployment completed.',
    'has reached a steady state.',
  ]);
  const [primary] = lab.service().deployments!;
  expect(primary.id).toMatch(/^ecs-svc\/\d{19}$/);
  expect(primary.rolloutStateReason).toBe(`ECS deployment ${primary.id} completed.`);
  expect(lab.tasks('RUNNING').map(({ startedBy, lastStatus }) => [startedBy, lastStatus])).toEqual([[primary.id, 'RUNNING'], [primary.id, 'RUNNING']]);
  const deployment = lab.serviceDeployment();
  expect(deployment.status).toBe('SUCCESSFUL');
  expect(deployment.targetServiceRevision!.arn).toMatch(new RegExp(`${primary.id!.slice('ecs-svc/'.length)}$`));
});

test('an update replaces the old tasks and names the deployment that scaled them in', async () => {
  const lab = new Lab();
  const first = lab.taskDefinition();
  lab.create({ desiredCount: 2, taskDefinition: first });
  await lab.until(completed(lab));
  const [old] = lab.service().deployments!;
  lab.update({ taskDefinition: lab.taskDefinition() });
  await lab.after(20);
  expect(rollout(lab)).toEqual([['PRIMARY', 'IN_PROGRESS', 0], ['ACTIVE', 'COMPLETED', 0]]);
  await lab.until(completed(lab));
  const [primary] = lab.service().deployments!;
  expect(primary.id).not.toBe(old.id);
  const stopped = lab.tasks('STOPPED');
  expect(stopped).toHaveLength(2);
  for (const task of stopped) {
    expect(task).toMatchObject({
      startedBy: old.id,
      lastStatus: 'STOPPED',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${primary.id})`,
      containers: [{ exitCode: 143 }],
    });
  }
  expect(lab.events().slice(-4)).toEqual([
    'has started 2 tasks: (task) (task).',
    'has stopped 2 running tasks: (task) (task).',
    '(deployment ecs-svc) deployment completed.',
    'has reached a steady state.',
  ]);
  // Stopped tasks are listed for one hour.
  await lab.after(3590);
  expect(lab.tasks('STOPPED')).toHaveLength(2);
  await lab.after(60);
  expect(lab.tasks('STOPPED')).toHaveLength(0);
});

test.each([
  // min, max, desired: most tasks at once, fewest healthy ones
  [100, 200, 2, 4, 2],
  [50, 100, 2, 2, 1],
  [50, 150, 4, 6, 2],
  [0, 100, 1, 1, 0],
  [66, 134, 3, 4, 2],
])('at %i/%i and desired count %i an update has at most %i tasks and at least %i running', async (min, max, desired, most, fewest) => {
  const lab = new Lab();
  lab.create({ desiredCount: desired, deploymentConfiguration: { minimumHealthyPercent: min, maximumPercent: max } });
  await lab.until(completed(lab));
  lab.update({ taskDefinition: lab.taskDefinition() });
  const seen = { most: 0, fewest: Infinity };
  await lab.until(() => {
    const tasks = lab.tasks('RUNNING');
    seen.most = Math.max(seen.most, tasks.length);
    seen.fewest = Math.min(seen.fewest, tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING').length);
    return completed(lab)();
  });
  expect(seen).toEqual({ most, fewest });
});

test.each([[100, 100], [100, 150], [51, 100]])('one task at %i/%i never moves', async (minimumHealthyPercent, maximumPercent) => {
  const lab = new Lab();
  lab.create({ deploymentConfiguration: { minimumHealthyPercent, maximumPercent } });
  await lab.until(completed(lab));
  lab.update({ taskDefinition: lab.taskDefinition() });
  await lab.after(3 * 3600);
  expect(rollout(lab)).toEqual([['PRIMARY', 'IN_PROGRESS', 0], ['ACTIVE', 'COMPLETED', 0]]);
  expect(lab.tasks('RUNNING')).toHaveLength(1);
  expect(lab.service().deployments![0].runningCount).toBe(0);
});

test('only the desired count changes: the deployment stays, tasks are added and scaled in', async () => {
  const lab = new Lab();
  lab.create();
  await lab.until(completed(lab));
  const { id } = lab.service().deployments![0];
  lab.update({ desiredCount: 3 });
  await lab.after(100);
  expect(lab.service()).toMatchObject({ runningCount: 3, deployments: [{ id, rolloutState: 'COMPLETED' }] });
  lab.update({ desiredCount: 1 });
  await lab.after(30);
  expect(lab.service()).toMatchObject({ runningCount: 1, deployments: [{ id }] });
  expect(lab.tasks('STOPPED').map(({ stoppedReason }) => stoppedReason)).toEqual(Array(2).fill(`Scaling activity initiated by (deployment ${id})`));
  expect(lab.events().at(-1)).toBe('has reached a steady state.');
});

test('desired count 0 completes without a task', async () => {
  const lab = new Lab();
  lab.create({ desiredCount: 0 });
  expect(await lab.until(completed(lab))).toBeLessThan(5);
  expect(lab.events()).toEqual(['(deployment ecs-svc) deployment completed.', 'has reached a steady state.']);
});

test('a daemon service runs on the one container instance', async () => {
  const lab = new Lab();
  lab.create({ schedulingStrategy: 'DAEMON', desiredCount: undefined, launchType: 'EC2' });
  await lab.until(completed(lab));
  expect(lab.service()).toMatchObject({ desiredCount: 1, runningCount: 1 });
});

test('a newer deployment takes over from one that is stuck', async () => {
  const lab = new Lab({ rules: [{ when: { operation: 2 }, hang: 'PENDING' }] });
  const origin = (operation: number) => ({ origin: { stackName: 's', logicalId: 'web', operation, rollback: false } });
  lab.create({ desiredCount: 2 }, origin(1));
  await lab.until(completed(lab));
  lab.update({ taskDefinition: lab.taskDefinition() }, origin(2));
  await lab.after(600);
  expect(lab.service()).toMatchObject({ runningCount: 2, pendingCount: 2 });
  lab.update({ taskDefinition: lab.taskDefinition() }, origin(3));
  await lab.after(5);
  expect(rollout(lab)).toEqual([['PRIMARY', 'IN_PROGRESS', 0], ['ACTIVE', 'IN_PROGRESS', 0], ['ACTIVE', 'COMPLETED', 0]]);
  await lab.until(completed(lab));
  expect(lab.service().runningCount).toBe(2);
  expect(lab.events()).toContain('stopped 2 pending tasks.');
});

test('a deleted service drains, then it is inactive', async () => {
  const lab = new Lab();
  lab.create();
  await lab.until(completed(lab));
  expect(() => lab.ecs('DeleteService', { cluster: 'prod', service: 'web' })).toThrow('The service cannot be stopped while it is scaled above 0.');
  lab.ecs('DeleteService', { cluster: 'prod', service: 'web', force: true });
  expect(lab.service().status).toBe('DRAINING');
  await lab.after(30);
  expect(lab.service()).toMatchObject({ status: 'INACTIVE', deployments: [], runningCount: 0 });
  expect(() => lab.update({ desiredCount: 2 })).toThrow(expect.objectContaining({ code: 'ServiceNotActiveException' }));
});

test('the same seed gives the same ids and the same timeline', async () => {
  const play = async (seed: number) => {
    const lab = new Lab({ seed, rules: [{ when: { failFirst: 2 }, pull: { text: 'CannotPullContainerError: no' } }] });
    lab.create({ desiredCount: 3 });
    await lab.until(completed(lab));
    return JSON.stringify([lab.service(), lab.tasks('RUNNING'), lab.tasks('STOPPED'), lab.serviceDeployment()]);
  };
  const first = await play(7);
  expect(await play(7)).toBe(first);
  expect(await play(8)).not.toBe(first);
});
