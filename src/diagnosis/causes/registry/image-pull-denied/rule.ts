import { MAY_REQUIRE } from '../../../classify/aws-texts';
import {
  classicName, definedImage, definitionOf, ecrRegion, isGrantable, launchTypeOf, layerRegion, namesDualStackEcr, namesEcr, pulling,
  otherTasks, shownImage,
} from '../../../read';
import { deniedAction, guide, Hit, shortenable, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

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
    return mayBeMissing && !deniedAction(text) && !NO_LOGIN.test(text) ? 'probable' : 'certain';
  },
  containerOf: pulling,
  headline: (hit) => {
    const image = shortenable(shownImage(hit) ?? 'its image');
    if (refusedByS3(hit)) return `${hit.who} cannot start: S3 refused the layers of ${image}`;
    if (WRONG_PASSWORD.test(hit.text)) return `${hit.who} cannot start: the registry refused user name or password for ${image}`;
    const how = NO_LOGIN.test(hit.text) ? ', which came without a login' : '';
    return `${hit.who} cannot start: the registry refused the pull of ${image}${how}`;
  },
  facts: (hit) => [
    ...denialFacts(hit.text),
    isDualStackWithoutLogin(hit) && 'the image has the dual-stack host of ECR (dkr-ecr.REGION.on.aws):'
      + ' an agent that does not know this host asks ECR for no login',
    refusedByS3(hit) && 'ECR keeps image layers in an S3 bucket of AWS; the link to them is signed, so the role is not the reason',
    /\b403\b/.test(hit.text) && !refusedByS3(hit)
      && 'ECR also answers 403 when the tag does not exist and the role is not allowed to pull',
  ],
  fix: (hit) => fixFor(hit),
});

/** The client had no credentials for this host (moby, distribution client). */
const NO_LOGIN = /no basic auth credentials/i;
const WRONG_PASSWORD = /incorrect username or password|login attempt .{0,100}failed|(invalid|wrong) (username|password|credentials)/i;

/** An error of S3 in XML, where the client expected the JSON of a registry. A proxy would answer in HTML. */
const S3_ERROR = /invalid character '<' looking for beginning of value: (?!.{0,40}<(html|!doctype))|<Error><Code>/i;

/** S3, not ECR, answered: the Region of its bucket of layers, `REGION` if none is known. undefined: another registry, or ECR itself. */
function refusedByS3(hit: Hit): string | undefined {
  const names = `${hit.text} ${definedImage(hit) ?? ''}`;
  const isS3 = S3_ERROR.test(hit.text) && /\b403\b|AccessDenied/i.test(hit.text) && namesEcr(names);
  return layerRegion(hit.text) ?? (isS3 ? ecrRegion(names) ?? 'REGION' : undefined);
}

function isDualStackWithoutLogin(hit: Hit): boolean {
  return NO_LOGIN.test(hit.text) && namesDualStackEcr(`${hit.text} ${definedImage(hit) ?? ''}`);
}

/** The same role pulled from this repository before, so no grant was missing. On instances, the agent logs in for the tasks. */
function agentFix({ frame, container, text }: Hit): string | undefined {
  const { taskDefinition: now, previousTaskDefinition: then } = frame;
  const repository = (image = '') => image.replace(/(?::[\w.-]+)?(?:@.*)?$/, '');
  const images = [definitionOf(frame, container)?.image, then?.containerDefinitions?.find((one) => one.name === container)?.image];
  const same = images[1] && repository(images[0]) === repository(images[1]) && now?.executionRoleArn === then?.executionRoleArn;
  if (!same || !MAY_REQUIRE.test(text) || deniedAction(text) || !otherTasks(frame).some((one) => one.lastStatus === 'RUNNING')) {
    return undefined;
  }
  const login = 'renew the login of the ECS agent: replace the instances, or restart the agent; then ';
  return `${launchTypeOf(frame) === 'EC2' ? login : ''}look for a permission that was withdrawn since (execution role, repository policy):`
    + ' the same role pulled from this repository for the tasks that run';
}

const ACCOUNT = /^arn:[^:]*:ecs:[^:]*:(\d{12}):/;

function fixFor(hit: Hit): string {
  const image = definedImage(hit);
  const region = refusedByS3(hit);
  if (region) {
    const bucket = `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`;
    return `allow s3:GetObject on ${bucket} in the policy of the S3 endpoint, and in policies of the organization; no role needs it`;
  }
  if (!isGrantable(hit.text)) return denialFix(hit.text, '');
  if (isDualStackWithoutLogin(hit)) {
    const name = image && namesDualStackEcr(image) ? ` (${classicName(image)})` : '';
    return `name the repository by its classic host${name}, as ContainerImage.fromEcrRepository(repository, tag) does;`
      + ' on EC2, a newer container agent may know the other host';
  }
  if (namesEcr(`${hit.text} ${image ?? ''}`) && !WRONG_PASSWORD.test(hit.text)) {
    const [own, owner] = [ACCOUNT.exec(hit.frame.service?.serviceArn ?? '')?.[1], /\b(\d{12})\.dkr\b/.exec(image ?? '')?.[1]];
    return owner && own && owner !== own
      ? `let account ${owner}, which owns the repository, allow account ${own} to pull in its policy, or copy the image; and grant the`
        + ' pull to the execution role'
      : agentFix(hit) ?? 'grant the pull: repository.grantPull(taskDefinition.obtainExecutionRole());'
        + ' for another account, also allow it in the repository policy';
  }
  return definitionOf(hit.frame, hit.container)?.repositoryCredentials || WRONG_PASSWORD.test(hit.text)
    ? 'correct user name and password (or token) in the secret of the registry credentials, and the rights of that user on the repository'
    : 'pass registry credentials: ContainerImage.fromRegistry(name, { credentials })';
}
