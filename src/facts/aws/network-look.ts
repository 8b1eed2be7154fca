import { inWords, withRetries } from './reading';
import { lookups as shapes } from '../lookup-shapes';
import { LookupCall, Lookups, VpcEndpoint } from '../lookups';
import { AnyShape, fitting, kindOf } from '../shape';
import { NOT_READ_TO_END } from '../unavailable';
import { wholeTokens } from '../whole-tokens';

/** The calls to Amazon EC2 that show networks. All of them only read. Answers have AWS's members; a date may be a `Date`. */
export interface NetworkApi {
  describeSubnets(input: Described): Promise<object>;
  describeRouteTables(input: Described): Promise<object>;
  describeVpcEndpoints(input: Described): Promise<object>;
  describeSecurityGroups(input: Described): Promise<object>;
  describeNetworkAcls(input: Described): Promise<object>;
  describeNatGateways(input: DescribedNat): Promise<object>;
  describeVpcAttribute(input: { VpcId: string; Attribute: 'enableDnsSupport' | 'enableDnsHostnames' }): Promise<object>;
}

interface Page {
  MaxResults: number;
  NextToken?: string;
}

interface Described extends Page {
  Filters: Filter[];
}

interface DescribedNat extends Page {
  Filter: Filter[];
}

interface Filter {
  Name: string;
  Values: string[];
}

/** Where tasks are. */
export interface NetworkPlace {
  readonly subnets: readonly string[];
  /** Empty: the default group of the VPC. */
  readonly securityGroups: readonly string[];
}

/** The most that DescribeRouteTables takes; the others take more (Amazon EC2 API Reference). */
const PAGE = 100;
/** Pages of one call. A VPC has at most 200 subnets, route tables and ACLs unless AWS has raised its quotas (Amazon VPC User Guide). */
const MOST_PAGES = 10;
/** "The maximum number of filter values specified in a single request is 200" (Amazon EC2 API Reference). */
const MOST_VALUES = 200;

/**
 * The network around tasks: their subnets and groups, then all of that VPC that can lie on their way. Never throws. The calls go one after
 * the other, about ten of them: EC2 counts the calls of a whole account and Region together (Amazon EC2 Developer Guide, "Request
 * throttling"). They filter and name no ids, because EC2 refuses a list of ids of which one is gone.
 */
export async function lookAtNetwork(aws: NetworkApi, { subnets, securityGroups }: NetworkPlace): Promise<Lookups> {
  const subnetsBy = (filter: Filter) => pages('DescribeSubnets', 'Subnets', (page) => aws.describeSubnets({ Filters: [filter], ...page }));
  const groupsBy = async (...filters: Filter[]) => {
    // A filter without values is refused.
    if (!filters.every((one) => one.Values.length)) return { SecurityGroups: [] };
    return pages('DescribeSecurityGroups', 'SecurityGroups', (page) => aws.describeSecurityGroups({ Filters: filters, ...page }));
  };
  const own = await subnetsBy(by('subnet-id', subnets));
  const vpc = own.Subnets?.[0]?.VpcId;
  // All others are asked for this VPC.
  if (!vpc) return { DescribeSubnets: own };

  const ofVpc = by('vpc-id', [vpc]);
  const Filters = [ofVpc];
  const all = own.unavailable ? own : await subnetsBy(ofVpc);
  const tables = await pages('DescribeRouteTables', 'RouteTables', (page) => aws.describeRouteTables({ Filters, ...page }));
  const endpoints = await pages('DescribeVpcEndpoints', 'VpcEndpoints', (page) => aws.describeVpcEndpoints({ Filters, ...page }));
  const groups: Answer<'DescribeSecurityGroups'> = await groupsBy(by('group-id', [...securityGroups, ...groupsOf(endpoints.VpcEndpoints)]));
  const byDefault: typeof groups = securityGroups.length ? {} : await groupsBy(ofVpc, by('group-name', ['default']));
  const acls = await pages('DescribeNetworkAcls', 'NetworkAcls', (page) => aws.describeNetworkAcls({ Filters, ...page }));
  const nats = await pages('DescribeNatGateways', 'NatGateways', (page) => aws.describeNatGateways({ Filter: Filters, ...page }));
  const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') => read('DescribeVpcAttribute', (
    () => aws.describeVpcAttribute({ VpcId: vpc, Attribute })));
  const [support, names] = [await attribute('enableDnsSupport'), await attribute('enableDnsHostnames')];
  return {
    DescribeSubnets: all.unavailable && !all.Subnets?.length ? own : all,
    DescribeRouteTables: tables,
    DescribeVpcEndpoints: endpoints,
    DescribeSecurityGroups: {
      ...byDefault, ...groups, SecurityGroups: [...groups.SecurityGroups ?? [], ...byDefault.SecurityGroups ?? []],
    },
    DescribeNetworkAcls: acls,
    DescribeNatGateways: nats,
    DescribeVpcAttribute: { ...support, ...names },
  };
}

