import { Rule } from '../../../model';
import { isRolling } from '../../../read';
import { normalise } from '../../../text';
import { guide } from '../../kit';
import { wordsOnTargets } from '../target-states';

export const targetNotInUse: Rule = {
  id: 'target-not-in-use',
  family: 'load-balancer',
  title: 'Target is not used by the load balancer',
  stage: 'traffic',
  retry: 'never',
  docs: guide('troubleshoot-service-load-balancers'),
  match(frame) {
    const evidence = wordsOnTargets(frame, 'target-not-in-use');
    const inZone = evidence.some((words) => /not enabled for the load balancer/i.test(normalise(words)));
    // The other target group of a blue/green deployment has no traffic until ECS shifts it there.
    const shifted = !isRolling(frame.service);
    if (!evidence.length || (shifted && !inZone)) return undefined;
    return inZone ? {
      certainty: 'certain',
      tasks: [],
      evidence,
      headline: 'the load balancer does not use the task: its Availability Zone is not enabled for the load balancer',
      fix: 'give the load balancer a subnet in every Availability Zone of the service: vpcSubnets of both',
    } : {
      certainty: 'certain',
      tasks: [],
      evidence,
      headline: 'the load balancer does not use the target group: no listener forwards to it',
      fix: 'attach the target group to a listener: listener.addTargetGroups(...) or listener.addTargets(...)',
    };
  },
};
