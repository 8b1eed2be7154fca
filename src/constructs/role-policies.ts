import { createHash } from 'crypto';
import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { CfnPolicy, IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, Dependable, IDependable } from 'constructs';
import { clusterKey, clusterName, clusterResource } from './cluster-name';
import { FoundService } from './find-service';
import { suppress } from './nag-suppressions';
import { pathInStage } from './path-in-stage';
import { clusterStatements, logStatements } from './permissions';
import { mirrorCondition } from './service-mirror';
import { logGroupsSoFar, logPlaces } from './task-logs';

/**
 * IAM quotas: all inline policies of a role hold 10,240 characters together, white space not counted. How long names are is known only when
 * AWS has made them, so these are estimates, on the long side: `test/constructs/permissions.test.ts` compares them with what is rendered.
 */
const MAX_CHARACTERS = 10_240;
/** Of a cluster or a log group: `<stack>-<logical id>-<13 characters>` in a nested stack. */
const NAME = 128;
const A_ROLE = 1_000;
const A_CLUSTER = 535 + 4 * NAME;
const A_SERVICE = 100;
const A_LOG_GROUP = 64 + NAME;

/** Clusters whose names only the complete app tells share a policy; beyond so many it names none. */
const MAX_LATE_CLUSTERS = 2;

/**
 * What the role of the watcher permits for each cluster and each service's logs.
 *
 * These are resources of their own: a policy refers to what it permits to read, so one policy for all would make each diagnosis wait for
 * the clusters and log groups of every other service, and form a cycle where the app orders these services one after the other.
 */
export class RolePolicies {
  private readonly policies = new Map<string, RolePolicy>();
  private readonly services: FoundService[] = [];
  private readonly lateClusters: FoundService[] = [];
  private readonly stack: Stack;
  private readonly always: readonly string[];

  /** @param always statements that every watch needs */
  constructor(private readonly scope: Construct, private readonly role: IRole, always: { readonly [id: string]: PolicyStatement }) {
    this.stack = Stack.of(scope);
    for (const [id, statement] of Object.entries(always)) this.add(id, () => [statement]);
    this.add('ReadAllLogs', () => logStatements(this.stack, undefined), () => this.tooManyLogs());
    this.add('ReadAllClusters', () => clusterStatements(this.stack, '*'), () => this.tooManyClusters());
    this.always = [...this.policies.keys()];
  }

  /** @returns what must exist before a service is watched */
  public permit(service: FoundService): IDependable {
    this.services.push(service);
    const cluster = this.permitCluster(service);
    const logs = `ReadLogs${hash(pathInStage(service.l1))}`;
    mirrorCondition(service.l1, this.add(logs, () => (this.tooManyLogs() ? [] : logStatements(this.stack, logPlaces(service)))));
    return inTemplate([...this.always, cluster, logs].map((id) => this.policies.get(id)!));
  }

  private permitCluster(service: FoundService): string {
    const key = clusterKey(service);
    const isFew = () => !this.tooManyClusters();
    if (key === undefined) {
      this.lateClusters.push(service);
      if (!this.policies.has('ReadClusters')) this.add('ReadClusters', () => clusterStatements(this.stack, ...this.lateNames()), isFew);
      return 'ReadClusters';
    }
    const id = `ReadCluster${hash(key)}`;
    if (this.policies.has(id)) return id;
    const policy = this.add(id, () => clusterStatements(this.stack, clusterName(service) ?? '*'), isFew);
    const resource = clusterResource(service);
    if (resource) mirrorCondition(resource, policy);
    return id;
  }

  /** The same import is another token each time: what tells names apart is what they resolve to. */
  private lateNames(): readonly string[] {
    const names = new Map<string, string>();
    for (const service of this.lateClusters) {
      const name = clusterName(service);
      if (name === undefined) return ['*'];
      names.set(JSON.stringify(this.stack.resolve(name)), name);
    }
    return names.size > MAX_LATE_CLUSTERS ? ['*'] : [...names.values()];
  }

  private tooManyLogs(): boolean {
    const logs = this.services.reduce((sum, service) => sum + A_SERVICE + logGroupsSoFar(service) * A_LOG_GROUP, 0);
    return A_ROLE + this.charactersOfClusters() + logs > MAX_CHARACTERS;
  }

  /** Besides one statement for all log groups. */
  private tooManyClusters(): boolean {
    return A_ROLE + this.charactersOfClusters() + A_SERVICE + A_LOG_GROUP > MAX_CHARACTERS;
  }

  private charactersOfClusters(): number {
    const known = [...this.policies.keys()].filter((id) => /^ReadCluster[^s]/.test(id)).length;
    return (known + (this.lateClusters.length ? MAX_LATE_CLUSTERS : 0)) * A_CLUSTER;
  }

  private add(id: string, statements: () => PolicyStatement[], exists?: () => boolean): RolePolicy {
    const policy = new RolePolicy(this.scope, id, this.role, settled(this.scope, statements), exists && settled(this.scope, exists));
    this.policies.set(id, policy);
    return policy;
  }
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

/** aws-cdk-lib 2.275 no longer leaves out dependencies on resources that are not in the template. */
function inTemplate(policies: readonly CfnResource[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    // A getter: read when the app is complete.
    get dependencyRoots() { return policies.filter((policy) => (policy as RolePolicy).shouldSynthesize()); },
  });
  return dependable;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
