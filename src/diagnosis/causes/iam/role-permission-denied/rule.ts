import { deniedAction, guide, roleName, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const rolePermissionDenied = stated({
  id: 'role-permission-denied',
  family: 'iam',
  title: 'A role that ECS uses lacks a permission',
  stage: 'service',
  retry: 'never',
  traits: { settledOnUpdate: true },
  docs: guide('service-event-messages-list'),
  headline: (hit) =>
    `role ${roleName(hit.text) ?? 'of the service'} is not allowed to call ${deniedAction(hit.text) ?? 'an action that ECS needs'}`,
  facts: (hit) => policyFacts(hit.text),
  fix: (hit) => denialFix(hit.text, grant(hit.text)),
});

/** CloudFormation deploys with a role of its own; `cdk bootstrap` made it, unless the app names another one. */
const DEPLOYS = /cfn-exec-role|assumed-role\/[^\s/]{1,128}\/AWSCloudFormation|iam:PassRole|iam:CreateServiceLinkedRole|\becs:(Create|Update|Tag)\w+/;

/** A session that ECS opened itself: `ECSManagedInstances`, `ECSNetworkingWithELB`, `ecs-service-scheduler`. */
const OF_ECS = /assumed-role\/[^\s/]{1,128}\/ecs/i;

function grant(text: string): string {
  const action = deniedAction(text) ?? 'the action';
  return DEPLOYS.test(text) && !OF_ECS.test(text)
    ? `allow ${action} for the role that deploys the stack (cdk bootstrap --cloudformation-execution-policies)`
    : `allow ${action} for this role (the infrastructure role of volumes and load balancers, or the service role)`;
}
