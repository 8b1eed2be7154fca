import { DENIED, KMS, MISSING, NETWORK } from '../faults';
import { withoutPreamble } from '../pull';

const SECRET = /secrets? (data |value )?from (asm|ssm|secrets? ?manager|aws)|from (asm|ssm)\b|secretsmanager|secrets manager|parameter store|ssm parameters?|invalid parameters: |ssm:|getsecretvalue|getparameters?\b|\basm fetching\b|retrieved secret|secret value|fetching secret|secrets value|authorizationdata|registry auth data|secretid\b|pull secrets|repository ?credentials/i;
const ENV_FILE = /env(ironment)? ?files?\b/i;

/** The one cause in the secrets family that a text supports; undefined if it is not about a secret, a parameter or an environment file. */
export function secretFault(whole: string): string | undefined {
  const text = withoutPreamble(whole);
  if (ENV_FILE.test(text)) return 'env-file-unavailable';
  if (!SECRET.test(text)) return undefined;
  if (/json key|did not contain|does not contain (the )?key|key .{1,80} not found in secret/i.test(text)) return 'secret-key-missing';
  if (NETWORK.test(text)) return 'secret-network';
  if (/unmarshal|invalid schema|not (a )?valid json|malformed|empty (response|secrets? value|field)|invalid character|invalid json|unexpected (type|format)|parse/i.test(text)) return 'secret-malformed';
  if (KMS.test(text)) return 'kms-access-denied';
  if (DENIED.test(text)) return 'secret-access-denied';
  if (MISSING.test(text) || /validationexception|invalid arn/i.test(text)) return 'secret-not-found';
  return undefined;
}
