import { Frame } from '../../../../facts/model';
import { heldRoomFacts, instanceIn, instanceOf, isFirstDeployment } from '../../../read';
import { guide, Hit, stated } from '../../kit';
import { withRoomBack } from '../providers';

export const portConflict = stated({
  id: 'port-conflict',
  family: 'capacity',
  title: 'Host port already in use',
  stage: 'placement',
  retry: 'maybe',
  traits: { freedByOldTasks: true },
  docs: guide('service-event-messages-list'),
  certainty: (hit) => (/already|in use|allocated|RESOURCE:PORT/i.test(hit.text) ? 'certain' : 'probable'),
  headline: (hit) => {
    const effect = hit.container ? `${hit.who} cannot start` : 'no task can be placed';
    return `${effect}: its host port is taken on the instance`;
  },
  facts: (hit) => {
    if (ofHost(hit)) return [`Docker has not given the port away: a process of the instance itself listens on ${ofHost(hit)}`];
    const held = heldRoomFacts(hit.frame, instanceOfPort(hit));
    return held.length ? held : [usualHolder(hit.frame)];
  },
  fix: (hit) => {
    const port = ofHost(hit);
    return port ? `stop what listens on ${port} of the instance (ss -lntup shows it; 53: a resolver), or map another hostPort`
      : withRoomBack(hit.frame, instanceOfPort(hit), freePort(hit.frame));
  },
});

/** `UDP port 53`: a port that a container has is "already allocated" (moby, portallocator); the bind fails if a process has it. */
function ofHost({ text }: Hit): string | undefined {
  const [, protocol, port] = /userland proxy: listen (tcp|udp)\d? \S{1,60}:(\d{1,5}): bind: address already in use/i.exec(text) ?? [];
  return port && `${protocol.toUpperCase()} port ${port}`;
}

function instanceOfPort({ text, tasks }: Hit): string | undefined {
  return instanceIn(text) ?? (tasks[0] && instanceOf(tasks[0]));
}

/** No task that is listed holds it. */
function usualHolder(frame: Frame): string {
  return isFirstDeployment(frame)
    ? 'another task or a process of the instance holds the port'
    : 'during an update the old task usually still holds the port';
}

/** Only bridge mode has host ports of its own (Amazon ECS API Reference, PortMapping). */
function freePort({ taskDefinition }: Frame): string {
  return taskDefinition?.networkMode === 'host'
    ? 'use one task for each instance (distinctInstances), another port, or bridge or awsvpc network mode: in host mode the'
      + ' containerPort is the host port'
    : 'use dynamic host ports (hostPort: 0, or no hostPort in bridge mode)';
}
