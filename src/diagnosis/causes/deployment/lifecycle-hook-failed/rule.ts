import { endedPause } from '../../../read';
import { deniedAction, guide, Hit, quoted, roleName, stated } from '../../kit';
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
    const paused = endOfPause(hit);
    const at = stage && ` at ${stage}`;
    if (paused) return `the deployment paused${at}, and ${paused.end}`;
    return `lifecycle hook ${stage} failed${why(hit.text)}`.replace('  ', ' ');
  },
  facts: (hit) => {
    const name = /function:([\w-]+)/.exec(hit.text)?.[1];
    return [
      roleName(hit.text) && `role ${roleName(hit.text)}`,
      name && `hook function ${name}`,
      hasNoHook(hit) && 'the service has no lifecycle hook: ECS runs the hooks of an earlier configuration of the service',
      ...policyFacts(hit.text),
    ];
  },
  fix: (hit) => endOfPause(hit)?.fix ?? fixFor(hit),
});

/** A hook that pauses has no function whose log could be read (Amazon ECS Developer Guide, pause hooks). */
function endOfPause({ text, frame }: Hit): { readonly end: string; readonly fix: string } | undefined {
  const hook = /function:/.test(text) ? undefined : endedPause(frame);
  if (!hook) return undefined;
  return hook.status === 'TIMED_OUT'
    ? {
      end: 'nobody answered in time',
      fix: 'answer while it pauses: aws ecs continue-service-deployment; or give the hook more time in timeoutConfiguration of the service',
    }
    : {
      end: 'somebody rolled it back',
      fix: 'ask who rolled it back: the event ContinueServiceDeployment of CloudTrail has the identity',
    };
}

/** DescribeServices returns the hooks that count for the next deployment. */
function hasNoHook({ text, frame }: Hit): boolean {
  const { service, serviceDeployment } = frame;
  const known = [service?.deploymentConfiguration, serviceDeployment?.deploymentConfiguration].filter(Boolean);
  const hooks = known.flatMap((one) => one?.lifecycleHooks ?? []);
  return known.length > 0 && !hooks.length && !serviceDeployment?.lifecycleHookDetails?.length && !/function:/.test(text);
}

function fixFor(hit: Hit): string {
  const { text } = hit;
  const action = deniedAction(text);
  if (action === 'lambda:InvokeFunction') {
    return denialFix(text, 'allow the role of the hook to invoke its function: fn.grantInvoke(hookRole)');
  }
  if (action) return denialFix(text, `allow ${action} for role ${roleName(text) ?? 'of the hook'}`);
  // aws/containers-roadmap#2664: ECS ran hooks of the former blue/green strategy, and AWS corrected that in 2025
  if (hasNoHook(hit)) {
    return 'deploy again; if it fails again, go back to the strategy with its hooks, remove the hooks first and change the strategy in a'
      + ' deployment of its own, or make a new service; ask AWS Support';
  }
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
