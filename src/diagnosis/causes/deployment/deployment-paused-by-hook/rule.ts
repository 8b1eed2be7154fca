import { Rule } from '../../../model';
import { guide } from '../../kit';

export const deploymentPausedByHook: Rule = {
  id: 'deployment-paused-by-hook',
  family: 'deployment',
  title: 'Deployment waits for a lifecycle hook',
  stage: 'deployment',
  retry: 'maybe',
  waiting: true,
  docs: guide('deployment-lifecycle-hooks'),
  match(frame) {
    const deployment = frame.serviceDeployment;
    if (!deployment || !/^(IN_PROGRESS|PENDING)$/.test(deployment.status ?? '')) return undefined;
    const hook = (deployment.lifecycleHookDetails ?? [])
      .find((h) => /^(AWAITING_ACTION|IN_PROGRESS|PENDING|PAUSED)$/.test(h.status ?? ''));
    if (!hook) return undefined;
    const asks = /AWAITING|PAUSED/.test(hook.status ?? '');
    const stage = deployment.lifecycleStage ?? 'a lifecycle stage';
    return {
      certainty: 'certain',
      headline: `the deployment waits at ${stage}: a hook ${asks ? 'needs an answer' : 'is still running'}`,
      evidence: [],
      facts: [hook.targetArn ? `hook ${hook.targetArn}` : ''].filter(Boolean),
      fix: asks ? 'answer the hook; the deployment then continues or rolls back' : 'wait for the hook',
    };
  },
};
