import { CfnRole, Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Finding, suppress } from './nag-suppressions';
import { policyDocument } from './permissions';
import { inTemplateOnly, lateToken } from '../template/tokens';

/** Statements, or a function that gives those that are known when it is called. */
type Statements = readonly PolicyStatement[] | (() => readonly PolicyStatement[]);

interface Trusted {
  readonly service: string;
  /** Of the trust policy (none). */
  readonly conditions?: Conditions;
}

/** A role with inline policies. If `Role.customizeRoles` keeps it out of the template, the statements are for the report that it writes. */
export function roleWith(
  scope: Construct, description: string, { service, conditions }: Trusted, policies: { readonly [policyName: string]: Statements },
  ...findings: readonly Finding[]
): Role {
  const role = new Role(scope, 'Role', { description, assumedBy: new ServicePrincipal(service, { conditions }) });
  const l1 = role.node.defaultChild as CfnRole | undefined;
  if (l1) {
    l1.policies = Object.entries(policies).map(([policyName, statements]) => ({ policyName, policyDocument: documentOf(statements) }));
    suppress(l1, 'IAMNoInlinePolicy', ...findings);
  } else {
    for (const statement of Object.values(policies).flatMap(read)) role.addToPrincipalPolicy(statement);
  }
  return role;
}

function documentOf(statements: Statements): object {
  // Statements that are known late refer to resources of the same stack, or to those of a service, which are collected there.
  return typeof statements === 'function' ? inTemplateOnly(lateToken(() => policyDocument(read(statements)))) : policyDocument(statements);
}

function read(statements: Statements): readonly PolicyStatement[] {
  return typeof statements === 'function' ? statements() : statements;
}
