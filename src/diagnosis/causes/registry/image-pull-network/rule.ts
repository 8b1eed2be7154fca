import { pulling } from '../../image/images';
import { guide, hostIn, networkFacts, quoted, stated } from '../../kit';

/** A task that saw a certificate, or part of an answer, had a route. */
const UNTRUSTED = /\bx509\b|certificate (signed|has expired|is not)/i;
const BROKEN_OFF = /^(?!.*(dial tcp|timeout)).*(unexpected eof|read: connection reset|broken pipe)/i;

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
  headline: (hit) => `${hit.who} cannot start: ${obstacle(hit.text, registry(hostIn(hit.text)))}`,
  facts: (hit) => networkFacts(hit.frame),
  fix: (hit) => {
    if (UNTRUSTED.test(hit.text)) {
      return 'let traffic to the registry pass unchanged:'
        + ' a proxy or firewall that opens TLS, or a private registry, shows a certificate that ECS does not know';
    }
    if (BROKEN_OFF.test(hit.text)) {
      return 'deploy again; if the connection breaks off each time, check the path to the registry (NAT gateway, proxy, firewall)';
    }
    return 'give the subnets a route to the registry: assignPublicIp: true in public subnets, a NAT gateway,'
      + ' or VPC endpoints for ecr.api, ecr.dkr and S3 (gateway)';
  },
});

function obstacle(text: string, where: string): string {
  if (UNTRUSTED.test(text)) return `the certificate of ${where} is not trusted`;
  return BROKEN_OFF.test(text) ? `the connection to ${where} broke off` : `no network route to ${where}`;
}

/**
 * A pull from ECR needs three endpoints: the API for the login, the registry for the manifest, S3 for the layers (Amazon ECR User Guide,
 * "Amazon ECR interface VPC endpoints"). The unreachable one shows which endpoint or route is missing.
 */
function registry(host: string | undefined): string {
  if (!host) return 'the registry';
  const ecr = /^(?:\d{12}\.)?((?:api|dkr)[.-]ecr(?:-fips)?\.[\w-]+)\./.exec(host)?.[1];
  if (ecr) return `ECR (${ecr})`;
  const layers = /^prod-([\w-]+)-starport-layer-bucket\.s3\./.exec(host)?.[1];
  return layers ? `S3 in ${layers}, where ECR keeps image layers` : `the registry ${quoted(host)}`;
}
