import { guide, roleName, shortenable, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

/** The Role of a service with a load balancer (Amazon ECS API Reference, CreateService). */
const OF_SERVICE = /validate the listeners/i;

export const roleNotAssumable = stated({
  id: 'role-not-assumable',
  family: 'iam',
  title: 'ECS cannot assume the role',
  stage: 'service',
  retry: 'maybe',
  traits: { settledOnUpdate: true },
  docs: guide('service-event-messages-list'),
  headline: ({ text }) => {
    const unnamed = OF_SERVICE.test(text) ? 'of the service' : 'of the task definition';
    return `no task can start: ECS cannot assume role ${shortenable(roleName(text) ?? unnamed)}`;
  },
  facts: (hit) => [/AWSServiceRoleForECS/.test(hit.text)
    && 'this is the service-linked role of ECS; it can be neither task nor execution role', ...policyFacts(hit.text)],
  // the infrastructure role serves ECS itself (volumes, load balancers, managed instances), the others the task
  fix: (hit) => {
    const isOfService = OF_SERVICE.test(hit.text);
    const [who, principal] = isOfService || /infrastructure ?role/i.test(hit.text)
      ? ['ECS', 'ecs.amazonaws.com']
      : ['ECS tasks', 'ecs-tasks.amazonaws.com'];
    const grant = `let ${who} assume the role: new iam.Role(this, ..., { assumedBy: new ServicePrincipal('${principal}') });`
      + ' do not delete the role while it is in use';
    return denialFix(hit.text, isOfService ? `${grant}; or leave Role out of the service` : grant);
  },
});
