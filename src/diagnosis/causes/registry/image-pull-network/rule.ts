import { hostIn } from '../../faults';
import { pulling } from '../../image/images';
import { guide, stated } from '../../kit';
import { networkFacts } from '../../network-path';

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
  headline: (hit) => `${hit.who} cannot reach the registry${hostIn(hit.text) ? ` ${hostIn(hit.text)}` : ''}: no network route`,
  facts: (hit) => networkFacts(hit.frame),
  fix: 'give the subnets a way out: assignPublicIp: true in public subnets, a NAT gateway, or VPC endpoints for ecr.api, ecr.dkr and S3 (gateway)',
});
