import type { SpareProcesses } from './lambda/process';
import { RateLimit } from './rates';
import type { WireService } from './wire/services';
import { FakeService, Place, Scenario, World } from './world';

export interface LabOptions {
  readonly scenario?: Scenario;
  /** Default: the scenario's, or 1. The same seed gives the same ids and the same timeline. */
  readonly seed?: number;
  /** Default: the environment of the first stack that is deployed, or account 123456789012 in eu-west-1. */
  readonly place?: Place;
  /** Record what the APIs answer about every service while CloudFormation works on it: for `recording`. Default: false. */
  readonly record?: boolean;
  /** Calls beyond these rates are throttled. `AWS_RATES` are those that AWS publishes. Default: none. */
  readonly rates?: readonly RateLimit[];
  /** Services beside those that every deployment needs: `ec2` of `lab/ec2`, with VPCs. Default: none. */
  readonly services?: readonly LabService[];
  /** For tests: fakes that replace those of the lab. */
  readonly fakes?: (world: World) => { readonly [service: string]: FakeService };
  /** The account around the stacks, with the services that only read it (src/lab/account). */
  readonly account?: LabAccount;
  /** Functions run in processes that other labs with the same spares have left. They are closed by whoever made them. */
  readonly spares?: SpareProcesses;
}

export interface LabAccount {
  readonly wires: readonly WireService[];
  /** @param endpoint of the lab */
  readonly services: (world: World, endpoint: () => string) => { readonly [service: string]: FakeService };
  /** Whether a person's credentials permit an action (`ecr:DescribeImages`). */
  readonly permits: (action: string) => boolean;
  /** What lies at an address of the lab that an answer names. */
  readonly page: (url: string) => string | undefined;
}

/** A fake service with its wire protocol. The SDK client that has its schemas is loaded only where it is used. */
export interface LabService {
  readonly wire: WireService;
  create(world: World): FakeService;
}

export interface Deployment {
  /** Folder of a cloud assembly, `cdk.out`. */
  readonly assembly: string;
  /** Default: the only stack of the assembly. */
  readonly stackName?: string;
  /** `false`: `--no-rollback`. Default: on, in express mode off. */
  readonly rollback?: boolean;
  readonly express?: boolean;
  readonly parameters?: { readonly [name: string]: string };
}

/** One API call over the wire. `at`: lab milliseconds since the epoch. */
export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly at: number;
  /** Error code of the answer, or the kind of the fault that struck. */
  readonly error?: string;
}
