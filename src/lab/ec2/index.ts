import type {
  DescribeNatGatewaysRequest, DescribeNetworkAclsRequest, DescribeRouteTablesRequest, DescribeSecurityGroupsRequest, DescribeSubnetsRequest,
  DescribeVpcAttributeRequest, DescribeVpcEndpointsRequest, NatGateway, NetworkAcl, RouteTable, SecurityGroup, Subnet, VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { aclsOf, endpointsOf, groupsOf, natGatewaysOf, routeTablesOf, subnetsOf } from './describe';
import { LabVpc } from './model';
import { Filters, filtered, named, page } from './pages';
import { AwsError, FakeService, Place, World } from '../world';

const SUBNETS: Filters<Subnet> = {
  'subnet-id': (one) => [one.SubnetId], 'vpc-id': (one) => [one.VpcId], 'availability-zone': (one) => [one.AvailabilityZone],
  'owner-id': (one) => [one.OwnerId],
};
const TABLES: Filters<RouteTable> = {
  'route-table-id': (one) => [one.RouteTableId], 'vpc-id': (one) => [one.VpcId],
  'association.main': (one) => (one.Associations ?? []).map(({ Main }) => Main),
  'association.subnet-id': (one) => (one.Associations ?? []).map(({ SubnetId }) => SubnetId),
};
const ENDPOINTS: Filters<VpcEndpoint> = {
  'vpc-endpoint-id': (one) => [one.VpcEndpointId], 'vpc-id': (one) => [one.VpcId], 'service-name': (one) => [one.ServiceName],
  'vpc-endpoint-state': (one) => [one.State], 'vpc-endpoint-type': (one) => [one.VpcEndpointType],
};
const GROUPS: Filters<SecurityGroup> = {
  'group-id': (one) => [one.GroupId], 'group-name': (one) => [one.GroupName], 'vpc-id': (one) => [one.VpcId],
};
const ACLS: Filters<NetworkAcl> = {
  'network-acl-id': (one) => [one.NetworkAclId], 'vpc-id': (one) => [one.VpcId],
  'association.subnet-id': (one) => (one.Associations ?? []).map(({ SubnetId }) => SubnetId),
};
const NATS: Filters<NatGateway> = {
  'nat-gateway-id': (one) => [one.NatGatewayId], 'vpc-id': (one) => [one.VpcId], 'subnet-id': (one) => [one.SubnetId],
  'state': (one) => [one.State],
};

/** The part of Amazon EC2 that shows networks. They are given with the options of the lab, and nothing changes them. */
export function createEc2(world: Pick<World, 'place' | 'clock'>, vpcs: readonly LabVpc[] = []): FakeService {
  /** Resources of the account's own VPCs. [model] a participant of a shared VPC sees nothing but its subnets and groups. */
  const own = <T>(resources: (vpc: LabVpc, place: Place) => readonly T[]): readonly T[] => vpcs
    .filter(({ owner }) => owner === undefined || owner === world.place.accountId).flatMap((vpc) => resources(vpc, world.place));
  const all = <T>(resources: (vpc: LabVpc, place: Place) => readonly T[]) => vpcs.flatMap((vpc) => resources(vpc, world.place));
  return {
    operations: {
      DescribeSubnets: ({ SubnetIds, Filters: filters, ...request }: DescribeSubnetsRequest) => {
        const found = named(all(subnetsOf), SubnetIds, (one) => one.SubnetId, 'InvalidSubnetID.NotFound');
        const { items: Subnets, NextToken } = page(filtered(found, SUBNETS, filters), request);
        return { Subnets, NextToken };
      },
      DescribeRouteTables: ({ RouteTableIds, Filters: filters, ...request }: DescribeRouteTablesRequest) => {
        const tables = own(routeTablesOf);
        const found = named(tables, RouteTableIds, (one) => one.RouteTableId, 'InvalidRouteTableID.NotFound');
        const { items: RouteTables, NextToken } = page(filtered(found, TABLES, filters), request, 100);
        return { RouteTables, NextToken };
      },
      DescribeVpcEndpoints: ({ VpcEndpointIds, Filters: filters, ...request }: DescribeVpcEndpointsRequest) => {
        const endpoints = own((vpc, place) => endpointsOf(vpc, place, world.clock.now()));
        const found = named(endpoints, VpcEndpointIds, (one) => one.VpcEndpointId, 'InvalidVpcEndpointId.NotFound');
        const { items: VpcEndpoints, NextToken } = page(filtered(found, ENDPOINTS, filters), request);
        return { VpcEndpoints, NextToken };
      },
      DescribeSecurityGroups: ({ GroupIds, Filters: filters, ...request }: DescribeSecurityGroupsRequest) => {
        const found = named(all(groupsOf), GroupIds, (one) => one.GroupId, 'InvalidGroup.NotFound');
        const { items: SecurityGroups, NextToken } = page(filtered(found, GROUPS, filters), request);
        return { SecurityGroups, NextToken };
      },
      DescribeNetworkAcls: ({ NetworkAclIds, Filters: filters, ...request }: DescribeNetworkAclsRequest) => {
        const found = named(own(aclsOf), NetworkAclIds, (one) => one.NetworkAclId, 'InvalidNetworkAclID.NotFound');
        const { items: NetworkAcls, NextToken } = page(filtered(found, ACLS, filters), request);
        return { NetworkAcls, NextToken };
      },
      DescribeNatGateways: ({ NatGatewayIds, Filter: filters, ...request }: DescribeNatGatewaysRequest) => {
        const found = named(own(natGatewaysOf), NatGatewayIds, (one) => one.NatGatewayId, 'NatGatewayNotFound');
        const { items: NatGateways, NextToken } = page(filtered(found, NATS, filters), request);
        return { NatGateways, NextToken };
      },
      DescribeVpcAttribute: ({ VpcId, Attribute }: DescribeVpcAttributeRequest) => {
        const [vpc] = own((one) => (one.id === VpcId ? [one] : []));
        if (!vpc) throw new AwsError('InvalidVpcID.NotFound', `The vpc ID '${VpcId}' does not exist`);
        switch (Attribute) {
          case 'enableDnsSupport': return { VpcId, EnableDnsSupport: { Value: vpc.dnsSupport ?? true } };
          case 'enableDnsHostnames': return { VpcId, EnableDnsHostnames: { Value: vpc.dnsHostnames ?? true } };
          default: throw new AwsError('InvalidParameterValue', `Value (${Attribute}) for parameter attribute is invalid`);
        }
      },
    },
  };
}
