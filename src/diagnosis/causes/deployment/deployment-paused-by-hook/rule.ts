import { Rule } from '../../../model';
import { waitingHook } from '../../../read';
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
    const hook = waitingHook(frame);
    if (!hook) return undefined;
    const asks = hook.status === 'AWAITING_ACTION';
    return {
      certainty: 'certain',
      headline: `the deployment waits at ${frame.serviceDeployment?.lifecycleStage ?? 'a lifecycle stage'}: a hook ${asks ? 'asks for an answer' : 'is still running'}`,
      evidence: [],
      facts: [hook.targetArn ? `hook ${hook.targetArn}` : ''].filter(Boolean),
      fix: asks ? 'answer the hook so that the deployment goes on or rolls back' : 'wait for the hook',
    };
  },
};
