import { anywhere, Cidr } from './cidr';
import { aclResult, admits, Peer, Ports } from './filters';
import { Found, VerdictCertainty } from './model';
import { found, Way } from './way';
import { NetworkAcl, SecurityGroup } from '../facts/lookups';

/** Ports of the answers: 1024 to 65535 for any client, "many Linux kernels" 32768 to 61000 (Amazon VPC User Guide, "Ephemeral ports"). */
const EPHEMERAL: Ports = { from: 1024, to: 65_535 };
const OF_LINUX: Ports = { from: 32_768, to: 60_999 };

/** Does the task's own security group let the connection out? */
export function egress({ readings, question, vpc }: Way, peer: Peer, to: string, fix: string): readonly Found[] {
  const groups = readings.groupsOf(question.securityGroups, vpc);
  if (!groups) return [];
  const { port } = question.destination;
  const answer = admits(groups, 'out', port, peer);
  const names = namesOf(groups);
  if (answer === 'no') {
    const text = `no outbound rule of ${names} allows TCP ${port} to ${to}`;
    return [found('task-egress', 'certain', text, fix, ids(groups))];
  }
  const lists = answer === 'unknown' ? listsOf(groups, 'out') : [];
  if (!lists.length) return [];
  const text = `the outbound rules of ${names} allow TCP ${port} only by ${lists.join(', ')}, whose entries are not read`;
  return [found('task-egress', 'seen', text, fix, [...ids(groups), ...lists])];
}

/** Does a security group of the endpoint let the task in? */
export function ingress({ readings, question, subnet, vpc }: Way, endpoint: string, groupIds: readonly string[]): readonly Found[] {
  const groups = groupIds.length ? readings.groupsOf(groupIds, vpc) : undefined;
  const own = readings.groupsOf(question.securityGroups, vpc);
  const mine = question.securityGroups.length ? question.securityGroups : own && ids(own);
  const block = readings.blockOf(subnet.id);
  if (!groups || !mine || !block) return [];
  const { port } = question.destination;
  const answer = admits(groups, 'in', port, { blocks: [block], groups: mine });
  const fix = 'endpoint.connections.allowDefaultPortFrom(service)';
  if (answer === 'no') {
    const text = `no inbound rule of ${namesOf(groups)} of ${endpoint} allows TCP ${port} from ${mine.join(', ')} or ${subnet.id}`;
    return [found('endpoint-security-group', 'certain', text, fix, [endpoint, ...ids(groups), ...mine])];
  }
  const lists = answer === 'unknown' ? listsOf(groups, 'in') : [];
  if (!lists.length) return [];
  const text = `the inbound rules of ${namesOf(groups)} of ${endpoint} name ${lists.join(', ')}, whose entries are not read`;
  return [found('endpoint-security-group', 'seen', text, fix, [endpoint, ...ids(groups), ...lists])];
}

function ids(groups: readonly SecurityGroup[]): readonly string[] {
  return groups.flatMap((one) => one.GroupId ?? []);
}

function namesOf(groups: readonly SecurityGroup[]): string {
  return `${groups.length === 1 ? 'security group' : 'security groups'} ${ids(groups).join(', ')}`;
}

function listsOf(groups: readonly SecurityGroup[], way: 'in' | 'out'): readonly string[] {
  const rules = groups.flatMap((one) => (way === 'in' ? one.IpPermissions : one.IpPermissionsEgress) ?? []);
  return [...new Set(rules.flatMap((rule) => (rule.PrefixListIds ?? []).flatMap((one) => one.PrefixListId ?? [])))];
}

/** A side of the connection at which a network ACL filters. */
interface Side {
  readonly subnet: string;
  readonly way: 'in' | 'out';
  readonly other: Cidr;
  /** Of the answers. */
  readonly isBack: boolean;
}

/**
 * Network ACLs filter what enters or leaves a subnet, not what stays in it, and have no memory: the answers need rules of their own (Amazon
 * VPC User Guide, "Network ACL basics").
 * @param other subnet of the endpoint; undefined: an address of the internet
 */
