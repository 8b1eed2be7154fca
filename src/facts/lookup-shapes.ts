import { IpPermission, Lookups } from './lookups';
import { Shape } from './shape';

const unavailable = { error: 'text', message: 'text' } as const;

const permissions: readonly [Shape<IpPermission>] = [{
  IpProtocol: 'text', FromPort: 'number', ToPort: 'number',
  IpRanges: [{ CidrIp: 'text' }], Ipv6Ranges: [{ CidrIpv6: 'text' }],
  PrefixListIds: [{ PrefixListId: 'text' }], UserIdGroupPairs: [{ GroupId: 'text' }],
}];

/** The kinds of the fields of lookups.ts: for recordings, and for answers, of which nothing else is kept. */
export const lookups: Shape<Lookups> = {
  DescribeSubnets: {
    Subnets: [{
      SubnetId: 'text', VpcId: 'text', OwnerId: 'text', AvailabilityZone: 'text', CidrBlock: 'text', Ipv6Native: 'flag',
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: 'text' }],
    }],
    unavailable,
  },
  DescribeRouteTables: {
    RouteTables: [{
      RouteTableId: 'text', VpcId: 'text',
      Associations: [{ Main: 'flag', SubnetId: 'text' }],
      Routes: [{
        DestinationCidrBlock: 'text', DestinationIpv6CidrBlock: 'text', DestinationPrefixListId: 'text', GatewayId: 'text',
        NatGatewayId: 'text', TransitGatewayId: 'text', VpcPeeringConnectionId: 'text', NetworkInterfaceId: 'text', InstanceId: 'text',
        EgressOnlyInternetGatewayId: 'text', LocalGatewayId: 'text', CarrierGatewayId: 'text', CoreNetworkArn: 'text', State: 'text',
      }],
    }],
    unavailable,
  },
  DescribeVpcEndpoints: {
    VpcEndpoints: [{
      VpcEndpointId: 'text', VpcEndpointType: 'text', VpcId: 'text', ServiceName: 'text', State: 'text', PolicyDocument: 'text',
      RouteTableIds: ['text'], SubnetIds: ['text'], Groups: [{ GroupId: 'text' }], PrivateDnsEnabled: 'flag',
      DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: 'flag' }, CreationTimestamp: 'time',
    }],
    unavailable,
  },
  DescribeSecurityGroups: {
    SecurityGroups: [{
      GroupId: 'text', GroupName: 'text', VpcId: 'text', IpPermissions: permissions, IpPermissionsEgress: permissions,
    }],
    unavailable,
  },
  DescribeNetworkAcls: {
    NetworkAcls: [{
      NetworkAclId: 'text', VpcId: 'text', Associations: [{ SubnetId: 'text' }],
      Entries: [{
        RuleNumber: 'number', Protocol: 'text', RuleAction: 'text', Egress: 'flag', CidrBlock: 'text', Ipv6CidrBlock: 'text',
        PortRange: { From: 'number', To: 'number' },
      }],
    }],
    unavailable,
  },
  DescribeNatGateways: {
    NatGateways: [{
      NatGatewayId: 'text', VpcId: 'text', SubnetId: 'text', State: 'text', ConnectivityType: 'text', FailureCode: 'text',
      FailureMessage: 'text',
    }],
    unavailable,
  },
  DescribeVpcAttribute: { VpcId: 'text', EnableDnsSupport: { Value: 'flag' }, EnableDnsHostnames: { Value: 'flag' }, unavailable },
};
