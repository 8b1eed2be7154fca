import { deniedAction } from '../../faults';
import { executionRole, guide, stated } from '../../kit';
import { groupOf, loggingContainer } from '../groups';

export const logAccessDenied = stated({
  id: 'log-access-denied',
  family: 'logging',
  title: 'Role may not create the log group or stream',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('using_awslogs'),
  containerOf: loggingContainer,
  headline: (hit) => `${hit.who} cannot start: ${executionRole(hit.text)} may not call ${deniedAction(hit.text) ?? 'CloudWatch Logs'}`,
  facts: (hit) => [groupOf(hit) && `log group ${groupOf(hit)}`],
  fix: 'logGroup.grantWrite(taskDefinition.obtainExecutionRole()); let the app create the group instead of awslogs-create-group',
});
