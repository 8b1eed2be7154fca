import { clusterName, isExternal, onWindows, REGISTERS } from '../../../read';
import { guide, Hit, shortenable, stated } from '../../kit';
import { providerName, readActivities } from '../providers';

export const noContainerInstances = stated({
  id: 'no-container-instances',
  family: 'capacity',
  title: 'Cluster or capacity provider has no instances',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('service-event-messages-list'),
  headline: (hit) => `no task can be placed: ${owner(hit) ?? cluster(hit)} has no container instance`,
  facts: (hit) => [owner(hit) && clusterName(hit.frame) && `cluster: ${clusterName(hit.frame)}`],
  fix: (hit) => {
    if (owner(hit)) return `${readActivities(hit.frame)}; if instances run, they have not joined this cluster: ${join(hit)}`;
    if (isExternal(hit.frame)) {
      return 'register a host in this cluster (ECS Anywhere), or look at the ECS agent of the hosts that are registered';
    }
    return `if instances run, they have not joined this cluster: ${join(hit)}; else add capacity: cluster.addAsgCapacityProvider(...),`
      + ' or run on Fargate';
  },
});

function cluster({ frame }: Hit): string {
  const name = clusterName(frame);
  return name ? `cluster ${shortenable(name)}` : 'the cluster';
}

/** Amazon ECS Developer Guide, "Bootstrapping Amazon ECS Linux container instances": an agent that starts without it joins `default`. */
function join({ frame }: Hit): string {
  const value = clusterName(frame) ?? '<cluster>';
  return onWindows(frame)
    ? `begin their user data with Initialize-ECSAgent -Cluster ${value}, without which the agent joins the cluster "default"`
    : `write ECS_CLUSTER=${value} into /etc/ecs/ecs.config first in their user data,`
      + ` before the agent starts and joins the cluster "default"; check ${REGISTERS};`
      + ' /var/log/ecs/ecs-agent.log shows why an agent does not register';
}

/** The capacity provider, if the service has one or AWS speaks of one. */
function owner({ frame, text }: Hit): string | undefined {
  return providerName(frame) ?? (/capacity provider/i.test(text) ? 'the capacity provider' : undefined);
}
