import { Rule } from '../../../model';
import { guide } from '../../kit';
import { targetFinding } from '../target-states';

export const targetNotRegistered: Rule = {
  id: 'target-not-registered',
  family: 'load-balancer',
  title: 'Task is not registered in the target group',
  stage: 'traffic',
  retry: 'maybe',
  docs: guide('troubleshoot-service-load-balancers'),
  match: (frame) => targetFinding(frame, 'target-not-registered', {
    certainty: 'certain',
    headline: 'a running task is not registered in the target group of the service',
    fix: 'check that no other service or script deregisters targets, and that the target type and VPC of the group fit the service',
  }),
};
