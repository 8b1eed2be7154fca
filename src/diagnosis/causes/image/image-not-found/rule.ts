import { imageIn } from '../../../read/words';
import { Hit, guide, quoted, stated } from '../../kit';
import { definedImage, pulling, withoutEcrHost } from '../images';

export const imageNotFound = stated({
  id: 'image-not-found',
  family: 'image',
  title: 'Image tag, digest or repository not found',
  stage: 'pull',
  retry: 'never',
  docs: guide('task_cannot_pull_image'),
  // Docker Hub gives one answer for "does not exist" and "is private".
  certainty: (hit) => (/may require|insufficient_scope/i.test(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: image ${quoted(withoutEcrHost(imageIn(hit.text) ?? definedImage(hit) ?? 'in the task definition'))} does not exist`,
  facts: (hit) => [
    onDockerHub(hit) && 'the image name has no registry host, so Docker Hub (docker.io) was asked',
    /@sha256:/.test(hit.text) && 'ECS pins the tag to a digest when the deployment starts: that digest was overwritten or expired since',
  ],
  fix: (hit) => (onDockerHub(hit)
    ? 'name the registry host: ContainerImage.fromEcrRepository(repository, tag), or push the image to Docker Hub under this name'
    : 'push the tag to the repository, or set a tag that exists: ContainerImage.fromEcrRepository(repository, tag); ContainerImage.fromAsset() pushes it with the app'),
});

function onDockerHub(hit: Hit): boolean {
  const image = imageIn(hit.text) ?? '';
  return /^docker\.io\//.test(image) || (/may require|insufficient_scope/i.test(hit.text) && !/^[^/]*[.:][^/]*\//.test(image));
}
