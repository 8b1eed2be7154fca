import { guide, stated } from '../../kit';

export const taskProtectionBlocked = stated({
  id: 'task-protection-blocked',
  family: 'deployment',
  title: 'Protected tasks block the deployment',
  stage: 'deployment',
  retry: 'maybe',
  traits: { endsByItself: true },
  docs: guide('task-scale-in-protection'),
  headline: 'ECS cannot stop old tasks: they have task scale-in protection',
  fix: 'end the protection of the tasks (UpdateTaskProtection with protectionEnabled: false), or wait until it expires',
});