function by(Name: string, values: readonly string[]): Filter {
  return { Name, Values: [...new Set(values)].slice(0, MOST_VALUES) };
}

function groupsOf(endpoints: readonly VpcEndpoint[] = []): readonly string[] {
  return endpoints.flatMap((one) => (one.Groups ?? []).flatMap(({ GroupId: id }) => id ?? []));
}

type Answer<C extends LookupCall> = NonNullable<Lookups[C]>;

/** Every page of a call. What came before an error stays. */
async function pages<C extends LookupCall>(
  call: C, member: Exclude<keyof Answer<C>, 'unavailable'> & string, ask: (page: Page) => Promise<object>,
): Promise<Answer<C>> {
  const items: unknown[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const at = token;
    const answer = await read(call, () => ask({ MaxResults: PAGE, ...(at && { NextToken: at }) }), (raw) => {
      token = typeof raw.NextToken === 'string' && raw.NextToken ? raw.NextToken : undefined;
    }) as Members;
    for (const item of (answer[member] ?? []) as readonly unknown[]) items.push(item);
    if (answer.unavailable) return { [member]: items, unavailable: answer.unavailable } as unknown as Answer<C>;
    if (!token) return { [member]: items } as unknown as Answer<C>;
  }
  const message = `there are more than ${items.length} of them`;
  return { [member]: items, unavailable: { error: NOT_READ_TO_END, message } } as unknown as Answer<C>;
}

type Members = { readonly [member: string]: unknown };

/** One answer as plain JSON, of which only the members with a shape are kept; or why there is none. */
async function read<C extends LookupCall>(
  call: C, ask: () => Promise<object>, onAnswer: (raw: Members) => void = () => undefined,
): Promise<Answer<C>> {
  try {
    const raw = JSON.parse(JSON.stringify(await withRetries(ask))) as Members;
    const shape = (shapes as { readonly [call in LookupCall]: AnyShape })[call];
    const fitted = fitting(shape, raw, ({ path, expected, value, structure }) => {
      if (!structure) return;
      const what = `${path}: expected ${expected}, found ${kindOf(value)}`;
      throw Object.assign(new Error(`not the form of answer that AWS documents: ${what}`), { name: 'UnexpectedAnswer' });
    });
    onAnswer(raw);
    return kept(shape, fitted) as Answer<C>;
  } catch (error) {
    const { name, message } = inWords(error);
    return { unavailable: { error: name, message: wholeTokens(message, 300) } } as Answer<C>;
  }
}

/** Names, tags and descriptions are of no use for a verdict, and a recording is shown to others. */
function kept(shape: AnyShape, value: unknown): unknown {
  if (typeof shape === 'string' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => kept((shape as readonly [AnyShape])[0], item));
  const members = shape as { readonly [member: string]: AnyShape };
  return Object.fromEntries(Object.entries(value as Members)
    .filter(([name, member]) => Object.hasOwn(members, name) && member !== null)
    .map(([name, member]) => [name, kept(members[name], member)]));
}
