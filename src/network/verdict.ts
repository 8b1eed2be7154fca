import { hasPublic } from './cidr';
import { ofDns } from './dns';
import { inside } from './inside';
import { Found, Question, TaskSubnet } from './model';
import { outside } from './outside';
import { Readings } from './readings';
import { choose } from './routes';
import { found, Way, wayFrom, weaker } from './way';
import { NetworkVerdict } from '../diagnosis/model';
import { Lookups } from '../facts/lookups';

/**
 * What is wrong between the tasks and what they could not reach. Pure. undefined: too little was read. Of several faults it is the first
 * that explains the step that failed, in the order in which a packet would meet them.
 */
export function networkVerdict(lookups: Lookups, question: Question): NetworkVerdict | undefined {
  const readings = new Readings(lookups);
  const each = question.subnets
    .filter(({ id }) => readings.subnet(id))
    .map((subnet) => ({ subnet, leaf: firstOf(wayFrom(readings, question, subnet)) }));
  const groups = new Map<string, { leaf: Found; subnets: TaskSubnet[] }>();
  for (const { subnet, leaf } of each) {
    if (!leaf) continue;
    const key = `${leaf.leaf} ${leaf.certainty}`;
    const group = groups.get(key) ?? { leaf, subnets: [] };
    group.subnets.push(subnet);
    groups.set(key, group);
  }
  const [best] = [...groups.values()].sort((a, b) => rank(a.leaf) - rank(b.leaf) || b.subnets.length - a.subnets.length);
  return best && verdictOf(best.leaf, best.subnets.map(({ id }) => id), question);
}

function verdictOf(leaf: Found, subnets: readonly string[], { subnets: all, ofTasks, destination, step }: Question): NetworkVerdict {
  const others = all.map(({ id }) => id).filter((id) => !subnets.includes(id));
  const same = subnets.length > 1 ? `; the same holds for ${subnets.slice(1).join(', ')}` : '';
  // Where the failed tasks are known, each of their subnets is one in which the start failed.
  const whose = ofTasks ? 'the failed tasks' : 'the service';
  const rest = others.length ? `; ${others.join(', ')} of ${whose}: not the same` : '';
  // Words that fit more than one step, as those of a manifest and of a layer do, leave open what could not be reached.
  const isClear = destination.isNamed && step !== 'unnamed' && (ofTasks || !others.length);
  const certainty = isClear ? leaf.certainty : weaker('likely', leaf.certainty);
  return { ...leaf, certainty, text: `${leaf.text}${same}${rest}`, evidence: [...new Set([...subnets, ...leaf.evidence])], subnets };
}

function rank({ leaf, certainty }: Found): number {
  if (leaf === 'in-order') return 3;
  return ['certain', 'likely', 'seen'].indexOf(certainty);
}

/** The first that explains, else the first that was seen. */
function firstOf(way: Way): Found | undefined {
  const leaves = leavesOf(way);
  return leaves.find(({ certainty }) => certainty !== 'seen') ?? leaves[0] ?? inOrder(way);
}

function leavesOf(way: Way): readonly Found[] {
  const { question: { step }, address } = way;
  if (step === 'unknown-name' || step === 'no-dns') return ofDns(way);
  return address && !hasPublic(address) ? inside(way) : outside(way);
}

/** Nothing that was read is at fault. That is worth a line: it leaves what cannot be read. */
function inOrder(way: Way): Found | undefined {
  const { question: { destination: { name, port }, step, isRefused, securityGroups }, table, readings, subnet, vpc } = way;
  if (!table || isRefused || step === 'unknown-name' || step === 'no-dns') return undefined;
  if (!readings.aclOf(subnet.id) || !readings.groupsOf(securityGroups, vpc)) return undefined;
  const { chosen } = choose(table, way.address, way.family);
  const by = chosen && chosen.target !== 'local' ? ` (${chosen.to} to ${chosen.id})` : '';
  const text = `nothing that was read is in the way of TCP ${port} from ${subnet.id} to ${name}: route table ${table.RouteTableId}${by},`
    + ' endpoints, security groups, network ACLs';
  const fix = 'look at what cannot be read here: firewalls, proxies, DHCP options, private hosted zones;'
    + ' VPC Reachability Analyzer follows the packets, at a price: aws ec2 create-network-insights-path --protocol tcp'
    + ` --destination-port ${port} --source ENI --destination ${chosen?.id.startsWith('igw-') ? chosen.id : 'GATEWAY'}`;
  return found('in-order', 'seen', text, fix, [table.RouteTableId]);
}
