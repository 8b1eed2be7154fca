import { createHash } from 'crypto';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy, CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { clusterKey, clusterName, clusterResource, renderedName } from './cluster-name';
import { core } from './core';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { longest, LONGEST_CLUSTER, LONGEST_LOG_GROUP } from './name-length';
import { pathInStage } from './path-in-stage';
import { clusterStatements, logStatements } from './permissions';
import { late } from './rendered';
import { mirrorCondition } from './service-mirror';
import { isTaskDefinitionElsewhere, LogPlace, logPlaces } from './task-logs';

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
const A_SERVICE = 100;
const logGroupCharacters = (name: number) => 62 + name;

/**
 * Clusters whose names only the complete app tells share a policy; beyond so many it names none. Sharing has a price: of two L1 services
 * whose clusters are lazy values, the first cannot be diagnosed if the cluster of the second waits for it (a cycle, which CloudFormation
 * refuses). A name or a reference that is known when the diagnosis is attached has its own policy, and no such limit.
 */
const MAX_LATE_CLUSTERS = 2;

const LATE_CLUSTERS = 'ReadClusters';

/** What the role itself permits. */
export interface RoleItself {
  /** Name of the log group of the function, possibly a token. */
  readonly logGroupName: string;
  readonly isInVpc: boolean;
}

/** What the policies hold, of all services of the stack. */
interface Contents {
  /** Names by the policy for the cluster. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  readonly logs: ReadonlyMap<CfnResource, readonly LogPlace[] | undefined>;
  readonly tooManyClusters: boolean;
  readonly tooManyLogs: boolean;
}

/**
 * What the role of the watcher permits for each cluster and each service's logs.
 *
 * These are resources of their own: a policy refers to what it permits to read, so one policy for all would make each diagnosis wait for
 * the clusters and log groups of every other service, and form a cycle where the app orders these services one after the other.
 */
export class RolePolicies {
  private readonly policies = new Map<string, RolePolicy>();
  private readonly services = new Map<CfnResource, { readonly service: FoundService; readonly cluster: string; readonly logs: string }>();
  private readonly stack: Stack;
  private readonly always: readonly string[];
  private final?: Contents;

  /** @param startWaiter what every watch needs */
  constructor(private readonly scope: Construct, private readonly role: CfnRole, private readonly roleItself: RoleItself, startWaiter: PolicyStatement) {
    this.stack = core.Stack.of(scope);
    // The first of them that an app looks at when it is complete and collects its references. What they hold is settled then, and read once:
    // nested stacks are rendered before the others, and one policy for all must not appear after the names in the others have been collected.
    this.add('StartWaiter', { statements: () => [startWaiter], whenComplete: () => { this.final = this.find(); } });
    this.add('ReadAllLogs', { statements: () => logStatements(this.stack, undefined), exists: () => this.contents().tooManyLogs });
    this.add('ReadAllClusters', { statements: () => clusterStatements(this.stack, '*'), exists: () => this.contents().tooManyClusters });
    this.always = [...this.policies.keys()];
  }

  /** Permits to watch a service. */
  public permit(service: FoundService) {
    const { l1 } = service;
    const cluster = this.permitCluster(service);
    const logs = `ReadLogs${hash(pathInStage(l1))}`;
    const places = () => this.contents().logs.get(l1);
    mirrorCondition(l1, this.add(logs, {
      statements: () => logStatements(this.stack, places()),
      exists: () => !this.contents().tooManyLogs && places()?.length !== 0,
      refersElsewhere: () => isTaskDefinitionElsewhere(service),
    }));
    this.services.set(l1, { service, cluster, logs });
  }

  /** What must exist before a service is watched, as far as it is in the template. */
  public of({ l1 }: FoundService): CfnResource[] {
    const own = this.services.get(l1);
    return own ? [...this.always, own.cluster, own.logs].map((id) => this.policies.get(id)!) : [];
  }

  /** Takes back what was permitted, while the app is built. */
  public release({ l1 }: FoundService) {
    const own = this.services.get(l1);
    if (!own) return;
    this.services.delete(l1);
    this.remove(own.logs);
    if (![...this.services.values()].some(({ cluster }) => cluster === own.cluster)) this.remove(own.cluster);
  }

  private permitCluster(service: FoundService): string {
    const key = clusterKey(service);
    const id = key === undefined ? LATE_CLUSTERS : `ReadCluster${hash(key)}`;
    if (this.policies.has(id)) return id;
    const policy = this.add(id, {
      statements: () => clusterStatements(this.stack, ...this.contents().clusters.get(id) ?? []), exists: () => !this.contents().tooManyClusters,
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
    const clusters = this.clusterNames();
    const logs = new Map([...this.services.values()].map(({ service }) => [service.l1, logPlaces(service)] as const));
    const longestName = lengths();
    const clusterSizes = [...clusters.values()].flat().map((name) => clusterCharacters(longestName(name, LONGEST_CLUSTER)));
    const logSizes = [...logs.values()].flatMap((places) => [A_SERVICE, ...distinct(places).map((group) => logGroupCharacters(longestName(group, LONGEST_LOG_GROUP)))]);
    const role = A_ROLE + longestName(this.roleItself.logGroupName, LONGEST_LOG_GROUP) + (this.roleItself.isInVpc ? IN_A_VPC : 0);
    const isTooMuch = (...sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, role) > MAX_CHARACTERS;
    const tooManyClusters = isTooMuch(...clusterSizes, A_SERVICE, logGroupCharacters(1));
    const tooManyLogs = isTooMuch(...tooManyClusters ? [clusterCharacters(1)] : clusterSizes, ...logSizes);
    return { clusters, logs, tooManyClusters, tooManyLogs };
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

  private remove(id: string) {
    this.policies.delete(id);
    this.scope.node.tryRemoveChild(id);
  }
}

/** Groups of a service that stand in its policy; one for all where synthesis cannot know them. */
function distinct(places: readonly LogPlace[] | undefined): string[] {
  return places ? [...new Map(places.map(({ group, region = '' }) => [`${region} ${group}`, group])).values()] : ['*'];
}

/** Services share clusters. */
function lengths(): (name: string, limit: number) => number {
  const known = new Map<string, number>();
  return (name, limit) => {
    const length = known.get(name) ?? longest(name, limit);
    known.set(name, length);
    return length;
  };
}

interface PolicyContents {
  readonly statements: () => PolicyStatement[];
  /** Whether the policy is in the template (always). */
  readonly exists?: () => boolean;
  /** Whether it refers to what neither the service nor the task definition refers to in the same stack (it does not). */
  readonly refersElsewhere?: () => boolean;
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
        // References that the service or its task definition has in this stack are collected there.
        const isRead = !preparing || contents.refersElsewhere?.();
        // Those who inspect policies (cdk-nag) look at this one even if it will not be in the template, and expect statements in it.
        return isRead && this.shouldSynthesize() ? documentOf(contents.statements()) : { Statement: [] };
      }),
    });
    suppress(this, 'IAM5', 'IAMNoInlinePolicy');
  }

  public shouldSynthesize() {
    return this.contents.exists?.() ?? true;
  }
}

/** Not a PolicyDocument, which looks for statements to merge and here finds none. */
function documentOf(statements: readonly PolicyStatement[]): object {
  return { Statement: statements.map((statement): unknown => statement.toStatementJson()), Version: '2012-10-17' };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
