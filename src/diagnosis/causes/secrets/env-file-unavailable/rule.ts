import { DENIED } from '../../../../facts/denied';
import { MISSING, NETWORK } from '../../../classify/aws-texts';
import { guide, stated } from '../../kit';
import { connectionFacts, connectionFix, denialFacts, denialFix, Destination } from '../../obstacles';

const S3: Destination = { name: 'S3', isS3: true };

export const envFileUnavailable = stated({
  id: 'env-file-unavailable',
  family: 'secrets',
  title: 'Environment file could not be fetched from S3',
  stage: 'start',
  retry: 'maybe',
  docs: guide('use-environment-file'),
  retryOf: (hit) => (!NETWORK.test(hit.text) && (DENIED.test(hit.text) || MISSING.test(hit.text)) ? 'never' : undefined),
  headline: (hit) => `${hit.who} cannot start: its environment file could not be read from S3${why(hit.text)}`,
  facts: (hit) => (NETWORK.test(hit.text) ? connectionFacts(hit, S3) : denialFacts(hit.text)),
  fix: (hit) => (NETWORK.test(hit.text)
    ? connectionFix(hit, S3)
    : denialFix(hit.text, `${why(hit.text) ? '' : ROUTE}check that the object exists and grant it:`
      + ' bucket.grantRead(taskDefinition.obtainExecutionRole()); or use EnvironmentFile.fromAsset(path)')),
});

/** AWS's text ends before the reason. */
const ROUTE = 'check first that the subnets have a way to S3 on port 443; then ';

function why(text: string): string {
  if (NETWORK.test(text)) return ' (S3 not reachable)';
  if (/\b403\b|forbidden|denied|not authorized/i.test(text)) return ' (403: absent or denied)';
  return MISSING.test(text) ? ' (not found)' : '';
}
