import { SECRET_REFERENCE } from '../../../classify/aws-texts';
import { malformedReference, mistakenName, mistakenNameWords, secretIn, usingContainer } from '../../../read';
import { nameInFix } from '../../../text';
import { guide, Hit, shortenable, stated } from '../../kit';

export const secretNotFound = stated({
  id: 'secret-not-found',
  family: 'secrets',
  title: 'Secret or parameter does not exist',
  stage: 'start',
  retry: 'never',
  docs: guide('resource-initialization-error'),
  docsOf: (hit) => (isMalformed(hit) ? guide('secrets-envvar-secrets-manager') : undefined),
  containerOf: (hit) => usingContainer(hit, secretIn(hit.text)),
  headline: (hit) => {
    const kind = /ssm|parameter store/i.test(hit.text) || (!isMalformed(hit) && /parameter/i.test(hit.text)) ? 'parameter' : 'secret';
    const name = secretIn(hit.text);
    const missing = missingVersion(hit);
    if (missing) return `${hit.who} cannot start: secret ${shortenable(name ?? 'named in the task definition')} has no ${missing.what}`;
    const state = isDeleted(hit) ? 'is marked for deletion' : 'does not exist';
    if (!isMalformed(hit)) return `${hit.who} cannot start: ${kind} ${shortenable(name ?? 'named in the task definition')} ${state}`;
    const { fault = 'valueFrom of a secret is malformed' } = malformedReference(hit) ?? {};
    return `${hit.who} cannot start: ${fault}${name ? ' (secret ' : ''}${shortenable(name)}${name ? ')' : ''}`;
  },
  facts: (hit) => {
    const used = isMalformed(hit) && malformedReference(hit);
    const missing = missingVersion(hit);
    const mistaken = missing || isDeleted(hit) ? undefined : mistakenName(hit);
    return [
      missing && `the secret exists, and Secrets Manager finds no ${missing.version} in it`,
      mistaken && mistakenNameWords(mistaken).fact,
      used && used.variable && `${used.variable} of container "${used.container}" has valueFrom ${used.valueFrom}`,
    ];
  },
  fix: (hit) => {
    if (isMalformed(hit)) {
      return 'write valueFrom as ARN:json-key:version-stage:version-id, with all three colons; leave version-stage and version-id empty for'
        + ` the current version${example(hit)}, as Secret.fromSecretsManager(secret, 'key') does`;
    }
    const missing = missingVersion(hit);
    if (missing) return missing.fix;
    if (isDeleted(hit)) return 'restore it (aws secretsmanager restore-secret), or name another secret in valueFrom';
    const mistaken = mistakenName(hit);
    if (mistaken) return mistakenNameWords(mistaken).fix;
    return /ssm|parameter/i.test(hit.text)
      ? 'create the parameter in this account and Region, or correct the name in Secret.fromSsmParameter(...)'
      : 'create the secret in this account and Region, or correct the name in Secret.fromSecretsManager(...)';
  },
});

/** The secret is there until its recovery window ends, and its name is not free (API Reference, DeleteSecret). */
function isDeleted({ text }: Hit): boolean {
  return /(marked|scheduled) for deletion/i.test(text);
}

/** Nobody was asked for the secret: the reference in the task definition is malformed. */
function isMalformed({ text }: Hit): boolean {
  return SECRET_REFERENCE.test(text);
}

/** The secret is there: for one that is not, the text ends with "can't find the specified secret." (API Reference, GetSecretValue). */
const NO_VALUE = /can'?t find the specified secret value(?: for (staging label|version ?id):? ?([\w-]+))?/i;

function missingVersion({ text }: Hit): { readonly what: string; readonly version: string; readonly fix: string } | undefined {
  const [found, by, value] = NO_VALUE.exec(text) ?? [];
  if (found === undefined) return undefined;
  const id = secretIn(text) ?? 'NAME';
  if (value !== undefined && value !== 'AWSCURRENT') {
    const label = by?.startsWith('staging') ? `staging label ${value}` : `id ${value}`;
    return {
      what: `version with ${label}`,
      version: `version with ${label}`,
      fix: 'leave version-stage and version-id in valueFrom of the secret empty, for the current version; or give the secret a version with'
        + ` ${label}`,
    };
  }
  return {
    what: 'value yet',
    version: 'version AWSCURRENT',
    fix: `store a value in it: aws secretsmanager put-secret-value --secret-id ${nameInFix(id)} --secret-string ...; the name is right;`
      + ' let the service depend on what stores the value, or leave the secret out of the task definition until then',
  };
}

function example(hit: Hit): string {
  const key = malformedReference(hit)?.key;
  return key ? ` (:${key}::)` : '';
}
