import { expectInTime, Followed, followUpdate, ms, phasesIn, serviceDeployments, shift, V1, V2 } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { callFake } from '../../../src/lab/world';
import { DAEMON, plainOnInstances } from '../../lifecycle/instances';
import { answers404, crash, imageGone, inOperation } from '../../lifecycle/rules';
import { ALARMS, HOOK, onUpdate, PAUSE } from '../../lifecycle/shifting';
import { Version } from '../../lifecycle/shop';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const WAIT = ['--wait', '5m'];
const STAGE = 'POST_TEST_TRAFFIC_SHIFT';

const last = ({ out }: Followed) => out.trim().split('\n').at(-1);

describe('deployed: exit code 0, within two polls of ECS', () => {
  test.each<[string, Parameters<typeof followUpdate>[0], readonly string[]]>([
    ['rolling', {}, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'done']],
    ['rolling behind a load balancer', { versions: [{ ...V1, loadBalanced: true }, { ...V2, loadBalanced: true }] }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'done']],
    ['blue/green with a hook and bake time', {
      versions: shift({ LifecycleHooks: [{ ...HOOK, LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] }),
      deployments: onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 60 } } }),
    }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done']],
    ['canary', {
      versions: shift({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }),
    }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done']],
    ['linear', {
      versions: shift({ Strategy: 'LINEAR', LinearConfiguration: { StepPercent: 40, StepBakeTimeInMinutes: 1 } }),
    }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done']],
    ['on instances with a scaling group', { versions: plainOnInstances({}, true) }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'done']],
    ['daemon', { versions: plainOnInstances(DAEMON, false) }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'done']],
    ['CloudFormation Express: the stack does not wait', { express: true, after: 300 }, ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'done']],
  ])('%s', async (_, play, phases) => {
    const followed = await followUpdate({ ...play, args: WAIT });
    expect({ code: followed.code, err: followed.err, phases: phasesIn(followed.out) }).toEqual({ code: EXIT.ok, err: '', phases });
    expect(last(followed)).toMatch(/^ +[\d:]+ {2}\S+: deployed after [\d:]+$/);
    expectInTime(followed, ': deployed after', ms(serviceDeployments(followed.lab, followed.place)[0].finishedAt));
  });

  test('a hook that waits for a person is one line', async () => {
    const { out, code } = await followUpdate({
      versions: shift({ LifecycleHooks: [{ ...HOOK, ...PAUSE, LifecycleStages: [STAGE] }] }),
      deployments: onUpdate({ hooks: { [STAGE]: { after: 300, action: 'CONTINUE' } } }), args: WAIT,
    });
    expect(code).toBe(EXIT.ok);
    expect(out.match(/waiting: lifecycle hook .*awaits an action \(POST_TEST_TRAFFIC_SHIFT\)/g)).toHaveLength(1);
  });

  test('--until paused ends there; --until stable waits until nothing of the older deployment runs', async () => {
    const paused = await followUpdate({
      versions: shift({ LifecycleHooks: [{ ...HOOK, ...PAUSE, LifecycleStages: [STAGE] }] }),
      deployments: onUpdate({ hooks: { [STAGE]: { after: 300, action: 'CONTINUE' } } }),
      args: [...WAIT, '--until', 'paused'],
    });
    expect(paused.code).toBe(EXIT.ok);
    expect(last(paused)).toMatch(/: paused after [\d:]+: lifecycle hook .*awaits an action/);
    expect(phasesIn(paused.out)).not.toContain('traffic shifted');
    const stable = await followUpdate({ args: [...WAIT, '--until', 'stable'] });
    expect(stable.code).toBe(EXIT.ok);
    expect(last(stable)).toMatch(/: stable after /);
  });
});

