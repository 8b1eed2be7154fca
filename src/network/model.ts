import { NetworkVerdict } from '../diagnosis/model';
import { Step } from '../diagnosis/read';

export type VerdictCertainty = NetworkVerdict['certainty'];

/** What is wrong between a task and what it could not reach: permanent names, as those of causes. */
export type Leaf =
  | 'route-blackhole' | 'no-route' | 'no-public-address' | 'nat-not-available' | 'nat-without-way-out' | 'nat-private' | 'leaves-the-vpc'
  | 'endpoint-absent' | 'endpoint-in-other-table' | 'endpoint-not-available' | 'endpoint-private-dns-off' | 'endpoint-security-group'
  | 'endpoint-policy' | 'endpoint-young' | 'vpc-dns-off' | 'dns-server-elsewhere' | 'task-egress' | 'network-acl' | 'not-readable'
  | 'in-order';

/** A leaf, seen from one subnet. */
export interface Found extends Omit<NetworkVerdict, 'subnets'> {
  readonly leaf: Leaf;
}

/** What a task could not reach, and from where. */
export interface Question {
  /** When the facts were read, ISO 8601. */
  readonly at: string;
  readonly region: string;
  /** Account of the service. */
  readonly account?: string;
  /** Those of the failed tasks, or, if these are not known, all of the service. */
  readonly subnets: readonly TaskSubnet[];
  /** Failed tasks were in these subnets. */
  readonly ofTasks: boolean;
  /** Empty: the default group of the VPC (Amazon ECS API Reference, AwsVpcConfiguration). */
  readonly securityGroups: readonly string[];
  /** Do the tasks get public IPv4 addresses? undefined: not known. */
  readonly publicIp?: boolean;
  readonly destination: Destination;
  readonly step: Step;
  /** S3 has answered, and refused the layers: a policy can do that, no route. */
  readonly isRefused?: boolean;
  /** Address of the DNS server that did not answer, or did not know the name. */
  readonly dnsServer?: string;
  /** Services of AWS that a start of this task calls, as in the names of their endpoints: `ecr.dkr`, `s3`, `logs`. */
  readonly needed: readonly string[];
}

export interface TaskSubnet {
  readonly id: string;
  /** Private address of a failed task in it. */
  readonly address?: string;
}

export interface Destination {
  /** For texts: `api.ecr.eu-west-1.amazonaws.com`, `Secrets Manager`. */
  readonly name: string;
  /** As in the name of its endpoint: `ecr.api`, `s3`. undefined: no endpoint can lead there. */
  readonly service?: string;
  /** AWS's text names the host, the bucket or the step that belongs to this service alone. */
  readonly isNamed: boolean;
  /** Default: that of the tasks. */
  readonly region?: string;
  /** The address that was dialled. */
  readonly address?: string;
  readonly port: number;
}
