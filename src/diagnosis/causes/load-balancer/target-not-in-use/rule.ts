import { Rule } from '../../../model';
import { guide } from '../../kit';
import { targetFinding } from '../target-states';

export const targetNotInUse: Rule = {
  id: 'target-not-in-use',
  family: 'load-balancer',
  title: 'Target is not used by the load balancer',
  stage: 'traffic',
  retry: 'never',
  docs: guide('troubleshoot-service-load-balancers'),
  match(frame) {
    const zone = /not enabled for the load balancer/i;
    const says = /Target\.NotInUse|not enabled for the load balancer|not configured to receive traffic|target group is not (used|associated)|is not in use|Target\.InvalidState|target is in the stopped state/i;
    // The other target group of a blue/green deployment has no traffic until ECS shifts it there.
    const shifted = (frame.service?.deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING';
    const inZone = targetFinding(frame, zone, { certainty: 'certain', headline: '', fix: '' });
    if (shifted && !inZone) return undefined;
    return targetFinding(frame, says, {
      certainty: 'certain',
      headline: inZone
        ? 'the load balancer does not use the task: its Availability Zone is not enabled for the load balancer'
        : 'the load balancer does not use the target group: no listener forwards to it',
      fix: inZone
        ? 'give the load balancer a subnet in every Availability Zone of the service: vpcSubnets of both'
        : 'attach the target group to a listener: listener.addTargetGroups(...) or listener.addTargets(...)',
    });
  },
};
