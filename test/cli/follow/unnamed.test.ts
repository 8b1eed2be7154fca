import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { cluster, follow } from './cluster';
import { EXIT } from '../../../src/cli/exit';
import { callFake } from '../../../src/lab/world';
import { beside } from '../bundle';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'unnamed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('follow without a name follows the only cluster', async () => {
  const { code, out } = await follow(await cluster(1, []), []);
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('shop-01: deployed');
});

test.each([[[]], [['explain']]])('%j without a name explains the only service of the only cluster', async (args) => {
  const { code, out } = await (await beside(await cluster(1, []), args)).ended;
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('service shop-01: ');
});

test('record without a name records the only service of the only cluster', async () => {
  const file = join(folder, 'only.json');
  const { code, err } = await (await beside(await cluster(1, []), ['record', '-o', file])).ended;
  expect({ code, err }).toEqual({ code: EXIT.ok, err: expect.stringContaining(`${file}: 1 frame; `) });
  expect(readFileSync(file, 'utf8')).toContain('shop-01');
});

test.each([['explain'], ['record']])('%s: of several services they list them', async (command) => {
  const several = await (await beside(await cluster(2, []), [command])).ended;
  expect(several).toEqual({ code: EXIT.usage, out: '', err: 'ecs-why: "prod" can be any of these; name one:\n  prod shop-01\n  prod shop-02\n' });
});

test('of several clusters they list them', async () => {
  const lab = await cluster(1, []);
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'dev' });
  const errorOf = async (...args: string[]) => {
    const { code, err } = await (await beside(lab, args)).ended;
    return [code, err];
  };
  const name = (what: string) => [EXIT.usage, `ecs-why: name ${what}\n  dev\n  prod\n`];
  expect(await errorOf('follow')).toEqual(name('one of the clusters: ecs-why follow CLUSTER'));
  expect(await errorOf('record')).toEqual(name('one of the clusters: ecs-why record CLUSTER'));
  expect(await errorOf()).toEqual(name('a cluster and a service, or a stack: ecs-why CLUSTER SERVICE, ecs-why STACK; the clusters are:'));
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

const ofService = (region: string, account: string, partition = 'aws') => `arn:${partition}:ecs:${region}:${account}:service/prod/shop-01`;
const ofCluster = (region: string, account: string) => `arn:aws:ecs:${region}:${account}:cluster/prod`;
const OTHER_ACCOUNT = '210987654321';
const HERE = ['eu-west-1', '123456789012'] as const;
const PAGE = 'eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/shop-01';

describe('an ARN or address of another account, Region or partition than what is read is refused, before anything is followed', () => {
  test.each<[string, readonly string[]]>([
    ['follow', ['follow', ofService('eu-west-1', OTHER_ACCOUNT)]],
    ['follow, which would roll back', ['follow', ofService('eu-west-1', OTHER_ACCOUNT), '--on-failure', 'rollback']],
    ['with the cluster beside it', ['follow', 'prod', ofService('eu-west-1', OTHER_ACCOUNT)]],
    ['in the short format of old services', ['follow', 'prod', `arn:aws:ecs:eu-west-1:${OTHER_ACCOUNT}:service/shop-01`]],
    ['cluster ARN and name', ['follow', ofCluster('eu-west-1', OTHER_ACCOUNT), 'shop-01']],
    ['a whole cluster', ['follow', ofCluster('eu-west-1', OTHER_ACCOUNT)]],
    ['--services', ['follow', 'prod', '--services', `shop-02,${ofService('eu-west-1', OTHER_ACCOUNT)}`]],
    ['--services of another Region', ['follow', 'prod', '--services', ofService('us-east-1', '123456789012')]],
    ['another partition', ['follow', ofService(...HERE, 'aws-cn')]],
    ['explain', [ofService('eu-west-1', OTHER_ACCOUNT)]],
    ['explain, a cluster', [ofCluster('eu-west-1', OTHER_ACCOUNT)]],
    ['record', ['record', ofService('eu-west-1', OTHER_ACCOUNT)]],
    ['an address', ['follow', `https://${OTHER_ACCOUNT}-abcd1234.${PAGE}`]],
    ['another Region with --region', ['follow', ofService('us-east-1', '123456789012'), '--region', 'eu-west-1']],
    ['an address and --region', ['follow', `https://${PAGE}`, '--region', 'us-east-1']],
    ['explain of another Region with --region', [ofService('us-east-1', '123456789012'), '--region', 'eu-west-1']],
    ['watch, a stack', ['watch', 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1', '--region', 'eu-west-1']],
    ['explain, a stack', ['arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1', '--region', 'eu-west-1']],
  ])('%s', async (_, args) => {
    const lab = await cluster(2, []);
    const { code, out, err } = await (await beside(lab, args)).ended;
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toMatch(/^ecs-why: (\S+ names one in .+ and .+ is in eu-west-1 and the account 123456789012|--region is \S+, and the ARN or address names .+)\n$/);
    expect(lab.calls.filter(({ operation }) => operation === 'ListServiceDeployments')).toEqual([]);
  });

  test('what cannot be read at first is read again before anything is followed', async () => {
    const faults = [{ service: 'ecs', operation: 'DescribeServices', calls: '1-4', kind: 'throttle' }];
    const lab = await cluster(1, [], [], { faults });
    const { code, err } = await follow(lab, [ofService('eu-west-1', OTHER_ACCOUNT)]);
    expect({ code, err }).toEqual({ code: EXIT.usage, err: expect.stringContaining(`"${ofService('eu-west-1', OTHER_ACCOUNT)}" names one in`) });
  });

  test.each<[string, readonly string[]]>([
    ['ARN', [ofService(...HERE)]], ['cluster ARN', [ofCluster(...HERE), 'shop-01']], ['address', [`https://123456789012-abcd1234.${PAGE}`]],
    ['ARN and its Region', [ofService(...HERE), '--region', 'eu-west-1']],
  ])('%s of the same account is followed', async (_, args) => {
    expect((await follow(await cluster(1, []), args)).code).toBe(EXIT.ok);
  });
});

test('--task-definition takes the ARN of a revision of the same account and Region', async () => {
  const { code } = await follow(await cluster(1, []), ['prod', 'shop-01', '--task-definition', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:1']);
  expect(code).toBe(EXIT.ok);
});
