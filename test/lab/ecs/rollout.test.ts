import { Lab } from './lab';

const rollout = (lab: Lab) => lab.service().deployments!.map(({ status, rolloutState, failedTasks }) => [status, rolloutState, failedTasks]);
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
