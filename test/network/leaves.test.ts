import { readFileSync } from 'fs';
import { join } from 'path';
import { explained, isolated, TaskPlan, TEXTS, vpc } from './world';
import { LabEndpoint, LabVpc } from '../../src/lab/ec2/model';

/** `leaf certainty`, as the verdict has them; `none`: there is no verdict. */
type Expected = `${string} ${'certain' | 'likely' | 'seen'}` | 'none';

type Row = readonly [what: string, vpc: LabVpc | readonly LabVpc[], plan: TaskPlan, expected: Expected, says?: string | RegExp];

const endpoint = (more: Partial<LabEndpoint> = {}): LabEndpoint => (
  { id: 'vpce-1', service: 'ecr.dkr', subnets: ['subnet-e'], groups: ['sg-endpoint'], ...more });
const gateway = (more: Partial<LabEndpoint> = {}): LabEndpoint => ({ id: 'vpce-s3', service: 's3', tables: ['rtb-private'], ...more });
const task = (text: string, more: Partial<TaskPlan> = {}): TaskPlan => ({ text, ...more });
const {
  ecrPublic, ecrPrivate, apiSilent, layers, layersRefused, secret, logs, unknownName, unknownNameElsewhere, dockerHub, otherRegion,
} = TEXTS;

const PUBLIC = { 'rtb-public': ['subnet-a', 'subnet-b', 'subnet-p'] };
const publicVpc = (more: Partial<LabVpc> = {}): LabVpc => vpc({
  routeTables: [{ id: 'rtb-public', subnets: PUBLIC['rtb-public'], routes: { '0.0.0.0/0': 'igw-1' } }, { id: 'rtb-main', main: true }],
  natGateways: [], ...more,
});
const groups = (egress: LabVpc['securityGroups']) => ({ securityGroups: egress });
const natVpc = (nat: NonNullable<LabVpc['natGateways']>[number], publicRoutes: { readonly [to: string]: string } = { '0.0.0.0/0': 'igw-1' }) => vpc({
  natGateways: [nat],
  routeTables: [
    { id: 'rtb-private', subnets: ['subnet-a', 'subnet-b'], routes: { '0.0.0.0/0': 'nat-1' } },
    { id: 'rtb-public', subnets: ['subnet-p'], routes: publicRoutes },
    { id: 'rtb-main', main: true },
  ],
});
const acl = (entries: NonNullable<LabVpc['networkAcls']>[number]['entries'], subnets = ['subnet-a', 'subnet-b']): Partial<LabVpc> => (
  { networkAcls: [{ id: 'acl-1', subnets, entries }] });
const BOTH = [{ rule: 100, way: 'in', action: 'allow' }, { rule: 100, way: 'out', action: 'allow' }] as const;

