import { connectionIn, definedImage, ecrRegion, layersIn, namesEcr, namesEcrApi, pulling, regionOf, wayOut } from '../../../read';
import { guide, Hit, hostIn, stated } from '../../kit';
import { connectionFacts, connectionFix, Destination, obstacle } from '../../obstacles';

export const imagePullNetwork = stated({
  id: 'image-pull-network',
  family: 'registry',
  title: 'Registry not reachable from the task',
  stage: 'pull',
  retry: 'maybe',
  docs: guide('task_cannot_pull_image'),
  // An unreachable S3 or ECR shows as a killed pull command or a crashed puller; the text itself does not name the network.
  certainty: (hit) => (/panic: runtime|: signal: killed$/i.test(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => (CRASHED.test(hit.text)
    ? `${hit.who} cannot start: the image puller of AWS crashed, as it does if ECR or S3 is out of reach`
    : `${hit.who} cannot start: ${obstacle(hit.text, registry(hit))}`),
  facts: (hit) => [
    CRASHED.test(hit.text) && `the trace is of the puller, not of the application; image ${definedImage(hit) ?? 'unknown'}`,
    layersOf(hit)?.certainty === 'likely' && 'this step reads a manifest or, more often, a layer: ECR keeps layers in S3,'
      + ' and the registry itself had answered before',
    otherRegion(hit) && `the image is in ${otherRegion(hit)}, the tasks run in ${regionOf(hit.frame)}`,
    ...connectionFacts(hit, registry(hit)),
  ],
  fix: (hit) => (CRASHED.test(hit.text) ? PUSH_ANEW : '') + fixOf(hit),
});

function fixOf(hit: Hit): string {
  return otherRegion(hit)
    ? `replicate the repository to ${regionOf(hit.frame)}, or give the subnets ${wayOut(hit.frame)}:`
      + ' VPC endpoints serve their own Region only'
    : connectionFix(hit, registry(hit));
}

/** Amazon ECS Developer Guide, CannotPullContainerError. */
const CRASHED = /panic: runtime error/i;
const PUSH_ANEW = 'deploy again; if the crash comes back, build and push the image under a new tag, and give AWS Support the task id;'
  + ' if no other image of this registry can be pulled, ';

const ALL_OF_ECR = 'VPC endpoints for ecr.api, ecr.dkr and S3 (gateway)';

/**
 * A pull from ECR needs three endpoints: the API for the login, the registry for the manifest, S3 for the layers (Amazon ECR User Guide,
 * "Amazon ECR interface VPC endpoints"). The unreachable one shows which endpoint or route is missing.
 */
function registry(hit: Hit): Destination {
  const layers = layersOf(hit);
  if (layers) return { name: layers.region ? `the image layers in S3 (${layers.region})` : 'the image layers in S3', isS3: true };
  // AWS cuts the text off within the host
  const host = hostIn(hit.text);
  if (/ecr registry auth/i.test(hit.text) && host?.startsWith('api.ecr')) return { name: 'ECR (api.ecr)', endpoints: ALL_OF_ECR };
  const isName = /[a-z]/i.test(host ?? '');
  if (!host || !isName) return namesOther(definedImage(hit)) ? { name: 'the registry' } : { name: 'the registry', endpoints: ALL_OF_ECR };
  if (!namesEcr(host) && !namesEcrApi(host)) return { name: `the registry ${host}` };
  const service = /(?:api\.|dkr[.-])?ecr(?:-fips)?\.[\w-]+/.exec(host)?.[0];
  return { name: `ECR (${service})`, endpoints: ALL_OF_ECR };
}

function layersOf(hit: Hit): ReturnType<typeof layersIn> {
  return layersIn(`${hit.text} ${definedImage(hit) ?? ''}`);
}

function namesOther(image: string | undefined): boolean {
  return image !== undefined && !namesEcr(image);
}

/** The Region of the image, if the tasks run in another one and the connection got no answer. */
function otherRegion(hit: Hit): string | undefined {
  const region = layersOf(hit)?.region ?? ecrRegion(hit.text);
  const own = regionOf(hit.frame);
  const { step } = connectionIn(hit.text);
  return region && own && region !== own && (step === 'unanswered' || step === 'no-route') ? region : undefined;
}
