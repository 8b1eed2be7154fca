import { Frame } from '../../../../facts/model';
import { causeOfTarget } from '../../../classify';
import { Rule } from '../../../model';
import { isRolling, targets } from '../../../read';
import { lastPart, normalise } from '../../../text';
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
    const { zones, subnets, groups } = unused(frame);
    const facts = groups.length ? [`target group ${groups.join(', ')}`] : [];
    if (!inZone) {
      return {
        certainty: 'certain',
        tasks: [],
        evidence,
        headline: 'the load balancer does not use the target group: no listener forwards to it',
        facts,
        fix: 'attach the target group to a listener: listener.addTargetGroups(...) or listener.addTargets(...)',
      };
    }
    const zone = zones.join(' and ');
    return {
      certainty: 'certain',
      tasks: [],
      evidence,
      headline: zone
        ? `the load balancer does not use the task: Availability Zone ${zone} is not enabled for it`
        : 'the load balancer does not use the task: its Availability Zone is not enabled for the load balancer',
      facts,
      fix: zone
        ? `give the load balancer a subnet in ${zone} (vpcSubnets), or take ${subnets.join(', ') || 'its subnets'} out of`
          + ' vpcSubnets of the service: both need the same Availability Zones'
        : 'give the load balancer a subnet in every Availability Zone of the service: vpcSubnets of both',
    };
  },
};

interface Unused {
  readonly zones: readonly string[];
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
}

/** Zones and subnets of the tasks behind these targets, and their target groups. */
function unused(frame: Frame): Unused {
  const found = targets(frame)
    .filter(({ health }) => health.TargetHealth?.State !== 'healthy' && causeOfTarget(health) === 'target-not-in-use');
  const details = found.flatMap(({ task }) => task?.attachments ?? []).flatMap((a) => a.details ?? []);
  return {
    zones: distinct(found.map(({ task, health }) => task?.availabilityZone ?? health.Target?.AvailabilityZone)),
    subnets: distinct(details.filter((d) => d.name === 'subnetId').map((d) => d.value)),
    groups: distinct(found.map(({ group, groupArn }) => group?.TargetGroupName ?? lastPart(groupArn.replace(/\/[0-9a-f]+$/, '')))),
  };
}

/** `all` is the zone of a target outside the VPC (Elastic Load Balancing API Reference, TargetDescription). */
function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(names)].filter((name): name is string => Boolean(name) && name !== 'all').sort();
}
