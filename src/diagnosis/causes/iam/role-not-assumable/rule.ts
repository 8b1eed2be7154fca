import { roleName } from '../../faults';
import { guide, quoted, stated } from '../../kit';

export const roleNotAssumable = stated({
  id: 'role-not-assumable',
  family: 'iam',
  title: 'ECS cannot assume the role',
  stage: 'service',
  retry: 'maybe',
  traits: { settledOnUpdate: true },
  docs: guide('service-event-messages-list'),
  headline: (hit) => `no task can start: ECS cannot assume role ${quoted(roleName(hit.text) ?? 'of the task definition')}`,
  facts: (hit) => [/AWSServiceRoleForECS/.test(hit.text) && 'that is the service-linked role of ECS: it can be neither task nor execution role'],
  // the infrastructure role serves ECS itself (volumes, load balancers, managed instances), the others the task
  fix: (hit) => (/infrastructure ?role/i.test(hit.text)
    ? 'let the role be assumed by ECS: new iam.Role(this, ..., { assumedBy: new ServicePrincipal(\'ecs.amazonaws.com\') }); do not delete it while it is in use'
    : 'let the role be assumed by ecs-tasks: new iam.Role(this, ..., { assumedBy: new ServicePrincipal(\'ecs-tasks.amazonaws.com\') }); do not delete it while it is in use'),
});
