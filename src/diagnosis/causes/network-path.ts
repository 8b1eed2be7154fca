import { Frame } from '../../facts/model';

interface Route {
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly NetworkInterfaceId?: string;
  readonly DestinationCidrBlock?: string;
}

/** What is known of the way from the task to AWS: public address, routes, endpoints. */
export function networkFacts(frame: Frame): readonly string[] {
  const vpc = frame.service?.networkConfiguration?.awsvpcConfiguration;
  const out: string[] = [];
  const routes = list<{ readonly Routes?: readonly Route[] }>(frame, 'DescribeRouteTables', 'RouteTables');
  if (routes) {
    const way = routes.flatMap((t) => t.Routes ?? []).filter((r) => r.DestinationCidrBlock === '0.0.0.0/0');
    const internet = way.some((r) => /^igw-/.test(r.GatewayId ?? ''));
    const other = way.find((r) => r.NatGatewayId ?? r.TransitGatewayId ?? r.NetworkInterfaceId ?? r.VpcPeeringConnectionId);
    if (!way.length) out.push('the route table of the subnets has no default route: neither NAT gateway nor internet gateway');
    else if (internet && !other && vpc?.assignPublicIp === 'DISABLED') out.push('the subnets route to an internet gateway, but the task has no public IP');
  }
  const endpoints = list<{ readonly ServiceName?: string }>(frame, 'DescribeVpcEndpoints', 'VpcEndpoints');
  if (endpoints) out.push(endpoints.length ? `VPC endpoints: ${endpoints.map((e) => e.ServiceName).join(', ')}` : 'the VPC has no endpoints');
  if (vpc?.assignPublicIp) out.push(`assignPublicIp is ${vpc.assignPublicIp}${vpc.subnets?.length ? `; subnets ${vpc.subnets.join(', ')}` : ''}`);
  return out;
}

function list<T>(frame: Frame, call: string, member: string): readonly T[] | undefined {
  const key = Object.keys(frame.lookups ?? {}).find((k) => k.endsWith(call));
  const answer = key ? frame.lookups?.[key] as { readonly [m: string]: readonly T[] | undefined } | undefined : undefined;
  const found = answer?.[member];
  return Array.isArray(found) ? found : undefined;
}
