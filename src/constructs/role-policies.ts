import { createHash } from 'crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import { CfnPolicy, IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { clusterKey, clusterName, clusterNameLength, clusterResource } from './cluster-name';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { longest, LONGEST_CLUSTER, LONGEST_LOG_GROUP, MADE_NAME } from './name-length';
import { pathInStage } from './path-in-stage';
import { clusterStatements, logStatements } from './permissions';
import { mirrorCondition } from './service-mirror';
import { logGroupsSoFar, logPlaces } from './task-logs';

/**
 * IAM quotas: all inline policies of a role hold 10,240 characters together, white space not counted. Each of these is what stands around the
 * names, in the partition and region with the longest names, and each name counts as the longest that it may come to.
 * `test/constructs/permissions.test.ts` compares them with what is rendered.
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

/**
 * What the role of the watcher permits for each cluster and each service's logs.
 *
 * These are resources of their own: a policy refers to what it permits to read, so one policy for all would make each diagnosis wait for
 * the clusters and log groups of every other service, and form a cycle where the app orders these services one after the other.
 */
export class RolePolicies {
  private readonly policies = new Map<string, RolePolicy>();
  private readonly services: FoundService[] = [];
  /** Services by the policy for their cluster. */
  private readonly clusters = new Map<string, FoundService[]>();
  private readonly stack: Stack;
  private readonly always: readonly string[];
  private readonly tooManyLogs: () => boolean;
  private readonly tooManyClusters: () => boolean;

  /** @param always statements that every watch needs */
  constructor(
    private readonly scope: Construct,
    private readonly role: IRole,
    private readonly roleItself: RoleItself,
    always: { readonly [id: string]: PolicyStatement },
  ) {
    this.stack = Stack.of(scope);
    this.tooManyClusters = settled(scope, () => this.isTooMuch((isComplete) => [...this.clusterSizes(isComplete), A_SERVICE, logGroupCharacters(1)]));
    this.tooManyLogs = settled(scope, () => this.isTooMuch((isComplete) => [
      ...this.tooManyClusters() ? [clusterCharacters(1)] : this.clusterSizes(isComplete), ...this.logSizes(isComplete),
    ]));
    for (const [id, statement] of Object.entries(always)) this.add(id, () => [statement]);
    this.add('ReadAllLogs', () => logStatements(this.stack, undefined), () => this.tooManyLogs());
    this.add('ReadAllClusters', () => clusterStatements(this.stack, '*'), () => this.tooManyClusters());
    this.always = [...this.policies.keys()];
  }

  /** @returns what must exist before a service is watched, as far as it is in the template */
  public permit(service: FoundService): IDependable {
    this.services.push(service);
    const cluster = this.permitCluster(service);
    const logs = logsId(service);
    mirrorCondition(service.l1, this.add(logs, () => (this.tooManyLogs() ? [] : logStatements(this.stack, logPlaces(service)))));
    return new DependencyGroup(...[...this.always, cluster, logs].map((id) => this.policies.get(id)!));
  }

  /** Takes back what was permitted, while the app is built. */
  public release(service: FoundService) {
    const isOther = ({ l1 }: FoundService) => l1 !== service.l1;
    this.services.splice(0, Infinity, ...this.services.filter(isOther));
    this.remove(logsId(service));
    for (const [id, services] of this.clusters) {
      this.clusters.set(id, services.filter(isOther));
      if (services.some(isOther)) continue;
      this.clusters.delete(id);
      this.remove(id);
    }
  }

  private permitCluster(service: FoundService): string {
    const key = clusterKey(service);
    const id = key === undefined ? LATE_CLUSTERS : `ReadCluster${hash(key)}`;
    const services = this.clusters.get(id);
    if (services) {
      services.push(service);
      return id;
    }
    this.clusters.set(id, [service]);
    const policy = this.add(id, () => clusterStatements(this.stack, ...this.clusterNames(id)), () => !this.tooManyClusters());
    const resource = clusterResource(service);
    if (resource) mirrorCondition(resource, policy);
    return id;
  }

