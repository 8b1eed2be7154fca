import { guide, stated } from '../../kit';

export const deploymentTimeoutGeneric = stated({
  id: 'deployment-timeout-generic',
  family: 'deployment',
  title: 'CloudFormation gave up waiting for the service',
  stage: 'deployment',
  retry: 'never',
  symptomOnly: true,
  docs: guide('troubleshooting'),
  headline: 'CloudFormation gave up waiting for the service and gives no reason',
  fix: ({ frame }) => (frame.service?.deploymentConfiguration?.deploymentCircuitBreaker?.enable
    ? 'read tasks and events of the service'
    : 'read tasks and events of the service; set circuitBreaker: { rollback: true } so that a failure does not take hours'),
});
