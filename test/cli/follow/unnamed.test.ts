import { cluster, follow } from './cluster';
import { EXIT } from '../../../src/cli/exit';
import { callFake } from '../../../src/lab/world';
import { beside } from '../bundle';

jest.setTimeout(60_000);

test('follow without a name follows the only cluster', async () => {
  const { code, out } = await follow(await cluster(1, []), []);
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('shop-01: deployed');
});

test('of several clusters it lists them; so does ecs-why without arguments, also if there is one', async () => {
  const lab = await cluster(1, []);
  const alone = await (await beside(lab, [])).ended;
  expect(alone).toEqual({ code: EXIT.usage, out: '', err: 'ecs-why: name a cluster and a service, or a stack: ecs-why CLUSTER SERVICE, ecs-why STACK; the clusters are:\n  prod\n' });
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'dev' });
  const several = await (await beside(lab, ['follow'])).ended;
  expect(several).toEqual({ code: EXIT.usage, out: '', err: 'ecs-why: name one of the clusters: ecs-why follow CLUSTER\n  dev\n  prod\n' });
});

test('--on-failure takes no cluster that was not named', async () => {
  const { code, err } = await (await beside(await cluster(1, []), ['follow', '--on-failure', 'rollback'])).ended;
  expect({ code, err }).toEqual({ code: EXIT.usage, err: 'ecs-why: --on-failure takes full names only: name the cluster\n' });
});