  /**
   * Mostly one: the services of a policy have the same cluster, unless the app takes one of them to another later. The same import is
   * another token each time: what tells names apart is what they resolve to.
   */
  private clusterNames(id: string): readonly string[] {
    const names = new Map<string, string>();
    for (const service of this.clusters.get(id) ?? []) {
      const name = clusterName(service);
      if (name === undefined) return ['*'];
      names.set(JSON.stringify(this.stack.resolve(name)), name);
    }
    return id === LATE_CLUSTERS && names.size > MAX_LATE_CLUSTERS ? ['*'] : [...names.values()];
  }

  /**
   * While the app is built, only what can be read without rendering it is counted; once it is complete, all that will be in the template. What
   * is too much by the first stays so, because references of what is found to fit only later would have been collected by nobody.
   */
  private isTooMuch(sizes: (isComplete: boolean) => readonly number[]): boolean {
    const fits = (isComplete: boolean) => sizes(isComplete).reduce((sum, size) => sum + size, this.roleSize()) <= MAX_CHARACTERS;
    return !fits(false) || (this.scope.node.locked && !fits(true));
  }

  private roleSize(): number {
    return A_ROLE + longest(this.roleItself.logGroupName, LONGEST_LOG_GROUP) + (this.roleItself.isInVpc ? IN_A_VPC : 0);
  }

  private clusterSizes(isComplete: boolean): number[] {
    return [...this.clusters].flatMap(([id, services]) => {
      const lengths = new Map(services.map((service) => [clusterKey(service), clusterNameLength(service)]));
      if (!lengths.has(undefined)) return [...lengths.values()].map(clusterCharacters);
      return (isComplete ? this.clusterNames(id).map((name) => longest(name, LONGEST_CLUSTER)) : [MADE_NAME]).map(clusterCharacters);
    });
  }

  private logSizes(isComplete: boolean): number[] {
    return this.services.flatMap((service) => {
      const groups = isComplete
        ? [...new Map((logPlaces(service) ?? [{ group: '*', region: '' }]).map(({ group, region }) => [`${region} ${group}`, group])).values()]
        : logGroupsSoFar(service);
      return [A_SERVICE, ...groups.map((group) => logGroupCharacters(group === undefined ? MADE_NAME : longest(group, LONGEST_LOG_GROUP)))];
    });
  }

  private add(id: string, statements: () => PolicyStatement[], exists?: () => boolean): RolePolicy {
    const policy = new RolePolicy(this.scope, id, this.role, settled(this.scope, statements), exists && settled(this.scope, exists));
    this.policies.set(id, policy);
    return policy;
  }

  private remove(id: string) {
    this.policies.delete(id);
    this.scope.node.tryRemoveChild(id);
  }
}

function logsId({ l1 }: FoundService): string {
  return `ReadLogs${hash(pathInStage(l1))}`;
}

/** Found out for good when the app is complete: it is locked then, and templates are written. */
function settled<T>(scope: Construct, find: () => T): () => T {
  let final: { readonly found: T } | undefined;
  return () => {
    const now = final ?? { found: find() };
    if (scope.node.locked) final = now;
    return now.found;
  };
}

/** An inline policy of a role whose statements are read late; no resource at all when there are none. */
class RolePolicy extends CfnPolicy {
  constructor(scope: Construct, id: string, role: IRole, statements: () => PolicyStatement[], private readonly exists = () => statements().length > 0) {
    super(scope, id, {
      policyName: id,
      roles: [role.roleName],
      // Those who inspect policies (cdk-nag) look at this one even if it will not be in the template, and expect statements in it.
      policyDocument: Lazy.any({
        produce: () => {
          const those = exists() ? statements() : [];
          return those.length ? new PolicyDocument({ statements: those }) : { Statement: [] };
        },
      }),
    });
    suppress(this, 'IAM5', 'IAMNoInlinePolicy');
  }

  public shouldSynthesize() {
    return this.exists();
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
