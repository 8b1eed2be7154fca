import { anywhere, Cidr, cidrOf, covers, hasPublic } from './cidr';
import { Route, RouteTable } from '../facts/lookups';

/** Where a route leads. `elsewhere`: out of the VPC, or to an appliance, where nothing of this VPC can be read. */
type Target = 'local' | 'igw' | 'egress-only' | 'nat' | 'endpoint' | 'elsewhere';

export interface Chosen {
  readonly route: Route;
  readonly target: Target;
  /** `nat-1`, `tgw-1` */
  readonly id: string;
  /** `0.0.0.0/0` */
  readonly to: string;
  readonly isBlackhole: boolean;
}

interface Choice {
  /** undefined: no route leads there. */
  readonly chosen?: Chosen;
  /**
   * Another route may be the one, because its destination is a list that is not read (GetManagedPrefixListEntries), or because AWS's text
   * has no address and the table treats some public addresses in another way.
   */
  readonly isUnsure: boolean;
}

/**
 * The route for an address, or for the internet as a whole if the address is not known: "we use the most specific route that matches"
 * (Amazon VPC User Guide, "Route priority"), also if it is a blackhole, which drops the packets.
 */
export function choose({ Routes: all = [] }: RouteTable, address: Cidr | undefined, family: 4 | 6): Choice {
  const wanted = address ?? anywhere(family);
  const routes = all.flatMap((route) => {
    const block = cidrOf(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock);
    return block && block.family === family ? [{ route, block }] : [];
  });
  const [best] = routes.filter(({ block }) => covers(block, wanted)).sort((a, b) => b.block.length - a.block.length);
  // Those of a gateway endpoint lead to S3 or DynamoDB only. A route without any destination is one that was not read.
  const lists = all.filter(({ DestinationCidrBlock: four, DestinationIpv6CidrBlock: six, GatewayId: gateway }) => (
    !four && !six && !gateway?.startsWith('vpce-')));
  const isOther = ({ route, block }: (typeof routes)[number]) => (
    route !== best?.route && hasPublic(block) && targetOf(route).target !== 'local');
  const isUnsure = lists.length > 0 || (!address && routes.some(isOther));
  return { ...(best && { chosen: chosen(best.route) }), isUnsure };
}

function chosen(route: Route): Chosen {
  const to = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '';
  return { route, ...targetOf(route), to, isBlackhole: route.State === 'blackhole' };
}

function targetOf(route: Route): { readonly target: Target; readonly id: string } {
  const { GatewayId: gateway = '', NatGatewayId: nat, EgressOnlyInternetGatewayId: egressOnly } = route;
  if (gateway.startsWith('local')) return { target: 'local', id: gateway };
  if (nat) return { target: 'nat', id: nat };
  if (egressOnly) return { target: 'egress-only', id: egressOnly };
  if (gateway.startsWith('igw-')) return { target: 'igw', id: gateway };
  // With a prefix list, it is a gateway endpoint; with a block of addresses, one of a Gateway Load Balancer, behind which is a firewall.
  if (gateway.startsWith('vpce-') && route.DestinationPrefixListId) return { target: 'endpoint', id: gateway };
  const id = route.TransitGatewayId ?? route.VpcPeeringConnectionId ?? route.NetworkInterfaceId ?? route.InstanceId
    ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn ?? gateway;
  return { target: 'elsewhere', id: id || 'a target that AWS does not name' };
}

/** The route of a gateway endpoint: its destination is the prefix list of the service. */
export function gatewayRoutes({ Routes: all = [] }: RouteTable): readonly Chosen[] {
  return all.map(chosen).filter(({ target }) => target === 'endpoint');
}

/**
 * A route, for whatever destination, that leads into another network of the same owner. Endpoints for the whole organization may be there,
 * with a private zone for their names.
 */
export function leadsElsewhere({ Routes: all = [] }: RouteTable): Chosen | undefined {
  return all.map(chosen).find(({ target, isBlackhole }) => target === 'elsewhere' && !isBlackhole);
}
