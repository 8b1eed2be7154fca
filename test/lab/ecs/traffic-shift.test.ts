import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Lab } from './lab';
import type { DeploymentRule, TaskRule } from '../../../src/lab/world';

const origin = (operation: number) => ({ origin: { stackName: 's', logicalId: 'web', operation, rollback: false } });
const settled = (lab: Lab) => () => ['SUCCESSFUL', 'STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'].includes(lab.serviceDeployment().status!);
const hook = (stage: string, more: object = {}): DeploymentLifecycleHook =>
  ({ hookTargetArn: 'arn:aws:lambda:eu-west-1:123456789012:function:hook', roleArn: 'role', lifecycleStages: [stage], ...more }) as DeploymentLifecycleHook;

/** Two target groups behind a production and a test rule, as blue/green wants them. */
function twoSides(lab: Lab) {
  const [blue, green] = ['blue', 'green'].map((Name) => lab.targetGroup({ Name }, false));
  const { LoadBalancers: [{ LoadBalancerArn }] } = lab.elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', { Name: 'alb', Subnets: ['a'] });
  const { Listeners: [{ ListenerArn }] } = lab.elb<{ Listeners: { ListenerArn: string }[] }>('CreateListener', {
    LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  });
  const rule = (Priority: number) => lab.elb<{ Rules: { RuleArn: string }[] }>('CreateRule', {
    ListenerArn,
    Priority,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }, { TargetGroupArn: green, Weight: 0 }] } }],
  }).Rules[0].RuleArn;
  const [productionListenerRule, testListenerRule] = [rule(1), rule(2)];
  const loadBalancers = [{
    targetGroupArn: blue,
    containerName: 'web',
    containerPort: 8080,
    advancedConfiguration: { alternateTargetGroupArn: green, productionListenerRule, testListenerRule, roleArn: 'role' },
  }];
  /** Percent that blue and green get from the production rule. */
  const production = () => {
    const { Rules: [{ Actions }] } = lab.elb<{ Rules: Rule[] }>('DescribeRules', { RuleArns: [productionListenerRule] });
    const weights = new Map(Actions![0].ForwardConfig!.TargetGroups!.map(({ TargetGroupArn, Weight }) => [TargetGroupArn, Weight]));
    return [weights.get(blue), weights.get(green)];
  };
  return { blue, green, loadBalancers, production };
}

interface Play { readonly configuration?: object; readonly rules?: readonly TaskRule[]; readonly deployments?: readonly DeploymentRule[] }

/** A good service, then an update of it. */
async function update({ configuration = {}, rules = [], deployments = [] }: Play) {
  const lab = new Lab({ rules, deployments });
  const sides = twoSides(lab);
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1, ...configuration };
  lab.create({ desiredCount: 2, loadBalancers: sides.loadBalancers, deploymentConfiguration }, origin(1));
  await lab.until(settled(lab));
  const [before] = lab.service().deployments!;
  lab.update({ taskDefinition: lab.taskDefinition() }, origin(2));
  const stages: string[] = [];
  const watch = (until: () => boolean) => lab.until(() => {
    const { lifecycleStage, targetServiceRevision, status } = lab.serviceDeployment();
    const now = `${lifecycleStage} ${targetServiceRevision!.requestedProductionTrafficWeight}`;
    if (lifecycleStage && status === 'IN_PROGRESS' && stages.at(-1) !== now) stages.push(now);
    return until();
  });
  return { lab, before, stages, watch, ...sides };
}

const BEFORE_SHIFT = ['PRE_SCALE_UP 0', 'SCALE_UP 0', 'POST_SCALE_UP 0', 'TEST_TRAFFIC_SHIFT 0', 'POST_TEST_TRAFFIC_SHIFT 0', 'PRODUCTION_TRAFFIC_SHIFT 0'];
const AFTER_SHIFT = ['PRODUCTION_TRAFFIC_SHIFT 100', 'POST_PRODUCTION_TRAFFIC_SHIFT 100', 'BAKE_TIME 100', 'CLEAN_UP 100'];

test.each([
  [{}, [...BEFORE_SHIFT, ...AFTER_SHIFT]],
  [{ strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 } },
    [...BEFORE_SHIFT, 'PRODUCTION_TRAFFIC_SHIFT 10', ...AFTER_SHIFT]],
  [{ strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 } },
    [...BEFORE_SHIFT, 'PRODUCTION_TRAFFIC_SHIFT 40', 'PRODUCTION_TRAFFIC_SHIFT 80', ...AFTER_SHIFT]],
])('stages and traffic of %j', async (configuration, expected) => {
  const { lab, stages, watch, production, before } = await update({ configuration });
  expect(production()).toEqual([100, 0]);
  await watch(settled(lab));
  expect(stages).toEqual(expected);
  expect(production()).toEqual([0, 100]);
  expect(lab.serviceDeployment().status).toBe('SUCCESSFUL');
  const { deployments, runningCount } = lab.service();
  expect(runningCount).toBe(2);
  expect(deployments).toHaveLength(1);
  expect(deployments![0].id).not.toBe(before.id);
  // Only rolling updates have it.
  expect(deployments![0].rolloutState).toBeUndefined();
});