/** Each leaf, and beside it the nearest world in which it is not so, or not sure. */
const LEAVES: readonly Row[] = [
  // routes
  ['a blackhole', isolated({}, { '0.0.0.0/0': 'blackhole nat-9' }), task(ecrPublic), 'route-blackhole certain', 'rtb-private of subnet-a sends 0.0.0.0/0 to nat-9'],
  ['the blackhole of the implicit main table', vpc({ routeTables: [{ id: 'rtb-main', main: true, routes: { '0.0.0.0/0': 'blackhole nat-9' } }] }), task(ecrPublic), 'route-blackhole certain', 'rtb-main of subnet-a'],
  ['twin: a more specific route is in order', isolated({}, { '0.0.0.0/0': 'blackhole nat-9', '52.0.0.0/8': 'tgw-1' }), task(ecrPublic), 'leaves-the-vpc seen', '52.0.0.0/8 to tgw-1'],
  ['twin: without an address, a more specific route may be the one', isolated({}, { '0.0.0.0/0': 'blackhole nat-9', '52.0.0.0/8': 'tgw-1' }), task(apiSilent), 'route-blackhole likely'],
  ['twin: the blackhole is of another destination', vpc({ routeTables: [
    { id: 'rtb-private', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'nat-1', '172.16.0.0/12': 'blackhole pcx-1' } },
    { id: 'rtb-public', subnets: ['subnet-p'], routes: { '0.0.0.0/0': 'igw-1' } },
  ] }), task(ecrPublic), 'in-order seen'],
  ['twin: a prefix list may have the address', isolated({}, { '0.0.0.0/0': 'blackhole nat-9', 'pl-own': 'tgw-1' }), task(ecrPublic), 'route-blackhole likely'],

  ['an internet gateway, no public address', publicVpc(), task(ecrPublic), 'no-public-address certain', /assignPublicIp DISABLED/],
  ['the same by the implicit main table', vpc({ routeTables: [{ id: 'rtb-main', main: true, routes: { '0.0.0.0/0': 'igw-1' } }] }), task(apiSilent), 'no-public-address certain', 'rtb-main'],
  ['twin: it has one', publicVpc(), task(ecrPublic, { publicIp: true }), 'in-order seen'],
  ['twin: a peering, in which central endpoints may be', publicVpc({ routeTables: [
    { id: 'rtb-public', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'igw-1', '10.8.0.0/14': 'pcx-1' } },
  ] }), task(apiSilent), 'no-public-address likely'],
  ['a group that lets no IPv6 out', publicVpc({
    subnets: [{ id: 'subnet-a', cidr: '10.0.1.0/24', ipv6: '2600:1f18:1::/64' }],
    routeTables: [{ id: 'rtb-public', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'igw-1', '::/0': 'eigw-1' } }],
  }), task(TEXTS.ipv6), 'task-egress certain', '2600:1f18::5'],
  ['twin: an address of IPv6 needs no public one of IPv4', publicVpc({
    ...groups([{ id: 'sg-task', egress: [{ peer: '::/0', ports: 'all' }] }]),
    subnets: [{ id: 'subnet-a', cidr: '10.0.1.0/24', ipv6: '2600:1f18:1::/64' }],
    routeTables: [{ id: 'rtb-public', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'igw-1', '::/0': 'igw-1' } }],
  }), task(TEXTS.ipv6), 'in-order seen'],
  ['twin: dual stack, and AWS names no address', publicVpc({
    subnets: [{ id: 'subnet-a', cidr: '10.0.1.0/24', ipv6: '2600:1f18:1::/64' }],
    routeTables: [{ id: 'rtb-public', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'igw-1', '::/0': 'igw-1' } }],
  }), task(apiSilent), 'no-public-address likely'],

  ['a NAT gateway that failed', natVpc({ id: 'nat-1', subnet: 'subnet-p', state: 'failed', failure: 'Network vpc-1 has no Internet gateway attached' }), task(ecrPublic), 'nat-not-available certain', 'has no Internet gateway attached'],
  ['twin: it is available', natVpc({ id: 'nat-1', subnet: 'subnet-p' }), task(ecrPublic), 'in-order seen', '0.0.0.0/0 to nat-1'],
  ['a NAT gateway in a subnet without a way out', natVpc({ id: 'nat-1', subnet: 'subnet-p' }, {}), task(ecrPublic), 'nat-without-way-out certain', 'rtb-public of subnet-p, in which nat-1 is, has no route to the internet'],
  ['the same by the implicit main table of its subnet', vpc({ routeTables: [{ id: 'rtb-private', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'nat-1' } }, { id: 'rtb-main', main: true }] }), task(ecrPublic), 'nat-without-way-out certain', 'rtb-main'],
  ['twin: its subnet leads to a firewall', natVpc({ id: 'nat-1', subnet: 'subnet-p' }, { '0.0.0.0/0': 'vpce-firewall' }), task(ecrPublic), 'leaves-the-vpc seen', 'vpce-firewall'],
  ['twin: its subnet has a prefix list', natVpc({ id: 'nat-1', subnet: 'subnet-p' }, { 'pl-own': 'tgw-1' }), task(ecrPublic), 'nat-without-way-out likely'],
  ['twin: a regional NAT gateway is in no subnet', natVpc({ id: 'nat-1' }, {}), task(ecrPublic), 'in-order seen'],
  ['a private NAT gateway before an internet gateway', natVpc({ id: 'nat-1', subnet: 'subnet-p', connectivity: 'private' }), task(ecrPublic), 'nat-private certain'],
  ['twin: a private NAT gateway before a transit gateway', natVpc({ id: 'nat-1', subnet: 'subnet-p', connectivity: 'private' }, { '0.0.0.0/0': 'tgw-1' }), task(ecrPublic), 'nat-private seen'],

  ['a transit gateway', isolated({}, { '0.0.0.0/0': 'tgw-1' }), task(ecrPublic), 'leaves-the-vpc seen', 'what lies beyond it cannot be read here'],
  ['a NAT instance', isolated({}, { '0.0.0.0/0': 'eni-1' }), task(ecrPublic), 'leaves-the-vpc seen', 'eni-1'],
  ['a firewall endpoint', isolated({}, { '0.0.0.0/0': 'vpce-gwlb' }), task(ecrPublic), 'leaves-the-vpc seen', 'vpce-gwlb'],
  ['twin: the group of the task is closed, whatever lies beyond', isolated(groups([{ id: 'sg-task', egress: [] }]), { '0.0.0.0/0': 'tgw-1' }), task(ecrPublic), 'task-egress certain'],

  ['no route to another registry', isolated(), task(dockerHub), 'no-route certain', 'rtb-private of subnet-a has no route to 44.208.254.194'],
  ['the same by the implicit main table', vpc({ routeTables: [{ id: 'rtb-main', main: true }] }), task(dockerHub), 'no-route certain', 'rtb-main'],
  ['twin: a prefix list may have it', isolated({}, { 'pl-own': 'tgw-1' }), task(dockerHub), 'no-route likely'],
  ['no route to layers of another Region, whatever endpoints there are', isolated({ endpoints: [gateway()] }), task(otherRegion), 'no-route certain', 'endpoints of eu-west-1 do not serve us-east-1'],

  // endpoints
  ['no endpoint', isolated({ endpoints: [endpoint({ service: 'ecr.api' })] }), task(ecrPublic), 'endpoint-absent certain', /vpc-1 has no endpoint com\.amazonaws\.eu-west-1\.ecr\.dkr; .* needs s3, logs, secretsmanager, too/],
  ['no endpoint, AWS names no address', isolated(), task(apiSilent), 'endpoint-absent certain', 'com.amazonaws.eu-west-1.ecr.api'],
  ['no endpoint of Secrets Manager', isolated(), task(secret), 'endpoint-absent certain', 'com.amazonaws.eu-west-1.secretsmanager'],
  ['no endpoint of CloudWatch Logs', isolated(), task(logs), 'endpoint-absent certain', 'com.amazonaws.eu-west-1.logs'],
  ['no endpoint of S3', isolated({ endpoints: [endpoint()] }), task(layers), 'endpoint-absent certain', 'com.amazonaws.eu-west-1.s3'],
  ['twin: a transit gateway, if only for other networks', isolated({}, { '10.0.0.0/8': 'tgw-1' }), task(ecrPublic), 'endpoint-absent likely'],
  ['twin: a peering', isolated({}, { '10.9.0.0/16': 'pcx-1' }), task(apiSilent), 'endpoint-absent likely'],
  ['twin: a virtual private gateway', isolated({}, { '192.168.0.0/16': 'vgw-1' }), task(secret), 'endpoint-absent likely'],
  ['twin: a shared VPC', isolated({ owner: '999988887777' }), task(ecrPublic), 'not-readable seen', 'account 999988887777'],
  ['twin: a NAT gateway leads there without any', vpc(), task(ecrPublic), 'in-order seen'],
  ['twin: an endpoint of another VPC of the account is none', [isolated(), { id: 'vpc-2', cidr: '10.1.0.0/16', subnets: [{ id: 'subnet-z', cidr: '10.1.0.0/24' }], endpoints: [endpoint({ id: 'vpce-2', subnets: ['subnet-z'] })] }], task(ecrPublic), 'endpoint-absent certain'],
  ['an endpoint of S3 in another table', isolated({ endpoints: [gateway({ tables: ['rtb-main'] })] }), task(layers), 'endpoint-in-other-table certain', 'rtb-main only'],
  ['twin: the table has it', isolated({ endpoints: [gateway()] }), task(layers), 'in-order seen'],
  ['twin: another table has it, and a NAT gateway leads there', vpc({ endpoints: [gateway({ tables: ['rtb-main'] })] }), task(layers), 'in-order seen'],
  ['twin: another table has it, and a transit gateway leads out', isolated({ endpoints: [gateway({ tables: ['rtb-main'] })] }, { '0.0.0.0/0': 'tgw-1' }), task(layers), 'leaves-the-vpc seen'],
  ['its endpoint of S3 is gone', isolated({ endpoints: [gateway({ state: 'failed' })] }, { 'pl-s3': 'blackhole vpce-s3' }), task(layers), 'endpoint-not-available certain', 'vpce-s3 of com.amazonaws.eu-west-1.s3 is failed'],
  ['the route to it is a blackhole', isolated({ endpoints: [gateway({ tables: [] })] }, { 'pl-s3': 'blackhole vpce-s3' }), task(layers), 'route-blackhole certain', 'sends pl-s3 to vpce-s3, which is gone'],
  ['an endpoint of S3 is not available yet', isolated({ endpoints: [gateway({ state: 'pending' })] }), task(layers), 'endpoint-not-available likely', 'is pending'],
  ['an endpoint that is not available', isolated({ endpoints: [endpoint({ state: 'pendingAcceptance' })] }), task(ecrPublic), 'endpoint-not-available certain', 'pendingAcceptance'],
  ['twin: AWS writes its state with a capital letter', isolated({ endpoints: [endpoint({ state: 'Available' })] }), task(ecrPrivate), 'in-order seen'],
  ['private DNS is off', isolated({ endpoints: [endpoint({ privateDns: false })] }), task(ecrPublic), 'endpoint-private-dns-off likely'],
  ['twin: it is off, and a NAT gateway leads there', vpc({ endpoints: [endpoint({ privateDns: false })] }), task(ecrPublic), 'in-order seen'],
  ['private DNS of S3 is for networks outside only', isolated({ endpoints: [endpoint({ id: 'vpce-s3i', service: 's3', onlyForInboundResolver: true })] }), task(layers), 'endpoint-private-dns-off likely'],
  ['DNS host names of the VPC are off', isolated({ dnsHostnames: false, endpoints: [endpoint()] }), task(ecrPublic), 'vpc-dns-off certain', 'enableDnsHostnames of vpc-1 is off'],
  ['twin: they are on, so that another DNS server must have answered', isolated({ endpoints: [endpoint()] }), task(ecrPublic), 'dns-server-elsewhere seen'],
  ['DNS of the VPC is off', vpc({ dnsSupport: false }), task(unknownName), 'vpc-dns-off certain', 'enableDnsSupport of vpc-1 is off'],
  ['twin: the server is another one', vpc({ dnsSupport: false }), task(unknownNameElsewhere), 'dns-server-elsewhere seen', '10.7.0.10'],
  ['twin: AWS does not name the server', vpc({ dnsSupport: false }), task(unknownName.replace(' on 10.0.0.2:53', '')), 'vpc-dns-off likely'],
  ['twin: DNS is on', vpc(), task(unknownName), 'none'],

  // filters
  ['the group of the endpoint is closed', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task' }, { id: 'sg-endpoint', ingress: [{ peer: 'sg-other' }] }]) }), task(ecrPrivate), 'endpoint-security-group certain', /sg-endpoint of vpce-1 allows TCP 443 from sg-task or subnet-a/],
  ['it admits another port', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task' }, { id: 'sg-endpoint', ingress: [{ peer: '10.0.0.0/16', ports: 80 }] }]) }), task(ecrPrivate), 'endpoint-security-group certain'],
  ['twin: it admits the group of the task', isolated({ endpoints: [endpoint()] }), task(ecrPrivate), 'in-order seen'],
  ['twin: it admits the block of the VPC', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task' }, { id: 'sg-endpoint', ingress: [{ peer: '10.0.0.0/16' }] }]) }), task(ecrPrivate), 'in-order seen'],
  ['twin: it admits a prefix list', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task' }, { id: 'sg-endpoint', ingress: [{ peer: 'pl-offices' }] }]) }), task(ecrPrivate), 'endpoint-security-group seen', 'pl-offices'],
  ['the group of the task lets nothing out', vpc(groups([{ id: 'sg-task', egress: [] }])), task(ecrPublic), 'task-egress certain', 'sg-task allows TCP 443 to 52.94.184.143'],
  ['it lets only other networks in', vpc(groups([{ id: 'sg-task', egress: [{ peer: '10.0.0.0/8' }] }])), task(apiSilent), 'task-egress certain'],
  ['the default group, if none is named', vpc(groups([{ id: 'sg-d', name: 'default', egress: [] }])), task(ecrPublic, { groups: [] }), 'task-egress certain', 'sg-d'],
  ['twin: another group of it does', vpc(groups([{ id: 'sg-task', egress: [] }, { id: 'sg-more' }])), task(ecrPublic, { groups: ['sg-task', 'sg-more'] }), 'in-order seen'],
  ['twin: a rule names a prefix list', vpc(groups([{ id: 'sg-task', egress: [{ peer: 'pl-own' }] }])), task(ecrPublic), 'task-egress seen', 'pl-own'],
  ['it does not let S3 in', isolated({ endpoints: [gateway()], ...groups([{ id: 'sg-task', egress: [{ peer: 'sg-endpoint' }] }]) }), task(layers), 'task-egress certain', 'S3 (pl-s3)'],
  ['twin: the prefix list of S3', isolated({ endpoints: [gateway()], ...groups([{ id: 'sg-task', egress: [{ peer: 'pl-s3' }] }]) }), task(layers), 'in-order seen'],
  ['it does not let the endpoint in', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task', egress: [{ peer: 'pl-s3' }, { peer: '10.0.1.0/24' }] }, { id: 'sg-endpoint', ingress: [{ peer: 'sg-task' }] }]) }), task(ecrPrivate), 'task-egress seen'],
  ['it names the group of the endpoint', isolated({ endpoints: [endpoint()], ...groups([{ id: 'sg-task', egress: [{ peer: 'sg-endpoint' }] }, { id: 'sg-endpoint', ingress: [{ peer: 'sg-task' }] }]) }), task(ecrPrivate), 'in-order seen'],
  ['an ACL lets nothing out', vpc(acl([{ rule: 90, way: 'out', action: 'deny', ports: [443, 443] }, ...BOTH])), task(ecrPublic), 'network-acl certain', 'acl-1 of subnet-a denies with rule 90 TCP 443 out to 52.94.184.143/32'],
  ['twin: a lower rule allows it first', vpc(acl([{ rule: 80, way: 'out', action: 'allow', ports: [443, 443] }, { rule: 90, way: 'out', action: 'deny', ports: [443, 443] }, ...BOTH])), task(ecrPublic), 'in-order seen'],
  ['twin: it denies other addresses only', vpc(acl([{ rule: 90, way: 'out', action: 'deny', cidr: '53.0.0.0/8' }, ...BOTH])), task(apiSilent), 'in-order seen'],
  ['twin: it is the ACL of another subnet', vpc(acl([{ rule: 90, way: 'out', action: 'deny' }], ['subnet-b'])), task(ecrPublic), 'in-order seen'],
  ['an ACL lets no answers in', vpc(acl([{ rule: 100, way: 'out', action: 'allow' }, { rule: 100, way: 'in', action: 'allow', ports: [443, 443] }])), task(ecrPublic), 'network-acl certain', 'has no rule that allows TCP 1024-65535, the ports of the answers, in from'],
  ['twin: it lets the upper ports in, not those of Linux', vpc(acl([{ rule: 100, way: 'out', action: 'allow' }, { rule: 100, way: 'in', action: 'allow', ports: [61_000, 65_535] }])), task(ecrPublic), 'network-acl likely'],
  ['twin: it lets the ports of Linux in', vpc(acl([{ rule: 100, way: 'out', action: 'allow' }, { rule: 100, way: 'in', action: 'allow', ports: [32_768, 61_000] }])), task(ecrPublic), 'in-order seen'],
  ['the ACL of the endpoint', isolated({ endpoints: [endpoint()], ...acl([{ rule: 100, way: 'out', action: 'allow' }], ['subnet-e']) }), task(ecrPrivate), 'network-acl certain', 'subnet-e has no rule that allows TCP 443 in from 10.0.1.0/24'],
  ['twin: the task is in the same subnet', isolated({ endpoints: [endpoint()], ...acl([], ['subnet-e']) }), task(ecrPrivate, { tasksIn: ['subnet-e'] }), 'in-order seen'],
  ['twin: the endpoint is in another subnet, too', isolated({ endpoints: [endpoint({ service: 'ecr.api', subnets: ['subnet-e', 'subnet-b'] })], ...acl([], ['subnet-e']) }), task(apiSilent), 'in-order seen'],
  ['the ACL of the NAT gateway', vpc(acl([{ rule: 100, way: 'in', action: 'allow', cidr: '10.0.0.0/16' }, { rule: 100, way: 'out', action: 'allow' }], ['subnet-p'])), task(ecrPublic), 'network-acl certain', 'acl-1 of subnet-p'],
  ['twin: it lets answers in', vpc(acl(BOTH, ['subnet-p'])), task(ecrPublic), 'in-order seen'],

  // what answers
  ['the policy of the endpoint', isolated({ endpoints: [gateway({ policy: policy('arn:aws:s3:::shop-data/*') })] }), task(layersRefused), 'endpoint-policy likely', 'prod-eu-west-1-starport-layer-bucket'],
  ['twin: it allows the bucket of layers', isolated({ endpoints: [gateway({ policy: policy('arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*') })] }), task(layersRefused), 'none'],
  ['twin: it allows everything', isolated({ endpoints: [gateway()] }), task(layersRefused), 'none'],
  ['twin: a policy explains no silence', isolated({ endpoints: [gateway({ policy: policy('arn:aws:s3:::shop-data/*') })] }), task(layers), 'in-order seen'],
  ['a young endpoint', isolated({ endpoints: [endpoint({ age: 120 })] }), task(ecrPrivate), 'endpoint-young seen', '2 min before'],
  ['twin: an old one', isolated({ endpoints: [endpoint({ age: 400 })] }), task(ecrPrivate), 'in-order seen'],
  ['twin: what answers is no matter of routes', isolated(), task(TEXTS.refused), 'none'],

  // private addresses
  ['a private address in no route', isolated(), task(ecrPrivate.replace('10.0.9.44', '10.9.0.4')), 'no-route certain', 'no route to 10.9.0.4'],
  ['twin: behind a transit gateway', isolated({}, { '10.0.0.0/8': 'tgw-1' }), task(ecrPrivate.replace('10.0.9.44', '10.9.0.4')), 'leaves-the-vpc seen'],
  ['a private address behind a peering that is gone', isolated({}, { '10.9.0.0/16': 'blackhole pcx-1' }), task(ecrPrivate.replace('10.0.9.44', '10.9.0.4')), 'route-blackhole certain'],

  // on which side
  ['tasks on instances', vpc(), task(ecrPublic, { launchType: 'EC2' }), 'none'],
  ['one subnet of the failed tasks', vpc({ routeTables: [
    { id: 'rtb-private', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'nat-1' } }, { id: 'rtb-public', subnets: ['subnet-p'], routes: { '0.0.0.0/0': 'igw-1' } }, { id: 'rtb-main', main: true },
  ] }),
  task(dockerHub, { tasksIn: ['subnet-b'], subnets: ['subnet-a', 'subnet-b'] }), 'no-route certain', 'rtb-main of subnet-b'],
  ['twin: in which subnet the tasks were is not known', vpc({ routeTables: [
    { id: 'rtb-private', subnets: ['subnet-a'], routes: { '0.0.0.0/0': 'nat-1' } }, { id: 'rtb-public', subnets: ['subnet-p'], routes: { '0.0.0.0/0': 'igw-1' } }, { id: 'rtb-main', main: true },
  ] }),
  task(dockerHub, { tasksIn: [], subnets: ['subnet-a', 'subnet-b'] }), 'no-route likely', 'subnet-a of the service: not the same'],
  ['all subnets of the failed tasks', isolated(), task(dockerHub, { tasksIn: ['subnet-a', 'subnet-b'] }), 'no-route certain', 'the same holds for subnet-b'],
];

function policy(resource: string): string {
  return JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: [resource] }] });
}

