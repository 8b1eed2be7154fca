/**
 * What the parts of the lab share: a clock, seeded identifiers, and the rule that every call to a fake AWS service, over the
 * wire or from the fake CloudFormation, goes through one table of operations named as AWS names them.
 */

import type { Struck } from './faults';
import type { Random } from './random';

/** Lab time. It is virtual: the clock jumps to the next timer, and does not move while a handler runs. */
export interface Clock {
  /** Milliseconds since the epoch, lab time. */
  now(): number;
  /** Runs `fn` `ms` lab milliseconds from now; timers of the same moment run in the order they were set. */
  after(ms: number, fn: () => void | Promise<void>): Timer;
}

export interface Timer {
  cancel(): void;
}

export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** The caller. The fake CloudFormation names the resource for which it acts, so that its scenario rules are found. */
export interface CallContext {
  /** Lab milliseconds since the invocation of the function that calls: the clock stands still while a function works. */
  readonly elapsedMs?: number;
  readonly origin?: {
    readonly stackName: string;
    readonly logicalId: string;
    /** `aws:cdk:path` metadata without the stack's name and the trailing `/Resource` or `/Service`: `Api/Service`. */
    readonly path?: string;
    /** 1-based number of the stack operation in the scenario. */
    readonly operation: number;
    readonly rollback: boolean;
  };
}

/** An error that AWS's API would answer with. */
export class AwsError extends Error {
  constructor(readonly code: string, message: string, readonly status = 400) {
    super(message);
    this.name = code;
  }
}

/**
 * One fake AWS service: its operations take and give the shapes of the AWS SDK (timestamps as Date). The wire layer checks both
 * against the operation schemas of the SDK client, so a member that AWS does not have is an error.
 */
export interface FakeService {
  readonly operations: { readonly [operation: string]: (input: never, context: CallContext) => unknown };
}

/** Scenario file (docs/lab.md). Times in lab seconds. */
export interface Scenario {
  readonly scenario: 1;
  readonly title?: string;
  readonly seed?: number;
  readonly parameters?: { readonly [ssmParameter: string]: string };
  readonly operations?: readonly { readonly deploy: string; readonly rollback?: boolean; readonly express?: boolean }[];
  readonly services?: {
    readonly [pathOrLogicalId: string]: { readonly rules: readonly TaskRule[]; readonly deployments?: readonly DeploymentRule[] };
  };
  readonly faults?: readonly unknown[];
  readonly expect?: unknown;
  /** Concurrent executions of Lambda functions in the account. Default 1,000; many new accounts have 10. */
  readonly lambdaConcurrency?: number;
  readonly switches?: Switches;
}

/** For behaviour of AWS that is not known for sure: the lab plays each variant. */
export interface Switches {
  /** The id that DescribeStackResource shows while a replacement that has its new id is not complete. Default `new`. */
  readonly replacementIdShown?: 'old' | 'new';
  /** In the rollback of an update. Default `together`. */
  readonly rollbackOrder?: 'together' | 'service-first' | 'custom-resource-first';
  /**
   * What LastUpdatedTime of a stack is in an update: its start; its end; or that many seconds after its start. Documented is only "the time
   * the stack was last updated" (API Reference, Stack). Default `start`.
   */
  readonly lastUpdatedTime?: 'start' | 'end' | number;
  /**
   * DescribeStacks shows each stack as it was that many seconds ago: right after UpdateStack it may still show the end of the operation
   * before (realestate-com-au/stackup#8). Default 0.
   */
  readonly stackStatusLag?: number;
  /**
   * Seconds between two looks of CloudFormation at a service that is not stable yet; not documented. A short time: the service fails before
   * the diagnosis has its answer. Default 5.
   */
  readonly serviceStabilityCheckedEvery?: number;
  /**
   * Resources that refer to another one (Ref, GetAtt, Sub) start when that is configured and before it is complete, as CloudFormation has
   * it since March 2024 (What's New, "AWS CloudFormation provides up to 40% faster stack creation"). The lab plays it for functions.
   * Default false: a function is complete when it is configured, and everything else waits until then.
   */
  readonly optimisticStabilization?: boolean;
  /**
   * When a function or a state machine that CloudFormation deletes is gone: at once, with its event DELETE_IN_PROGRESS; or a second later.
   * Not documented. Default `at-once`: the watch has no time to write to its log then.
   */
  readonly deletionTakesEffect?: 'at-once' | 'a-second-later';
  readonly iam?: {
    /**
     * Seconds from the completion of a policy, or of a change of it, until it takes effect. `random`: up to 30, drawn for each policy. By a
     * part of the logical ids of policies and roles: 0 for all others. Default `random`.
     */
    readonly policyEffectiveAfter?: number | 'random' | { readonly [partOfLogicalId: string]: number };
  };
  /** Passed to the fakes of these services unchanged. */
  readonly ecs?: { readonly [name: string]: unknown };
  readonly logs?: { readonly [name: string]: unknown };
}

