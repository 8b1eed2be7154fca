import { cidrOf, Cidr } from './cidr';
import { LookupCall, Lookups, NatGateway, NetworkAcl, RouteTable, SecurityGroup, Subnet, VpcEndpoint } from '../facts/lookups';

/** null is the same as absent, in every member of a recording: not looked at. */
function withoutNull(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNull);
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null).map(([name, one]) => [name, withoutNull(one)]));
}

/** Questions about what was read. undefined always means: not known. */
export class Readings {
  private readonly lookups: Lookups;

  constructor(lookups: Lookups) {
    this.lookups = withoutNull(lookups) as Lookups;
  }

  /** The call has answered, to the end: what is not in the answer is not there. */
  public isWhole(call: LookupCall): boolean {
    const answer = this.lookups[call];
    return answer !== undefined && answer !== null && !answer.unavailable && Object.values(answer).some(Array.isArray);
  }

  /** All endpoints of the account are known, with what they are for. */
  public get hasAllEndpoints(): boolean {
    return this.isWhole('DescribeVpcEndpoints') && this.endpointsIn(undefined).every((one) => one.VpcId && one.ServiceName);
  }

  public subnet(id: string | undefined): Subnet | undefined {
    return this.lookups.DescribeSubnets?.Subnets?.find((one) => id && one.SubnetId === id);
  }

  public blockOf(id: string | undefined): Cidr | undefined {
    return cidrOf(this.subnet(id)?.CidrBlock);
  }

  /**
   * The table with which the subnet is associated, else the main one of its VPC: that association is implicit, and no answer shows it
   * (Amazon VPC User Guide, "Subnet route tables").
   */
  public tableOf(id: string): RouteTable | undefined {
    const tables = this.lookups.DescribeRouteTables?.RouteTables ?? [];
    const own = tables.find((table) => table.Associations?.some((one) => one.SubnetId === id));
    if (own) return own.Routes && own;
    const vpc = this.subnet(id)?.VpcId;
    // A page that is missing may have the association.
    if (!vpc || !this.isWhole('DescribeRouteTables')) return undefined;
    // A table whose associations are not there could be that of the subnet.
    if (!tables.every(({ Associations: all }) => all?.every((one) => one.Main || one.SubnetId))) return undefined;
    return tables.find((table) => table.VpcId === vpc && table.Routes && table.Associations?.some((one) => one.Main));
  }

  /** Each subnet has one, the default one of the VPC if no other: the answer shows both associations. */
  public aclOf(id: string): NetworkAcl | undefined {
    const acls = this.lookups.DescribeNetworkAcls?.NetworkAcls ?? [];
    return acls.find((acl) => acl.Entries && acl.Associations?.some((one) => one.SubnetId === id));
  }

  public group(id: string | undefined): SecurityGroup | undefined {
    return this.groups().find((one) => id && one.GroupId === id);
  }

  /** The groups of the task; undefined: one of them was not read. */
  public groupsOf(ids: readonly string[], vpc: string | undefined): readonly SecurityGroup[] | undefined {
    const found = ids.length
      ? ids.map((id) => this.group(id))
      : [this.groups().find((one) => one.GroupName === 'default' && vpc && one.VpcId === vpc)];
    return found.every((one) => one !== undefined) ? found as readonly SecurityGroup[] : undefined;
  }

  public nat(id: string): NatGateway | undefined {
    return this.lookups.DescribeNatGateways?.NatGateways?.find((one) => one.NatGatewayId === id);
  }

  public endpoint(id: string | undefined): VpcEndpoint | undefined {
    return this.endpointsIn(undefined).find((one) => id && one.VpcEndpointId === id);
  }

  /** Endpoints of a service: `com.amazonaws.eu-west-1.ecr.dkr`, in China `cn.com.amazonaws.cn-north-1.ecr.dkr`. */
  public endpointsFor(service: string, region: string, vpc: string | undefined): readonly VpcEndpoint[] {
    const name = `com.amazonaws.${region}.${service}`;
    return this.endpointsIn(vpc).filter(({ ServiceName: one }) => one === name || one === `cn.${name}`);
  }

  /** A setting of the VPC for DNS. */
  public dns(vpc: string | undefined, setting: 'EnableDnsSupport' | 'EnableDnsHostnames'): boolean | undefined {
    const attributes = this.lookups.DescribeVpcAttribute;
    return attributes?.VpcId && attributes.VpcId === vpc ? attributes[setting]?.Value : undefined;
  }

  private groups(): readonly SecurityGroup[] {
    return this.lookups.DescribeSecurityGroups?.SecurityGroups ?? [];
  }

  private endpointsIn(vpc: string | undefined): readonly VpcEndpoint[] {
    return (this.lookups.DescribeVpcEndpoints?.VpcEndpoints ?? []).filter((one) => !vpc || one.VpcId === vpc);
  }
}
