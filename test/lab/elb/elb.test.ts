import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';
import { VirtualClock } from '../../../src/lab/clock';
import { createElb, TargetConduct } from '../../../src/lab/elb';
import { seededRandom } from '../../../src/lab/random';
import { callFake, World } from '../../../src/lab/world';

function lab() {
  const clock = new VirtualClock(Date.parse('2026-11-23T10:00:00Z'));
  const services: Record<string, ReturnType<typeof createElb>> = {};
  const world: World = {
    clock, random: seededRandom(1), place: { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' }, scenario: { scenario: 1 }, services,
  };
  const elb = services.elb = createElb(world);
  const call = <T>(operation: string, input: object) => callFake(world, 'elb', operation, input) as T;
  const targetGroup = (input: object = {}) => call<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
    Name: 'tg', Protocol: 'HTTP', Port: 80, TargetType: 'ip', ...input,
  }).TargetGroups[0].TargetGroupArn;
  const listener = (DefaultActions: object[]) => {
    const { LoadBalancers: [{ LoadBalancerArn }] } = call<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', { Name: 'alb', Subnets: ['subnet-a'] });
    return call<{ Listeners: { ListenerArn: string }[] }>('CreateListener', { LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions }).Listeners[0].ListenerArn;
  };
  const health = (TargetGroupArn: string, Targets?: object[]) =>
    call<{ TargetHealthDescriptions: TargetHealthDescription[] }>('DescribeTargetHealth', { TargetGroupArn, Targets }).TargetHealthDescriptions;
  const states = (arn: string) => health(arn).map(({ TargetHealth }) => `${TargetHealth!.State} ${TargetHealth!.Reason ?? ''}`.trim());
  return { clock, elb, call, targetGroup, listener, health, states };
}
const FIXED = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
const TARGET = { Id: '10.0.0.1', Port: 8080 };
const FAILS: TargetConduct = { passesFrom: Infinity, reason: 'Target.Timeout', description: 'Request timed out' };

test.each<[string, TargetConduct, (readonly [number, string])[]]>([
  ['passes', { passesFrom: 0 }, [[0, 'initial Elb.RegistrationInProgress'], [3, 'initial Elb.InitialHealthChecking'], [29, 'initial Elb.InitialHealthChecking'], [31, 'healthy']]],
  ['fails', FAILS, [[31, 'initial Elb.InitialHealthChecking'], [61, 'unhealthy Target.Timeout'], [3600, 'unhealthy Target.Timeout']]],
  // Unhealthy at 60 s; checks pass from 90 s on; the fifth of them makes it healthy.
  ['recovers', { ...FAILS, passesFrom: 80 }, [[61, 'unhealthy Target.Timeout'], [209, 'unhealthy Target.Timeout'], [211, 'healthy']]],
])('a target that %s', async (_, conduct, timeline) => {
  const { clock, elb, targetGroup, listener, states } = lab();
  const arn = targetGroup();
  listener([{ Type: 'forward', TargetGroupArn: arn }]);
  elb.targets.register(arn, TARGET, conduct);
  let now = 0;
  for (const [at, state] of timeline) {
    await clock.advance((at - now) * 1000);
    now = at;
    expect([at, states(arn)]).toEqual([at, [state]]);
  }
});

test('a deregistered target drains for the delay of its group, then it is gone', async () => {
  const { clock, call, targetGroup, listener, health, states } = lab();
  const arn = targetGroup();
  call('ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }] });
  listener([{ Type: 'forward', TargetGroupArn: arn }]);
  call('RegisterTargets', { TargetGroupArn: arn, Targets: [TARGET] });
  await clock.advance(40_000);
  expect(states(arn)).toEqual(['healthy']);
  call('DeregisterTargets', { TargetGroupArn: arn, Targets: [TARGET] });
  expect(states(arn)).toEqual(['draining Target.DeregistrationInProgress']);
  await clock.advance(21_000);
  expect(states(arn)).toEqual([]);
  expect(health(arn, [TARGET])[0].TargetHealth).toMatchObject({ State: 'unused', Reason: 'Target.NotRegistered' });
});

test('a group is in use while a listener or a rule forwards to it', async () => {
  const { clock, call, targetGroup, listener, states } = lab();
  const arn = targetGroup();
  call('RegisterTargets', { TargetGroupArn: arn, Targets: [TARGET] });
  await clock.advance(60_000);
  expect(states(arn)).toEqual(['unused Target.NotInUse']);
  const ListenerArn = listener([FIXED]);
  expect(states(arn)).toEqual(['unused Target.NotInUse']);
  const { Rules: [{ RuleArn }] } = call<{ Rules: { RuleArn: string }[] }>('CreateRule', {
    ListenerArn,
    Priority: 1,
    Conditions: [{ Field: 'path-pattern', Values: ['/*'] }],
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] } }],
  });
  expect(states(arn)).toEqual(['initial Elb.RegistrationInProgress']);
  await clock.advance(60_000);
  expect(states(arn)).toEqual(['healthy']);
  expect(() => call('DeleteTargetGroup', { TargetGroupArn: arn })).toThrow(expect.objectContaining({ code: 'ResourceInUse' }));
  expect(call('DescribeRules', { ListenerArn })).toMatchObject({ Rules: [{ RuleArn }, { IsDefault: true, Priority: 'default' }] });
  call('DeleteRule', { RuleArn });
  expect(states(arn)).toEqual(['unused Target.NotInUse']);
  call('DeleteTargetGroup', { TargetGroupArn: arn });
  expect(() => states(arn)).toThrow(expect.objectContaining({ code: 'TargetGroupNotFound' }));
});

test('target groups get the defaults of their protocol and keep what is asked for', () => {
  const { call, targetGroup } = lab();
  const web = targetGroup({ HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10 });
  const tcp = targetGroup({ Name: 'tcp', Protocol: 'TCP' });
  expect(call('DescribeTargetGroups', { TargetGroupArns: [web, tcp] })).toMatchObject({
    TargetGroups: [
      { HealthCheckPath: '/health', HealthCheckIntervalSeconds: 10, HealthCheckTimeoutSeconds: 5, Matcher: { HttpCode: '200' }, LoadBalancerArns: [] },
      { HealthCheckProtocol: 'TCP', HealthCheckIntervalSeconds: 30 },
    ],
  });
  call('ModifyTargetGroup', { TargetGroupArn: web, HealthCheckPath: '/' });
  expect(call('DescribeTargetGroups', { Names: ['tg'] })).toMatchObject({ TargetGroups: [{ HealthCheckPath: '/', HealthCheckIntervalSeconds: 10 }] });
  expect(() => targetGroup()).toThrow(expect.objectContaining({ code: 'DuplicateTargetGroupName' }));
});

test('deleting a load balancer takes its listeners along', () => {
  const { call, targetGroup, listener, elb } = lab();
  const arn = targetGroup();
  listener([{ Type: 'forward', TargetGroupArn: arn }]);
  const { TargetGroups: [{ LoadBalancerArns }] } = call<{ TargetGroups: { LoadBalancerArns: string[] }[] }>('DescribeTargetGroups', { TargetGroupArns: [arn] });
  expect(LoadBalancerArns).toHaveLength(1);
  expect(elb.targets.inUse(arn)).toBe(true);
  call('DeleteLoadBalancer', { LoadBalancerArn: LoadBalancerArns[0] });
  expect(elb.targets.inUse(arn)).toBe(false);
  expect(() => call('DescribeLoadBalancers', { LoadBalancerArns })).toThrow(expect.objectContaining({ code: 'LoadBalancerNotFound' }));
});
