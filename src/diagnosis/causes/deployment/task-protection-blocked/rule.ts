import { guide, stated } from '../../kit';

export const taskProtectionBlocked = stated({
  id: 'task-protection-blocked',
  family: 'deployment',
  title: 'Protected tasks block the deployment',
  stage: 'deployment',
  retry: 'maybe',
  traits: { endsByItself: true },
  docs: guide('task-scale-in-protection'),
  headline: 'old tasks cannot be stopped: task scale-in protection holds them',
  fix: 'let the tasks end their protection (UpdateTaskProtection with protectionEnabled: false), or wait until it expires',
});
