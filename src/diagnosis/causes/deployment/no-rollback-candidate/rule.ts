import { guide, stated } from '../../kit';

export const noRollbackCandidate = stated({
  id: 'no-rollback-candidate',
  family: 'deployment',
  title: 'There is no earlier revision to roll back to',
  stage: 'deployment',
  retry: 'never',
  symptomOnly: true,
  docs: guide('deployment-circuit-breaker'),
  headline: 'the deployment failed, and there is no earlier revision to roll back to',
  fix: 'find the cause of the failed first deployment in stopped tasks, service events and logs',
});
