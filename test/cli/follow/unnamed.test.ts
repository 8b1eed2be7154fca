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

test.each([
  ['--task-definition', 'another account', 'arn:aws:ecs:eu-west-1:210987654321:task-definition/shop:1'],
  ['--task-definition', 'another Region', 'arn:aws:ecs:eu-central-1:123456789012:task-definition/shop:1'],
  ['--deployment', 'another account', 'arn:aws:ecs:eu-west-1:210987654321:service-deployment/prod/shop-01/abc'],
])('%s of %s than the service is refused', async (option, _, arn) => {
  const { code, out, err } = await (await beside(await cluster(1, []), ['follow', 'prod', 'shop-01', option, arn])).ended;
  const [, , , region, account] = arn.split(':');
  expect({ code, out, err }).toEqual({
    code: EXIT.usage, out: '', err: `ecs-why: ${option} names one in ${region} and the account ${account}, and the service "shop-01" is in eu-west-1 and the account 123456789012\n`,
  });
});

test('--task-definition takes the ARN of a revision of the same account and Region', async () => {
  const { code } = await follow(await cluster(1, []), ['prod', 'shop-01', '--task-definition', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:1']);
  expect(code).toBe(EXIT.ok);
});
