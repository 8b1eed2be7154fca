import { absent, interfacesFor, isAvailable, namesPassBy, notAvailable, takesNames, toInterface, young } from './endpoints';
import { acls, aclsOfNat, egress } from './gates';
import { blackhole, leaves } from './inside';
import { Found } from './model';
import { allowsLayers } from './policy';
import { Chosen, choose, gatewayRoutes } from './routes';
import { addEndpoint } from './services';
import { found, ofAbsence, ofRoute, peerOf, tableName, Way, weaker } from './way';

/** The name resolved to an address of the internet, or AWS's text has no address. */
export function outside(way: Way): readonly Found[] {
  const { destination: { service, region }, region: own } = way.question;
  // Endpoints serve their own Region only.
  const isHere = region === undefined || region === own;
  const gateway = isHere && service === 's3' ? gatewayOf(way) : undefined;
  if (gateway) return toGateway(way, gateway);
  if (way.question.isRefused) return [];
  const endpoints = isHere ? interfacesFor(way) : [];
  // With an address of the internet, the names have passed the endpoint by.
  const taking = way.address ? [] : endpoints.filter((one) => takesNames(way, one));
  if (taking.length) return toInterface(way, taking);
  return [...ofTable(way, isHere), ...out(way)];
}

/** The route of the table to the gateway endpoint of S3. */
function gatewayOf({ readings, question, table, vpc }: Way): Chosen | undefined {
  const ids = readings.endpointsFor('s3', question.region, vpc).map((one) => one.VpcEndpointId);
  const routes = table ? gatewayRoutes(table) : [];
  // DynamoDB has such a route, too; where the endpoints are not read, it cannot be told apart.
  return routes.find(({ id }) => ids.includes(id)) ?? (readings.hasAllEndpoints ? undefined : routes[0]);
}

function toGateway(way: Way, gateway: Chosen): readonly Found[] {
  const { id, route, isBlackhole } = gateway;
  const endpoint = way.readings.endpoint(id);
  if (endpoint && !isAvailable(endpoint)) return [notAvailable(way, endpoint)];
  if (isBlackhole) return [{ ...blackhole(way, gateway, false), fix: addEndpoint('s3') }];
  if (way.question.isRefused) return endpoint?.PolicyDocument ? ofPolicy(way, id, endpoint.PolicyDocument) : [];
  const list = route.DestinationPrefixListId ?? '';
  const blocks = way.address ? [way.address] : [];
  const fix = `service.connections.allowTo(Peer.prefixList("${list}"), Port.tcp(443))`;
  return [
    ...egress(way, { blocks, somewhere: way.family, prefixLists: [list] }, `S3 (${list})`, fix),
    ...acls(way, undefined),
    ...(endpoint ? young(way, endpoint) : []),
  ];
}

/** A policy refuses with an answer (HTTP 403): it explains no silence. */
function ofPolicy({ question: { region, isRefused } }: Way, id: string, policy: string): readonly Found[] {
  if (!isRefused || allowsLayers(policy, region) !== false) return [];
  const bucket = `prod-${region}-starport-layer-bucket`;
  const text = `the policy of endpoint ${id} allows no s3:GetObject on ${bucket}, where ECR keeps the layers`;
  const fix = 's3Endpoint.addToPolicy(new PolicyStatement({ principals: [new AnyPrincipal()], actions: ["s3:GetObject"],'
    + ` resources: ["arn:aws:s3:::${bucket}/*"] }))`;
  return [found('endpoint-policy', 'likely', text, fix, [id])];
}

function ofTable(way: Way, isHere: boolean): readonly Found[] {
  const { table, family, address, owner, subnet, readings } = way;
  if (!table) {
    if (!owner || !readings.isWhole('DescribeRouteTables')) return [];
    const text = `the route table of ${subnet.id} belongs to account ${owner}, which shares the subnet, and cannot be read here`;
    return [found('not-readable', 'seen', text, `ask the owner of ${subnet.id} for its routes and endpoints`, [subnet.id])];
  }
  const { chosen, isUnsure } = choose(table, address, family);
  if (!chosen || chosen.target === 'local') return [withoutRoute(way, isHere, isUnsure)];
  if (chosen.isBlackhole) return [blackhole(way, chosen, isUnsure)];
  switch (chosen.target) {
    case 'igw': return noAddress(way, chosen, isUnsure);
    case 'nat': return ofNat(way, chosen, isUnsure);
    case 'elsewhere': return [leaves(way, chosen)];
    default: return [];
  }
}

/** For the internet, "a public IPv4 address or an IPv6 address" is needed beside the route (Amazon VPC User Guide, "Internet gateways"). */
function noAddress(way: Way, { id, to }: Chosen, isUnsure: boolean): readonly Found[] {
  if (way.question.publicIp !== false || way.family === 6) return [];
  const text = `${tableName(way)} sends ${to} to internet gateway ${id}, and the tasks have no public address (assignPublicIp DISABLED)`;
  const fix = 'assignPublicIp: true; or vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }';
  return [found('no-public-address', ofRoute(way, isUnsure), text, fix, [way.table?.RouteTableId, id])];
}

