import { hostIn } from '../../../read/words';
import { pulling } from '../../image/images';
import { guide, quoted, stated } from '../../kit';
import { networkFacts } from '../../network-path';

/** Whoever saw a certificate, or part of an answer, had a route. */
const UNTRUSTED = /\bx509\b|certificate (signed|has expired|is not)/i;
const BROKEN_OFF = /^(?!.*(dial tcp|timeout)).*(unexpected eof|read: connection reset|broken pipe)/i;

export const imagePullNetwork = stated({
  id: 'image-pull-network',
  family: 'registry',
  title: 'Registry not reachable from the task',
  stage: 'pull',
  retry: 'maybe',
  docs: guide('task_cannot_pull_image'),
  // A killed pull command and a crashed puller are what an unreachable S3 or ECR looks like; the text itself does not say so.
  certainty: (hit) => (/panic: runtime|: signal: killed$/i.test(hit.text) ? 'probable' : 'certain'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: ${obstacle(hit.text, registry(hostIn(hit.text)))}`,
  facts: (hit) => networkFacts(hit.frame),
  fix: (hit) => {
    if (UNTRUSTED.test(hit.text)) return 'let traffic to the registry pass unchanged: a proxy or firewall that opens TLS, or a private registry, shows a certificate that ECS does not know';
    return BROKEN_OFF.test(hit.text) ? 'deploy again; if it breaks off each time, look at what is on the way to the registry (NAT gateway, proxy, firewall)' : 'give the subnets a way out: assignPublicIp: true in public subnets, a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr and S3 (gateway)';
  },
});

function obstacle(text: string, where: string): string {
  if (UNTRUSTED.test(text)) return `the certificate of ${where} is not trusted`;
  return BROKEN_OFF.test(text) ? `the connection to ${where} broke off` : `no network route to ${where}`;
}

/**
 * Which of the three that a pull from ECR needs could not be reached says which endpoint or route is missing (Amazon ECR User Guide, "Amazon ECR
 * interface VPC endpoints"): the API for the login, the registry for the manifest, S3 for the layers.
 */
function registry(host: string | undefined): string {
  if (!host) return 'the registry';
  const ecr = /^(?:\d{12}\.)?((?:api|dkr)[.-]ecr(?:-fips)?\.[\w-]+)\./.exec(host)?.[1];
  if (ecr) return `ECR (${ecr})`;
  const layers = /^prod-([\w-]+)-starport-layer-bucket\.s3\./.exec(host)?.[1];
  return layers ? `S3 in ${layers}, where ECR keeps image layers` : `the registry ${quoted(host)}`;
}