export function acls(way: Way, other: string | undefined): readonly Found[] {
  const { subnet, readings, address, family } = way;
  if (other === subnet.id) return [];
  const there = address ?? readings.blockOf(other) ?? (other ? undefined : anywhere(family));
  const here = readings.blockOf(subnet.id);
  if (!there) return [];
  const sides: readonly Side[] = [
    { subnet: subnet.id, way: 'out', other: there, isBack: false },
    { subnet: subnet.id, way: 'in', other: there, isBack: true },
    ...(other && here ? [
      { subnet: other, way: 'in', other: here, isBack: false } as const,
      { subnet: other, way: 'out', other: here, isBack: true } as const,
    ] : []),
  ];
  return sides.flatMap((side) => denied(way, side)).slice(0, 1);
}

/** What passes through a NAT gateway is filtered in its subnet, too, unless that is the subnet of the task. */
export function aclsOfNat(way: Way, natSubnet: string): readonly Found[] {
  const { subnet, readings, address } = way;
  const here = readings.blockOf(subnet.id);
  if (!here || natSubnet === subnet.id) return [];
  const there = address ?? anywhere(4);
  const sides: readonly Side[] = [
    { subnet: natSubnet, way: 'in', other: here, isBack: false },
    { subnet: natSubnet, way: 'out', other: there, isBack: false },
    { subnet: natSubnet, way: 'in', other: there, isBack: true },
    { subnet: natSubnet, way: 'out', other: here, isBack: true },
  ];
  return sides.flatMap((side) => denied(way, side)).slice(0, 1);
}

function denied({ readings, question }: Way, side: Side): readonly Found[] {
  const acl = readings.aclOf(side.subnet);
  const { port } = question.destination;
  const refused = acl && refusal(acl, side, { from: port, to: port });
  if (!acl || !refused) return [];
  const id = acl.NetworkAclId ?? 'the network ACL';
  const rule = refused.rule === undefined ? 'has no rule that allows' : `denies with rule ${refused.rule}`;
  const what = side.isBack ? `TCP ${EPHEMERAL.from}-${EPHEMERAL.to}, the ports of the answers,` : `TCP ${port}`;
  const where = side.way === 'out' ? 'out to' : 'in from';
  const text = `network ACL ${id} of ${side.subnet} ${rule} ${what} ${where} ${blockText(side.other)}`;
  const direction = side.way === 'out' ? 'EGRESS' : 'INGRESS';
  const ports = side.isBack ? `AclTraffic.tcpPortRange(${EPHEMERAL.from}, ${EPHEMERAL.to})` : `AclTraffic.tcpPort(${port})`;
  const cidr = `AclCidr.ipv${side.other.family}("${blockText(side.other)}")`;
  const fix = `networkAcl.addEntry("Allow", { ruleNumber: 1, cidr: ${cidr}, traffic: ${ports},`
    + ` direction: TrafficDirection.${direction} })`;
  return [found('network-acl', refused.certainty, text, fix, [id, side.subnet])];
}

interface Refusal {
  readonly certainty: VerdictCertainty;
  readonly rule?: number;
}

function refusal(acl: NetworkAcl, { way, other, isBack }: Side, port: Ports): Refusal | undefined {
  if (!isBack) {
    const { answer, rule } = aclResult(acl, way, other, port);
    return answer === 'denied' ? { certainty: 'certain', rule } : undefined;
  }
  const all = aclResult(acl, way, other, EPHEMERAL);
  if (all.answer === 'denied') return { certainty: 'certain', rule: all.rule };
  const { answer, rule } = aclResult(acl, way, other, OF_LINUX);
  return answer === 'denied' ? { certainty: 'likely', rule } : undefined;
}

function blockText({ family, first, length }: Cidr): string {
  const part = (size: bigint, at: number) => first / size ** BigInt(at) % size;
  if (family === 4) return `${[3, 2, 1, 0].map((at) => String(part(256n, at))).join('.')}/${length}`;
  const groups = [7, 6, 5, 4, 3, 2, 1, 0].map((at) => part(65_536n, at).toString(16)).join(':');
  return `${groups.replace(/(?:(?:^|:)0)+$/, '::')}/${length}`;
}
