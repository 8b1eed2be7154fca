import { anywhere, Cidr, cidrOf, covers, hasPublic, overlaps } from './cidr';
import { IpPermission, NetworkAcl, NetworkAclEntry, SecurityGroup } from '../facts/lookups';

/** The other side of a connection, as the rules of a security group name it. */
export interface Peer {
  /** One of these is it. */
  readonly blocks: readonly Cidr[];
  /** It is an address of the internet, of this family, that is not known. */
  readonly somewhere?: 4 | 6;
  readonly groups?: readonly string[];
  readonly prefixLists?: readonly string[];
}

/** `unknown`: a rule could admit it, by a prefix list whose entries are not read or by some of the addresses. */
type Admits = 'yes' | 'no' | 'unknown';

/** Security groups only allow, and all rules of all groups count together (Amazon VPC User Guide, "Security group rules"). */
export function admits(groups: readonly SecurityGroup[], way: 'in' | 'out', port: number, peer: Peer): Admits {
  const lists = groups.map((one) => (way === 'in' ? one.IpPermissions : one.IpPermissionsEgress));
  const rules = lists.flatMap((one) => one ?? []);
  const found = rules.filter((rule) => isFor(rule, port)).map((rule) => admitsByRule(rule, peer));
  if (found.includes('yes')) return 'yes';
  return found.includes('unknown') || lists.includes(undefined) ? 'unknown' : 'no';
}

function isFor({ IpProtocol: protocol, FromPort: from, ToPort: to }: IpPermission, port: number): boolean {
  if (protocol === '-1' || protocol === undefined) return true;
  if (protocol !== 'tcp' && protocol !== '6') return false;
  // A rule of TCP without ports is for all of them, as one from -1 to -1 is.
  if (from === undefined || from === -1) return true;
  return from <= port && port <= (to ?? from);
}

function admitsByRule(rule: IpPermission, { blocks, somewhere, groups = [], prefixLists = [] }: Peer): Admits {
  if (rule.UserIdGroupPairs?.some(({ GroupId: id }) => id && groups.includes(id))) return 'yes';
  // A rule names its peer: one that does not was not read whole.
  const isBare = ![rule.IpRanges, rule.Ipv6Ranges, rule.PrefixListIds, rule.UserIdGroupPairs].some((one) => one?.length);
  if (isBare || rule.IpProtocol === undefined || rule.UserIdGroupPairs?.some(({ GroupId: id }) => !id)) return 'unknown';
  const lists = (rule.PrefixListIds ?? []).map((one) => one.PrefixListId ?? '');
  if (lists.some((id) => prefixLists.includes(id))) return 'yes';
  const ranges = [...(rule.IpRanges ?? []).map((one) => one.CidrIp), ...(rule.Ipv6Ranges ?? []).map((one) => one.CidrIpv6)];
  const allowed = ranges.map(cidrOf);
  const wanted = somewhere ? [...blocks, anywhere(somewhere)] : blocks;
  if (allowed.some((range) => range && wanted.some((one) => covers(range, one)))) return 'yes';
  const isPart = allowed.some((range) => (
    !range || blocks.some((one) => overlaps(range, one)) || (range.family === somewhere && hasPublic(range))));
  return isPart || lists.length ? 'unknown' : 'no';
}

/** Ports of a side of a connection. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

interface AclResult {
  readonly answer: 'allowed' | 'denied' | 'mixed';
  /** Number of the rule that decided for the last of them; undefined: the one at the end, which denies what no other rule has matched. */
  readonly rule?: number;
}

/**
 * What a network ACL does with TCP from or to these addresses and ports: "rules are evaluated starting with the lowest numbered rule; as
 * soon as a rule matches traffic, it's applied" (Amazon VPC User Guide, "Network ACL rules").
 */
export function aclResult({ Entries: all = [] }: NetworkAcl, way: 'in' | 'out', addresses: Cidr, ports: Ports): AclResult {
  const rules = all.filter((one) => one.Egress === undefined || one.Egress === (way === 'out'))
    .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0));
  const seen = new Set<'allowed' | 'denied'>();
  for (const rule of rules) {
    const match = matches(rule, addresses, ports);
    if (match === 'none') continue;
    if (!isWhole(rule)) return { answer: 'mixed' };
    seen.add(rule.RuleAction === 'allow' ? 'allowed' : 'denied');
    if (match === 'all') return resultOf(seen, rule.RuleNumber);
  }
  return resultOf(seen.add('denied'), undefined);
}

function resultOf(seen: ReadonlySet<'allowed' | 'denied'>, rule: number | undefined): AclResult {
  return { answer: seen.size > 1 ? 'mixed' : [...seen][0], ...(rule !== undefined && rule < LAST_RULE && { rule }) };
}

/** The rule `*` of the console. */
const LAST_RULE = 32_767;

function isWhole(rule: NetworkAclEntry): boolean {
  return rule.RuleNumber !== undefined && rule.Egress !== undefined && Boolean(rule.RuleAction) && Boolean(rule.Protocol)
    && Boolean(rule.CidrBlock ?? rule.Ipv6CidrBlock);
}

function matches(rule: NetworkAclEntry, addresses: Cidr, ports: Ports): 'all' | 'part' | 'none' {
  const { Protocol: protocol, PortRange: range } = rule;
  // What was not read whole could match.
  if (!isWhole(rule)) return 'part';
  if (protocol !== '-1' && protocol !== '6') return 'none';
  const block = cidrOf(rule.CidrBlock ?? rule.Ipv6CidrBlock);
  if (!block || !overlaps(block, addresses)) return 'none';
  const { From: from = 0, To: to = 65_535 } = protocol === '-1' ? {} : range ?? {};
  if (to < ports.from || from > ports.to) return 'none';
  return covers(block, addresses) && from <= ports.from && to >= ports.to ? 'all' : 'part';
}
