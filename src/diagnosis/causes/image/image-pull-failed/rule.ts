import { pulling } from '../../../read';
import { guide, quoted, stated } from '../../kit';

export const imagePullFailed = stated({
  id: 'image-pull-failed',
  family: 'image',
  title: 'Image pull failed, reason not visible',
  stage: 'pull',
  retry: 'maybe',
  symptomOnly: true,
  docs: guide('task_cannot_pull_image'),
  certainty: 'possible',
  containerOf: pulling,
  onHost: true,
  headline: (hit) => `${hit.who} cannot start: its image could not be pulled${why(hit.text)}`,
  fix: ({ text }) => (BROKEN_ADDRESS.test(text)
    ? 'the caller made a broken address, so role, network and image are not at fault: use another version of the ECS agent (AMI) on these'
      + ' instances, and look at the endpoints that /etc/ecs/ecs.config and the environment of the agent set'
    : 'pull the image by hand with the same role and network; check image size, registry and route'),
});

/** An address without scheme or host: of the agent, or of what configures it. */
const BROKEN_ADDRESS = /unsupported protocol sche|missing protocol scheme|no host in request url|\bhttps?:\/\/\/|\b(?:get|post|head) "\/(?!\/)/i;

/** The end of the text, where it adds something to the failed pull. */
function why(text: string): string {
  const last = text.split(': ').pop() ?? '';
  const isReason = /\b\w+ \w+/.test(last) && last !== text
    && !/has been retried|^error response from daemon|failed to|api error|status code$/i.test(last);
  return isReason ? `: ${quoted(last)}` : '; AWS gives no reason';
}
