import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Lab, START } from './lab';
import type { TaskRule } from '../../../src/lab/world';

const NOT_FOUND: TaskRule = { elb: { reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' } };
const health = (lab: Lab, TargetGroupArn: string) => lab.elb<{ TargetHealthDescriptions: TargetHealthDescription[] }>('DescribeTargetHealth', { TargetGroupArn })
  .TargetHealthDescriptions.map(({ TargetHealth }) => [TargetHealth!.State, TargetHealth!.Reason]);
const balanced = (targetGroupArn: string) => ({ loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }] });
const completed = (lab: Lab) => () => lab.service().deployments!.length === 1 && lab.service().deployments![0].rolloutState === 'COMPLETED';

test('a task is healthy when its target is', async () => {
  const lab = new Lab();
  const arn = lab.targetGroup();
  lab.create(balanced(arn));
  await lab.until(() => health(lab, arn).length > 0);
  expect(health(lab, arn)).toEqual([['initial', 'Elb.RegistrationInProgress']]);
  await lab.after(5);
  expect(health(lab, arn)).toEqual([['initial', 'Elb.InitialHealthChecking']]);
  const took = await lab.until(completed(lab));
  expect(health(lab, arn)).toEqual([['healthy', undefined]]);
  expect(took).toBeLessThan(29 + 15 + 5);
  expect(lab.events()).toEqual([
    'has started 1 tasks: (task).', 'registered 1 targets in (target-group)', '(deployment ecs-svc) deployment completed.', 'has reached a steady state.',
  ]);
});

test.each([[0], [60], [120]])('with %i s of grace an unhealthy target is in an event, and its task stops, when the grace is over', async (healthCheckGracePeriodSeconds) => {
  const lab = new Lab({ rules: [NOT_FOUND] });
  const arn = lab.targetGroup();
  lab.create({ ...balanced(arn), healthCheckGracePeriodSeconds });
  await lab.until(() => health(lab, arn)[0]?.[0] === 'unhealthy');
  expect(health(lab, arn)).toEqual([['unhealthy', 'Target.ResponseCodeMismatch']]);
  await lab.until(() => lab.tasks('STOPPED').length > 0);
  const [task] = lab.tasks('STOPPED');
  expect(task).toMatchObject({
    lastStatus: 'DEACTIVATING',
    desiredStatus: 'STOPPED',
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Task failed ELB health checks in (target-group ${arn})`,
  });
  // Two failed checks, 15 s apart, and ECS sees it 5 s later.
  expect(task.stoppingAt!.getTime() - task.startedAt!.getTime()).toBe(Math.max(35, healthCheckGracePeriodSeconds) * 1000);
  expect(lab.events().slice(2, 5)).toEqual([
    '(task) (port 8080) is unhealthy in (target-group) due to (reason Health checks failed with these codes: [404]).',
    'has begun draining connections on 1 tasks.',
    'has stopped 1 running tasks: (task).',
  ]);
  expect(health(lab, arn)[0]).toEqual(['draining', 'Target.DeregistrationInProgress']);
  await lab.after(299);
  expect(lab.tasks('STOPPED')[0].lastStatus).toBe('DEACTIVATING');
  await lab.after(10);
  expect(lab.tasks('STOPPED')[0]).toMatchObject({ lastStatus: 'STOPPED', containers: [{ exitCode: 143 }] });
});

test('an application that answers late, but within the grace period, is not stopped', async () => {
  const lab = new Lab({ rules: [{ elb: { ...NOT_FOUND.elb!, healthyAfter: 50 } }] });
  const arn = lab.targetGroup({ HealthyThresholdCount: 2 });
  lab.create({ ...balanced(arn), healthCheckGracePeriodSeconds: 90 });
  await lab.until(() => health(lab, arn)[0]?.[0] === 'unhealthy');
  await lab.until(completed(lab));
  expect(lab.tasks('STOPPED')).toEqual([]);
});

test('the circuit breaker trips on failed health checks: threshold 3, 15 s x 3, grace 60 s', async () => {
  const lab = new Lab({ rules: [NOT_FOUND] });
  const arn = lab.targetGroup({ UnhealthyThresholdCount: 3 });
  const deploymentConfiguration = { deploymentCircuitBreaker: { enable: true, rollback: true } };
  lab.create({ ...balanced(arn), healthCheckGracePeriodSeconds: 60, deploymentConfiguration });
  const took = await lab.until(() => lab.service().deployments![0].rolloutState === 'FAILED');
  // Reported of AWS: 10 min 12 s.
  expect(took / 60).toBeGreaterThan(10.2 * 0.7);
  expect(took / 60).toBeLessThan(10.2 * 1.3);
  expect(lab.service().deployments![0].failedTasks).toBe(3);
});

test('an update waits until the old targets are drained', async () => {
  const lab = new Lab();
  const arn = lab.targetGroup();
  lab.elb('ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '120' }] });
  lab.create(balanced(arn));
  const created = await lab.until(completed(lab));
  lab.update({ taskDefinition: lab.taskDefinition() });
  const updated = await lab.until(completed(lab)) - created;
  expect(updated).toBeGreaterThan(28 + 15 + 120);
  expect(updated).toBeLessThan(28 + 15 + 120 + 20);
});

test('CreateService refuses a target group that no listener forwards to', () => {
  const lab = new Lab();
  const arn = lab.targetGroup({}, false);
  expect(() => lab.create(balanced(arn))).toThrow(`The target group with targetGroupArn ${arn} does not have an associated load balancer.`);
});

test('without a listener the target stays unused, and the deployment waits', async () => {
  const lab = new Lab({ switches: { refuseUnusedTargetGroup: false } });
  const arn = lab.targetGroup({}, false);
  lab.create(balanced(arn));
  await lab.after(1800);
  expect(health(lab, arn)).toEqual([['unused', 'Target.NotInUse']]);
  expect(lab.service().deployments).toMatchObject([{ rolloutState: 'IN_PROGRESS', runningCount: 1 }]);
  expect(lab.clock.now()).toBe(START + 1_800_000);
});
