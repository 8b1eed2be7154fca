import { notRead } from '../../../../facts/unavailable';
import { Rule } from '../../../model';
import { either, guide, stated } from '../../kit';

const INFO = {
  id: 'target-group-missing',
  family: 'load-balancer',
  title: 'Target group not found',
  stage: 'service',
  retry: 'never',
  foundBy: 'table and facts',
  docs: guide('troubleshoot-service-load-balancers'),
} as const;

const NAME = /targetgroup\/([\w-]+)/;

const inWords = stated({
  ...INFO,
  headline: (hit) => `the target group ${NAME.exec(hit.text)?.[1] ?? ''} does not exist`.replace('  ', ' '),
  fix: 'keep target group and service in one stack, or replace both: service.attachToApplicationTargetGroup(targetGroup)',
});

/** The service names a target group that Elastic Load Balancing does not know. ECS waits for it without an event. */
const byAnswer: Rule = {
  ...INFO,
  match(frame) {
    const gone = notRead(frame, 'target groups', 'target health').find(({ error }) => /^TargetGroupNotFound/.test(error ?? ''));
    const used = (frame.service?.loadBalancers ?? []).flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
    const name = NAME.exec(gone?.message ?? '')?.[1] ?? (used.length === 1 ? NAME.exec(used[0])?.[1] : undefined);
    if (!gone || !name) return undefined;
    return {
      certainty: 'certain',
      headline: `the target group ${name} of the service does not exist any more`,
      evidence: [gone.message ?? ''].filter(Boolean),
      facts: [used.length > 1 && `the service registers its tasks in ${used.length} target groups, and ECS waits for all of them`]
        .filter((fact): fact is string => Boolean(fact)),
      fix: 'make the target group again, or take it out of the load balancers of the service; remove it there before you delete it',
    };
  },
};

export const targetGroupMissing = either(inWords, byAnswer);
