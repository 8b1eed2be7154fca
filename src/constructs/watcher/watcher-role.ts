import { CfnRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Finding, suppress } from './nag-suppressions';
import { policyDocument } from './permissions';

/** A role with inline policies. If `Role.customizeRoles` keeps it out of the template, the statements are for the report that it writes. */
export function roleWith(
  scope: Construct, description: string, service: string, policies: { readonly [policyName: string]: readonly PolicyStatement[] },
  ...findings: readonly Finding[]
): Role {
  const role = new Role(scope, 'Role', { description, assumedBy: new ServicePrincipal(service) });
  const l1 = role.node.defaultChild as CfnRole | undefined;
  if (l1) {
    l1.policies = Object.entries(policies).map(([policyName, statements]) => ({ policyName, policyDocument: policyDocument(statements) }));
    suppress(l1, 'IAMNoInlinePolicy', ...findings);
  } else {
    for (const statement of Object.values(policies).flat()) role.addToPrincipalPolicy(statement);
  }
  return role;
}
