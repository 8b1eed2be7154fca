import type { ECSExpressGatewayService, Task } from '@aws-sdk/client-ecs';
import { at, phasesIn } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { Lab } from '../../../src/lab/lab';
import { callFake, DeploymentRule, TaskRule } from '../../../src/lab/world';
import { beside, openLab, Ran, Running } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const POLL_MS = 5_000;
const CANARY = ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done'];
const IMAGE_GONE: TaskRule = { pull: { text: 'CannotPullContainerError: pull image manifest: shop/web:2: not found', after: 8, container: 'Main' } };

interface Express {
  readonly lab: Lab;
  /** The ARN of the Express service, which is that of the ECS service under it. */
  readonly arn: string;
  update(): void;
  current(): string | undefined;
}

/** Amazon ECS Express Mode: the first version is complete; later tasks and deployments fare by the rules. */
async function expressService(later: readonly TaskRule[] = [], deployments: readonly DeploymentRule[] = []): Promise<Express> {
  const [rules, deploymentRules]: [TaskRule[], DeploymentRule[]] = [[], []];
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { web: { rules, deployments: deploymentRules } } } });
  const call = (operation: string, input: object) => (callFake(lab.world, 'ecs', operation, input) as { service: ECSExpressGatewayService }).service;
  const { serviceArn: arn = '' } = call('CreateExpressGatewayService', {
    serviceName: 'web', primaryContainer: { image: 'shop/web:1', containerPort: 8080 }, scalingTarget: { minTaskCount: 2 },
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution', infrastructureRoleArn: 'arn:aws:iam::123456789012:role/express',
  });
  await lab.advance(1200);
  rules.push(...later);
  deploymentRules.push(...deployments);
  const update = () => { call('UpdateExpressGatewayService', { serviceArn: arn, primaryContainer: { image: 'shop/web:2', containerPort: 8080 } }); };
  return { lab, arn, update, current: () => call('DescribeExpressGatewayService', { serviceArn: arn }).currentDeployment };
}

/** An update, with follow beside it. */
async function followed({ lab, arn, update }: Express, args: readonly string[] = [], seconds = 1200): Promise<Running & Ran> {
  const running = await beside(lab, ['follow', arn, '--wait', '5m', ...args]);
  await lab.advance(7);
  update();
  await lab.advance(seconds);
  return { ...running, ...await running.ended };
}

/** Lab milliseconds at which ECS began to stop the first task whose image it cannot pull. */
function firstStop(lab: Lab): number {
  const { taskArns } = callFake(lab.world, 'ecs', 'ListTasks', { desiredStatus: 'STOPPED' }) as { taskArns: string[] };
  const { tasks } = callFake(lab.world, 'ecs', 'DescribeTasks', { tasks: taskArns }) as { tasks: Task[] };
  const stops = tasks.filter(({ stoppedReason = '' }) => stoppedReason.includes('CannotPull')).map(({ stoppingAt }) => stoppingAt?.getTime() ?? NaN);
  return stops.length ? Math.min(...stops) : NaN;
}

const last = ({ out }: Ran) => out.trim().split('\n').at(-1);

test('deployed: the phases of a canary deployment, exit code 0', async () => {
  const express = await expressService();
  const run = await followed(express);
  expect({ code: run.code, err: run.err, phases: phasesIn(run.out) }).toEqual({ code: EXIT.ok, err: '', phases: CANARY });
  expect(run.out).toContain('canary, 2 desired');
  expect(last(run)).toMatch(/ web: deployed after \d+:\d\d$/);
});

test('the image is gone: the cause within two polls of the first task that ECS stops, exit code 1', async () => {
  const express = await expressService([IMAGE_GONE]);
  const run = await followed(express);
  expect({ code: run.code, last: last(run) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/ web: failed \[image-not-found\] after [\d:]+$/) });
  const stop = firstStop(express.lab);
  expect(stop).not.toBeNaN();
  expect(at(run.lines, '[image-not-found]') - stop).toBeLessThanOrEqual(2 * POLL_MS);
});

test('the alarm that Express Mode makes rolls the deployment back', async () => {
  const run = await followed(await expressService([], [{ alarm: { after: 200 } }]));
  expect({ code: run.code, last: last(run) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/: failed \[alarm-rollback\] after/) });
});

test('the first deployment, before the cluster exists', async () => {
  const lab = await openLab({ scenario: { scenario: 1, seed: 7 } });
  const running = await beside(lab, ['follow', 'default', 'web', '--wait', '5m']);
  await lab.advance(20);
  callFake(lab.world, 'ecs', 'CreateExpressGatewayService', { serviceName: 'web', primaryContainer: { image: 'shop/web:1' } });
  await lab.advance(1200);
  const { code, err, out } = await running.ended;
  expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
  expect(out).toMatch(/ web: deployed after /);
});

test('--deployment takes the currentDeployment of DescribeExpressGatewayService; a whole cluster and explain find the service', async () => {
  const express = await expressService([IMAGE_GONE]);
  express.update();
  await express.lab.advance(5);
  const named = await beside(express.lab, ['follow', express.arn, '--deployment', express.current() ?? '']);
  const all = await beside(express.lab, ['follow', 'default']);
  await express.lab.advance(60);
  const explain = await beside(express.lab, [express.arn]);
  await express.lab.advance(10);
  for (const run of [named, all]) expect(await run.ended).toMatchObject({ code: EXIT.failed, out: expect.stringContaining('[image-not-found]') });
  expect(await explain.ended).toMatchObject({ code: EXIT.ok, out: expect.stringContaining('[image-not-found]') });
});
