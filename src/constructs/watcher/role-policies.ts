import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LogPolicies } from './log-policies';
import { suppress } from './nag-suppressions';
import { clusterStatements, logStatements, policyDocument } from './permissions';
import { fitting, LogNames, Names, RoleItself } from './policy-size';
import { clusterKey, clusterName, clusterResource, renderedName } from '../service/cluster';
import { FoundService } from '../service/find-service';
import { LogPlace, logPlaces } from '../service/log-places';
import { mirrorCondition } from '../service/mirror';
import { canBeShared } from '../service/shared-log-group';
import { OptionalPolicy } from '../template/cdk-internals';
import { logicalIdOf } from '../template/dependencies';
import { shortHash } from '../template/stable-names';
import { lateToken } from '../template/tokens';

/**
 * Clusters share a policy if only the complete app knows their names; above this number it names none. Sharing has a price: of two L1
 * services whose clusters are lazy values, the first cannot be diagnosed if the cluster of the second waits for it (a cycle, which
 * CloudFormation refuses). A name or a reference that is known when the diagnosis is attached has its own policy, and no such limit.
 */
const MAX_LATE_CLUSTERS = 2;

const LATE_CLUSTERS = 'ReadClusters';

/** To start the waiter and to read logs. */
const WATCH = 'Watch';

interface Contents extends Names {
  /** Of the shared policy and of those for clusters, if they are in the template. Every service needs them, so they are computed once. */
  readonly logicalIds: ReadonlyMap<string, string>;
}

interface WatchedService {
  readonly service: FoundService;
  /** Id of the policy for its cluster. */
  readonly policy: string;
}

/**
 * Permissions of the watcher for the clusters and logs of its services.
 *
 * These are resources of their own: the state machine needs the function and the function its role, so the role cannot refer to the
 * machine. Each cluster has a policy: one for all would make each diagnosis wait for every cluster, and form a cycle if the app orders its
 * clusters and services. Log groups share one, except those that may wait for something (`canBeShared`): their service has a policy of its
 * own.
 */
export class RolePolicies {
  private readonly policies = new Map<string, CfnResource>();
  private readonly services = new Map<CfnResource, WatchedService>();
  private readonly stack: Stack;
  private readonly ofServices: LogPolicies;
  private final?: Contents;

  /** @param startWaiter the permission that every watch needs */
  constructor(
    private readonly scope: Construct, private readonly role: CfnRole, private readonly itself: RoleItself, startWaiter: PolicyStatement,
  ) {
    this.stack = Stack.of(scope);
    this.add(WATCH, {
      statements: () => {
        const { clusters, logs } = this.contents();
        return [startWaiter, ...clusters ? [] : clusterStatements(this.stack, '*'), ...logStatements(this.stack, logs?.shared)];
      },
      // This is the first of the policies that a complete app looks at to collect its references. Their contents are settled then, and read
      // once: nested stacks are rendered before the others, and must not permit anything else after the names in it have been collected.
      whenComplete: () => { this.final = this.find(); },
    });
    this.ofServices = new LogPolicies(scope, role, () => this.contents().logs?.own);
  }

  /** Permits to watch a service. */
  public permit(service: FoundService) {
    this.services.set(service.l1, { service, policy: this.permitCluster(service) });
  }

  /** Logical ids of the policies that must exist before a service is watched; in the template only. */
  public neededBy({ l1 }: FoundService): string[] {
    const watched = this.services.get(l1);
    if (!watched) return [];
    const { logicalIds, logs } = this.contents();
    const shared = [WATCH, watched.policy].flatMap((id) => logicalIds.get(id) ?? []);
    return logs?.own.has(l1) ? [...shared, this.ofServices.logicalIdOf(l1)] : shared;
  }

  /** Takes the permission for a service back, while the app is being built. */
  public release({ l1 }: FoundService) {
    const watched = this.services.get(l1);
    if (!watched) return;
    this.services.delete(l1);
    if ([...this.services.values()].some(({ policy }) => policy === watched.policy)) return;
    this.policies.delete(watched.policy);
    this.scope.node.tryRemoveChild(watched.policy);
  }

  private permitCluster(service: FoundService): string {
    const key = clusterKey(service);
    const id = key === undefined ? LATE_CLUSTERS : `ReadCluster${shortHash(key)}`;
    if (this.policies.has(id)) return id;
    const policy = this.add(id, {
      statements: () => clusterStatements(this.stack, ...this.contents().clusters?.get(id) ?? []),
      isNeeded: () => this.contents().clusters !== undefined,
    });
    const resource = clusterResource(service);
    if (resource) mirrorCondition(resource, policy);
    return id;
  }

  /** A tool that inspects policies while the app is still being built (cdk-nag) sees the contents so far. */
  private contents(): Contents {
    return this.final ?? this.find();
  }

  private find(): Contents {
    const names = fitting({ clusters: this.clusterNames(), logs: this.logNames() }, this.itself);
    const present = [...this.policies].filter(([id]) => id === WATCH || names.clusters);
    return { ...names, logicalIds: new Map(present.map(([id, policy]) => [id, logicalIdOf(policy)])) };
  }

  private logNames(): LogNames {
    const shared: LogPlace[] = [];
    const own = new Map<CfnResource, LogPlace[]>();
    for (const { service } of this.services.values()) {
      for (const place of distinct(logPlaces(service) ?? [{ group: '*' }])) {
        if (canBeShared(place, this.stack)) shared.push(place);
        else own.set(service.l1, [...own.get(service.l1) ?? [], place]);
      }
    }
    return { shared: distinct(shared), own };
  }

  /** Mostly one name a policy: its services have the same cluster, unless the app moves one of them to another cluster later. */
  private clusterNames(): Map<string, readonly string[]> {
    const byPolicy = new Map<string, Set<string | undefined>>();
    for (const { service, policy } of this.services.values()) {
      const names = byPolicy.get(policy) ?? new Set();
      byPolicy.set(policy, names.add(clusterName(service)));
    }
    return new Map([...byPolicy].map(([id, names]) => [id, this.namesIn(id, [...names])]));
  }

  private namesIn(policy: string, names: readonly (string | undefined)[]): readonly string[] {
    const known = names.filter((name) => name !== undefined);
    if (known.length < names.length) return ['*'];
    if (known.length <= 1) return known;
    // The same import is another token each time: names differ if they resolve to different texts.
    const different = [...new Map(known.map((name) => [renderedName(this.stack, name), name])).values()];
    return policy === LATE_CLUSTERS && different.length > MAX_LATE_CLUSTERS ? ['*'] : different;
  }

  private add(id: string, contents: PolicyContents): CfnResource {
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
  readonly isNeeded?: () => boolean;
  /** Called when the app collects its references. */
  readonly whenComplete?: () => void;
}

/** An inline policy of a role whose statements are read late. */
class RolePolicy extends OptionalPolicy {
  constructor(scope: Construct, id: string, role: CfnRole, { statements, isNeeded = () => true, whenComplete }: PolicyContents) {
    const policy = lateToken(({ preparing }) => {
      if (preparing) whenComplete?.();
      // Its references are to the same stack, or its services have them, too: they are collected there.
      // A tool that inspects policies (cdk-nag) looks at this one even if it will not be in the template, and expects statements in it.
      return !preparing && isNeeded() ? policyDocument(statements()) : { Statement: [] };
    });
    super(scope, id, { policyName: id, roles: [role.ref], policyDocument: policy }, isNeeded);
    suppress(this, 'IAM5', 'IAMNoInlinePolicy');
  }
}
