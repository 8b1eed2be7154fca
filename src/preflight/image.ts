import { DeclaredContainer } from './declared';
import { EcrImage, ecrImageIn, imageId, registryOf, repositoryArn, shortName, tagOf } from './image-name';
import { plain, shown, textOf } from './known';
import { Answer, Check, Finding, Request, Surroundings } from './model';
import { Say, sayOf } from './say';

/** The image of each container is in its repository. */
export const image: Check = ({ task, app }, at) => (task?.containers ?? []).flatMap((container): readonly Finding[] => {
  const known = container.image;
  if (!known) return [];
  const say = sayOf('image', subjectOf(container));
  if (app.imageAssets.has(tagOf(known.shape) ?? '')) return [say.ok('the app builds and pushes it')];
  if (known.unknown !== undefined) return [say.skip(known.unknown)];
  const repository = known.made?.[0]?.logicalId;
  // A repository that is made is empty at first, and who pushes to it is not in the template.
  if (repository) return [say.skip(`${repository} is made by the app: the image must be in it before the tasks start`)];
  const found = ecrImageIn(known.shape);
  if (!found) return [say.skip(`it is in ${registryOf(known.shape)}, and only Amazon ECR is read`)];
  if (app.repositories.has(found.repository)) {
    return [say.skip(`the repository ${found.repository} is made by the app: the image must be in it before the tasks start`)];
  }
  return inEcr(found, say, at);
});

export function subjectOf({ name, image: known }: DeclaredContainer): string {
  const found = known && ecrImageIn(known.shape);
  return `image ${found ? shortName(found) : shown(known ?? plain('?'))} (container ${name})`;
}

function inEcr(found: EcrImage, say: Say, { read }: Surroundings): readonly Finding[] {
  const { repository, region, account } = found;
  const request: Request<'ecr:DescribeImages'> = {
    call: 'ecr:DescribeImages',
    input: { repositoryName: repository, imageIds: [imageId(found)] },
    region,
    account,
    needs: { action: 'ecr:DescribeImages', resource: repositoryArn(found) },
    leadsTo: [{ action: 'ecr:DescribePullThroughCacheRules', resource: '*' }],
  };
  const answer = read(request);
  if (!answer) return [];
  if (answer.kind === 'absent') return absent(found, request, answer.code, say, read);
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const [detail] = answer.output.imageDetails ?? [];
  if (!detail) return [say.skip('ECR describes no image, and names no error', request)];
  if (detail.imageStatus === 'ARCHIVED') {
    // ECS pulls no image of the archive class (Amazon ECR User Guide, archiving an image).
    const fix = `restore it: aws ecr update-image-storage-class --repository-name ${repository} --image-id ${idText(found)} `
      + `--target-storage-class STANDARD --region ${region}; or deploy another tag`;
    return [say.fail('the image is archived, and an archived image cannot be pulled', { cause: 'image-pull-failed', fix }, request)];
  }
  return [say.ok(['it is in the repository', detail.imageDigest?.slice(0, 19)].filter(Boolean).join(', '), request)];
}

const idText = (found: EcrImage) => Object.entries(imageId(found)).map(([name, value]) => `${name}=${value}`).join(',');

/** A pull through cache rule makes the repository, or gets the image, at the first pull (Amazon ECR User Guide, pull through cache). */
function absent(
  found: EcrImage, request: Request, code: string, say: Say, read: Surroundings['read'],
): readonly Finding[] {
  const { repository, region, account } = found;
  const rules: Request<'ecr:DescribePullThroughCacheRules'> = {
    call: 'ecr:DescribePullThroughCacheRules', input: {}, region, account,
    needs: { action: 'ecr:DescribePullThroughCacheRules', resource: '*' },
  };
  const answer = read(rules);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(rules, answer)];
  const rule = cachedBy(repository, answer);
  if (rule !== undefined) {
    return [say.skip(`not there yet, and the pull through cache rule ${rule} gets it at the first pull`, request, rules)];
  }
  const noRepository = code === 'RepositoryNotFoundException';
  const id = found.digest ? `digest ${found.digest}` : `tag ${found.tag ?? 'latest'}`;
  const what = noRepository ? `there is no repository ${repository} in ${region}` : `the repository ${repository} has no ${id}`;
  const fix = noRepository
    ? `name a repository that exists, or make it: aws ecr create-repository --repository-name ${repository} --region ${region}`
    : `push it before the deployment, or set a tag that exists: aws ecr describe-images --repository-name ${repository} --region ${region}`;
  return [say.fail(what, { cause: 'image-not-found', fix }, request, rules)];
}

function cachedBy(repository: string, answer: Answer<'ecr:DescribePullThroughCacheRules'>): string | undefined {
  const prefixes = answer.kind === 'output' ? (answer.output.pullThroughCacheRules ?? []).map((one) => one.ecrRepositoryPrefix ?? '') : [];
  return prefixes.find((prefix) => prefix === 'ROOT' || repository.startsWith(`${prefix}/`));
}

/** The images of a task that are in Amazon ECR and whose names are known. */
export function ecrImagesOf(containers: readonly DeclaredContainer[]): readonly EcrImage[] {
  return containers.flatMap((one) => ecrImageIn(textOf(one.image) ?? '') ?? []);
}

