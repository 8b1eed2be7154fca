import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { clusterKey, clusterName, clusterResource, renderedName } from './cluster-name';
import { core } from './core';
import { FoundService } from './find-service';
import { LogPolicies } from './log-policies';
import { suppress } from './nag-suppressions';
import { longest, LONGEST_CLUSTER, LONGEST_LOG_GROUP } from './name-length';
import { clusterStatements, logStatements, policyDocument } from './permissions';
import { late } from './rendered';
import { mirrorCondition } from './service-mirror';
import { mayBeShared } from './shared-log-group';
import { shortHash } from './short-hash';
import { LogPlace, logPlaces } from './task-logs';

/**
 * IAM quotas: all inline policies of a role hold 10,240 characters together, white space not counted. Each of these is what stands around the
 * names, in the partition and region with the longest names, and each name counts as the longest that it may come to.
 * `test/constructs/policy-size.test.ts` compares them with what is rendered.
 */
const MAX_CHARACTERS = 10_240;
const A_ROLE = 975;
const IN_A_VPC = 260;
/** The name stands in four ARNs and in the condition. */
const clusterCharacters = (name: number) => 609 + 5 * name;
const A_STATEMENT = 100;
const logGroupCharacters = (name: number) => 62 + name;

/**
 * Clusters whose names only the complete app tells share a policy; beyond so many it names none. Sharing has a price: of two L1 services
 * whose clusters are lazy values, the first cannot be diagnosed if the cluster of the second waits for it (a cycle, which CloudFormation
 * refuses). A name or a reference that is known when the diagnosis is attached has its own policy, and no such limit.
 */
const MAX_LATE_CLUSTERS = 2;

const LATE_CLUSTERS = 'ReadClusters';

/** To start the waiter and to read logs. */
const WATCH = 'Watch';

/** What the role itself permits. */
export interface RoleItself {
  /** Name of the log group of the function, possibly a token. */
  readonly logGroupName: string;
  readonly isInVpc: boolean;
}

/** Clusters and log groups of all services of the stack; absent where there are too many. */
interface Names {
  /** Names by the policy for the cluster. */
  readonly clusters?: ReadonlyMap<string, readonly string[]>;
  readonly logs?: LogNames;
}

interface LogNames {
  readonly shared: readonly LogPlace[];
  /** Those of one service that the others must not wait for. */
  readonly own: ReadonlyMap<CfnResource, readonly LogPlace[]>;
}

interface Contents extends Names {
  /** Of the policies for all and for clusters that are in the template. Every service asks for them, and aws-cdk-lib computes them anew at every mention. */
  readonly logicalIds: ReadonlyMap<string, string>;
}

/**
 * What the role of the watcher permits for the clusters and logs of its services.
 *
 * These are resources of their own: the state machine needs the function and the function its role, so the role cannot refer to the machine.
 * Each cluster has a policy: one for all would make each diagnosis wait for every cluster, and form a cycle where the app orders what
 * it creates. Log groups share one, but for those that may wait for something (`mayBeShared`): a service that has such has a policy of its own.
 */
export class RolePolicies {
  private readonly policies = new Map<string, RolePolicy>();
  private readonly services = new Map<CfnResource, { readonly service: FoundService; readonly cluster: string }>();
  private readonly stack: Stack;
  private final?: Contents;
  private readonly ofServices: LogPolicies;

  /** @param startWaiter what every watch needs */
  constructor(private readonly scope: Construct, private readonly role: CfnRole, private readonly roleItself: RoleItself, startWaiter: PolicyStatement) {
    this.stack = core.Stack.of(scope);
    this.add(WATCH, {
      statements: () => {
        const { clusters, logs } = this.contents();
        return [startWaiter, ...clusters ? [] : clusterStatements(this.stack, '*'), ...logStatements(this.stack, logs?.shared)];
      },
      // The first of them that an app looks at when it is complete and collects its references. What they hold is settled then, and read once:
      // nested stacks are rendered before the others, and what they permit must not change after the names in it have been collected.
      whenComplete: () => { this.final = this.find(); },
    });
    this.ofServices = new LogPolicies(scope, role, () => this.contents().logs?.own);
  }

  /** Permits to watch a service. */
  public permit(service: FoundService) {
    this.services.set(service.l1, { service, cluster: this.permitCluster(service) });
  }

  /** Logical ids of what must exist before a service is watched; in the template only. */
  public of({ l1 }: FoundService): string[] {
    const own = this.services.get(l1);
    if (!own) return [];
    const { logicalIds, logs } = this.contents();
    return [...[WATCH, own.cluster].flatMap((id) => logicalIds.get(id) ?? []), ...logs?.own.has(l1) ? [this.ofServices.logicalIdOf(l1)] : []];
  }

  /** Takes back what was permitted, while the app is built. */
  public release({ l1 }: FoundService) {
    const own = this.services.get(l1);
    if (!own) return;
    this.services.delete(l1);
    if ([...this.services.values()].some(({ cluster }) => cluster === own.cluster)) return;
    this.policies.delete(own.cluster);
    this.scope.node.tryRemoveChild(own.cluster);
  }

