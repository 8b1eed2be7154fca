import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LatePolicies, LatePolicy } from './late-policies';
import { suppress } from './nag-suppressions';
import { clusterStatements, logStatements, policyDocument } from './permissions';
import { fitting, LogNames, Names, RoleItself } from './policy-size';
import { canBeInRole, clusterKey, clusterName, clusterResource, renderedName } from '../service/cluster';
import { FoundService } from '../service/find-service';
import { distinctPlaces, LogPlace, logPlaces } from '../service/log-places';
import { commonCondition, mirrorCondition, mirroredCondition } from '../service/mirror';
import { canBeShared } from '../service/shared-log-group';
import { optionalPolicy } from '../template/cdk-internals';
import { pathInStage, shortHash } from '../template/stable-names';
import { lateToken } from '../template/tokens';

/** To read logs. */
const WATCH = 'Watch';

interface Contents extends Names {
  /** Id of the policy for the cluster, by service. */
  readonly ofCluster: ReadonlyMap<CfnResource, string>;
}

interface WatchedService {
  readonly service: FoundService;
  /** Of the cluster when the diagnosis was attached; undefined if only the complete app knows it. */
  readonly key?: string;
}

/**
 * Permissions of the watcher for the clusters and logs of its services.
 *
 * These are resources of their own, and no diagnosis waits for them: CloudFormation takes 15 s for a policy, and IAM still longer. The
 * watch begins without them, and waits for what it is not allowed to read yet (docs/decisions/0007-chain.md).
 *
 * The role itself permits to read the clusters that wait for nothing, as nearly all do (`canBeInRole`). Each other cluster has a policy:
 * one for all would come only when every cluster exists, and a cluster may wait for the service of another. If only the complete app knows
 * the name of a cluster (a lazy value, an import, a function), its policy is late. Log groups share a policy, except
 * those that may wait for something (`canBeShared`): their service has a policy of its own.
 */
export class RolePolicies {
  private readonly policies = new Map<string, CfnResource>();
  private readonly services = new Map<CfnResource, WatchedService>();
  private readonly stack: Stack;
  private final?: Contents;

  /** @param writeLog by the ARN of the log group, in case that CloudFormation has not named it as the role expects */
  constructor(
    private readonly scope: Construct, private readonly role: CfnRole, private readonly itself: RoleItself, writeLog: PolicyStatement,
  ) {
    this.stack = Stack.of(scope);
    this.add(WATCH, {
      statements: () => {
        const { clusters, logs } = this.contents();
        return [writeLog, ...clusters ? [] : clusterStatements(this.stack, '*'), ...logStatements(this.stack, logs?.shared)];
      },
      // This is the first of the policies that a complete app looks at to collect its references. Their contents are settled then, and read
      // once: nested stacks are rendered before the others, and must not permit anything else after the names in it have been collected.
      whenComplete: () => { this.final = this.find(); },
    });
    new LatePolicies(scope, 'ReadClusters', role, () => [...this.contents().clusters ?? []]
      .filter(([id, name]) => !this.policies.has(id) && !canBeInRole(name, this.stack))
      .map(([id, name]) => ({ id, statements: clusterStatements(this.stack, name), condition: commonCondition(this.servicesOf(id)) })));
    new LatePolicies(scope, 'ReadLogs', role, () => this.logPolicies());
  }

  /**
   * Of the log groups that the policies of others must not wait for: one for each service. If synthesis cannot know the log groups of
   * services, these policies would be alike, so services with the same condition have one.
   */
  private logPolicies(): LatePolicy[] {
    const own = [...this.contents().logs?.own ?? []].map(([service, places]) => {
      const condition: unknown = this.stack.resolve(mirroredCondition(service));
      const id = places.every(({ group }) => group === '*') ? shortHash(JSON.stringify([condition ?? '', places])) : ofService(service);
      return { id, statements: logStatements(this.stack, places), condition: mirroredCondition(service) };
    });
    return [...new Map(own.map((policy) => [policy.id, policy])).values()];
  }

  /** Statements for the role itself. */
  public ofRole(): PolicyStatement[] {
    const names = [...this.contents().clusters?.values() ?? []].filter((name) => canBeInRole(name, this.stack));
    return names.flatMap((name) => clusterStatements(this.stack, name));
  }

  /** Permits to watch a service. */
  public permit(service: FoundService) {
    const key = clusterKey(service);
    this.services.set(service.l1, { service, key });
    if (key !== undefined) this.permitCluster(service, key);
  }

