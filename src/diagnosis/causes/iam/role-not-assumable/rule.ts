import { guide, roleName, shortenable, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const roleNotAssumable = stated({
  id: 'role-not-assumable',
  family: 'iam',
  title: 'ECS cannot assume the role',
  stage: 'service',
  retry: 'maybe',
  traits: { settledOnUpdate: true },
  docs: guide('service-event-messages-list'),
  headline: (hit) => `no task can start: ECS cannot assume role ${shortenable(roleName(hit.text) ?? 'of the task definition')}`,
  facts: (hit) => [/AWSServiceRoleForECS/.test(hit.text)
    && 'this is the service-linked role of ECS; it can be neither task nor execution role', ...policyFacts(hit.text)],
  // the infrastructure role serves ECS itself (volumes, load balancers, managed instances), the others the task
  fix: (hit) => {
    const [who, principal] = /infrastructure ?role/i.test(hit.text)
      ? ['ECS', 'ecs.amazonaws.com']
      : ['ECS tasks', 'ecs-tasks.amazonaws.com'];
    return denialFix(hit.text, `let ${who} assume the role: new iam.Role(this, ..., { assumedBy: new ServicePrincipal('${principal}') });`
      + ' do not delete the role while it is in use');
  },
});
