import { Declared } from './declared';
import { Known, shown } from './known';
import { Check, Finding, Permission, Request, Surroundings } from './model';
import { arnIn, arnOf } from './place';
import { simulationOf } from './role';
import { beforehand, Say, sayOf } from './say';

/** One secret of AWS Secrets Manager that a container needs. */
export interface SecretUse {
  /** Names of the variables that come from it. */
  readonly name: string;
  readonly container: string;
  readonly from: Known;
}

interface Reference {
  readonly id: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly account?: string;
  readonly key?: string;
  readonly stage?: string;
  readonly version?: string;
}

/** Each secret exists, is not about to be deleted, and has a value; with `--secret-values` also the key that is named. */
export const secret: Check = (declared, at) => usesOf(declared).flatMap((use) => checked(use, declared, at));

/** What comes from Secrets Manager. A name without an ARN is a parameter, but for the credentials of a registry. */
export function usesOf({ task }: Declared): readonly SecretUse[] {
  const uses = (task?.containers ?? []).flatMap(({ name: container, secrets }) => secrets.map((one) => ({ ...one, container })));
  return uses.filter(({ name, from }) => isSecret(from) || (name === 'repositoryCredentials' && !from.shape.startsWith('arn:')));
}

function isSecret({ shape, made = [] }: Known): boolean {
  return /:secretsmanager:/.test(shape) || made.some(
    ({ type }) => type.startsWith('AWS::SecretsManager::') || type.startsWith('AWS::RDS::'),
  );
}

/** `arn:...:secret:NAME-abcdef:KEY:STAGE:VERSION` (Amazon ECS Developer Guide, specifying sensitive data using Secrets Manager secrets). */
export function referenceIn(text: string, region: string | undefined): Reference {
  const arn = arnIn(text);
  if (!arn) return { id: text, name: text, region };
  const [, name = '', key, stage, version] = arn.resource.split(':');
  return {
    id: `arn:${arn.partition}:secretsmanager:${arn.region}:${arn.account}:secret:${name}`,
    name,
    region: arn.region,
    account: arn.account,
    ...(key && { key }), ...(stage && { stage }), ...(version && { version }),
  };
}

/** Secrets Manager adds six characters to the name (AWS Secrets Manager User Guide, ARN of a secret). */
const withoutSuffix = (name: string) => name.replace(/-[A-Za-z0-9]{6}$/, '');

export function describeSecret(
  { id, region, account }: Reference, leadsTo: readonly Permission[] = [],
): Request<'secretsmanager:DescribeSecret'> {
  const resource = id.startsWith('arn:') ? id : arnOf('secretsmanager', region, account, `secret:${id}`);
  return {
    call: 'secretsmanager:DescribeSecret', input: { SecretId: id }, region, ...(account && { account }),
    needs: { action: 'secretsmanager:DescribeSecret', resource: resourceOf(resource) },
    leadsTo,
  };
}

/** IAM compares whole ARNs: one without the six characters stands for any. */
const resourceOf = (arn: string) => (withoutSuffix(arn) === arn ? `${arn}-??????` : arn);

function checked({ name, container, from }: SecretUse, declared: Declared, at: Surroundings): readonly Finding[] {
  const { region, app } = declared;
  const subject = (id: string) => `secret ${id} (${name} of container ${container})`;
  const made = beforehand(from, sayOf('secret', subject(shown(from))));
  if (made) return [made];
  const reference = referenceIn(from.shape, region);
  const say = sayOf('secret', subject(withoutSuffix(reference.name)));
  if ([reference.name, withoutSuffix(reference.name)].some((one) => app.secrets.has(one))) return [say.ok('it is made by the app')];
  const request = describeSecret(reference, simulationOf(declared, at.account));
  const answer = at.read(request);
  const value = valueOf(reference, say, at);
  if (!answer) return [];
  const look = `aws secretsmanager describe-secret --secret-id ${reference.id}`;
  if (answer.kind === 'absent') {
    const fix = `make the secret, or name one that exists: aws secretsmanager list-secrets --region ${reference.region ?? '<region>'}`;
    return [say.fail('it does not exist', { cause: 'secret-not-found', fix }, request)];
  }
  if (answer.kind !== 'output') return [say.unread(request, answer), ...value];
  const { DeletedDate, VersionIdsToStages } = answer.output;
  if (DeletedDate) {
    const fix = `aws secretsmanager restore-secret --secret-id ${reference.id}, or name another secret`;
    return [say.fail(
      `it is scheduled for deletion since ${DeletedDate.slice(0, 10)}, and cannot be read`, { cause: 'secret-not-found', fix }, request,
    )];
  }
  const stage = reference.stage ?? (reference.version === undefined ? 'AWSCURRENT' : undefined);
  const stages = VersionIdsToStages && Object.values(VersionIdsToStages).flat();
  if (stage !== undefined && stages && !stages.includes(stage)) {
    const fix = `put a value into it (aws secretsmanager put-secret-value), or name a stage that it has: ${look}`;
    return [say.fail(`no version of it has the stage ${stage}`, { cause: 'secret-not-found', fix }, request)];
  }
  return [say.ok('it exists', request), ...value];
}

/** The key of a secret that holds JSON. Its values are read only if a person asks for it. */
function valueOf({ id, region, account, key, stage, version }: Reference, say: Say, at: Surroundings): readonly Finding[] {
  if (key === undefined) return [];
  if (!at.secretValues) return [say.skip(`its key ${key} is in the value, which is read with --secret-values only`)];
  const request: Request<'secretsmanager:GetSecretValue'> = {
    call: 'secretsmanager:GetSecretValue',
    input: { SecretId: id, ...(stage && { VersionStage: stage }), ...(version && { VersionId: version }) },
    region,
    ...(account && { account }),
    needs: { action: 'secretsmanager:GetSecretValue', resource: resourceOf(id) },
  };
  const answer = at.read(request);
  if (!answer) return [];
  if (answer.kind !== 'output') return [say.unread(request, answer)];
  const text = answer.output.SecretString;
  if (text === undefined) return [say.skip('its value is binary', request)];
  const keys = keysOf(text);
  const fix = `add ${key} to the JSON of the secret, or name a key that it has`;
  if (!keys) {
    return [say.fail(`its value is not JSON, and the task definition names its key ${key}`, { cause: 'secret-malformed', fix }, request)];
  }
  if (keys.includes(key)) return [say.ok(`its value has the key ${key}`, request)];
  return [say.fail(`its value has no key ${key}`, { cause: 'secret-key-missing', fix }, request)];
}

/** Keys only: a value of a secret goes nowhere. */
function keysOf(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}
