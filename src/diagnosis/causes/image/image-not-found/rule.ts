import { MAY_REQUIRE } from '../../../classify/aws-texts';
import { clusterName, definedImage, imageIn, namesEcr, pulling, shownImage } from '../../../read';
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
    isPinned(hit) && 'ECS pins the tag to a digest when the deployment starts; since then this digest was overwritten or expired',
  ],
  fix: (hit) => fixFor(hit),
});

function fixFor(hit: Hit): string {
  if (isPinned(hit)) return resolveAnew(hit);
  if (namesDigest(definedImage(hit))) {
    return 'name a digest that the repository has, or a tag, in the image of the task definition; keep images that are in use:'
      + ' no lifecycle rule of the repository should expire them';
  }
  if (onDockerHub(hit)) {
    return 'name the registry host: ContainerImage.fromEcrRepository(repository, tag), or push the image to Docker Hub under this name';
  }
  const ours = namesEcr(`${hit.text} ${definedImage(hit) ?? ''}`);
  return ours
    ? 'push the tag to the repository, or set a tag that exists: ContainerImage.fromEcrRepository(repository, tag);'
      + ' ContainerImage.fromAsset() pushes the image with the app'
    : 'set a name and a tag that this registry has: ContainerImage.fromRegistry(name)';
}

function namesDigest(image: string | undefined): boolean {
  return image?.includes('@sha256:') ?? false;
}

/**
 * The task definition names a tag, and ECS asked for a digest: all tasks of a deployment get the image that the tag had at its start
 * (Amazon ECS Developer Guide, "Container image resolution"; aws/containers-roadmap#2687).
 */
function isPinned(hit: Hit): boolean {
  const defined = definedImage(hit);
  return /@sha256:/.test(hit.text) && (defined ? !namesDigest(defined) : /:[\w.-]{1,128}@sha256:/.test(hit.text));
}

/** Only a new deployment asks the registry again. */
function resolveAnew({ frame }: Hit): string {
  const cluster = clusterName(frame);
  const of = cluster ? `--cluster ${cluster} ` : '';
  return 'deploy again, so that ECS resolves the tag to the image that it has now:'
    + ` aws ecs update-service ${of}--service ${frame.service?.serviceName ?? '<service>'} --force-new-deployment;`
    + ' then keep images that are in use: imageTagMutability IMMUTABLE, and no lifecycle rule that expires them';
}

function onDockerHub(hit: Hit): boolean {
  const image = imageIn(hit.text) ?? '';
  return /^docker\.io\//.test(image) || (MAY_REQUIRE.test(hit.text) && !/^[^/.:]*[.:][^/]*\//.test(image));
}
