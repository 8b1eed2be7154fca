import { guide, stated } from '../../kit';

const STATE = /transition to (?:the )?(\w+)/i;
const LIMIT = /after waiting (\S+?)\.?$/i;

export const containerRuntimeTimeout = stated({
  id: 'container-runtime-timeout',
  family: 'startup',
  title: 'Container runtime did not answer in time',
  stage: 'start',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  headline: (hit) => {
    const limit = LIMIT.exec(hit.text)?.[1];
    return `${hit.who} did not reach the state ${STATE.exec(hit.text)?.[1] ?? 'asked for'}${limit ? ` within ${limit}` : ' in time'}: runtime too slow`;
  },
  fix: 'look at disk and CPU load of the container instance and at the reachability of the log driver; larger instances or ECS_CONTAINER_START_TIMEOUT',
});
