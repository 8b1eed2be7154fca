import { guide, stated } from '../../kit';

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
  fix: 'restart the ECS agent or replace the instance; check its instance profile and its route to the ECS endpoints',
});
