import { causeOfTarget } from '../../../classify';
import { Rule } from '../../../model';
import { targets } from '../../../read';
import { either, guide, stated } from '../../kit';

const INFO = {
  id: 'internal-error',
  family: 'platform',
  title: 'Internal error at AWS',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
} as const;

const FIX = 'wait or deploy again; if the error lasts, look at the AWS Health dashboard';

const targetErrors: Rule = {
  ...INFO,
  match(frame) {
    const broken = targets(frame).filter((t) => causeOfTarget(t.health) === 'internal-error');
    if (!broken.length) return undefined;
    const { Reason, Description } = broken[0].health.TargetHealth ?? {};
    return {
      certainty: 'certain',
      headline: 'the load balancer could not check its targets: internal error at AWS',
      evidence: [[Reason, Description].filter(Boolean).join(': ')],
      fix: FIX,
    };
  },
};

export const internalError = either(
  stated({
    ...INFO,
    certainty: (hit) => (/ephemeral|unexpected/i.test(hit.text) ? 'probable' : 'certain'),
    headline: (hit) => (/ephemeral/i.test(hit.text)
      ? 'Fargate did not provide the storage of the task in time'
      : 'an internal error at AWS kept the task from starting'),
    fix: FIX,
  }),
  targetErrors,
);
