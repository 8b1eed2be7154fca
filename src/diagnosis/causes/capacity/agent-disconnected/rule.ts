import { clusterName, instanceIn, isExternal, onWindows, readHostLog, REGISTERS } from '../../../read';
import { guide, Hit, stated } from '../../kit';

export const agentDisconnected = stated({
  id: 'agent-disconnected',
  family: 'capacity',
  title: 'ECS agent is not connected',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('service-event-messages-list'),
  headline: (hit) => {
    const instance = /container-instance ([0-9a-f]{8})/i.exec(hit.text)?.[1];
    const host = instance ? `container instance ${instance}` : 'a container instance';
    return `a task cannot be placed: the ECS agent of ${host} is not connected`;
  },
  facts: (hit) => [place(hit)],
  fix: (hit) => {
    const log = readHostLog(hit.frame, hit.tasks) ?? 'read /var/log/ecs/ecs-agent.log on it';
    const restart = onWindows(hit.frame) ? 'Restart-Service AmazonECS' : 'sudo systemctl restart ecs';
    const joins = onWindows(hit.frame) ? 'Initialize-ECSAgent -Cluster in user data' : 'ECS_CLUSTER in /etc/ecs/ecs.config';
    const reasons = isExternal(hit.frame)
      ? 'the registration of the host with Systems Manager, its route to the ECS endpoints'
      : `${REGISTERS}, ${joins}`;
    return `restart the ECS agent (${restart}) or replace the instance; ${log}; usual reasons: ${reasons}`;
  },
});

/** The whole id, as `aws ecs describe-container-instances` wants it. */
function place({ frame, text }: Hit): string | undefined {
  const name = clusterName(frame);
  const instance = instanceIn(text);
  return [name && `cluster ${name}`, instance && `container instance ${instance}`].filter(Boolean).join(', ') || undefined;
}
