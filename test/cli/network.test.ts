import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_logs as logs, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { beside, ecsWhy, openLab, Ran } from './bundle';
import { EXIT } from '../../src/cli/exit';
import { LabVpc } from '../../src/lab/ec2/model';
import { ec2 as ec2Service } from '../../src/lab/ec2/service';
import { Lab, LabOptions } from '../../src/lab/lab';
import { isolated, TEXTS, vpc } from '../network/world';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'network-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One service in the subnets a and b of `vpc()`. */
function assembly(): string {
  const outdir = join(folder, 'cdk.out');
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  const network = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-a', 'subnet-b'],
  });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: network, clusterName: 'shop' });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('web', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Images', 'web'), '2'),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web', logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY }) }),
  });
  new ecs.FargateService(stack, 'Service', {
    cluster, taskDefinition, desiredCount: 1, serviceName: 'web', circuitBreaker: { rollback: false }, minHealthyPercent: 100,
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-task')],
  });
  app.synth();
  return outdir;
}

const APP = assembly();

async function shop(world: LabVpc, text: string, more: Partial<NonNullable<LabOptions['scenario']>> = {}): Promise<Lab> {
  const lab = await openLab({
    scenario: { scenario: 1, services: { Service: { rules: [{ pull: { text, after: 8, container: 'web' } }] } }, ...more },
    services: [ec2Service(world)],
  });
  await lab.deploy({ assembly: APP, rollback: false });
  return lab;
}

async function run(lab: Lab, ...args: string[]): Promise<Ran> {
  const { ended } = await beside(lab, args);
  await lab.advance(120);
  return ended;
}

const operations = (lab: Lab) => lab.calls.filter(({ service }) => service === 'ec2').map(({ operation }) => operation);

test('explain reads the routes of a network cause: fact, fix, JSON, page; a recording is judged alike', async () => {
  const lab = await shop(isolated(), TEXTS.ecrPublic);
  const { out, err, code } = await run(lab, 'shop', 'web');
  expect(err).toBe('');
  expect(code).toBe(EXIT.ok);
  const says = /\n(network, certain: route table rtb-private of subnet-[ab] has no route to 52\.94\.184\.143, and vpc-1 has no endpoint com\.amazonaws\.eu-west-1\.ecr\.dkr.*)\n/;
  expect(out).toMatch(says);
  expect(out).toContain('\nfix: vpc.addInterfaceEndpoint("EcrDkr", { service: InterfaceVpcEndpointAwsService.ECR_DOCKER })');
  expect(new Set(operations(lab))).toEqual(new Set([
    'DescribeSubnets', 'DescribeRouteTables', 'DescribeVpcEndpoints', 'DescribeSecurityGroups', 'DescribeNetworkAcls', 'DescribeNatGateways',
    'DescribeVpcAttribute',
  ]));
  expect(operations(lab).length).toBeLessThanOrEqual(10);

  const page = join(folder, 'page.html');
  const json = JSON.parse((await run(lab, 'shop', 'web', '--json', '--html', page)).out) as { network: object; causes: { fix: string }[]; untrusted: string[] };
  expect(json.network).toMatchObject({ leaf: 'endpoint-absent', certainty: 'certain' });
  expect(Object.keys(json.network)).toEqual(['leaf', 'certainty', 'text', 'evidence', 'fix', 'subnets']);
  expect(json.causes[0].fix).toContain('vpc.addInterfaceEndpoint');
  expect(json.untrusted).toContain('network.text');
  expect(readFileSync(page, 'utf8')).toContain('network, certain: route table rtb-private');

  const file = join(folder, 'web.json');
  await run(lab, 'record', 'shop', 'web', '--output', file);
  expect(readFileSync(file, 'utf8')).not.toContain('"OwnerId": "123456789012"');
  expect(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { frames: { lookups: object }[] }).frames.at(-1)!.lookups)).toHaveLength(7);
  expect(ecsWhy(['replay', file]).out).toContain(says.exec(out)![1]);
});

