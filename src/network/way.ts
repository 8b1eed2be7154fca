import { Cidr, cidrOf } from './cidr';
import { Found, Leaf, Question, TaskSubnet, VerdictCertainty } from './model';
import { Readings } from './readings';
import { leadsElsewhere } from './routes';
import { RouteTable } from '../facts/lookups';

/** The way from one subnet to what could not be reached. */
export interface Way {
  readonly readings: Readings;
  readonly question: Question;
  readonly subnet: TaskSubnet;
  readonly vpc?: string;
  readonly table?: RouteTable;
  /** What was dialled. undefined: AWS's text has no address. */
  readonly address?: Cidr;
  readonly family: 4 | 6;
  /** Account that owns the subnet, if it is another one. */
  readonly owner?: string;
}

export function wayFrom(readings: Readings, question: Question, subnet: TaskSubnet): Way {
  const { VpcId: vpc, OwnerId: owner } = readings.subnet(subnet.id) ?? {};
  const address = cidrOf(question.destination.address);
  const table = readings.tableOf(subnet.id);
  return {
    readings, question, subnet,
    ...(vpc && { vpc }),
    ...(table && { table }),
    ...(address && { address }),
    family: address?.family ?? 4,
    ...(owner && question.account && owner !== question.account && { owner }),
  };
}

const ORDER: readonly VerdictCertainty[] = ['seen', 'likely', 'certain'];

export function weaker(one: VerdictCertainty, other: VerdictCertainty): VerdictCertainty {
  return ORDER[Math.min(ORDER.indexOf(one), ORDER.indexOf(other))];
}

/**
 * How certain a verdict can be that rests on a route. An address that was dialled settles which one it is. Without it, the name may have
 * resolved to an endpoint in another network, and a program of a dual-stack subnet may have dialled an address of IPv6.
 * @param isUnsure see `Choice`
 */
export function ofRoute({ table, address, readings, subnet }: Way, isUnsure: boolean): VerdictCertainty {
  if (isUnsure) return 'likely';
  if (address) return 'certain';
  const isDualStack = Boolean(readings.subnet(subnet.id)?.Ipv6CidrBlockAssociationSet?.length)
    && (table?.Routes ?? []).some((route) => route.DestinationIpv6CidrBlock === '::/0');
  const mayBeElsewhere = table && leadsElsewhere(table);
  return isDualStack || mayBeElsewhere || readings.subnet(subnet.id)?.Ipv6Native ? 'likely' : 'certain';
}

/** What somebody else's account has cannot be read: that something is not in an answer proves nothing there. */
export function ofAbsence(way: Way, certainty: VerdictCertainty): VerdictCertainty {
  return way.owner ? weaker('seen', certainty) : certainty;
}

/** `Peer.ipv4("10.9.0.4/32")`; without an address, everything of its family. */
export function peerOf({ question: { destination }, family, address }: Way): string {
  const block = address ? `${destination.address}/${address.length}` : { 4: '0.0.0.0/0', 6: '::/0' }[family];
  return `Peer.ipv${family}("${block}")`;
}

/** `route table rtb-1 of subnet-1` */
export function tableName({ table, subnet }: Way): string {
  return `route table ${table?.RouteTableId ?? '?'} of ${subnet.id}`;
}

export function found(
  leaf: Leaf, certainty: VerdictCertainty, text: string, fix: string, evidence: readonly (string | undefined)[],
): Found {
  return { leaf, certainty, text, fix, evidence: [...new Set(evidence.filter((id): id is string => Boolean(id)))] };
}
