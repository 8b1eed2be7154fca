import { verdictOf } from '../../src/decision/policy';
import { diagnose } from '../../src/diagnosis/engine';
import { impact } from '../../src/diagnosis/impact';
import { taskId } from '../../src/diagnosis/read';
import { Frame } from '../../src/facts/model';
import { at, DEPLOYMENT, frame, operation, service, task } from '../decision/frames';

const BEFORE = '2026-01-01T00:00:00.000Z';
const [deployment] = service().deployments!;
const old = { ...deployment, createdAt: BEFORE, taskDefinition: 'arn:task-definition/web:1', runningCount: 2, pendingCount: 0 };
const runs = (n: number, more: object = {}) => task(n, { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', createdAt: BEFORE, startedAt: BEFORE, ...more });
const update = (resourceStatus: string, more: object = {}) => operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus, deploymentId: null, ...more });
const loadBalancers = [{ targetGroupArn: 'arn:tg/web' }];
const existing = (more: object = {}) => service({ createdAt: BEFORE, deployments: [old], loadBalancers, ...more });
const ip = { attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.0.0.1' }] }] };

test.each<[string, Partial<Frame>, string]>([
  ['refused update', { operation: update('UPDATE_FAILED'), service: existing(), tasks: [runs(1), runs(2)] },
    '2 of 2 tasks of web:1 still serve traffic, no new deployment was started'],
  ['update that has started nothing yet', { operation: update('UPDATE_IN_PROGRESS'), service: existing(), tasks: [runs(1), runs(2)] },
    '2 of 2 tasks of web:1 still serve traffic, no new deployment has begun'],
  ['refused update, the tasks were not read', { operation: update('UPDATE_FAILED'), service: existing() },
    '2 of 2 tasks of web:1 still serve traffic, no new deployment was started'],
  ['refused update of a service without tasks', { operation: update('UPDATE_FAILED'), service: existing({ deployments: [{ ...old, runningCount: 0 }] }) },
    'no new deployment was started, and no task runs'],
  ['refused update, and the load balancer does not use the target group', {
    operation: update('UPDATE_FAILED'), service: existing(), tasks: [runs(1, ip), runs(2)],
    targetHealth: { 'arn:tg/web': [{ Target: { Id: '10.0.0.1' }, TargetHealth: { State: 'unused' } }] },
  }, '2 of 2 tasks of web:1 still run, but 1 of them is healthy in the load balancer; no new deployment was started'],
  ['create', { service: service({ loadBalancers }), tasks: [task(1)] }, 'first deployment, nothing serves traffic yet'],
  ['create, a task runs', { service: service(), tasks: [runs(1, { startedBy: DEPLOYMENT })] }, '1 of 2 new tasks runs, first deployment'],
  ['update, nothing runs', { operation: update('UPDATE_IN_PROGRESS', { deploymentId: DEPLOYMENT }), service: service({ createdAt: BEFORE, loadBalancers }), tasks: [task(1)] },
    'no task of the service serves traffic'],
  ['replacement', { operation: update('UPDATE_IN_PROGRESS', { deploymentId: DEPLOYMENT }), service: service({ createdAt: at(2), loadBalancers }), tasks: [task(1)] },
    'nothing of the new service serves traffic yet; CloudFormation keeps the one that it replaces until the update ends'],
  ['refused create', { operation: operation({ resourceStatus: 'CREATE_FAILED' }), service: null }, 'the service does not exist yet, nothing runs'],
  ['update of a service that was deleted', { operation: update('UPDATE_FAILED'), service: null }, 'the service does not exist any more, nothing runs'],
  ['outside of an operation, nothing is known about earlier deployments', { operation: null, service: service({ createdAt: undefined, loadBalancers }), tasks: [] },
    'no task of the service serves traffic'],
])('%s', (_, facts, words) => expect(impact(frame(60, facts))).toBe(words));

/** A worker serves no traffic: it runs. */
test.each<[string, Partial<Frame>, string]>([
  ['refused update', { operation: update('UPDATE_FAILED'), service: existing({ loadBalancers: [] }), tasks: [runs(1), runs(2)] },
    '2 of 2 tasks of web:1 still run, no new deployment was started'],
  ['one old task', { service: service({ createdAt: BEFORE, deployments: [deployment, { ...old, id: 'old', runningCount: 1, desiredCount: 1 }] }) },
    '1 of 1 task of web:1 still runs'],
  ['create', { service: service({ loadBalancers: [] }), tasks: [task(1)] }, 'first deployment, nothing runs yet'],
  ['update, nothing runs', { operation: update('UPDATE_IN_PROGRESS', { deploymentId: DEPLOYMENT }), service: service({ createdAt: BEFORE }), tasks: [task(1)] },
    'no task of the service runs'],
  ['replacement', { operation: update('UPDATE_IN_PROGRESS', { deploymentId: DEPLOYMENT }), service: service({ createdAt: at(2) }), tasks: [task(1)] },
    'nothing of the new service runs yet; CloudFormation keeps the one that it replaces until the update ends'],
  ['the previous deployment is gone', { service: service({ createdAt: BEFORE }), tasks: [task(1)], previousTaskDefinition: {} },
    'no task of the previous deployment runs any more'],
])('without a load balancer: %s', (_, facts, words) => expect(impact(frame(60, facts))).toBe(words));

/** ECS lists a deployment no more once it has rolled it back; its service deployment still names it. */
describe('after a rollback by ECS, without an operation', () => {
  const [NEW, OLD] = ['ecs-svc/2222222222222222222', 'ecs-svc/1111111111111111111'];
  const crashed = task(3, {
    startedBy: NEW, taskDefinitionArn: 'arn:task-definition/web:2', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited',
    startedAt: at(10), containers: [{ name: 'web', exitCode: 1 }],
  });
  const after = (id: string): Frame => frame(600, {
    operation: null,
    service: service({ createdAt: BEFORE, desiredCount: 2, loadBalancers, deployments: [{ ...old, id, status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 2 }] }),
    serviceDeployment: {
      status: 'ROLLBACK_SUCCESSFUL',
      targetServiceRevision: { arn: 'arn:aws:ecs:eu-west-1:123456789012:service-revision/c/web/2222222222222222222' },
    },
    tasks: [runs(1, { startedBy: id, taskDefinitionArn: 'arn:task-definition/web:1' }), runs(2, { startedBy: id, taskDefinitionArn: 'arn:task-definition/web:1' }), crashed],
  });

  test.each([['the previous deployment runs again', OLD], ['ECS made a deployment for it', 'ecs-svc/3333333333333333333']])('%s', (_, id) => {
    const diagnosis = diagnose(after(id));
    expect(diagnosis.impact).toBe('2 of 2 tasks of web:1 still serve traffic');
    expect([diagnosis.status, verdictOf(diagnosis), diagnosis.causes[0].tasks]).toEqual(['failed', 'fail-now', [taskId(crashed)]]);
  });
});
