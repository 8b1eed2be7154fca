import { awaited } from '../../src/diagnosis/awaited';
import { Frame } from '../../src/facts/model';
import { at, frame, service, task } from '../decision/frames';

const [deployment] = service().deployments!;
const runs = { ...deployment, pendingCount: 0, runningCount: 2 };
const group = { TargetGroupArn: 'arn:tg/blue', TargetGroupName: 'blue' };
const up = (n: number, more: object = {}) => task(n, { lastStatus: 'RUNNING', startedAt: at(20), containers: [{ name: 'web', lastStatus: 'RUNNING' }], ...more });
const target = (State: string, more: object = {}) => ({ Target: { Id: '10.0.0.9' }, TargetHealth: { State, ...more } });
const loadBalancers = [{ targetGroupArn: group.TargetGroupArn }];
const balanced = (more: object = {}) => service({ deployments: [runs], loadBalancers, ...more });

const table: [string, Partial<Frame>, RegExp, RegExp][] = [
  ['provisioning', { tasks: [task(1, { lastStatus: 'PROVISIONING' })] }, /^1 task in PROVISIONING to run$/, /network interface/],
  ['pending', { tasks: [task(1), task(2)] }, /^2 tasks in PENDING to run$/, /image to be pulled/],
  ['dependsOn', {
    tasks: [task(1, { containers: [{ name: 'web', lastStatus: 'PENDING' }, { name: 'db', lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' }] })],
    taskDefinition: { containerDefinitions: [{ name: 'web', dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] }, { name: 'db' }] },
  }, /^1 task in PENDING to run$/, /^container "db" to meet the condition HEALTHY for which "web" waits \(it is RUNNING, UNHEALTHY\)$/],
  ['no room', {
    service: service({
      desiredCount: 1, deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
      deployments: [{ ...deployment, desiredCount: 1, pendingCount: 0, runningCount: 0 }, { id: 'old', runningCount: 1 }],
    }),
  }, /^room for a task: with healthy percent 100 to 100 and desired count 1 ECS can neither start nor stop one \(1 run\)$/, /maxHealthyPercent: 200/],
  ['room enough', {
    service: service({
      desiredCount: 2, deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 150 },
      deployments: [{ ...deployment, pendingCount: 0, runningCount: 0 }, { id: 'old', runningCount: 2 }],
    }),
  }, /^ECS to start 2 tasks/, /capacity, quota or permission/],
  ['nothing can be placed', {
    service: service({
      deployments: [{ ...deployment, pendingCount: 0, runningCount: 0 }],
      events: [{ createdAt: at(10), message: '(service api) was unable to place a task. Reason: no capacity.' }],
    }),
  }, /^ECS to start 2 tasks \(0 of 2 run\)$/, /a fix for the problem in its last event: .*no capacity/],
  ['no listener', { service: balanced(), targetGroups: [group], targetHealth: { [group.TargetGroupArn]: [target('unused', { Reason: 'Target.NotInUse' })] } },
    /^1 target of the load balancer to become healthy, which is not checked at all \(unused\)$/, /listener rule that forwards to target group blue/],
  ['unhealthy, within the grace period', {
    tasks: [up(1), up(2)], service: balanced({ healthCheckGracePeriodSeconds: 300 }), targetGroups: [group],
    targetHealth: { [group.TargetGroupArn]: [target('unhealthy', { Reason: 'Target.Timeout', Description: 'Request timed out' })] },
  }, /^1 target of the load balancer to become healthy \(2 of 2 tasks run; the grace period lasts until 10:05:20 UTC\)$/, /reports Target.Timeout: Request timed out$/],
  ['container health check', {
    tasks: [up(1, { healthStatus: 'UNKNOWN' }), up(2, { healthStatus: 'HEALTHY' })], service: service({ deployments: [runs] }),
    taskDefinition: { containerDefinitions: [{ name: 'web', healthCheck: { interval: 30 } }] },
  }, /^the container health check of 1 task to pass \(2 of 2 tasks run\)$/, /succeeds in container web$/],
  ['old tasks that drain', { service: balanced({ deployments: [runs, { id: 'old', runningCount: 2 }] }) }, /^2 old tasks to stop \(2 of 2 new ones run\)$/, /deregistration delay/],
  ['a hook function', {
    serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage: 'PRE_SCALE_UP', lifecycleHookDetails: [{ status: 'IN_PROGRESS', targetArn: 'arn:aws:lambda:eu-west-1:1:function:check' }] },
  }, /^the lifecycle hook check at PRE_SCALE_UP to answer$/, /hookStatus/],
  ['a pause', {
    serviceDeployment: {
      status: 'IN_PROGRESS', lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      lifecycleHookDetails: [{ status: 'SUCCEEDED' }, { status: 'AWAITING_ACTION', expiresAt: at(3600), timeoutAction: 'ROLLBACK' }],
    },
  }, /^an answer to the lifecycle hook at POST_TEST_TRAFFIC_SHIFT, which pauses the deployment and at 11:00:00 UTC ends in ROLLBACK$/, /continue-service-deployment/],
  ['a hook of a deployment that is over', { serviceDeployment: { status: 'STOPPED', lifecycleHookDetails: [{ status: 'AWAITING_ACTION' }] } }, /2 tasks in PENDING/, /image/],
  ['bake time', { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME', deploymentConfiguration: { bakeTimeInMinutes: 20 } } }, /^the bake time of 20 min to end$/, /bakeTime/],
  ['traffic', { serviceDeployment: { status: 'IN_PROGRESS', lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT' } }, /^the traffic to be shifted/, /strategy/],
  ['the end', { service: service({ deployments: [runs] }) }, /^ECS to complete the deployment \(2 of 2 tasks run\)$/, /healthy for a while/],
  ['trouble of long ago', {
    service: service({
      deployments: [{ ...deployment, pendingCount: 0, runningCount: 0 }],
      events: [{ createdAt: at(-86_400), message: '(service api) was unable to place a task. Reason: no capacity.' }],
    }),
  }, /^ECS to start 2 tasks/, /capacity, quota or permission/],
  ['a service that cannot be read, its tasks can', { service: undefined, unavailable: [{ what: 'service', error: 'AccessDenied' }], tasks: [task(1)] }, /^1 task in PENDING to run$/, /image/],
  ['a service that cannot be read', { service: undefined, unavailable: [{ what: 'service', error: 'AccessDenied' }] },
    /^a deployment of a service that cannot be read \(AccessDenied\)$/, /ecs:DescribeServices/],
  ['no service yet', { service: null }, /^the service$/, /CloudFormation/],
];

test.each(table)('%s', (_, facts, what, release) => {
  const found = awaited(frame(60, facts));
  expect(found.what).toMatch(what);
  expect(found.release).toMatch(release);
});