test('a stack is explained with its network, too', async () => {
  const lab = await shop(vpc({ routeTables: [{ id: 'rtb-main', main: true, routes: { '0.0.0.0/0': 'igw-1' } }] }), TEXTS.ecrPublic);
  const { out } = await run(lab, 'explain', 'Shop');
  expect(out).toMatch(/network, certain: route table rtb-main of subnet-[ab] sends 0\.0\.0\.0\/0 to internet gateway igw-1/);
});

test('follow reports a failure with the verdict', async () => {
  const lab = await shop(isolated({}, { '0.0.0.0/0': 'tgw-1' }), TEXTS.ecrPublic);
  const recordings = join(folder, 'recordings');
  const { out, code } = await run(lab, 'follow', 'shop', 'web', '--since', '2h', '--record', recordings);
  expect(code).toBe(EXIT.failed);
  expect(out).toMatch(/network, seen: route table rtb-private of subnet-[ab] sends 0\.0\.0\.0\/0 to tgw-1: what lies beyond it cannot be read here/);
  const [recording] = readdirSync(recordings);
  expect(ecsWhy(['replay', join(recordings, recording)]).out).toContain('network, seen: route table rtb-private');
});

test('other causes make no call to EC2', async () => {
  const gone = TEXTS.ecrPublic.replace(/failed to do request: .*/, '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2: not found');
  const lab = await shop(isolated(), gone);
  const { out } = await run(lab, 'shop', 'web');
  expect(out).toContain('[image-not-found]');
  expect(operations(lab)).toEqual([]);
});

test.each([
  ['all', [{ service: 'ec2', kind: 'accessDenied' }], 'the network is not read: grant ec2:DescribeSubnets, ec2:DescribeRouteTables, ec2:DescribeVpcEndpoints,'
    + ' ec2:DescribeSecurityGroups, ec2:DescribeNetworkAcls, ec2:DescribeNatGateways, ec2:DescribeVpcAttribute; the diagnosis by AWS\'s text stands', undefined],
  ['one', [{ service: 'ec2', operation: 'DescribeNetworkAcls', kind: 'accessDenied' }],
    'the network is read only in part: grant ec2:DescribeNetworkAcls; the verdict rests on the rest', 'endpoint-absent certain'],
  ['endpoints', [{ service: 'ec2', operation: 'DescribeVpcEndpoints', kind: 'accessDenied' }],
    'the network is read only in part: grant ec2:DescribeVpcEndpoints; the verdict rests on the rest', 'endpoint-absent likely'],
  ['routes', [{ service: 'ec2', operation: 'DescribeRouteTables', kind: 'accessDenied' }],
    'the network is read only in part: grant ec2:DescribeRouteTables; the verdict rests on the rest', undefined],
] as const)('denied: %s', async (_what, faults, line, verdict) => {
  const lab = await shop(isolated(), TEXTS.ecrPublic, { faults });
  const { out, err } = await run(lab, 'shop', 'web', '--json');
  expect(err.split('\n').filter(Boolean)).toEqual([`ecs-why: ${line}`]);
  const { network, causes: [top] } = JSON.parse(out) as { network: { leaf: string; certainty: string } | null; causes: { id: string }[] };
  expect(top.id).toBe('image-pull-network');
  expect(network ? `${network.leaf} ${network.certainty}` : undefined).toBe(verdict);
});

test('EC2 throttles for good: the diagnosis by AWS\'s text stands', async () => {
  const lab = await shop(isolated(), TEXTS.ecrPublic, { faults: [{ service: 'ec2', kind: 'throttle' }] });
  const { out, err, code } = await run(lab, 'shop', 'web');
  expect(code).toBe(EXIT.ok);
  expect(err).toMatch(/^ecs-why: the network is not read: DescribeSubnets: RequestLimitExceeded: .*; the diagnosis by AWS's text stands\n$/);
  expect(out).toContain('[image-pull-network]');
});
