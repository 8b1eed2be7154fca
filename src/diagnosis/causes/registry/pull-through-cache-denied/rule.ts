import { definedImage, pulling } from '../../../read';
import { stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const pullThroughCacheDenied = stated({
  id: 'pull-through-cache-denied',
  family: 'registry',
  title: 'ECR pull-through cache is not allowed to import the image',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html',
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: the ECR cache is not allowed to import its image`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => {
    const image = definedImage(hit) ?? '';
    return USER_BELOW_LIBRARY.test(image) ? 'take library/ out of the image name: Docker Hub has only its official images there'
      : denialFix(hit.text, GRANT);
  },
});

/** Amazon ECR User Guide, "Pull an image with a pull through cache rule": `library/` goes before official images of Docker Hub. */
const USER_BELOW_LIBRARY = /\/library\/[\w.-]{1,100}\/[\w.-]/;
const GRANT = 'allow ecr:BatchImportUpstreamImage and ecr:CreateRepository:'
    + ' taskDefinition.addToExecutionRolePolicy(...); check the credentials of the cache rule';
