import { CfnRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { suppress } from './nag-suppressions';

/** What makes a role of the watcher. */
export interface WatcherRoleProps {
  readonly description: string;
  /** Service principal that may assume it. */
  readonly service: string;
  /** Statements by the name of the inline policy. */
  readonly policies: { readonly [policyName: string]: readonly PolicyStatement[] };
}

/** A role of the watcher: in the template, or left out by `Role.customizeRoles`. */
export type WatcherRole = { readonly roleArn: string; readonly l1: CfnRole } | { readonly roleArn: string; readonly customized: Role };

/** The L1 where it will do: in an app of many stacks, what their watchers are made of is most of what they add to a synthesis. */
export function watcherRole(scope: Construct, id: string, { description, service, policies }: WatcherRoleProps): WatcherRole {
  const entries = Object.entries(policies);
  if (scope.node.tryGetContext(CUSTOMIZED) !== undefined) {
    const inlinePolicies = Object.fromEntries(entries.map(([name, statements]) => [name, new PolicyDocument({ statements: [...statements] })]));
    const role = new Role(scope, id, { description, assumedBy: new ServicePrincipal(service), inlinePolicies });
    const l1 = role.node.defaultChild;
    return l1 ? inTemplate(l1 as CfnRole) : { roleArn: role.roleArn, customized: role };
  }
  return inTemplate(new CfnRole(new Construct(scope, id), 'Resource', {
    description,
    assumeRolePolicyDocument: policyDocument([{
      Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: ServicePrincipal.servicePrincipalName(service) },
    }]),
    policies: entries.map(([policyName, statements]) => ({ policyName, policyDocument: policyDocument(statements.map(toJson)) })),
  }));
}

/** `Role.customizeRoles` sets it, and every L2 role looks for it (every version of aws-cdk-lib since 2.51). */
const CUSTOMIZED = '@aws-cdk/iam:customizeRoles';

function inTemplate(l1: CfnRole): WatcherRole {
  suppress(l1, 'IAM5', 'IAMNoInlinePolicy');
  return { roleArn: l1.attrArn, l1 };
}

/** Not a PolicyDocument, which looks for statements to merge and here finds none. */
export function policyDocument(statements: readonly unknown[]): object {
  return { Statement: statements, Version: '2012-10-17' };
}

export function toJson(statement: PolicyStatement): unknown {
  return statement.toStatementJson();
}
