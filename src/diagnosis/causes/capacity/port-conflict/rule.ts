import { guide, stated } from '../../kit';

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
  facts: () => ['during an update the old task usually still holds the port'],
  fix: 'use dynamic host ports (hostPort: 0, or no hostPort in bridge mode), or set minHealthyPercent: 0 so that the old task stops first',
});
