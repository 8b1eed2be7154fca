import { NO_DAEMON } from '../../../classify/aws-texts';
import { launchTypeOf, pulling } from '../../../read';
import { restartDocker } from '../../hosts';
import { guide, Hit, stated } from '../../kit';

const STATE = /transition to (?:the )?(\w+)/i;
const LIMIT = /after waiting (\S+?)\.?$/i;

export const containerRuntimeTimeout = stated({
  id: 'container-runtime-timeout',
  family: 'startup',
  title: 'Container runtime did not answer in time',
  stage: 'start',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
  onHost: true,
  containerOf: (hit) => (NO_DAEMON.test(hit.text) ? pulling(hit) : undefined),
  headline: (hit) => {
    if (NO_DAEMON.test(hit.text)) return `${hit.who} cannot start: the ${daemon(hit.text)} of its host does not answer`;
    const [, limit] = LIMIT.exec(hit.text) ?? [];
    const [, state] = STATE.exec(hit.text) ?? [];
    const goal = state ? `the state ${state}` : 'the next state';
    const within = limit ? `within ${limit}` : 'in time';
    return `${hit.who} did not reach ${goal} ${within}: runtime too slow`;
  },
  facts: (hit) => [NO_DAEMON.test(hit.text) && 'the agent asks Docker for each step: image, registry, network and permissions of the task'
    + ` play no part${/elevated/i.test(hit.text) ? '; Docker speaks of elevated privileges whenever its named pipe does not answer' : ''}`],
  fix: (hit) => (NO_DAEMON.test(hit.text)
    ? restartDocker(hit.frame, hit.tasks, hit.text)
    : slow(hit)),
});

function daemon(text: string): string {
  return /containerd/i.test(text) && !/docker ?daemon|docker_engine|\bdocker\.sock/i.test(text) ? 'containerd' : 'Docker daemon';
}

function slow({ frame }: Hit): string {
  return launchTypeOf(frame) === 'FARGATE'
    ? 'check the destination of the log driver and the volumes of the task, which the start waits for; else deploy again:'
      + ' AWS runs this host'
    : 'check disk and CPU load of the container instance, and the network of the log driver;'
      + ' use larger instances or raise ECS_CONTAINER_START_TIMEOUT';
}
