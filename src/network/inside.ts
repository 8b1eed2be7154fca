import { toInterface, interfacesFor } from './endpoints';
import { acls, egress } from './gates';
import { Found } from './model';
import { Chosen, choose } from './routes';
import { found, ofRoute, peerOf, tableName, Way } from './way';

/** The name resolved to a private address: an interface endpoint, or a host or proxy of a network that the VPC knows. */
export function inside(way: Way): readonly Found[] {
  const { question: { destination: { address = '' } }, table } = way;
  const { chosen, isUnsure } = table ? choose(table, way.address, way.family) : { chosen: undefined, isUnsure: true };
  const endpoints = interfacesFor(way);
  const isHere = chosen ? chosen.target === 'local' : !table;
  if (isHere && endpoints.length) return toInterface(way, endpoints);
  const out = `service.connections.allowTo(${peerOf(way)}, Port.tcp(${way.question.destination.port}))`;
  return [
    ...(table ? routeLeaves(way, chosen, isUnsure) : []),
    ...egress(way, { blocks: way.address ? [way.address] : [] }, address, out),
    ...acls(way, undefined),
  ];
}

function routeLeaves(way: Way, chosen: Chosen | undefined, isUnsure: boolean): readonly Found[] {
  const { table, question: { destination: { address } } } = way;
  const id = table?.RouteTableId;
  if (!chosen) {
    const text = `${tableName(way)} has no route to ${address}`;
    return [found('no-route', ofRoute(way, isUnsure), text, routeTo(id, `${address}/32`), [id])];
  }
  if (chosen.isBlackhole) return [blackhole(way, chosen, isUnsure)];
  if (chosen.target === 'elsewhere') return [leaves(way, chosen)];
  if (chosen.target === 'local') return [];
  // A NAT gateway and an internet gateway drop what is for a private address.
  const text = `${tableName(way)} has only the route ${chosen.to} to ${chosen.id} for ${address}, a private address, which is not there`;
  return [found('no-route', 'likely', text, routeTo(id, `${address}/32`), [id, chosen.id])];
}

export function blackhole(way: Way, { to, id: target }: Chosen, isUnsure: boolean): Found {
  const id = way.table?.RouteTableId;
  const text = `${tableName(way)} sends ${to} to ${target}, which is gone (State blackhole): packets are dropped`;
  return found('route-blackhole', ofRoute(way, isUnsure), text, routeTo(id, to), [id, target]);
}

/** What is beyond is in another network, or in an appliance, and belongs to somebody else. */
export function leaves(way: Way, { to, id: target }: Chosen): Found {
  const id = way.table?.RouteTableId;
  const text = `${tableName(way)} sends ${to} to ${target}: what lies beyond it cannot be read here`;
  const fix = `follow the packets beyond ${target}: its routes, firewalls and endpoints must lead TCP ${way.question.destination.port}`
    + ` from ${way.subnet.id} to ${way.question.destination.name} and back`;
  return found('leaves-the-vpc', 'seen', text, fix, [id, target]);
}

function routeTo(table: string | undefined, to: string): string {
  return `new CfnRoute(this, "Route", { routeTableId: "${table}", destinationCidrBlock: "${to}",`
    + ' natGatewayId: natGateway.attrNatGatewayId })';
}
