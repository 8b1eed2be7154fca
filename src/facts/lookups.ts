/**
 * What further calls read about the surroundings of a service, by the name of the call: `frame.lookups`. The answers are as AWS gives them
 * (Amazon EC2 API Reference), with the pages of one call put together; only the members that a verdict reads are kept.
 */
export interface Lookups {
  readonly DescribeSubnets?: Looked<{ readonly Subnets?: readonly Subnet[] }> | null;
  readonly DescribeRouteTables?: Looked<{ readonly RouteTables?: readonly RouteTable[] }> | null;
  readonly DescribeVpcEndpoints?: Looked<{ readonly VpcEndpoints?: readonly VpcEndpoint[] }> | null;
  readonly DescribeSecurityGroups?: Looked<{ readonly SecurityGroups?: readonly SecurityGroup[] }> | null;
  readonly DescribeNetworkAcls?: Looked<{ readonly NetworkAcls?: readonly NetworkAcl[] }> | null;
  readonly DescribeNatGateways?: Looked<{ readonly NatGateways?: readonly NatGateway[] }> | null;
  /** One call reads one attribute; both are here. */
  readonly DescribeVpcAttribute?: Looked<VpcAttributes> | null;
}

export type LookupCall = keyof Lookups;

/** An answer, or in its place or beside it why it is not there, or not whole. */
type Looked<Answer> = Answer & { readonly unavailable?: Unread };

interface Unread {
  /** Name of the error, as AWS gave it; `NotReadToEnd`: there are more pages than are read. */
  readonly error?: string;
  readonly message?: string;
}

export interface Subnet {
  readonly SubnetId?: string;
  readonly VpcId?: string;
  /** Account. In a shared VPC it is not that of the service. */
  readonly OwnerId?: string;
  readonly AvailabilityZone?: string;
  readonly CidrBlock?: string;
  readonly Ipv6Native?: boolean;
  readonly Ipv6CidrBlockAssociationSet?: readonly { readonly Ipv6CidrBlock?: string }[];
}

export interface RouteTable {
  readonly RouteTableId?: string;
  readonly VpcId?: string;
  readonly Associations?: readonly { readonly Main?: boolean; readonly SubnetId?: string }[];
  readonly Routes?: readonly Route[];
}

/** It has one destination and one target. */
export interface Route {
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
  /** `local`, an internet gateway, a virtual private gateway, or an endpoint (gateway, or of a Gateway Load Balancer). */
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly EgressOnlyInternetGatewayId?: string;
  readonly LocalGatewayId?: string;
  readonly CarrierGatewayId?: string;
  readonly CoreNetworkArn?: string;
  /** active | blackhole | filtered */
  readonly State?: string;
}

export interface VpcEndpoint {
  readonly VpcEndpointId?: string;
  /** Interface | Gateway | GatewayLoadBalancer | Resource | ServiceNetwork */
  readonly VpcEndpointType?: string;
  readonly VpcId?: string;
  readonly ServiceName?: string;
  /** AWS has both `available` and `Available` (API Reference, VpcEndpoint). */
  readonly State?: string;
  /** JSON */
  readonly PolicyDocument?: string;
  readonly RouteTableIds?: readonly string[];
  readonly SubnetIds?: readonly string[];
  readonly Groups?: readonly { readonly GroupId?: string }[];
  readonly PrivateDnsEnabled?: boolean;
  readonly DnsOptions?: { readonly PrivateDnsOnlyForInboundResolverEndpoint?: boolean };
  readonly CreationTimestamp?: string;
}

export interface SecurityGroup {
  readonly GroupId?: string;
  readonly GroupName?: string;
  readonly VpcId?: string;
  readonly IpPermissions?: readonly IpPermission[];
  readonly IpPermissionsEgress?: readonly IpPermission[];
}

export interface IpPermission {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all. */
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges?: readonly { readonly CidrIp?: string }[];
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6?: string }[];
  readonly PrefixListIds?: readonly { readonly PrefixListId?: string }[];
  readonly UserIdGroupPairs?: readonly { readonly GroupId?: string }[];
}

export interface NetworkAcl {
  readonly NetworkAclId?: string;
  readonly VpcId?: string;
  readonly Associations?: readonly { readonly SubnetId?: string }[];
  readonly Entries?: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  readonly RuleNumber?: number;
  /** A number of IANA (`6`: TCP), or `-1` for all. */
  readonly Protocol?: string;
  /** allow | deny */
  readonly RuleAction?: string;
  readonly Egress?: boolean;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { readonly From?: number; readonly To?: number };
}

export interface NatGateway {
  readonly NatGatewayId?: string;
  readonly VpcId?: string;
  /** Absent for a regional one. */
  readonly SubnetId?: string;
  /** pending | failed | available | deleting | deleted */
  readonly State?: string;
  /** public | private */
  readonly ConnectivityType?: string;
  readonly FailureCode?: string;
  readonly FailureMessage?: string;
}

interface VpcAttributes {
  readonly VpcId?: string;
  readonly EnableDnsSupport?: { readonly Value?: boolean };
  readonly EnableDnsHostnames?: { readonly Value?: boolean };
}