describe('failed: exit code 1 and the cause, within two polls of the first fact that settles it', () => {
  test.each<[string, Parameters<typeof followUpdate>[0], string, RegExp]>([
    ['rolling, image gone', { rules: [inOperation(2, imageGone)] }, 'image-not-found', /CannotPull/],
    ['rolling, application exits', { rules: [inOperation(2, crash)] }, 'app-config-missing', /Essential/],
    ['blue/green, image gone', { versions: shift({ BakeTimeInMinutes: 1 }), rules: [inOperation(2, imageGone)] }, 'image-not-found', /CannotPull/],
    ['canary, image gone', { versions: shift({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }), rules: [inOperation(2, imageGone)] }, 'image-not-found', /CannotPull/],
    ['on instances, image gone', { versions: plainOnInstances({}, true), rules: [inOperation(2, imageGone)] }, 'image-not-found', /CannotPull/],
    ['daemon, image gone', { versions: plainOnInstances(DAEMON, false), rules: [inOperation(2, imageGone)] }, 'image-not-found', /CannotPull/],
    ['CloudFormation Express, image gone', { express: true, rules: [inOperation(2, imageGone)], after: 300 }, 'image-not-found', /CannotPull/],
  ])('%s', async (_, play, cause, reason) => {
    const followed = await followUpdate({ ...play, args: WAIT });
    expect({ code: followed.code, err: followed.err }).toEqual({ code: EXIT.failed, err: '' });
    expect(last(followed)).toMatch(new RegExp(`: failed \\[${cause}\\] after [\\d:]+$`));
    const stop = followed.lab.taskStops().find((one) => reason.test(one.stoppedReason ?? ''))?.at ?? NaN;
    expectInTime(followed, `[${cause}]`, stop);
  });

  test('ECS rolls back because of an alarm', async () => {
    const versions = shift({ ...ALARMS, BakeTimeInMinutes: 5 });
    const followed = await followUpdate({ versions, deployments: onUpdate({ alarm: { after: 200 } }), args: WAIT });
    expect(followed.code).toBe(EXIT.failed);
    expectInTime(followed, '[alarm-rollback]', ms(serviceDeployments(followed.lab, followed.place)[0].rollback?.startedAt));
  });

  test.each<[string, object, Parameters<typeof onUpdate>[0], RegExp]>([
    ['a hook fails', {}, { hooks: { [STAGE]: { after: 10, status: 'FAILED' } } }, /lifecycle hook POST_TEST_TRAFFIC_SHIFT failed \[/],
    ['a hook that waits for a person runs out', { ...PAUSE, TimeoutConfiguration: { TimeoutInMinutes: 10, Action: 'ROLLBACK' } }, {}, /paused at POST_TEST_TRAFFIC_SHIFT, and nobody answered in time \[/],
    ['a person rolls back at a hook', PAUSE, { hooks: { [STAGE]: { after: 120, action: 'ROLLBACK' } } }, /paused at POST_TEST_TRAFFIC_SHIFT, and somebody rolled it back \[/],
  ])('ECS rolls back: %s', async (_, hook, deployment, headline) => {
    const versions = shift({ LifecycleHooks: [{ ...HOOK, LifecycleStages: [STAGE], ...hook }] });
    const followed = await followUpdate({ versions, deployments: onUpdate(deployment), args: WAIT });
    expect({ code: followed.code, last: last(followed) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/: failed \[lifecycle-hook-failed\] after /) });
    expect(followed.out).toMatch(headline);
    // a hook that pauses has no function
    expect(followed.out.includes('the log of the hook function')).toBe(!('TargetType' in hook));
    expectInTime(followed, '[lifecycle-hook-failed]', ms(serviceDeployments(followed.lab, followed.place)[0].rollback?.startedAt));
  });

  test('the circuit breaker rolls back, and nobody is allowed to read the tasks', async () => {
    const faults = ['ListTasks', 'DescribeTasks'].map((operation) => ({ service: 'ecs', operation, kind: 'accessDenied' as const, stackOperation: 2 }));
    const followed = await followUpdate({ express: true, rules: [inOperation(2, crash)], world: { faults }, args: WAIT, after: 400 });
    expect(followed.code).toBe(EXIT.failed);
    expectInTime(followed, ': the deployment fails', ms(serviceDeployments(followed.lab, followed.place)[0].rollback?.startedAt));
  });

  test('a health check that never passes', async () => {
    const versions = [{ ...V1, loadBalanced: true }, { ...V2, loadBalanced: true }] as const;
    const followed = await followUpdate({ versions, rules: [inOperation(2, answers404)], args: WAIT });
    expect(followed.code).toBe(EXIT.failed);
    const stops = followed.lab.taskStops().filter(({ stoppedReason = '' }) => /health checks/.test(stoppedReason));
    expectInTime(followed, '[elb-health-check-status]', stops[1].at);
  });
});

describe('over before follow began', () => {
  test('deployed', async () => {
    const followed = await followUpdate({ begins: 60 });
    expect(followed.code).toBe(EXIT.ok);
    expect(last(followed)).toMatch(/: deployed$/);
  });

  test('the circuit breaker has rolled it back', async () => {
    const followed = await followUpdate({ rules: [inOperation(2, crash)], begins: 300, express: true });
    expect(followed.code).toBe(EXIT.failed);
    expect(followed.out).toContain('[app-config-missing]');
  });

  test('by the revision of its task definition, though another one runs by now', async () => {
    const followed = await followUpdate({ rules: [inOperation(2, crash)], begins: 60, args: ['--task-definition', 'ShopTaskDef11BF5F05:2'] });
    expect(followed.code).toBe(EXIT.failed);
    expect(followed.out).toContain('[app-config-missing]');
  });
});

test('superseded: another deployment begins before it is complete', async () => {
  const followed = await followUpdate({
    express: true, args: WAIT, after: 300,
    meanwhile: (lab, { cluster, service }) => lab.at(20, () => {
      callFake(lab.world, 'ecs', 'UpdateService', { cluster, service, forceNewDeployment: true });
    }),
  });
  expect(followed.code).toBe(EXIT.superseded);
  expect(last(followed)).toMatch(/: superseded after [\d:]+: ecs-svc\/\d+ \(ShopTaskDef\w*:2\) has taken its place$/);
  expectInTime(followed, ': superseded after', ms(serviceDeployments(followed.lab, followed.place)[0].createdAt));
});

test('--timeout: exit code 6 and what it waited for', async () => {
  const followed = await followUpdate({ rules: [inOperation(2, { hang: 'PROVISIONING' })], express: true, args: [...WAIT, '--timeout', '90s'], after: 300 });
  expect(followed.code).toBe(EXIT.timedOut);
  expect(last(followed)).toMatch(/: timed out after [\d:]+: the watch ends after 90 s, waiting for 2 tasks in PROVISIONING/);
});

test('no deployment: exit code 5, at once and after --wait', async () => {
  const waited = await followUpdate({ versions: [V1, V1], args: ['--wait', '30s'] });
  expect(waited.code).toBe(EXIT.notFound);
  expect(waited.out).toMatch(/^ +0:00 {2}waiting up to 30 s for a deployment of \S+\n/);
  expect(last(waited)).toMatch(/: no deployment after 0:3\d: no deployment began$/);
  const absent = await followUpdate({ begins: 1, versions: [V1, V1], args: ['--task-definition', 'web:99', '--wait', '0', '--format', 'github'] });
  expect(absent.code).toBe(EXIT.notFound);
  expect(absent.out).toMatch(/^::error title=[^:]+::\S+ {2}no deployment: no deployment began$/m);
  expect(absent.out).not.toContain('waiting up to');
});

describe('--on-failure', () => {
  const STUBBORN: Version = { ...V2, service: { circuitBreaker: undefined } };
  test.each([
    ['stop', 'ABORT', /asked ECS to stop the deployment of \S+ \(--on-failure stop\)[^]*: failed \[image-not-found\] after [\d:]+: ECS ended the deployment: STOPPED: Stopped by request\.\n$/],
    ['rollback', 'ROLLBACK', /asked ECS to roll back the deployment of \S+ \(--on-failure rollback\)[^]*: failed \[image-not-found\] after [\d:]+: ECS ended the deployment: ROLLBACK_SUCCESSFUL: Stopped by request\.\n$/],
  ])('%s', async (action, _, expected) => {
    const { code, out, lab } = await followUpdate({ versions: [{ ...V1, service: { circuitBreaker: undefined } }, STUBBORN], express: true, rules: [inOperation(2, imageGone)], args: [...WAIT, '--on-failure', action], after: 400 });
    expect(code).toBe(EXIT.failed);
    expect(out).toMatch(expected);
    expect(lab.calls.filter(({ operation }) => operation === 'StopServiceDeployment')).toHaveLength(1);
  });

  test('without it nothing is asked of ECS', async () => {
    const { lab } = await followUpdate({ express: true, rules: [inOperation(2, imageGone)], args: WAIT, after: 200 });
    expect(lab.calls.filter(({ operation }) => operation === 'StopServiceDeployment')).toEqual([]);
  });
});
