import { DENIED } from '../../../../facts/denied';
import { MISSING, NETWORK } from '../../../classify/aws-texts';
import { wayTo } from '../../../read';
import { guide, Hit, stated } from '../../kit';
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
  fix: (hit) => {
    if (NETWORK.test(hit.text)) return connectionFix(hit, S3);
    if (OTHER_REGION.test(hit.text)) {
      return 'put the file into a bucket in the Region of the service: EnvironmentFile.fromAsset(path) does; the answer is that of a bucket'
        + ' in another Region';
    }
    return denialFix(hit.text, `${routeFirst(hit)}check that the object exists and grant it:`
      + ' bucket.grantRead(taskDefinition.obtainExecutionRole()); or use EnvironmentFile.fromAsset(path)');
  },
});

/** Amazon S3 User Guide, "Redirecting requests" */
const OTHER_REGION = /PermanentRedirect|must be addressed using the specified endpoint|MovedPermanently|StatusCode: 301\b/i;

/** AWS's text ends before the reason. */
function routeFirst({ text, frame }: Hit): string {
  return why(text) ? '' : `check first that ${wayTo(frame, 'S3', 'an S3 gateway endpoint')}; then `;
}

function why(text: string): string {
  if (NETWORK.test(text)) return ' (S3 not reachable)';
  if (/\b403\b|forbidden|denied|not authorized/i.test(text)) return ' (403: absent or denied)';
  if (OTHER_REGION.test(text)) return ' (its bucket is in another Region)';
  return MISSING.test(text) ? ' (not found)' : '';
}
