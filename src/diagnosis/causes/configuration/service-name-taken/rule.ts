import { guide, shortenable, stated } from '../../kit';

const NAMED = /identifier '([^']+)'|rename ([\w-]+) and update/i;

export const serviceNameTaken = stated({
  id: 'service-name-taken',
  family: 'configuration',
  title: 'Service name is taken',
  stage: 'service',
  retry: 'never',
  docs: guide('service_definition_parameters'),
  capture: NAMED,
  headline: (hit) =>
    `ECS refused the service: the name ${shortenable(hit.match[1] ?? hit.match[2] ?? 'of the service')} is taken by a service that`
      + ' exists already',
  facts: () => ['CloudFormation replaces a service by making the new one first: if only a property that needs a replacement'
    + ' has changed, the old service still has the name'],
  fix: 'leave serviceName out (CloudFormation then makes a new name for each replacement) or change it in the same'
    + ' deployment; if the service is in no stack, delete or import it',
});