function ofNat(way: Way, { id, to }: Chosen, isUnsure: boolean): readonly Found[] {
  const { readings, table } = way;
  const nat = readings.nat(id);
  const says = `${tableName(way)} sends ${to} to ${id}`;
  const evidence = [table?.RouteTableId, id];
  const anew = 'new CfnNatGateway(this, "Nat", { subnetId: publicSubnet.subnetId, allocationId: elasticIp.attrAllocationId })';
  if (!nat) return [];
  if (nat.State && nat.State !== 'available') {
    const why = nat.FailureMessage ? ` (${nat.FailureMessage})` : '';
    return [found('nat-not-available', ofRoute(way, isUnsure), `${says}, which is ${nat.State}${why}`, anew, evidence)];
  }
  // A regional NAT gateway is in no subnet, and has routes of its own.
  const own = nat.SubnetId ? readings.tableOf(nat.SubnetId) : undefined;
  if (!nat.SubnetId || !own) return nat.ConnectivityType === 'private' ? [privateNat(way, says, id, 'seen')] : [];
  const { chosen: next, isUnsure: isOpen } = choose(own, way.address, 4);
  const certainty = ofRoute(way, isUnsure || isOpen);
  const whose = `route table ${own.RouteTableId} of ${nat.SubnetId}, in which ${id} is,`;
  if (!next || next.isBlackhole || next.target === 'local') {
    const lacks = next?.isBlackhole ? `sends ${next.to} to ${next.id}, which is gone` : 'has no route to the internet';
    const fix = `new CfnRoute(this, "NatToInternet", { routeTableId: "${own.RouteTableId}", destinationCidrBlock: "0.0.0.0/0",`
      + ' gatewayId: internetGateway.ref })';
    return [found('nat-without-way-out', certainty, `${says}, and ${whose} ${lacks}`, fix, [...evidence, nat.SubnetId, own.RouteTableId])];
  }
  // "if you route traffic from the private NAT gateway to the internet gateway, the internet gateway drops the traffic" (VPC User Guide)
  if (nat.ConnectivityType === 'private') return [privateNat(way, says, id, next.target === 'igw' ? certainty : 'seen')];
  if (next.target !== 'igw') {
    const text = `${says}, and ${whose} sends ${next.to} to ${next.id}: what lies beyond it cannot be read here`;
    const fix = `follow the packets beyond ${next.id}: its routes and firewalls must lead them to the internet and back`;
    return [found('leaves-the-vpc', 'seen', text, fix, [...evidence, own.RouteTableId, next.id])];
  }
  return aclsOfNat(way, nat.SubnetId);
}

function privateNat(way: Way, says: string, id: string, certainty: Found['certainty']): Found {
  const text = `${says}, a private NAT gateway, which leads to other networks and not to the internet`;
  return found('nat-private', certainty, text, 'vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }', [way.table?.RouteTableId, id]);
}

function withoutRoute(way: Way, isHere: boolean, isUnsure: boolean): Found {
  const { question: { destination, region }, readings, table, vpc, address } = way;
  const { service } = destination;
  const none = `${tableName(way)} has no route to ${address ? destination.address : 'the internet'}`;
  if (!service || !isHere) {
    const abroad = isHere ? '' : `, and endpoints of ${region} do not serve ${destination.region}`;
    const fix = 'vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }';
    return found('no-route', ofRoute(way, isUnsure), `${none}${abroad}`, fix, [table?.RouteTableId]);
  }
  const endpoints = readings.endpointsFor(service, region, vpc);
  const others = endpoints.filter((one) => one.VpcEndpointType === 'Gateway');
  const interfaces = interfacesFor(way);
  if (interfaces.length) return namesPassBy(way, interfaces, isUnsure);
  if (!others.length) return absent(way, isUnsure, none);
  const [one] = others;
  const isOwn = table?.RouteTableId && one.RouteTableIds?.includes(table.RouteTableId);
  if (!isAvailable(one)) return { ...notAvailable(way, one), certainty: weaker('likely', ofRoute(way, isUnsure)) };
  const elsewhere = one.RouteTableIds?.length ? `has its route in ${one.RouteTableIds.join(', ')} only` : 'has its route in no route table';
  const where = isOwn ? 'names the table, whose route to it is not there' : elsewhere;
  const text = `${none}, and gateway endpoint ${one.VpcEndpointId} of S3 ${where}`;
  const fix = 'vpc.addGatewayEndpoint("S3", { service: GatewayVpcEndpointAwsService.S3,'
    + ` subnets: [{ subnetFilters: [SubnetFilter.byIds(["${way.subnet.id}"])] }] })`;
  const certainty = isOwn ? 'seen' : ofAbsence(way, ofRoute(way, isUnsure));
  return found('endpoint-in-other-table', certainty, text, fix, [table?.RouteTableId, one.VpcEndpointId]);
}

/** The filters on the way to the internet. */
function out(way: Way): readonly Found[] {
  const { name, address, port } = way.question.destination;
  const fix = `service.connections.allowTo(${peerOf(way)}, Port.tcp(${port}))`;
  const to = address ?? name;
  return [
    ...egress(way, way.address ? { blocks: [way.address] } : { blocks: [], somewhere: way.family }, to, fix),
    ...acls(way, undefined),
  ];
}
