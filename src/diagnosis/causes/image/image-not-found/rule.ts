import { MAY_REQUIRE } from '../../../classify/aws-texts';
import { imageIn, pulling, shownImage } from '../../../read';
import { guide, Hit, shortenable, stated } from '../../kit';

export const imageNotFound = stated({
  id: 'image-not-found',
  family: 'image',
  title: 'Image tag, digest or repository not found',
  stage: 'pull',
  retry: 'never',
  docs: guide('task_cannot_pull_image'),
  certainty: (hit) => (MAY_REQUIRE.test(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => {
    const image = shownImage(hit) ?? 'in the task definition';
    return `${hit.who} cannot start: image ${shortenable(image)} does not exist`;
  },
  facts: (hit) => [
    onDockerHub(hit) && 'the image name has no registry host, so ECS asked Docker Hub (docker.io)',
    /@sha256:/.test(hit.text)
      && 'ECS pins the tag to a digest when the deployment starts; since then this digest was overwritten or expired',
  ],
  fix: (hit) => (onDockerHub(hit)
    ? 'name the registry host: ContainerImage.fromEcrRepository(repository, tag), or push the image to Docker Hub under this name'
    : 'push the tag to the repository, or set a tag that exists: ContainerImage.fromEcrRepository(repository, tag);'
      + ' ContainerImage.fromAsset() pushes the image with the app'),
});

function onDockerHub(hit: Hit): boolean {
  const image = imageIn(hit.text) ?? '';
  return /^docker\.io\//.test(image) || (MAY_REQUIRE.test(hit.text) && !/^[^/.:]*[.:][^/]*\//.test(image));
}