  /** Takes the permission for a service back, while the app is being built. */
  public release({ l1 }: FoundService) {
    const watched = this.services.get(l1);
    if (!watched) return;
    this.services.delete(l1);
    if (watched.key === undefined || [...this.services.values()].some(({ key }) => key === watched.key)) return;
    this.policies.delete(policyFor(watched.key));
    this.scope.node.tryRemoveChild(policyFor(watched.key));
  }

  private permitCluster(service: FoundService, key: string) {
    const id = policyFor(key);
    if (this.policies.has(id)) return;
    const name = () => {
      const found = this.contents().clusters?.get(id);
      return found !== undefined && !canBeInRole(found, this.stack) ? found : undefined;
    };
    const policy = this.add(id, {
      statements: () => [name() ?? []].flat().flatMap((cluster) => clusterStatements(this.stack, cluster)),
      isNeeded: () => name() !== undefined,
    });
    const resource = clusterResource(service);
    if (resource) mirrorCondition(resource, policy);
  }

  private servicesOf(clusterPolicy: string): CfnResource[] {
    return [...this.contents().ofCluster].filter(([, id]) => id === clusterPolicy).map(([service]) => service);
  }

  /** A tool that inspects policies while the app is still being built (cdk-nag) sees the contents so far. */
  private contents(): Contents {
    return this.final ?? this.find();
  }

  private find(): Contents {
    const { clusters, ofCluster } = this.clusterNames();
    return { ...fitting({ clusters, logs: this.logNames() }, this.itself), ofCluster };
  }

  private logNames(): LogNames {
    const shared: LogPlace[] = [];
    const own = new Map<CfnResource, LogPlace[]>();
    for (const { service } of this.services.values()) {
      for (const place of distinctPlaces(logPlaces(service) ?? [{ group: '*' }])) {
        if (canBeShared(place, this.stack)) shared.push(place);
        else own.set(service.l1, [...own.get(service.l1) ?? [], place]);
      }
    }
    return { shared: distinctPlaces(shared), own };
  }

  /**
   * One name a policy. The policy that was made with the diagnosis is for the services that are still in that cluster: the app may move one
   * of them to another later, and the others must not get their permission later because of that.
   */
  private clusterNames(): Pick<Contents, 'ofCluster'> & Required<Pick<Names, 'clusters'>> {
    const services = [...this.services.values()].map(({ service, key }) => {
      const name = clusterName(service) ?? '*';
      return { l1: service.l1, key, hasMoved: clusterKey(service) !== key, name, text: renderedName(this.stack, name) };
    });
    const early = new Map<string, string>();
    const taken = new Set<string>();
    for (const { key, hasMoved, text } of services) {
      if (key === undefined || hasMoved || taken.has(policyFor(key)) || early.has(text)) continue;
      early.set(text, policyFor(key));
      taken.add(policyFor(key));
    }
    const ofCluster = new Map(services.map(({ l1, text }) => [l1, early.get(text) ?? shortHash(text)]));
    return { ofCluster, clusters: new Map(services.map(({ l1, name }) => [ofCluster.get(l1)!, name])) };
  }

  private add(id: string, contents: PolicyContents): CfnResource {
    const policy = rolePolicy(this.scope, id, this.role, contents);
    this.policies.set(id, policy);
    return policy;
  }
}

function policyFor(key: string): string {
  return `ReadCluster${shortHash(key)}`;
}

function ofService(service: CfnResource): string {
  return shortHash(pathInStage(service));
}

interface PolicyContents {
  readonly statements: () => PolicyStatement[];
  /** Whether the policy is in the template (always). */
  readonly isNeeded?: () => boolean;
  /** Called when the app collects its references. */
  readonly whenComplete?: () => void;
}

/** An inline policy of a role whose statements are read late. */
function rolePolicy(scope: Construct, id: string, role: CfnRole, { statements, isNeeded = () => true, whenComplete }: PolicyContents) {
  const policyDocumentLater = lateToken(({ preparing }) => {
    if (preparing) whenComplete?.();
    // Its references are to the same stack, or its services have them, too: they are collected there.
    // A tool that inspects policies (cdk-nag) looks at this one even if it will not be in the template, and expects statements in it.
    return !preparing && isNeeded() ? policyDocument(statements()) : { Statement: [] };
  });
  const policy = optionalPolicy(scope, id, { policyName: id, roles: [role.ref], policyDocument: policyDocumentLater }, isNeeded);
  suppress(policy, 'IAM5', 'IAMNoInlinePolicy');
  return policy;
}
