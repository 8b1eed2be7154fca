import { deniedAction, guide, quoted, roleName, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const lifecycleHookFailed = stated({
  id: 'lifecycle-hook-failed',
  family: 'deployment',
  title: 'A deployment lifecycle hook failed',
  stage: 'deployment',
  retry: 'never',
  docs: guide('deployment-lifecycle-hooks'),
  headline: (hit) => {
    const stage = /(?<![A-Z])([A-Z]{1,30}(?:_[A-Z]{1,30}){1,8}) lifecycle/.exec(hit.text)?.[1] ?? '';
    return `lifecycle hook ${stage} failed${why(hit.text)}`.replace('  ', ' ');
  },
  facts: (hit) => {
    const name = /function:([\w-]+)/.exec(hit.text)?.[1];
    return [roleName(hit.text) && `role ${roleName(hit.text)}`, name && `hook function ${name}`, ...policyFacts(hit.text)];
  },
  fix: (hit) => fixFor(hit.text),
});

function fixFor(text: string): string {
  const action = deniedAction(text);
  if (action === 'lambda:InvokeFunction') {
    return denialFix(text, 'allow the role of the hook to invoke its function: fn.grantInvoke(hookRole)');
  }
  if (action) return denialFix(text, `allow ${action} for role ${roleName(text) ?? 'of the hook'}`);
  return 'read the log of the hook function: it must return { hookStatus: \'SUCCEEDED\' };'
    + ' allow its role to invoke it: fn.grantInvoke(hookRole)';
}

function why(text: string): string {
  const action = /perform:? ([\w-]+:\w+)/i.exec(text)?.[1];
  if (action) return `: ECS lacks ${action}`;
  if (/parse/i.test(text)) return `: its answer is unreadable (${quoted(/due to:? (.*)$/i.exec(text)?.[1]) || 'no hookStatus'})`;
  if (/time/i.test(text)) return ': it did not answer in time';
  return /denied/i.test(text) ? ': access denied' : '';
}