  private permitCluster(service: FoundService): string {
    const key = clusterKey(service);
    const id = key === undefined ? LATE_CLUSTERS : `ReadCluster${shortHash(key)}`;
    if (this.policies.has(id)) return id;
    const policy = this.add(id, {
      statements: () => clusterStatements(this.stack, ...this.contents().clusters?.get(id) ?? []), exists: () => this.contents().clusters !== undefined,
    });
    const resource = clusterResource(service);
    if (resource) mirrorCondition(resource, policy);
    return id;
  }

  /** Those who inspect policies while the app is still being built (cdk-nag) see what there is so far. */
  private contents(): Contents {
    return this.final ?? this.find();
  }

  private find(): Contents {
    const names = this.fitting({ clusters: this.clusterNames(), logs: this.logNames() });
    const present = [...this.policies].filter(([id]) => id === WATCH || names.clusters);
    return { ...names, logicalIds: new Map(present.map(([id, { logicalId }]) => [id, String(this.stack.resolve(logicalId))])) };
  }

  /** As much of it as the role may hold. Names are measured only where the longest would not fit: most stacks are small. */
  private fitting({ clusters, logs }: Names): Names {
    return [{ clusters, logs }, { clusters }, { logs }].find((names) => [atMost, longest].some((measure) => this.size(names, measure) <= MAX_CHARACTERS)) ?? {};
  }

  private size({ clusters, logs }: Names, measure: (name: string, limit: number) => number): number {
    const clusterNames = clusters ? [...clusters.values()].flat() : ['*'];
    const statements = logs ? [logs.shared, ...logs.own.values()] : [[{ group: '*' }]];
    return A_ROLE + measure(this.roleItself.logGroupName, LONGEST_LOG_GROUP) + (this.roleItself.isInVpc ? IN_A_VPC : 0)
      + sum(clusterNames.map((name) => clusterCharacters(measure(name, LONGEST_CLUSTER))))
      + sum(statements.map((places) => A_STATEMENT + sum(places.map(({ group }) => logGroupCharacters(measure(group, LONGEST_LOG_GROUP))))));
  }

  private logNames(): LogNames {
    const shared: LogPlace[] = [];
    const own = new Map<CfnResource, LogPlace[]>();
    for (const { service } of this.services.values()) {
      for (const place of distinct(logPlaces(service) ?? [{ group: '*' }])) {
        if (mayBeShared(place, this.stack)) shared.push(place);
        else own.set(service.l1, [...own.get(service.l1) ?? [], place]);
      }
    }
    return { shared: distinct(shared), own };
  }

  /**
   * Mostly one a policy: its services have the same cluster, unless the app takes one of them to another later. The same import is another
   * token each time: what tells names apart is what they resolve to.
   */
  private clusterNames(): Map<string, readonly string[]> {
    const byPolicy = new Map<string, Set<string | undefined>>();
    for (const { service, cluster } of this.services.values()) {
      const names = byPolicy.get(cluster) ?? new Set();
      byPolicy.set(cluster, names.add(clusterName(service)));
    }
    return new Map([...byPolicy].map(([id, names]) => {
      const known = [...names].filter((name) => name !== undefined);
      if (known.length < names.size) return [id, ['*']];
      const different = known.length > 1 ? [...new Map(known.map((name) => [renderedName(this.stack, name), name])).values()] : known;
      return [id, id === LATE_CLUSTERS && different.length > MAX_LATE_CLUSTERS ? ['*'] : different];
    }));
  }

  private add(id: string, contents: PolicyContents): RolePolicy {
    const policy = new RolePolicy(this.scope, id, this.role, contents);
    this.policies.set(id, policy);
    return policy;
  }
}

function distinct(places: readonly LogPlace[]): LogPlace[] {
  return [...new Map(places.map((place) => [`${place.region ?? ''} ${place.group}`, place])).values()];
}

interface PolicyContents {
  readonly statements: () => PolicyStatement[];
  /** Whether the policy is in the template (always). */
  readonly exists?: () => boolean;
  /** Called when the app collects its references. */
  readonly whenComplete?: () => void;
}

/** An inline policy of a role whose statements are read late. */
class RolePolicy extends CfnPolicy {
  constructor(scope: Construct, id: string, role: CfnRole, private readonly contents: PolicyContents) {
    super(scope, id, {
      policyName: id,
      roles: [role.ref],
      policyDocument: late(({ preparing }) => {
        if (preparing) contents.whenComplete?.();
        // What it refers to stands in the same stack, or its services refer to it, too: the references are collected there.
        // Those who inspect policies (cdk-nag) look at this one even if it will not be in the template, and expect statements in it.
        return !preparing && this.shouldSynthesize() ? policyDocument(contents.statements()) : { Statement: [] };
      }),
    });
    suppress(this, 'IAM5', 'IAMNoInlinePolicy');
  }

  public shouldSynthesize() {
    return this.contents.exists?.() ?? true;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function atMost(_name: string, limit: number): number {
  return limit;
}
