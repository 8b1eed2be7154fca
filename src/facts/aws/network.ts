import {
  DescribeNatGatewaysCommand, DescribeNetworkAclsCommand, DescribeRouteTablesCommand, DescribeSecurityGroupsCommand, DescribeSubnetsCommand,
  DescribeVpcAttributeCommand, DescribeVpcEndpointsCommand, EC2Client,
} from '@aws-sdk/client-ec2';
import { NetworkApi } from './network-look';

/** What this file takes from the one that loads it, so that it has no second one of its own. */
interface Wiring {
  readonly config: NonNullable<ConstructorParameters<typeof EC2Client>[0]>;
  readonly attended: (client: EC2Client) => EC2Client;
  /** Asked at each call, and ends it. */
  readonly signal: () => AbortSignal;
}

/**
 * The calls over a real client. The client of EC2 is larger than all others together: this is a file of its own in the package, which is
 * loaded once a network is to be read.
 */
export function networkApi({ config, attended, signal }: Wiring): NetworkApi {
  const client = attended(new EC2Client(config));
  const until = () => ({ abortSignal: signal() });
  return {
    describeSubnets: (input) => client.send(new DescribeSubnetsCommand(input), until()),
    describeRouteTables: (input) => client.send(new DescribeRouteTablesCommand(input), until()),
    describeVpcEndpoints: (input) => client.send(new DescribeVpcEndpointsCommand(input), until()),
    describeSecurityGroups: (input) => client.send(new DescribeSecurityGroupsCommand(input), until()),
    describeNetworkAcls: (input) => client.send(new DescribeNetworkAclsCommand(input), until()),
    describeNatGateways: (input) => client.send(new DescribeNatGatewaysCommand(input), until()),
    describeVpcAttribute: (input) => client.send(new DescribeVpcAttributeCommand(input), until()),
  };
}
