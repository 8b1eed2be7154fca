import { Rule } from '../../../model';
import { answerCommand, waitingHook } from '../../../read';
import { guide } from '../../kit';

export const deploymentPausedByHook: Rule = {
  id: 'deployment-paused-by-hook',
  family: 'deployment',
  title: 'Deployment waits for a lifecycle hook',
  stage: 'deployment',
  retry: 'maybe',
  waiting: true,
  foundBy: 'facts',
  docs: guide('deployment-lifecycle-hooks'),
  match(frame) {
    const hook = waitingHook(frame);
    if (!hook) return undefined;
    const asks = hook.status === 'AWAITING_ACTION';
    const stage = frame.serviceDeployment?.lifecycleStage ?? 'a lifecycle stage';
    return {
      certainty: 'certain',
      headline: `the deployment waits at ${stage}: a hook ${asks ? 'needs an answer' : 'is still running'}`,
      evidence: [],
      facts: [hook.targetArn ? `hook ${hook.targetArn}` : ''].filter(Boolean),
      fix: asks ? `answer the hook, with CONTINUE or ROLLBACK: ${answerCommand(frame, hook, 'CONTINUE')}` : 'wait for the hook',
    };
  },
};
