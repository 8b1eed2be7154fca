import { Declared } from './declared';
import { Known, shown, textOf } from './known';
import { Check, Finding, Permission, Request } from './model';
import { arnIn, arnOf } from './place';
import { beforehand, Say, sayOf } from './say';

const TASKS = 'ecs-tasks.amazonaws.com';
const ECS = 'ecs.amazonaws.com';

/** Each role exists, and lets Amazon ECS assume it. */
export const role: Check = (declared, { read, account }) => rolesOf(declared).flatMap(({ what, known, service }): readonly Finding[] => {
  const name = roleName(known);
  const say = sayOf('role', `${what} ${name ?? shown(known)}`);
  const made = beforehand(known, say);
  if (made) return [made];
  if (name === undefined) return [say.skip('it is no role')];
  // ECS makes its own role when it needs it (Amazon ECS Developer Guide, using service-linked roles).
  if (known.shape.includes(':role/aws-service-role/')) return [];
  if (declared.app.roles.has(name)) return [say.ok('it is made by the app')];
  const request = getRole(known.shape, name, declared, account);
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind === 'absent') {
    const fix = `make the role with a trust policy for ${service}, or name one that exists`;
    return [say.fail('it does not exist', { cause: 'role-not-assumable', fix }, request)];
  }
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  return [trusted(answer.output.Role?.AssumeRolePolicyDocument, service, say, request)];
});

interface Role {
  readonly what: string;
  readonly known: Known;
  readonly service: string;
}

function rolesOf({ task, service }: Declared): readonly Role[] {
  const all = [
    ['execution role', task?.executionRole, TASKS], ['task role', task?.taskRole, TASKS], ['role of ECS', service?.ecsRole, ECS],
  ] as const;
  return all.flatMap(([what, known, by]) => (known ? [{ what, known, service: by }] : []));
}

/** `arn:aws:iam::123456789012:role/path/NAME`, or the name alone. */
export function roleName(known: Known): string | undefined {
  const text = textOf(known);
  if (text === undefined || !text.startsWith('arn:')) return text;
  return /^role\/(?:.*\/)?([^/]+)$/.exec(arnIn(text)?.resource ?? '')?.[1];
}

export function roleArn(shape: string, { account, region }: Pick<Declared, 'account' | 'region'>, mine: string | undefined): string {
  return shape.startsWith('arn:') ? shape : arnOf('iam', region, account ?? mine, `role/${shape}`).replace(/^(arn:[^:]*:iam:)[^:]*/, '$1');
}

/** To simulate what the execution role is permitted; empty: its name is not known. */
export function simulationOf(declared: Declared, mine: string | undefined): readonly Permission[] {
  const known = declared.task?.executionRole;
  const name = known && roleName(known);
  if (!known || name === undefined || declared.app.roles.has(name)) return [];
  return [{ action: 'iam:SimulatePrincipalPolicy', resource: roleArn(known.shape, declared, mine) }];
}

function getRole(shape: string, name: string, declared: Declared, mine: string | undefined): Request<'iam:GetRole'> {
  const account = arnIn(shape)?.account ?? declared.account;
  return {
    call: 'iam:GetRole', input: { RoleName: name }, region: declared.region, ...(account && { account }),
    needs: { action: 'iam:GetRole', resource: roleArn(shape, declared, mine) },
  };
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
}

/** The policy is URL-encoded JSON (AWS IAM API Reference, GetRole). Conditions are not judged. */
function trusted(document: string | undefined, service: string, say: Say, request: Request): Finding {
  const statements = statementsIn(document ?? '');
  if (!statements || statements.some((one) => one.NotPrincipal || one.NotAction)) {
    return say.skip('its trust policy is not understood', request);
  }
  const permits = ({ Effect, Principal, Action }: Statement) => Effect === 'Allow' && isAssume(Action) && names(Principal, service);
  if (statements.some(permits)) return say.ok(`it exists and trusts ${service}`, request);
  const fix = `let ${service} assume it: assumedBy: new ServicePrincipal('${service}'), and sts:AssumeRole in its trust policy`;
  return say.fail(`its trust policy does not name ${service}`, { cause: 'role-not-assumable', fix }, request);
}

const isAssume = (action: unknown) => [action].flat().some((one) => /^(\*|sts:(\*|assumerole\*?))$/i.test(String(one)));

function names(principal: unknown, service: string): boolean {
  if (principal === '*') return true;
  const { Service, AWS } = Object(principal) as { readonly Service?: unknown; readonly AWS?: unknown };
  return [Service].flat().some((one) => one === service || one === '*') || [AWS].flat().includes('*');
}

function statementsIn(document: string): readonly Statement[] | undefined {
  try {
    const { Statement: all } = JSON.parse(decodeURIComponent(document)) as { readonly Statement?: Statement | readonly Statement[] };
    return all === undefined ? undefined : [all].flat() as readonly Statement[];
  } catch {
    return undefined;
  }
}