test('both revisions run all their tasks until the bake time is over', async () => {
  const { lab, watch } = await update({ configuration: { bakeTimeInMinutes: 5 } });
  await watch(() => lab.serviceDeployment().lifecycleStage === 'BAKE_TIME');
  const baking = lab.clock.now();
  expect(lab.service()).toMatchObject({ runningCount: 4, deployments: [{ status: 'PRIMARY', runningCount: 2 }, { status: 'ACTIVE', runningCount: 2 }] });
  await watch(() => lab.serviceDeployment().lifecycleStage === 'CLEAN_UP');
  expect((lab.clock.now() - baking) / 60_000).toBeCloseTo(5, 1);
});

test('tasks that never start: the breaker returns to the source revision, which never stopped', async () => {
  const { lab, watch, before, production } = await update({
    configuration: { deploymentCircuitBreaker: { enable: true, rollback: true } }, rules: [{ when: { operation: 2 }, pull: { text: 'CannotPullContainerError: x' } }],
  });
  await watch(settled(lab));
  expect(lab.serviceDeployment()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL', statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
  });
  expect(lab.service()).toMatchObject({ runningCount: 2, deployments: [{ id: before.id, status: 'PRIMARY' }] });
  expect(production()).toEqual([100, 0]);
  expect(lab.events()).toContain('rolling back to deployment ecs-svc.');
  expect(lab.events().at(-1)).toBe('has reached a steady state.');
});

test('a first deployment that fails has nothing to return to', async () => {
  const lab = new Lab({ rules: [{ pull: { text: 'x' } }] });
  const { loadBalancers } = twoSides(lab);
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', deploymentCircuitBreaker: { enable: true, rollback: true } };
  lab.create({ desiredCount: 4, loadBalancers, deploymentConfiguration });
  await lab.until(settled(lab));
  expect(lab.serviceDeployment()).toMatchObject({ status: 'ROLLBACK_FAILED', statusReason: 'No rollback candidate was found to run the rollback.' });
});

test('an alarm rolls a canary back while it gets part of the traffic', async () => {
  const { lab, watch, production, before } = await update({
    configuration: { strategy: 'CANARY', alarms: { enable: true, rollback: true, alarmNames: ['5xx', 'latency'] } },
    deployments: [{ when: { operation: 2 }, alarm: { after: 180, names: ['5xx'] } }],
  });
  await watch(() => lab.serviceDeployment().targetServiceRevision!.requestedProductionTrafficWeight === 5);
  expect(production()).toEqual([95, 5]);
  await watch(settled(lab));
  expect(lab.serviceDeployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['5xx'] } });
  expect(lab.events()).toContain('(deployment ecs-svc) deployment failed: alarm detected.');
  expect(lab.service().deployments).toMatchObject([{ id: before.id }]);
  expect(production()).toEqual([100, 0]);
});

test('an alarm fails a rolling update as well', async () => {
  const lab = new Lab({ deployments: [{ when: { operation: 2 }, alarm: { after: 10 } }] });
  const alarms = { enable: true, rollback: true, alarmNames: ['5xx'] };
  lab.create({ deploymentConfiguration: { alarms } }, origin(1));
  await lab.until(settled(lab));
  lab.update({ taskDefinition: lab.taskDefinition() }, origin(2));
  await lab.until(settled(lab));
  expect(lab.serviceDeployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['5xx'] } });
});