/** How a task fails before its containers run, `after` seconds in the state in question. */
interface NeverRuns {
  readonly text: string;
  readonly after?: number;
  readonly container?: string;
  /** The container carries the text, too. */
  readonly containerReason?: boolean;
  readonly noContainers?: boolean;
}

/** What happens to a task. The first matching rule applies; tasks without a rule run and are healthy. */
export interface TaskRule {
  readonly when?: {
    readonly operation?: number;
    readonly deployment?: 'new' | 'rollback';
    /** Number of the task within its deployment, from 1: `3` or `1-2`. */
    readonly task?: string | number;
    /** Only the first N tasks. */
    readonly failFirst?: number;
  };
  /** Container behaviour by name: log lines as [seconds after the container started, text]. */
  readonly containers?: {
    readonly [container: string]: {
      readonly logs?: readonly (readonly [number, string])[];
      readonly exit?: { readonly code: number; readonly after: number; readonly reason?: string };
      readonly oom?: { readonly after: number; readonly code?: number; readonly reason?: string | null };
    };
  };
  readonly pull?: NeverRuns;
  readonly init?: NeverRuns;
  readonly containerHealth?: { readonly container: string; readonly exit?: number; readonly healthyAfter?: number };
  readonly elb?: { readonly reason: string; readonly description: string; readonly healthyAfter?: number };
  readonly place?: { readonly text: string };
  readonly quota?: { readonly text: string };
  readonly role?: { readonly text: string };
  readonly spot?: { readonly after: number; readonly text?: string; readonly stopCode?: 'SpotInterruption' | 'TerminationNotice' };
  readonly infra?: { readonly after: number; readonly text?: string };
  readonly user?: { readonly after: number; readonly text: string };
  readonly hang?: 'PROVISIONING' | 'PENDING';
  /** Durations in seconds that replace the defaults of the task states. */
  readonly slow?: { readonly provisioning?: number; readonly pending?: number; readonly healthy?: number };
}

/** What happens to a deployment apart from its tasks. The first matching rule applies. */
export interface DeploymentRule {
  readonly when?: { readonly operation?: number; readonly deployment?: 'new' | 'rollback' };
  /** The alarms of the deployment go off, `after` seconds from its start. Default of `names`: all of them. */
  readonly alarm?: { readonly after: number; readonly names?: readonly string[] };
  /** Lifecycle hooks by stage. Without a rule, Lambda hooks succeed after a second, and a PAUSE lasts until its timeout. */
  readonly hooks?: {
    readonly [stage: string]: {
      /** Seconds until the function has answered, or until a person acts on the PAUSE. */
      readonly after?: number;
      /** Of a Lambda hook: its answer. `error`: AWS's text when the function could not be invoked or its answer not understood. */
      readonly status?: 'SUCCEEDED' | 'FAILED';
      readonly error?: string;
      /** Of a PAUSE: the person's choice. */
      readonly action?: 'CONTINUE' | 'ROLLBACK';
    };
  };
}

/**
 * One laboratory. `services` is filled after construction: fakes look each other up when they act, never while they are built.
 * Names: `ecs`, `elb`, `logs`, `cloudformation`, `states`, `lambda`.
 */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly scenario: Scenario;
  readonly services: { readonly [service: string]: FakeService };
  /** The fault that strikes a point that is no API call. Absent in tests of single fakes. */
  readonly fault?: (service: string, operation: string) => Struck | undefined;
}

/** Calls an operation of a fake in this process, as one fake calls another. The output is not checked against the schema. */
export function callFake(world: World, service: string, operation: string, input: unknown, context: CallContext = {}): unknown {
  const fake = world.services[service];
  const run = fake?.operations[operation];
  if (!run) throw new Error(`The lab does not play ${service} ${operation}`);
  return run(input as never, context);
}
