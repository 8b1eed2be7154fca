import { deniedAction, guide, roleName, stated } from '../../kit';

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
  fix: (hit) => `allow ${deniedAction(hit.text) ?? 'the action'} for this role`
    + ' (the infrastructure role of volumes and load balancers, or the service role)',
});