describe('Lambda hooks', () => {
  test.each<[string, NonNullable<DeploymentRule['hooks']>[string], string]>([
    ['fails', { status: 'FAILED' }, 'Lifecycle hook target arn:aws:lambda:eu-west-1:123456789012:function:hook returned FAILED status.'],
    ['answers rubbish', { error: 'ECS was unable to parse the response from x due to: HookStatus must not be null.' },
      'ECS was unable to parse the response from x due to: HookStatus must not be null.'],
  ])('one that %s rolls back', async (_, conduct, text) => {
    const { lab, watch } = await update({
      configuration: { lifecycleHooks: [hook('POST_SCALE_UP')] }, deployments: [{ when: { operation: 2 }, hooks: { POST_SCALE_UP: conduct } }],
    });
    await watch(settled(lab));
    const statusReason = `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. ${text}`;
    expect(lab.serviceDeployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', statusReason, lifecycleHookDetails: [{ status: 'FAILED' }] });
    expect(lab.events()).toContain(`(deployment ecs-svc) deployment failed: ${statusReason}`);
  });

  test('one that takes its time holds its stage up, and the deployment succeeds', async () => {
    const { lab, watch } = await update({
      configuration: { lifecycleHooks: [hook('PRE_PRODUCTION_TRAFFIC_SHIFT')] }, deployments: [{ hooks: { PRE_PRODUCTION_TRAFFIC_SHIFT: { after: 600 } } }],
    });
    await watch(() => lab.serviceDeployment().lifecycleHookDetails?.[0].status === 'IN_PROGRESS');
    await lab.after(500);
    expect(lab.serviceDeployment().targetServiceRevision!.requestedProductionTrafficWeight).toBe(0);
    await watch(settled(lab));
    expect(lab.serviceDeployment()).toMatchObject({ status: 'SUCCESSFUL', lifecycleHookDetails: [{ targetType: 'AWS_LAMBDA', status: 'SUCCEEDED' }] });
  });
});

describe('PAUSE hooks', () => {
  const PAUSE = { targetType: 'PAUSE', lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] };

  async function paused(more: object = {}) {
    const play = await update({
      configuration: { lifecycleHooks: [{ ...PAUSE, ...more }] },
      deployments: [{ when: { operation: 1 }, hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 1 } } }],
    });
    await play.watch(() => play.lab.serviceDeployment().lifecycleHookDetails?.[0].status === 'AWAITING_ACTION');
    return play;
  }

  test.each([['CONTINUE', 'SUCCESSFUL'], ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'], [undefined, 'SUCCESSFUL']])('a person says %s: %s', async (action, status) => {
    const { lab, watch } = await paused();
    await lab.after(3600);
    const { serviceDeploymentArn, lifecycleHookDetails: [{ hookId, expiresAt }] = [] } = lab.serviceDeployment();
    expect((expiresAt!.getTime() - lab.clock.now()) / 3_600_000).toBeCloseTo(23, 1);
    lab.ecs('ContinueServiceDeployment', { serviceDeploymentArn, hookId, action });
    await watch(settled(lab));
    expect(lab.serviceDeployment().status).toBe(status);
    expect(() => lab.ecs('ContinueServiceDeployment', { serviceDeploymentArn, hookId })).toThrow('awaits an action');
  });

  test.each([[undefined, 'ROLLBACK_SUCCESSFUL'], ['CONTINUE', 'SUCCESSFUL']])('no action before the timeout, timeout action %s: %s', async (action, status) => {
    const { lab, watch } = await paused({ timeoutConfiguration: { timeoutInMinutes: 30, action } });
    const began = lab.clock.now();
    await lab.after(29 * 60);
    await watch(() => lab.serviceDeployment().lifecycleHookDetails![0].status === 'TIMED_OUT');
    expect((lab.clock.now() - began) / 60_000).toBeCloseTo(30, 0);
    await watch(settled(lab));
    expect(lab.serviceDeployment().status).toBe(status);
  });
});

test('StopServiceDeployment returns to the source revision', async () => {
  const { lab, watch, before } = await update({});
  await watch(() => lab.serviceDeployment().lifecycleStage === 'BAKE_TIME');
  lab.ecs('StopServiceDeployment', { serviceDeploymentArn: lab.serviceDeployment().serviceDeploymentArn });
  await watch(settled(lab));
  expect(lab.serviceDeployment().status).toBe('ROLLBACK_SUCCESSFUL');
  expect(lab.service()).toMatchObject({ runningCount: 2, deployments: [{ id: before.id }] });
});

test('both target groups must be behind a rule', async () => {
  const lab = new Lab();
  const targetGroupArn = lab.targetGroup();
  const alternateTargetGroupArn = lab.targetGroup({ Name: 'alone' }, false);
  lab.create({
    deploymentConfiguration: { strategy: 'BLUE_GREEN' },
    loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80, advancedConfiguration: { alternateTargetGroupArn, roleArn: 'role' } }],
  });
  await lab.until(settled(lab));
  expect(lab.events()[0]).toContain('invalid networking configuration');
});

test('without a load balancer the stages are the same', async () => {
  const lab = new Lab();
  lab.create({ deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } });
  await lab.until(settled(lab));
  expect(lab.serviceDeployment().status).toBe('SUCCESSFUL');
});

test('ABORT stops a rolling update where it is', async () => {
  const lab = new Lab({ rules: [{ when: { operation: 2 }, hang: 'PENDING' }] });
  lab.create({ desiredCount: 2 }, origin(1));
  await lab.until(settled(lab));
  lab.update({ taskDefinition: lab.taskDefinition() }, origin(2));
  await lab.after(60);
  lab.ecs('StopServiceDeployment', { serviceDeploymentArn: lab.serviceDeployment().serviceDeploymentArn, stopType: 'ABORT' });
  await lab.after(60);
  expect(lab.serviceDeployment()).toMatchObject({ status: 'STOPPED' });
  expect(lab.service().runningCount).toBe(2);
});
