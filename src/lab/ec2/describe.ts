import type {
  IpPermission, NatGateway, NetworkAcl, NetworkAclEntry, Route, RouteTable, SecurityGroup, Subnet, VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { LabEndpoint, LabNetworkAcl, LabRouteTable, LabRule, LabSecurityGroup, LabVpc } from './model';
import { Place } from '../world';

export function subnetsOf(vpc: LabVpc, { accountId, region, partition }: Place): readonly Subnet[] {
  const OwnerId = vpc.owner ?? accountId;
  return vpc.subnets.map(({ id, cidr, zone = 'a', ipv6 }) => ({
    SubnetId: id, SubnetArn: `arn:${partition}:ec2:${region}:${OwnerId}:subnet/${id}`, VpcId: vpc.id, OwnerId, CidrBlock: cidr,
    State: 'available', AvailabilityZone: `${region}${zone}`, AvailableIpAddressCount: 200, DefaultForAz: false, MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false, Ipv6Native: false, Tags: [{ Key: 'Name', Value: id }],
    Ipv6CidrBlockAssociationSet: ipv6
      ? [{ AssociationId: `subnet-cidr-assoc-${id}`, Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }]
      : [],
  }));
}

/** Every VPC has a main table; subnets that no table names are its, which no association shows. */
export function routeTablesOf(vpc: LabVpc, { accountId }: Place): readonly RouteTable[] {
  const given = vpc.routeTables ?? [];
  const main = given.find((one) => one.main) ?? given.find((one) => !one.subnets?.length);
  const tables: readonly LabRouteTable[] = main ? given : [...given, { id: `rtb-main-${vpc.id}` }];
  const mainId = main?.id ?? `rtb-main-${vpc.id}`;
  return tables.map((table) => ({
    RouteTableId: table.id, VpcId: vpc.id, OwnerId: vpc.owner ?? accountId, PropagatingVgws: [], Tags: [],
    Associations: [
      ...(table.id === mainId ? [association(table.id, 'main', { Main: true })] : []),
      ...(table.subnets ?? []).map((SubnetId) => association(table.id, SubnetId, { Main: false, SubnetId })),
    ],
    Routes: [
      { DestinationCidrBlock: vpc.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      ...Object.entries(table.routes ?? {}).map(([destination, target]) => routeOf(destination, target)),
      // A gateway endpoint writes its route into its tables (AWS PrivateLink Guide, "Gateway endpoints").
      ...(vpc.endpoints ?? [])
        .filter((one) => one.tables?.includes(table.id) && (one.state ?? 'available') === 'available')
        .map((one): Route => ({ DestinationPrefixListId: prefixListOf(one), GatewayId: one.id, Origin: 'CreateRoute', State: 'active' })),
    ],
  }));
}

function association(table: string, of: string, more: { Main: boolean; SubnetId?: string }) {
  return {
    RouteTableAssociationId: `rtbassoc-${table}-${of}`, RouteTableId: table, AssociationState: { State: 'associated' as const }, ...more,
  };
}

/** [model] the ids of AWS's prefix lists differ from Region to Region. */
function prefixListOf({ service }: LabEndpoint): string {
  return `pl-${service}`;
}

const TARGETS: readonly (readonly [prefix: string, member: keyof Route])[] = [
  ['igw-', 'GatewayId'], ['vgw-', 'GatewayId'], ['vpce-', 'GatewayId'], ['nat-', 'NatGatewayId'], ['tgw-', 'TransitGatewayId'],
  ['pcx-', 'VpcPeeringConnectionId'], ['eni-', 'NetworkInterfaceId'], ['i-', 'InstanceId'], ['eigw-', 'EgressOnlyInternetGatewayId'],
  ['lgw-', 'LocalGatewayId'], ['cagw-', 'CarrierGatewayId'], ['arn:', 'CoreNetworkArn'],
];

function routeOf(destination: string, to: string): Route {
  const isGone = to.startsWith('blackhole ');
  const target = to.replace('blackhole ', '');
  const [, member] = TARGETS.find(([prefix]) => target.startsWith(prefix)) ?? [];
  if (!member) throw new Error(`no target of a route: ${target}`);
  return { ...destinationOf(destination), [member]: target, Origin: 'CreateRoute', State: isGone ? 'blackhole' : 'active' };
}

function destinationOf(destination: string): Route {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return destination.includes(':') ? { DestinationIpv6CidrBlock: destination } : { DestinationCidrBlock: destination };
}

const ALL = '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
const MONTH = 30 * 86_400;

export function endpointsOf(vpc: LabVpc, { accountId, region }: Place, now: number): readonly VpcEndpoint[] {
  return (vpc.endpoints ?? []).map((one): VpcEndpoint => {
    const type = one.type ?? (one.tables ? 'Gateway' : 'Interface');
    const isInterface = type === 'Interface';
    return {
      VpcEndpointId: one.id,
      VpcEndpointType: type,
      VpcId: vpc.id,
      OwnerId: vpc.owner ?? accountId,
      ServiceName: one.service.startsWith('com.') ? one.service : `com.amazonaws.${region}.${one.service}`,
      State: (one.state ?? 'available') as VpcEndpoint['State'],
      PolicyDocument: one.policy ?? ALL,
      RouteTableIds: [...one.tables ?? []],
      SubnetIds: [...one.subnets ?? []],
      Groups: (one.groups ?? []).map((GroupId) => ({ GroupId, GroupName: GroupId })),
      NetworkInterfaceIds: (one.subnets ?? []).map((id) => `eni-${one.id}-${id}`),
      PrivateDnsEnabled: isInterface && (one.privateDns ?? true),
      ...(isInterface && {
        IpAddressType: 'ipv4',
        DnsOptions: { DnsRecordIpType: 'ipv4', PrivateDnsOnlyForInboundResolverEndpoint: one.onlyForInboundResolver ?? false },
      }),
      RequesterManaged: false,
      CreationTimestamp: new Date(now - (one.age ?? MONTH) * 1000),
    };
  });
}

export function groupsOf(vpc: LabVpc, { accountId }: Place): readonly SecurityGroup[] {
  const given = vpc.securityGroups ?? [];
  const own: readonly LabSecurityGroup[] = given.some((one) => one.name === 'default')
    ? given
    : [...given, { id: `sg-default-${vpc.id}`, name: 'default', ingress: [{ peer: `sg-default-${vpc.id}`, ports: 'all' }] }];
  return own.map(({ id, name, ingress = [], egress = [{ peer: '0.0.0.0/0', ports: 'all' }] }) => ({
    GroupId: id, GroupName: name ?? id, Description: id, VpcId: vpc.id, OwnerId: accountId,
    IpPermissions: ingress.map((rule) => permission(rule, accountId)),
    IpPermissionsEgress: egress.map((rule) => permission(rule, accountId)),
  }));
}

function permission({ peer, ports = 443 }: LabRule, UserId: string): IpPermission {
  const [from, to] = typeof ports === 'number' ? [ports, ports] : ports;
  const range = ports === 'all' ? { IpProtocol: '-1' } : { IpProtocol: 'tcp', FromPort: Number(from), ToPort: Number(to) };
  return {
    ...range,
    IpRanges: /^[\d.]+\//.test(peer) ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
    UserIdGroupPairs: peer.startsWith('sg-') ? [{ GroupId: peer, UserId }] : [],
  };
}

/** The rule at the end, which nobody can remove. */
const LAST: readonly NetworkAclEntry[] = [false, true].map((Egress) => (
  { RuleNumber: 32_767, Protocol: '-1', RuleAction: 'deny', Egress, CidrBlock: '0.0.0.0/0' }));

/** Subnets that no ACL names have the default one, which allows everything. */
export function aclsOf(vpc: LabVpc, { accountId }: Place): readonly NetworkAcl[] {
  const given = vpc.networkAcls ?? [];
  const named = new Set(given.flatMap((one) => one.subnets));
  const byDefault: LabNetworkAcl = {
    id: `acl-default-${vpc.id}`,
    subnets: vpc.subnets.map(({ id }) => id).filter((id) => !named.has(id)),
    entries: (['in', 'out'] as const).flatMap((way) => [
      { rule: 100, way, action: 'allow' },
      ...(vpc.subnets.some(({ ipv6 }) => ipv6) ? [{ rule: 101, way, action: 'allow', cidr: '::/0' } as const] : []),
    ]),
  };
  return [...given, byDefault].map((acl) => ({
    NetworkAclId: acl.id, VpcId: vpc.id, OwnerId: vpc.owner ?? accountId, IsDefault: acl === byDefault, Tags: [],
    Associations: acl.subnets.map((SubnetId) => (
      { NetworkAclAssociationId: `aclassoc-${SubnetId}`, NetworkAclId: acl.id, SubnetId })),
    Entries: [
      ...acl.entries.map(({ rule, way, action, cidr = '0.0.0.0/0', ports }): NetworkAclEntry => ({
        RuleNumber: rule, Egress: way === 'out', RuleAction: action, Protocol: ports ? '6' : '-1',
        ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        ...(ports && { PortRange: { From: ports[0], To: ports[1] } }),
      })),
      ...LAST,
    ],
  }));
}

export function natGatewaysOf(vpc: LabVpc): readonly NatGateway[] {
  return (vpc.natGateways ?? []).map(({ id, subnet, state = 'available', connectivity = 'public', failure }) => ({
    NatGatewayId: id, VpcId: vpc.id, SubnetId: subnet, State: state as NatGateway['State'], ConnectivityType: connectivity, Tags: [],
    ...(failure && { FailureCode: 'Gateway.NotAttached', FailureMessage: failure }),
  }));
}