const list = (one: LabVpc | readonly LabVpc[]) => ('subnets' in one ? [one] : one);

test.each(LEAVES.map(([what, ...row]) => ({ what, row })))('$what', async ({ row: [world, plan, expected, says] }) => {
  const { diagnosis } = await explained(plan, list(world));
  const { network, causes: [top] } = diagnosis;
  expect(network ? `${network.leaf} ${network.certainty}` : 'none').toBe(expected);
  if (says) expect(network?.text).toMatch(says);
  if (!network) return;
  expect(top.facts[0]).toBe(`network, ${network.certainty}: ${network.text}`);
  expect(network.evidence.length).toBeGreaterThan(0);
  expect(top.fix).toBe(network.fix);
});

test('no verdict of a twin is certain, unless it is about something else', () => {
  const twins = LEAVES.filter(([what]) => what.startsWith('twin'));
  const sure = twins.filter(([, , , expected]) => expected.endsWith(' certain')).map(([what]) => what);
  expect(sure).toEqual([
    'twin: the group of the task is closed, whatever lies beyond', 'twin: an endpoint of another VPC of the account is none',
  ]);
  expect(twins.length).toBeGreaterThan(40);
});

test('each verdict has a row here and is in the documentation', () => {
  const root = join(__dirname, '..', '..');
  const source = readFileSync(join(root, 'src', 'network', 'model.ts'), 'utf8');
  const names = [.../export type Leaf =([^;]*);/.exec(source)![1].matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
  const page = readFileSync(join(root, 'docs', 'ecs-why.md'), 'utf8');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !LEAVES.some(([, , , expected]) => expected.startsWith(`${name} `)))).toEqual([]);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
