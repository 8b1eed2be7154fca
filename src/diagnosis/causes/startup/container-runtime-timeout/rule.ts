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
    const [, limit] = LIMIT.exec(hit.text) ?? [];
    const [, state] = STATE.exec(hit.text) ?? [];
    const goal = state ? `the state ${state}` : 'the next state';
    const within = limit ? `within ${limit}` : 'in time';
    return `${hit.who} did not reach ${goal} ${within}: runtime too slow`;
  },
  fix: 'check disk and CPU load of the container instance, and the network of the log driver;'
    + ' use larger instances or raise ECS_CONTAINER_START_TIMEOUT',
});
