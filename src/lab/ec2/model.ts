/** A VPC of the account, or one whose subnets another account shares. Only what differs from AWS's defaults need be given. */
export interface LabVpc {
  readonly id: string;
  readonly cidr: string;
  /** Account; default: that of the lab. A participant of a shared VPC sees no endpoint and no NAT gateway of its owner. */
  readonly owner?: string;
  /** Default true. */
  readonly dnsSupport?: boolean;
  /** Default true, as in VPCs of the CDK. AWS's default is false. */
  readonly dnsHostnames?: boolean;
  readonly subnets: readonly LabSubnet[];
  readonly routeTables?: readonly LabRouteTable[];
  readonly endpoints?: readonly LabEndpoint[];
  readonly securityGroups?: readonly LabSecurityGroup[];
  readonly networkAcls?: readonly LabNetworkAcl[];
  readonly natGateways?: readonly LabNatGateway[];
}

interface LabSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly zone?: string;
  readonly ipv6?: string;
}

export interface LabRouteTable {
  readonly id: string;
  /** Of all subnets that no table has. Default: the first table that has no subnets, else an empty one. */
  readonly main?: boolean;
  readonly subnets?: readonly string[];
  /** By destination: a block of addresses or a prefix list. `blackhole ID`: a target that is gone. `local` is there without being given. */
  readonly routes?: { readonly [destination: string]: string };
}

export interface LabEndpoint {
  readonly id: string;
  /** `ecr.dkr`, or the whole name: `com.amazonaws.us-east-1.s3`. */
  readonly service: string;
  /** Default: `Gateway` if it has tables. */
  readonly type?: 'Interface' | 'Gateway';
  readonly subnets?: readonly string[];
  readonly groups?: readonly string[];
  readonly tables?: readonly string[];
  /** Default true for an interface. */
  readonly privateDns?: boolean;
  /** Default false. */
  readonly onlyForInboundResolver?: boolean;
  /** Default `available`. */
  readonly state?: string;
  /** JSON; default: all is allowed. */
  readonly policy?: string;
  /** Lab seconds before now; default: 30 days. */
  readonly age?: number;
}

export interface LabSecurityGroup {
  readonly id: string;
  readonly name?: string;
  readonly ingress?: readonly LabRule[];
  /** Default: everything. */
  readonly egress?: readonly LabRule[];
}

export interface LabRule {
  /** Block of addresses, prefix list, or security group. */
  readonly peer: string;
  /** Default 443; `all`: every protocol. */
  readonly ports?: number | readonly [from: number, to: number] | 'all';
}

export interface LabNetworkAcl {
  readonly id: string;
  readonly subnets: readonly string[];
  readonly entries: readonly LabAclEntry[];
}

interface LabAclEntry {
  readonly rule: number;
  readonly way: 'in' | 'out';
  readonly action: 'allow' | 'deny';
  /** Default 0.0.0.0/0. */
  readonly cidr?: string;
  /** TCP; default: every protocol. */
  readonly ports?: readonly [from: number, to: number];
}

interface LabNatGateway {
  readonly id: string;
  /** Absent: a regional one. */
  readonly subnet?: string;
  readonly state?: string;
  readonly connectivity?: 'public' | 'private';
  readonly failure?: string;
}
