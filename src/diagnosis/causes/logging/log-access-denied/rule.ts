import { groupOf, loggingContainer } from '../../../read';
import { deniedAction, executionRole, guide, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const logAccessDenied = stated({
  id: 'log-access-denied',
  family: 'logging',
  title: 'Role is not allowed to create the log group or stream',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('using_awslogs'),
  containerOf: loggingContainer,
  headline: (hit) =>
    `${hit.who} cannot start: ${executionRole(hit.text)} is not allowed to call ${actionOf(hit.text)}`,
  facts: (hit) => [groupOf(hit) && `log group ${groupOf(hit)}`, ...policyFacts(hit.text)],
  fix: (hit) => denialFix(hit.text, `grant write access: logGroup.grantWrite(taskDefinition.obtainExecutionRole())${
    /logs:CreateLogGroup/i.test(hit.text) ? '; create the group in the app, not with awslogs-create-group' : ''}`),
});

/** AWS's text can end before the action. */
function actionOf(text: string): string {
  return deniedAction(text) ?? (/failed to create cloudwatch log stream/i.test(text) ? 'logs:CreateLogStream' : 'CloudWatch Logs');
}
