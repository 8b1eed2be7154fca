/** Types of policies, as IAM names them (IAM User Guide, "Troubleshoot access denied error messages"). */
type PolicyType =
  'identity' | 'resource' | 'boundary' | 'service control' | 'resource control' | 'session' | 'endpoint' | 'trust';

const TYPES: readonly (readonly [PolicyType, RegExp])[] = [
  ['identity', /^identity.based/i],
  ['resource control', /^resource control/i],
  ['resource', /^resource.based/i],
  ['boundary', /^permissions? boundar/i],
  ['service control', /^service control/i],
  ['session', /^session/i],
  ['endpoint', /^vpc endpoint/i],
  ['trust', /^role trust/i],
];

/** Why IAM refused a call. AWS does not always name the policy. */
interface Denial {
  readonly type?: PolicyType;
  /** The policy as AWS words it: `service control policy`. */
  readonly policy?: string;
  /** A statement denies it, so that an Allow elsewhere changes nothing. */
  readonly isExplicit: boolean;
  readonly policyArn?: string;
  readonly resource?: string;
  readonly authorizationId?: string;
  /** Page of the console about this refusal. */
  readonly details?: string;
}

export function denialIn(text: string): Denial {
  const named = /(?:because no|explicit deny in (?:an? |the )?) ?((?:identity.based|resource.based|resource control|service control|session|vpc endpoint|role trust) polic(?:y|ies)|permissions? boundar(?:y|ies)(?: polic(?:y|ies))?)(?:: ?(arn:[^\s"',;]{1,300}))?/i.exec(text);
  return {
    type: named ? TYPES.find(([, words]) => words.test(named[1]))?.[0] : undefined,
    policy: named?.[1],
    isExplicit: /\bexplicit(ly)? den(y|ied)\b/i.test(text),
    policyArn: named?.[2]?.replace(/(?<![.)])[.)]+$/, ''),
    resource: /on resource:? ["']?(arn:[^\s"',;]{1,300})/i.exec(text)?.[1],
    authorizationId: /authorization id:? ([0-9A-Za-z]{8,})/i.exec(text)?.[1],
    details: /https:\/\/[\w.-]+\/iam\/home\S{0,80}#\/authorization-details\/[0-9A-Za-z]+/i.exec(text)?.[0],
  };
}

/** Does a grant in the app lift the refusal? AWS names the policy only if it is another one, or if no identity-based policy allows it. */
export function isGrantable(text: string): boolean {
  const { type, isExplicit } = denialIn(text);
  return !isExplicit && (type === undefined || type === 'identity');
}

/** AWS call that was refused, e.g. `ecr:BatchGetImage`. */
export function deniedAction(text: string): string | undefined {
  return /(?:perform:?|operation:?|action:?) +([a-z][\w-]*:\w+)/i.exec(text)?.[1]
    ?? /\b((?:ecr|ssm|secretsmanager|kms|logs|s3|elasticfilesystem|ec2|elasticloadbalancing|servicediscovery|iam|sts|lambda):[A-Z]\w+)/.exec(text)?.[1];
}

/** Name of the role in `assumed-role/NAME/session` or `role/NAME`. */
export function roleName(text: string): string | undefined {
  return /assumed-role\/([^/\s'"]+)/.exec(text)?.[1] ?? /:role\/(?:[^\s'"]*\/)?([^/\s'")]+)/.exec(text)?.[1];
}
