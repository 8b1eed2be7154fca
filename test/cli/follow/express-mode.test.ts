import type { Task } from '@aws-sdk/client-ecs';
import { expectInTime, ms, phasesIn, serviceDeployments } from './deploys';
import { expressService, followed, IMAGE_GONE } from './express';
import { EXIT } from '../../../src/cli/exit';
import { Lab } from '../../../src/lab/lab';
import { callFake } from '../../../src/lab/world';
import { beside, openLab, Ran } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const CANARY = ['registered', 'provisioning', 'pulling', 'started', 'healthy', 'traffic shifted', 'baking', 'done'];

/** Lab milliseconds at which ECS began to stop the first task whose image it cannot pull. */
function firstStop(lab: Lab): number {
  const { taskArns } = callFake(lab.world, 'ecs', 'ListTasks', { desiredStatus: 'STOPPED' }) as { taskArns: string[] };
  const { tasks } = callFake(lab.world, 'ecs', 'DescribeTasks', { tasks: taskArns }) as { tasks: Task[] };
  const stops = tasks.filter(({ stoppedReason = '' }) => stoppedReason.includes('CannotPull')).map(({ stoppingAt }) => stoppingAt?.getTime() ?? NaN);
  return stops.length ? Math.min(...stops) : NaN;
}

const PLACE = { cluster: 'default', service: 'web' };

const last = ({ out }: Ran) => out.trim().split('\n').at(-1);

test('deployed: the phases of a canary deployment, exit code 0', async () => {
  const express = await expressService();
  const run = await followed(express);
  expect({ code: run.code, err: run.err, phases: phasesIn(run.out) }).toEqual({ code: EXIT.ok, err: '', phases: CANARY });
  expect(run.out).toContain('canary, 2 desired');
  expect(last(run)).toMatch(/ web: deployed after \d+:\d\d$/);
  expectInTime(run, ' web: deployed after', ms(serviceDeployments(express.lab, PLACE)[0].finishedAt));
});

test('the image is gone: the cause within two polls of the first task that ECS stops, exit code 1', async () => {
  const express = await expressService([IMAGE_GONE]);
  const run = await followed(express);
  expect({ code: run.code, last: last(run) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/ web: failed \[image-not-found\] after [\d:]+$/) });
  expectInTime(run, '[image-not-found]', firstStop(express.lab));
});

test('the alarm that Express Mode makes rolls the deployment back', async () => {
  const express = await expressService([], [{ alarm: { after: 200 } }]);
  const run = await followed(express);
  expect({ code: run.code, last: last(run) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/: failed \[alarm-rollback\] after/) });
  expectInTime(run, '[alarm-rollback]', ms(serviceDeployments(express.lab, PLACE)[0].rollback?.startedAt));
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
