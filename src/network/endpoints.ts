import { covers } from './cidr';
import { acls, egress, ingress } from './gates';
import { Found } from './model';
import { leadsElsewhere } from './routes';
import { addEndpoint } from './services';
import { found, ofAbsence, ofRoute, Way, weaker } from './way';
import { VpcEndpoint } from '../facts/lookups';

/** Interface endpoints of the service in this VPC. */
export function interfacesFor({ readings, question: { destination, region }, vpc }: Way): readonly VpcEndpoint[] {
  const { service } = destination;
  if (!service) return [];
  return readings.endpointsFor(service, region, vpc).filter((one) => one.VpcEndpointType !== 'Gateway');
}

/** AWS writes `available` and `Available`; an endpoint is shown for a while after its deletion. */
export function isAvailable({ State: state }: VpcEndpoint): boolean {
  return state?.toLowerCase() === 'available';
}

/**
 * Do the names of the service lead to it? That needs its private DNS, and both settings of the VPC (AWS PrivateLink Guide, "Private DNS
 * names"). That of S3 can be for networks outside only: the VPC itself then keeps to its gateway endpoint.
 */
export function takesNames({ readings, vpc }: Way, endpoint: VpcEndpoint): boolean {
  return endpoint.PrivateDnsEnabled !== false && endpoint.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== true
    && readings.dns(vpc, 'EnableDnsSupport') !== false && readings.dns(vpc, 'EnableDnsHostnames') !== false;
}

/** What keeps a task from an interface endpoint to which the names of the service lead. */
export function toInterface(way: Way, endpoints: readonly VpcEndpoint[]): readonly Found[] {
  const endpoint = endpoints.find(isAvailable) ?? endpoints[0];
  const id = endpoint.VpcEndpointId ?? '';
  if (!isAvailable(endpoint)) return [notAvailable(way, endpoint)];
  const groups = (endpoint.Groups ?? []).flatMap((one) => one.GroupId ?? []);
  const subnets = subnetsOf(way, endpoint);
  const blocks = way.address ? [way.address] : subnets.flatMap((one) => way.readings.blockOf(one) ?? []);
  const out = `service.connections.allowTo(endpoint, Port.tcp(${way.question.destination.port}))`;
  return [
    ...ingress(way, id, groups),
    ...(blocks.length ? egress(way, { blocks, groups }, `${id} (${groups.join(', ')})`, out) : []),
    ...aclsBetween(way, subnets),
    ...young(way, endpoint),
  ];
}

/** Those in which the address that was dialled can be. */
function subnetsOf({ address, readings }: Way, { SubnetIds: all = [] }: VpcEndpoint): readonly string[] {
  if (!address) return all;
  return all.filter((id) => {
    const block = readings.blockOf(id);
    return !block || covers(block, address);
  });
}

/** The name has an address in each subnet of the endpoint: what only one of them denies does not explain every attempt. */
function aclsBetween(way: Way, subnets: readonly string[]): readonly Found[] {
  const each = subnets.map((one) => acls(way, one)[0]);
  return each.length && each.every(Boolean) ? each.slice(0, 1) : [];
}

export function notAvailable(way: Way, { VpcEndpointId: id, State: state, ServiceName: name }: VpcEndpoint): Found {
  const text = `endpoint ${id} of ${name} is ${state ?? 'in an unknown state'}, not available`;
  const fix = /^pending/i.test(state ?? '')
    ? `accept or wait for ${id}: it is not ready yet`
    : `${addEndpoint(way.question.destination.service ?? '')}: replace ${id}`;
  return found('endpoint-not-available', state ? 'certain' : 'seen', text, fix, [id]);
}

/** "It can take a few minutes" until a new endpoint and its names are known everywhere (AWS PrivateLink Guide, "Create a VPC endpoint"). */
const SPREADING_MS = 300_000;

export function young({ question: { at } }: Way, { VpcEndpointId: id, CreationTimestamp: created }: VpcEndpoint): readonly Found[] {
  const age = Date.parse(at) - Date.parse(created ?? '');
  if (!(age >= 0 && age < SPREADING_MS)) return [];
  const text = `endpoint ${id} was created ${Math.max(1, Math.round(age / 60_000))} min before: its names may not have spread yet`;
  return [found('endpoint-young', 'seen', text, 'deploy again in some minutes', [id])];
}

/** An endpoint that is there, and does not take the names of its service. */
export function namesPassBy(way: Way, endpoints: readonly VpcEndpoint[], isUnsure: boolean): Found {
  const endpoint = endpoints.find(isAvailable) ?? endpoints[0];
  const { VpcEndpointId: id, ServiceName: name, PrivateDnsEnabled: isPrivate, DnsOptions: options } = endpoint;
  if (!isAvailable(endpoint)) return { ...notAvailable(way, endpoint), certainty: weaker(ofRoute(way, isUnsure), 'certain') };
  // A private hosted zone of the owner can have the names in its place.
  if (isPrivate === false || options?.PrivateDnsOnlyForInboundResolverEndpoint) {
    const text = `the private DNS names of endpoint ${id} (${name}) are off: the name leads to the internet, and no route does`;
    return found('endpoint-private-dns-off', weaker('likely', ofRoute(way, isUnsure)), text, 'privateDnsEnabled: true', [id]);
  }
  const off = (['EnableDnsSupport', 'EnableDnsHostnames'] as const).filter((one) => way.readings.dns(way.vpc, one) === false);
  if (off.length) {
    const settings = off.map((one) => one[0].toLowerCase() + one.slice(1)).join(' and ');
    const text = `${settings} of ${way.vpc} is off: without it, the names of the service do not lead to endpoint ${id}`;
    return found('vpc-dns-off', way.address ? ofRoute(way, isUnsure) : 'likely', text, DNS_ON, [way.vpc, id]);
  }
  const text = `the name led to the internet, although endpoint ${id} has private DNS: another DNS server answered (DHCP options of`
    + ` ${way.vpc})`;
  const fix = 'let that DNS server forward the names of AWS to the resolver of the VPC: dhcpOptions with AmazonProvidedDNS';
  return found('dns-server-elsewhere', 'seen', text, fix, [id, way.vpc]);
}

export const DNS_ON = 'new Vpc(this, "Vpc", { enableDnsSupport: true, enableDnsHostnames: true })';

/** Neither a route nor an endpoint leads to the service. */
export function absent(way: Way, isUnsure: boolean, withoutRoute: string): Found {
  const { question: { destination, region, needed }, readings, vpc } = way;
  const service = destination.service ?? '';
  const lacks = (one: string) => !readings.endpointsFor(one, region, vpc).length;
  const others = needed.filter((one) => one !== service && lacks(one));
  const also = others.length ? `; the start of this task needs ${others.join(', ')}, too, which have none either` : '';
  const text = `${withoutRoute}, and ${vpc} has no endpoint com.amazonaws.${region}.${service}${also}`;
  const fix = `${[service, ...others].map(addEndpoint).join('; ')}; or vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }`;
  const isSure = readings.hasAllEndpoints && !(way.table && leadsElsewhere(way.table));
  const certainty = ofAbsence(way, isSure ? ofRoute(way, isUnsure) : 'likely');
  return found('endpoint-absent', certainty, text, fix, [way.table?.RouteTableId, vpc]);
}
