import { MAY_REQUIRE } from '../../../classify/aws-texts';
import { pulling, shownImage } from '../../image/images';
import { deniedAction, guide, quoted, roleName, stated } from '../../kit';

export const imagePullDenied = stated({
  id: 'image-pull-denied',
  family: 'registry',
  title: 'Registry refused the image pull',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('task_cannot_pull_image'),
  certainty: ({ text }) => {
    const mayBeMissing = MAY_REQUIRE.test(text) || /anonymous token/i.test(text);
    return mayBeMissing && !deniedAction(text) ? 'probable' : 'certain';
  },
  containerOf: pulling,
  headline: (hit) => {
    const image = shownImage(hit) ?? 'its image';
    return `${hit.who} cannot start: the registry refused the pull of ${quoted(image)}`;
  },
  facts: (hit) => {
    const role = roleName(hit.text);
    const to = role ? ` to role ${role}` : '';
    return [
      deniedAction(hit.text) && `refused action: ${deniedAction(hit.text)}${to}`,
      /\b403\b/.test(hit.text) && 'ECR also answers 403 when the tag does not exist and the role is not allowed to pull',
    ];
  },
  fix: (hit) => (/\.dkr\.ecr\./.test(hit.text)
    ? 'grant the pull: repository.grantPull(taskDefinition.obtainExecutionRole());'
      + ' for another account, also allow it in the repository policy'
    : 'pass registry credentials: ContainerImage.fromRegistry(name, { credentials: secret })'),
});
