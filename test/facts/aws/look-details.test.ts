import { at, DEPLOYMENT, fakeAws, service, TARGET_GROUP } from './fake';
import { see, withDeployment } from './see';

describe('targets', () => {
  const balanced = (more: object) => withDeployment(more, { loadBalancers: [{ targetGroupArn: TARGET_GROUP, containerName: 'web', containerPort: 80 }] });
  const sick = { Target: { Id: '10.0.0.7', Port: 80 }, TargetHealth: { State: 'unhealthy', Reason: 'Target.ResponseCodeMismatch' } };

  test('read while tasks run that are not through, every ten seconds', async () => {
    const aws = fakeAws({ service: balanced({ runningCount: 0, pendingCount: 2 }), targetHealth: [sick] });
    const reads = () => aws.calls.filter((c) => c === 'describeTargetHealth').length;
    let { memory } = await see(aws, 10);
    expect(reads()).toBe(0);
    aws.facts.service = balanced({ runningCount: 2, pendingCount: 0 });
    let frame;
    ({ memory, frame } = await see(aws, 15, memory));
    expect(frame).toMatchObject({ targetHealth: { [TARGET_GROUP]: [sick] }, targetGroups: [{ HealthCheckPath: '/health' }] });
    for (const s of [20, 25]) ({ memory } = await see(aws, s, memory));
    expect(reads()).toBe(2);
    aws.facts.service = balanced({ runningCount: 2, pendingCount: 0, rolloutState: 'COMPLETED' });
    await see(aws, 60, memory);
    expect(reads()).toBe(2);
  });
});

describe('service deployment', () => {
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/api/abc';
  const it = { serviceDeploymentArn: arn, status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME', targetServiceRevision: { arn: `arn:aws:ecs:::service-revision/shop/api/${DEPLOYMENT.slice(8)}` } };

  test('read where deployments have stages, and found by its revision', async () => {
    const staged = service({ deploymentConfiguration: { strategy: 'BLUE_GREEN' } });
    const aws = fakeAws({ service: staged, serviceDeployments: [{ ...it, serviceDeploymentArn: `${arn}x`, targetServiceRevision: { arn: 'x/99' } }, it] });
    const { frame, memory } = await see(aws, 10);
    expect(frame.serviceDeployment?.lifecycleStage).toBe('BAKE_TIME');
    aws.calls.length = 0;
    await see(aws, 15, memory);
    expect(aws.calls).toEqual(['describeServices', 'describeServiceDeployments']);
  });

  test('names the deployment when ECS does not list it with the service', async () => {
    const staged = service({ deploymentConfiguration: { strategy: 'CANARY' }, deployments: [] });
    const aws = fakeAws({ service: staged, serviceDeployments: [{ ...it, createdAt: at(7) }] });
    expect((await see(aws, 10)).frame.operation?.deploymentId).toBe(DEPLOYMENT);
    aws.facts.serviceDeployments = [{ ...it, createdAt: at(-700) }];
    expect((await see(aws, 10)).frame.operation?.deploymentId).toBeNull();
  });

  test('the newest names the deployment, in whatever order they come (F14)', async () => {
    const staged = service({ deploymentConfiguration: { strategy: 'CANARY' }, deployments: [] });
    const earlier = { ...it, serviceDeploymentArn: `${arn}x`, createdAt: at(6), targetServiceRevision: { arn: 'service-revision/shop/api/99' } };
    const aws = fakeAws({ service: staged, serviceDeployments: [earlier, { ...it, createdAt: at(7) }] });
    expect((await see(aws, 10)).frame.operation?.deploymentId).toBe(DEPLOYMENT);
  });

  test('not read for a rolling update that is under way', async () => {
    const aws = fakeAws({ serviceDeployments: [it] });
    await see(aws, 10);
    expect(aws.calls.join()).not.toContain('ServiceDeployments');
  });
});
