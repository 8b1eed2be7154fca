import { Rule } from '../../../model';
import { guide } from '../../kit';
import { targetFinding } from '../target-states';

export const targetIpUnusable: Rule = {
  id: 'target-ip-unusable',
  family: 'load-balancer',
  title: 'Target address cannot be used',
  stage: 'traffic',
  retry: 'never',
  docs: guide('troubleshoot-service-load-balancers'),
  match: (frame) => targetFinding(frame, 'target-ip-unusable', {
    certainty: 'certain',
    headline: 'the address of the task cannot be a target: a load balancer uses it',
    fix: 'use different subnets for tasks and load balancers, or replace the task so that it gets another address',
  }),
};
