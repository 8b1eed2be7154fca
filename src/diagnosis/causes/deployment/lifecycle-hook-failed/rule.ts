import { roleName } from '../../../read/words';
import { guide, quoted, stated } from '../../kit';

export const lifecycleHookFailed = stated({
  id: 'lifecycle-hook-failed',
  family: 'deployment',
  title: 'A deployment lifecycle hook failed',
  stage: 'deployment',
  retry: 'never',
  docs: guide('deployment-lifecycle-hooks'),
  headline: (hit) => `lifecycle hook ${/([A-Z]+(?:_[A-Z]+)+) lifecycle/.exec(hit.text)?.[1] ?? ''} failed${why(hit.text)}`.replace('  ', ' '),
  facts: (hit) => [roleName(hit.text) && `role ${roleName(hit.text)}`, /function:([\w-]+)/.exec(hit.text)?.[1] && `hook function ${/function:([\w-]+)/.exec(hit.text)?.[1]}`],
  fix: 'read the log of the hook function: it must return { hookStatus: \'SUCCEEDED\' }; let its role invoke it: fn.grantInvoke(hookRole)',
});

function why(text: string): string {
  const action = /perform:? ([\w-]+:\w+)/i.exec(text)?.[1];
  if (action) return `: ECS may not call ${action}`;
  if (/parse/i.test(text)) return `: its answer could not be read (${quoted(/due to:? (.*)$/i.exec(text)?.[1] ?? 'no hookStatus')})`;
  if (/time/i.test(text)) return ': it did not answer in time';
  return /denied/i.test(text) ? ': access denied' : '';
}
