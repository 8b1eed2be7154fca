import {
  DescribeNatGatewaysCommand, DescribeNetworkAclsCommand, DescribeRouteTablesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand,
  DescribeVpcAttributeCommand, DescribeVpcEndpointsCommand, EC2Client,
} from '@aws-sdk/client-ec2';
import { config, lab } from './support';
import { LabVpc } from '../../src/lab/ec2/model';
import { ec2 } from '../../src/lab/ec2/service';
import { Scenario } from '../../src/lab/world';

const VPC: LabVpc = {
  id: 'vpc-1',
  cidr: '10.0.0.0/16',
  dnsHostnames: false,
  subnets: Array.from({ length: 7 }, (_, i) => ({ id: `subnet-${i}`, cidr: `10.0.${i}.0/24` })),
  routeTables: [{ id: 'rtb-1', subnets: ['subnet-1'], routes: { '0.0.0.0/0': 'nat-1', '10.9.0.0/16': 'blackhole pcx-1', '::/0': 'eigw-1' } }],
  endpoints: [{ id: 'vpce-s3', service: 's3', tables: ['rtb-1'] }, { id: 'vpce-1', service: 'ecr.dkr', subnets: ['subnet-2'], groups: ['sg-1'], age: 60 }],
  securityGroups: [{ id: 'sg-1', ingress: [{ peer: 'sg-2' }, { peer: 'pl-9', ports: [80, 81] }], egress: [] }],
  networkAcls: [{ id: 'acl-1', subnets: ['subnet-1'], entries: [{ rule: 5, way: 'out', action: 'deny', ports: [443, 443] }] }],
  natGateways: [{ id: 'nat-1', subnet: 'subnet-0', state: 'failed', failure: 'a <reason> & more' }],
};

async function client(more: Partial<Scenario> = {}, ...vpcs: readonly LabVpc[]) {
  const made = await lab(more, { services: [ec2(VPC, ...vpcs)] });
  return { made, aws: new EC2Client(config(made)) };
}

test('the SDK reads each answer over the wire of EC2', async () => {
  const { made, aws } = await client();
  const { RouteTables } = await aws.send(new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }));
  expect(RouteTables?.map((one) => [one.RouteTableId, one.Associations?.map(({ Main, SubnetId }) => [Main, SubnetId])])).toEqual([
    ['rtb-1', [[false, 'subnet-1']]], ['rtb-main-vpc-1', [[true, undefined]]],
  ]);
  expect(RouteTables?.[0].Routes?.map(({ Origin: _, ...route }) => route)).toEqual([
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
    { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' },
    { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-1', State: 'blackhole' },
    { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1', State: 'active' },
    { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-s3', State: 'active' },
  ]);
  const { VpcEndpoints } = await aws.send(new DescribeVpcEndpointsCommand({ Filters: [{ Name: 'service-name', Values: ['*.ecr.dkr'] }] }));
  expect(VpcEndpoints).toEqual([expect.objectContaining({
    ServiceName: 'com.amazonaws.eu-west-1.ecr.dkr', State: 'available', PrivateDnsEnabled: true, SubnetIds: ['subnet-2'],
    CreationTimestamp: new Date(made.clock.now() - 60_000),
  })]);
  const { SecurityGroups } = await aws.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-1'] }));
  expect(SecurityGroups?.[0]).toMatchObject({
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-2' }] },
      { FromPort: 80, ToPort: 81, PrefixListIds: [{ PrefixListId: 'pl-9' }] },
    ],
    IpPermissionsEgress: [],
  });
  const { NetworkAcls } = await aws.send(new DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: ['subnet-1'] }] }));
  expect(NetworkAcls?.[0].Entries).toEqual(expect.arrayContaining([
    { RuleNumber: 5, Egress: true, RuleAction: 'deny', Protocol: '6', CidrBlock: '0.0.0.0/0', PortRange: { From: 443, To: 443 } },
    { RuleNumber: 32_767, Egress: false, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  ]));
  const { NatGateways } = await aws.send(new DescribeNatGatewaysCommand({ Filter: [{ Name: 'state', Values: ['failed'] }] }));
  expect(NatGateways?.[0]).toMatchObject({ NatGatewayId: 'nat-1', State: 'failed', FailureMessage: 'a <reason> & more' });
  const attribute = await aws.send(new DescribeVpcAttributeCommand({ VpcId: 'vpc-1', Attribute: 'enableDnsHostnames' }));
  expect([attribute.EnableDnsHostnames?.Value, attribute.EnableDnsSupport]).toEqual([false, undefined]);
  expect(made.violations).toEqual([]);
});

test('pages, filters and their errors are those of EC2', async () => {
  const { aws } = await client();
  const ids: unknown[] = [];
  let NextToken: string | undefined;
  let calls = 0;
  do {
    const page = await aws.send(new DescribeSubnetsCommand({ MaxResults: 5, NextToken }));
    ids.push(...page.Subnets!.map(({ SubnetId }) => SubnetId));
    ({ NextToken } = page);
    calls++;
  } while (NextToken);
  expect([calls, ids]).toEqual([2, VPC.subnets.map(({ id }) => id)]);
  await expect(aws.send(new DescribeSubnetsCommand({ MaxResults: 2 }))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(aws.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).rejects.toMatchObject({
    name: 'InvalidParameterValue', message: 'The filter \'colour\' is invalid',
  });
  await expect(aws.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-1', 'subnet-gone'] }))).rejects.toMatchObject({ name: 'InvalidSubnetID.NotFound' });
  expect((await aws.send(new DescribeSubnetsCommand({ Filters: [{ Name: 'subnet-id', Values: ['subnet-1', 'subnet-gone'] }] }))).Subnets).toHaveLength(1);
});

test('a participant sees the subnets that are shared with it, and nothing else of the VPC', async () => {
  const { aws } = await client({}, { id: 'vpc-2', cidr: '10.2.0.0/16', owner: '999988887777', subnets: [{ id: 'subnet-s', cidr: '10.2.0.0/24' }], endpoints: [{ id: 'vpce-2', service: 'logs' }] });
  const Filters = [{ Name: 'vpc-id', Values: ['vpc-2'] }];
  expect((await aws.send(new DescribeSubnetsCommand({ Filters }))).Subnets).toEqual([expect.objectContaining({ OwnerId: '999988887777' })]);
  expect((await aws.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables).toEqual([]);
  expect((await aws.send(new DescribeVpcEndpointsCommand({ Filters }))).VpcEndpoints).toEqual([]);
});

test('denied and throttled calls have the errors of EC2', async () => {
  const { aws } = await client({ faults: [
    { service: 'ec2', operation: 'DescribeSubnets', kind: 'accessDenied' }, { service: 'ec2', operation: 'DescribeNatGateways', kind: 'throttle' },
  ] });
  await expect(aws.send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
    name: 'UnauthorizedOperation', message: expect.stringMatching(/^You are not authorized to perform this operation\. User: .*: ec2:DescribeSubnets/),
  });
  await expect(aws.send(new DescribeNatGatewaysCommand({}))).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
});
