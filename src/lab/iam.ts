import { Resource, Stack } from './cloudformation/model';
import { hash, seededRandom } from './random';
import { Switches } from './world';

/**
 * [reported] A policy that CloudFormation has completed is not effective at once: AccessDenied seconds later (aws/aws-cdk#37675, #37939,
 * #18237, #21332, #31429). How long that lasts is not documented: up to this many seconds.
 */
const LONGEST_SECONDS = 30;

type PolicyDelay = NonNullable<Switches['iam']>['policyEffectiveAfter'];

/**
 * IAM as far as the lab plays it: an action of a function or of a state machine is denied until one policy of its role that names the
 * action is effective. Conditions and Deny are not compared, resources only if the caller names one. An action that no policy of the
 * template names is permitted.
 */
export class Permissions {
  constructor(private readonly stacks: () => readonly Stack[], private readonly seed: number, private readonly delay: () => PolicyDelay) {}

  /**
   * @param role ARN of the role of the caller
   * @param at lab milliseconds since the epoch
   * @param resource ARN; undefined: no resource is compared
   */
  permits(role: string, action: string, at: number, resource?: string): boolean {
    const policies = this.stacks().flatMap((stack) => policiesOf(stack, role));
    const naming = policies.filter(({ documents }) => documents.some((document) => names(document, action)));
    if (naming.length === 0) return true;
    return naming.filter(({ documents }) => documents.some((document) => names(document, action, resource)))
      .some((policy) => at >= policy.completedAt + 1000 * this.secondsUntilEffective(policy.key));
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
  /** Infinity: it is not complete. */
  readonly completedAt: number;
  readonly documents: readonly unknown[];
}

/** Inline policies in the role itself, and policies of their own that are attached to it. */
function policiesOf(stack: Stack, roleArn: string): readonly Policy[] {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return [...stack.resources.values()].flatMap((resource) => {
    const { type, properties, attributes } = resource;
    const policy = { key: `${stack.name}/${resource.logicalId}`, completedAt: completedAt(stack, resource) };
    if (type === 'AWS::IAM::Role' && attributes.Arn === roleArn) {
      return [{ ...policy, documents: list(properties.Policies).map((inline) => record(inline).PolicyDocument) }];
    }
    const isAttached = /^AWS::IAM::(Policy|ManagedPolicy|RolePolicy)$/.test(type)
      && [...list(properties.Roles), properties.RoleName].includes(roleName);
    return isAttached ? [{ ...policy, documents: [properties.PolicyDocument] }] : [];
  });
}

/** Of its creation: what an update changes in a policy takes effect at once in the lab. */
function completedAt(stack: Stack, { logicalId, physicalId }: Resource): number {
  const created = stack.events.find((e) => e.logicalId === logicalId && e.physicalId === physicalId && e.status === 'CREATE_COMPLETE');
  return created?.at ?? Infinity;
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
