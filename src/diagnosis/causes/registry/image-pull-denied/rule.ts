import { deniedAction, roleName } from '../../faults';
import { definedImage, pulling, withoutEcrHost } from '../../image/images';
import { guide, quoted, stated } from '../../kit';
import { imageIn } from '../../pull';

export const imagePullDenied = stated({
  id: 'image-pull-denied',
  family: 'registry',
  title: 'Registry refused the image pull',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('task_cannot_pull_image'),
  certainty: (hit) => (/may require|anonymous token/i.test(hit.text) && !deniedAction(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: the registry refused the pull of ${quoted(withoutEcrHost(imageIn(hit.text) ?? definedImage(hit) ?? 'its image'))}`,
  facts: (hit) => [
    deniedAction(hit.text) && `refused action: ${deniedAction(hit.text)}${roleName(hit.text) ? ` to role ${roleName(hit.text)}` : ''}`,
    /\b403\b/.test(hit.text) && 'ECR also answers 403 when the tag does not exist and the role may not pull',
  ],
  fix: (hit) => (/\.dkr\.ecr\./.test(hit.text)
    ? 'repository.grantPull(taskDefinition.obtainExecutionRole()); for another account also allow it in the repository policy'
    : 'pass registry credentials: ContainerImage.fromRegistry(name, { credentials: secret })'),
});
