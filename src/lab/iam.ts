import { Properties, Stack } from './cloudformation/model';
import { same } from './cloudformation/template';
import { hash, seededRandom } from './random';
import { Switches } from './world';

/**
 * [reported] A policy that CloudFormation has completed is not effective at once: AccessDenied seconds later (aws/aws-cdk#37675, #37939,
 * #18237, #21332, #31429). How long that lasts is not documented: up to this many seconds.
 */
const LONGEST_SECONDS = 30;

type PolicyDelay = NonNullable<Switches['iam']>['policyEffectiveAfter'];

/**
 * IAM as far as the lab plays it: an action of a function or of a state machine is denied until a policy of its role that names the
 * action is effective. A change of a policy takes effect as late, and so does its deletion. Conditions and Deny are not compared, resources
 * only if the caller names one. An action that the template has never named in a policy of the role is permitted.
 */
export class Permissions {
  constructor(private readonly stacks: () => readonly Stack[], private readonly seed: number, private readonly delay: () => PolicyDelay) {}

  /**
   * @param role ARN of the role of the caller
   * @param at lab milliseconds since the epoch
   * @param resource ARN; undefined: no resource is compared
   */
  permits(role: string, action: string, at: number, resource?: string): boolean {
    const roleName = role.slice(role.lastIndexOf('/') + 1);
    const policies = this.stacks().flatMap((stack) => policiesOf(stack, roleName));
    const documents = policies.flatMap(({ versions }) => versions.flatMap((version) => version.documents));
    const isPlayed = documents.some((document) => names(document, action))
      || this.stacks().some((stack) => namedInTemplate(stack, roleName, action));
    return !isPlayed || policies.some(({ key, versions }) => {
      const delayMs = 1000 * this.secondsUntilEffective(key);
      const effective = versions.filter(({ since }) => at >= since + delayMs).at(-1);
      return effective?.documents.some((document) => names(document, action, resource)) ?? false;
    });
  }

  /** Drawn for each policy by its name: the order in which policies are made does not matter. */
  private secondsUntilEffective(key: string): number {
    const delay = this.delay() ?? 'random';
    if (delay === 'random') return LONGEST_SECONDS * seededRandom(hash(`policy/${this.seed}/${key}`)).next();
    if (typeof delay === 'number') return delay;
    return Object.entries(delay).find(([part]) => key.includes(part))?.[1] ?? 0;
  }
}

interface Policy {
  readonly key: string;
  /** Oldest first. */
  readonly versions: readonly PolicyVersion[];
}

/** What a policy is from a moment on; deleted: no documents. */
interface PolicyVersion {
  readonly since: number;
  readonly documents: readonly unknown[];
}

/** Inline policies in the role itself, and policies of their own that are attached to it, as the stack events show them. */
function policiesOf(stack: Stack, roleName: string): readonly Policy[] {
  const versions = new Map<string, PolicyVersion[]>();
  for (const { logicalId, physicalId, resourceType, status, at, properties = {} } of stack.events) {
    if (!/^(CREATE|UPDATE|IMPORT|DELETE)_COMPLETE$/.test(status)) continue;
    const documents = documentsOf(resourceType, properties, physicalId === roleName, (role) => role === roleName);
    if (!documents) continue;
    const known = versions.get(`${logicalId} ${physicalId}`) ?? [];
    const version = { since: at, documents: status === 'DELETE_COMPLETE' ? [] : documents };
    // A document that stays as it is stays effective.
    if (!known.length || !same(known[known.length - 1].documents, version.documents)) known.push(version);
    versions.set(`${logicalId} ${physicalId}`, known);
  }
  return [...versions].map(([ids, all]) => ({ key: `${stack.name}/${ids.split(' ')[0]}`, versions: all }));
}

/** A policy that is not made yet denies as well. In the template it refers to its role. */
function namedInTemplate(stack: Stack, roleName: string, action: string): boolean {
  const role = stack.events.find(({ resourceType, physicalId }) => resourceType === 'AWS::IAM::Role' && physicalId === roleName)?.logicalId;
  if (role === undefined) return false;
  const isAttached = (to: unknown) => to === roleName || record(to).Ref === role;
  return Object.entries(stack.template.Resources).some(([id, { Type, Properties: properties = {} }]) => (
    documentsOf(Type, properties, id === role, isAttached)?.some((document) => names(document, action))
  ));
}

const IAM_POLICY = /^AWS::IAM::(Policy|ManagedPolicy|RolePolicy)$/;

/** undefined: neither the role nor a policy that is attached to it. */
function documentsOf(
  type: string, properties: Properties, isRole: boolean, isAttached: (role: unknown) => boolean,
): readonly unknown[] | undefined {
  if (type === 'AWS::IAM::Role' && isRole) return list(properties.Policies).map((inline) => record(inline).PolicyDocument);
  const roles = [...list(properties.Roles), ...list(properties.RoleName)];
  return IAM_POLICY.test(type) && roles.some(isAttached) ? [properties.PolicyDocument] : undefined;
}

function names(document: unknown, action: string, resource?: string): boolean {
  return list(record(document).Statement).map(record)
    .filter(({ Effect }) => Effect === 'Allow')
    .filter(({ Action }) => list(Action).some((pattern) => matches(String(pattern), action, 'i')))
    .some((statement) => resource === undefined || list(statement.Resource).some((pattern) => matches(String(pattern), resource)));
}

/** `*` and `?` are the wildcards of IAM; upper and lower case are the same in an action, not in a resource. */
function matches(pattern: string, text: string, flags?: 'i'): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, flags).test(text);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function record(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? value as { readonly [name: string]: unknown } : {};
}
