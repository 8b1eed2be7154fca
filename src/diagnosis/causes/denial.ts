import { deniedAction, roleName } from './kit';

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

function denialIn(text: string): Denial {
  const named = /(?:because no|explicit deny in (?:an? |the )?) ?((?:identity.based|resource.based|resource control|service control|session|vpc endpoint|role trust) polic(?:y|ies)|permissions? boundar(?:y|ies)(?: polic(?:y|ies))?)(?:: ?(arn:[^\s"',;]{1,300}))?/i.exec(text);
  return {
    type: named ? TYPES.find(([, words]) => words.test(named[1]))?.[0] : undefined,
    policy: named?.[1],
    isExplicit: /explicit deny/i.test(text),
    policyArn: named?.[2]?.replace(/[.)]+$/, ''),
    resource: /on resource:? ["']?(arn:[^\s"',;]{1,300})/i.exec(text)?.[1],
    authorizationId: /authorization id:? ([0-9A-Za-z]{8,})/i.exec(text)?.[1],
    details: /https:\/\/[\w.-]+\/iam\/home\S{0,80}#\/authorization-details\/[0-9A-Za-z]+/i.exec(text)?.[0],
  };
}

/** The refused call, the policy that refused it and where AWS has the details. */
export function denialFacts(text: string): readonly (string | undefined | false)[] {
  const action = deniedAction(text);
  const role = roleName(text);
  const to = role ? ` to role ${role}` : '';
  return [action && `refused action: ${action}${to}`, ...policyFacts(text)];
}

/** The same without the call, for rules whose headline has it. */
export function policyFacts(text: string): readonly (string | undefined | false)[] {
  const { policy, isExplicit, policyArn, authorizationId, details } = denialIn(text);
  const refused = isExplicit ? `an explicit deny in the ${policy}` : `no ${policy} allows it`;
  const which = policyArn ? ` ${policyArn}` : '';
  return [
    policy && !isGrantable(text) && `refused by IAM: ${refused}${which}`,
    (details || authorizationId) && `IAM has the details of this refusal: ${details ?? `authorization id ${authorizationId}`}`,
  ];
}

/** Does a grant in the app lift the refusal? AWS names the policy only if it is another one, or if no identity-based policy allows it. */
export function isGrantable(text: string): boolean {
  const { type, isExplicit } = denialIn(text);
  return !isExplicit && (type === undefined || type === 'identity');
}

/** What lifts the refusal: `grant` where a grant helps, else a change of the policy that refused. */
export function denialFix(text: string, grant: string): string {
  if (isGrantable(text)) return grant;
  const { type, isExplicit, policyArn, resource } = denialIn(text);
  const action = deniedAction(text) ?? 'the action';
  const name = roleName(text);
  const role = name ? `role ${name}` : 'the role';
  const its = policyArn ? ` (${policyArn})` : '';
  const on = resource ? ` on ${resource}` : '';
  switch (type) {
    case 'service control':
    case 'resource control':
      return `ask the administrators of the organization to allow ${action}${on} in the ${type} policy${its}; no grant in this app can lift it`;
    case 'boundary':
      return isExplicit
        ? `remove the Deny for ${action} from the permissions boundary of ${role}${its}; no grant can lift it`
        : `allow ${action} in the permissions boundary of ${role}${its}, too; a grant alone does not lift it`;
    case 'endpoint':
      return `allow ${action}${on} in the policy of the VPC endpoint${its}: endpoint.addToPolicy(...); a grant to the role does not lift it`;
    case 'session':
      return `allow ${action} in the session policy with which ${role} is assumed; a grant to the role does not lift it`;
    case 'trust':
      return `allow it in the trust policy of ${role}: assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com')`;
    case 'resource':
      return isExplicit
        ? `remove the Deny for ${action} from the policy of ${resource ?? 'the resource'}; no grant to ${role} can lift it`
        : `allow ${role} to call ${action} in the policy of ${resource ?? 'the resource'}, in the account that owns it`;
    default:
      return `remove the Deny for ${action} from the policies of ${role}${its}; a grant does not lift a Deny`;
  }
}
