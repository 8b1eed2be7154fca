import { pulling, wayTo } from '../../../read';
import { alternatives, cut } from '../../../text';
import { guide, Hit, quoted, stated } from '../../kit';

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
  headline: (hit) => (LOGIN_CUT.test(hit.text)
    ? `${hit.who} cannot start: ECS could not log in to ECR, and AWS's text ends before the reason`
    : `${hit.who} cannot start: its image could not be pulled${why(hit.text)}`),
  fix: (hit) => (LOGIN_CUT.test(hit.text) ? loginInOrder(hit) : fixOf(hit.text)),
});

/** The text ends before its reason. */
const LOGIN_CUT = new RegExp('ecr registry auth(?:: service call has been retried(?: \\d{1,3} time\\(s\\)(?:: ?\\w{0,12})?)?'
  + `|: service call has been retried \\d{1,3}${cut(' time(s)')}|${cut(': service call has been retried')})[\\s.\\u2026:]{0,9}$`
  + `|unable to retrieve e${cut('cr registry auth')}[\\s.\\u2026]{0,9}$`, 'i');

function loginInOrder({ frame }: Hit): string {
  return `check in this order: 1. ${wayTo(frame, 'ECR', 'endpoints for ecr.api, ecr.dkr and S3')};`
    + ' 2. the execution role is allowed to call ecr:GetAuthorizationToken on all resources'
    + ' (AmazonECSTaskExecutionRolePolicy, or repository.grantPull(taskDefinition.obtainExecutionRole()));'
    + ' 3. the image is in that repository';
}

/** An owner in a layer that the user namespace of the host does not map (moby/moby, `pkg/idtools`; containers/storage). */
const OWNER = alternatives(
  String.raw`\bID (\d{1,10}) cannot be mapped to a host ID|\b(?:l?chown|fchownat)\b.{0,200}invalid argument`,
  String.raw`potentially insufficient UIDs or GIDs`,
);

function fixOf(text: string): string {
  const owner = OWNER.exec(text);
  if (owner) {
    return 'build the image with owners below 65536 (COPY --chown, or chown in the layer that adds the files);'
      + ' or widen the ranges in /etc/subuid and /etc/subgid of the hosts (userns-remap of Docker)';
  }
  if (HUB_CUT.test(text)) {
    return 'most likely the limit of Docker Hub for anonymous pulls (429; AWS\'s text ends before the code): pass credentials of Docker Hub'
      + ' (ContainerImage.fromRegistry(name, { credentials })), or take the image from public.ecr.aws or a pull-through cache of ECR';
  }
  return BROKEN_ADDRESS.test(text)
    ? 'the caller made a broken address, so role, network and image are not at fault: use another version of the ECS agent (AMI) on these'
      + ' instances, and look at the endpoints that /etc/ecs/ecs.config and the environment of the agent set'
    : 'pull the image by hand with the same role and network; check image size, registry and route';
}

/** An address without scheme or host: of the agent, or of what configures it. */
const BROKEN_ADDRESS = /unsupported protocol sche|missing protocol scheme|no host in request url|\bhttps?:\/\/\/|\b(?:get|post|head) "\/(?!\/)/i;

/** containerd (`remotes/docker`) writes the code behind the address, where the text can end. */
const HUB_CUT = /unexpected status code https:\/\/[\w.-]*docker\.io\/(?!.*: [345]\d\d\b)/i;

/** The end of the text, where it adds something to the failed pull. */
function why(text: string): string {
  const owner = OWNER.exec(text);
  const id = owner?.[1] ? `user or group id ${owner[1]}` : 'the owner';
  if (owner) return `: the host does not map ${id} of a file in it`;
  if (HUB_CUT.test(text)) return ': Docker Hub refused it';
  const last = text.split(': ').pop() ?? '';
  const isReason = /\b\w+ \w+/.test(last) && last !== text
    && !/has been retried|^error response from daemon|^api error|status code$/i.test(last);
  return isReason ? `: ${quoted(last)}` : '; AWS gives no reason';
}
