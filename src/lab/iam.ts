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
 * IAM as far as the lab plays it: an action of a function is denied until one policy of its role that names the action is effective.
 * Resources, conditions and Deny are not compared, and an action that no policy of the template names is permitted.
 */
export class Permissions {
  constructor(private readonly stacks: () => readonly Stack[], private readonly seed: number, private readonly delay: () => PolicyDelay) {}

  /**
   * @param role ARN of the role of the function that calls
   * @param at lab milliseconds since the epoch
   */
  permits(role: string, action: string, at: number): boolean {
    if (this.delay() === 0) return true;
    const policies = this.stacks().flatMap((stack) => policiesOf(stack, role));
    const naming = policies.filter(({ documents }) => documents.some((document) => names(document, action)));
    return naming.length === 0 || naming.some((policy) => at >= policy.completedAt + 1000 * this.secondsUntilEffective(policy.key));
  }

  /** Drawn for each policy by its name: the order in which policies are made does not matter. */
  private secondsUntilEffective(key: string): number {
    const delay = this.delay() ?? 'random';
    return delay === 'random' ? LONGEST_SECONDS * seededRandom(hash(`policy/${this.seed}/${key}`)).next() : delay;
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

function names(document: unknown, action: string): boolean {
  return list(record(document).Statement).map(record)
    .filter(({ Effect }) => Effect === 'Allow')
    .some(({ Action }) => list(Action).some((pattern) => matches(String(pattern), action)));
}

/** `*` and `?` are the wildcards of IAM; upper and lower case are the same in an action. */
function matches(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function record(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null ? value as { readonly [name: string]: unknown } : {};
}
