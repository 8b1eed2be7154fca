import { TextInFrame } from './statements';
import { Frame } from '../../facts/model';

/** ARN or name of the secret or parameter that a text speaks of. */
export function secretIn(text: string): string | undefined {
  const inArn = /arn:[\w-]+:(?:secretsmanager|ssm):[\w-]*:[^:\s]*:(?:secret:|parameter\/?)([^\s'",:]+)/.exec(text)?.[1];
  return (inArn && withoutSuffix(inArn))
    ?? /invalid (?:ssm )?parameters?: *([^\s,]+)/i.exec(text)?.[1]
    ?? /(?:secret|parameter) ([\w/.!@-]*[/_-][\w/.!@-]+)/i.exec(text)?.[1]?.replace(/(?<![.:,])[.:,]+$/, '');
}

/**
 * Secrets Manager adds a hyphen and six random characters to the name in the ARN (Secrets Manager User Guide, what is in a secret). Six
 * characters of one kind are a word or a date of the name: by chance they occur once in 100 ARNs.
 */
const SUFFIX = /-(?![a-z]{6}$|[A-Z]{6}$|\d{6}$)[A-Za-z0-9]{6}$/;

function withoutSuffix(name: string): string {
  return name.replace(SUFFIX, '');
}

/**
 * The name of a secret whose ARN has no suffix and ends like one that has: `secret:test-secret`. "Don't end your secret name with a hyphen
 * followed by six characters": with a partial ARN Secrets Manager and IAM take the end for the suffix (API Reference, GetSecretValue).
 */
export function nameLikeSuffix(text: string): string | undefined {
  const name = /arn:[\w-]+:secretsmanager:[\w-]*:[^:\s]*:secret:([^\s'",:]+)/.exec(text)?.[1];
  return name && /-[A-Za-z0-9]{6}$/.test(name) && !SUFFIX.test(name) ? name : undefined;
}

/** Names of the parameters of Systems Manager, or of the secrets of Secrets Manager, that the task definition uses. */
export function secretsOf({ taskDefinition }: Pick<Frame, 'taskDefinition'>, kind: 'parameter' | 'secret'): readonly string[] {
  const used = (taskDefinition?.containerDefinitions ?? []).flatMap((d) => (d.secrets ?? []).flatMap(({ valueFrom }) => valueFrom ?? []));
  // a parameter of the same account and Region can go by its name alone (Amazon ECS API Reference, Secret)
  const ofKind = used.filter((from) => /^arn:[\w-]+:secretsmanager:/.test(from) === (kind === 'secret'));
  return [...new Set(ofKind.map((from) => secretIn(from) ?? from))];
}

/**
 * The path that other parameters of the task have, or those of AWS Copilot (`copilot secret init`: /copilot/APP/ENV/secrets/NAME), for a
 * parameter with a name of one part: policies of such tasks cover the path.
 */
export function barePath({ text, frame }: TextInFrame): string | undefined {
  const name = secretIn(text);
  if (!name || name.includes('/') || !/ssm/i.test(text)) return undefined;
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  const set = (variable: string) => definitions.flatMap((d) => d.environment ?? []).find((one) => one.name === variable)?.value;
  const [app, env] = ['COPILOT_APPLICATION_NAME', 'COPILOT_ENVIRONMENT_NAME'].map(set);
  const beside = secretsOf(frame, 'parameter').find((one) => one.includes('/'))?.replace(/^\/?(.*\/).*/, '/$1');
  const folder = app && env ? `/copilot/${app}/${env}/secrets/` : beside;
  return folder && folder + name;
}

/** Containers that use the secret, with the variable for it. */
export function usesOf(hit: TextInFrame, needle: string | undefined): readonly string[] {
  if (!needle) return [];
  return (hit.frame.taskDefinition?.containerDefinitions ?? []).flatMap((d) => (d.secrets ?? [])
    .filter((s) => s.valueFrom?.includes(needle)).map((s) => `container "${d.name}" gets ${s.name} from it`));
}

/** The container that uses the secret (or its key), when the task definition shows exactly one. */
export function usingContainer(hit: TextInFrame, needle: string | undefined): string | undefined {
  if (!needle) return undefined;
  const using = (hit.frame.taskDefinition?.containerDefinitions ?? []).filter((d) => d.secrets?.some((s) => s.valueFrom?.includes(needle)));
  return using.length === 1 ? using[0].name : undefined;
}

/** Variable of a container that gets its value from the secret. */
export function variableFor(hit: TextInFrame, needle: string | undefined): string | undefined {
  const definitions = hit.frame.taskDefinition?.containerDefinitions ?? [];
  return needle ? definitions.flatMap((d) => d.secrets ?? []).find((s) => s.valueFrom?.includes(needle))?.name : undefined;
}

interface KeyOfSecret {
  readonly container: string;
  readonly variable: string;
  readonly secret: string;
  readonly key: string;
}

/** `arn:…:secret:NAME-SUFFIX:KEY:STAGE:VERSION` (Amazon ECS Developer Guide, Secrets Manager secrets as environment variables). */
const WITH_KEY = /^arn:[\w-]+:secretsmanager:[\w-]*:[^:]*:secret:([^:]+):([^:]+):/;

/** Variables that containers get from one key of a secret that holds JSON. */
export function keysOfSecrets({ taskDefinition }: Frame): readonly KeyOfSecret[] {
  return (taskDefinition?.containerDefinitions ?? []).flatMap(({ name: container = '', secrets }) => (secrets ?? [])
    .flatMap(({ name: variable = '', valueFrom = '' }) => {
      const [, secret, key] = WITH_KEY.exec(valueFrom) ?? [];
      return secret && key ? [{ container, variable, secret: withoutSuffix(secret), key }] : [];
    }));
}

/** What is wrong with a `valueFrom` of the form `ARN:json-key:version-stage:version-id`. */
interface MalformedReference {
  /** For a headline. */
  readonly fault: string;
  /** The rest: of the one secret in the task definition that can be meant. */
  readonly container?: string;
  readonly variable?: string;
  readonly valueFrom?: string;
  readonly key?: string;
}

/** Members of GetSecretValue (AWS Secrets Manager API Reference): each is a part of `valueFrom`. */
const MEMBERS: { readonly [member in string]?: string } = {
  VersionId: 'version id', VersionStage: 'version stage', SecretId: 'name of the secret',
};
/** `...:secret:NAME` and the parts after it. */
const PARTS = /^(arn:[\w-]+:secretsmanager:[\w-]*:\d*:secret:[^:]+)((?::[^:]*)*)$/;
/** A reference with parts has three of them (Amazon ECS Developer Guide, "Pass Secrets Manager secrets through environment variables"). */
const PARTS_NEEDED = 3;

/** undefined: the text names no part, and the task definition shows no reference of a wrong form. */
export function malformedReference(hit: TextInFrame): MalformedReference | undefined {
  const member = /GetSecretValueInput\.(\w{1,40})/.exec(hit.text)?.[1];
  const name = secretIn(hit.text);
  const used = (hit.frame.taskDefinition?.containerDefinitions ?? []).flatMap(({ name: container, secrets = [] }) => (
    secrets.flatMap((secret) => {
      const [, arn, rest = ''] = PARTS.exec(secret.valueFrom ?? '') ?? [];
      const parts = rest.split(':').slice(1);
      return arn && (!name || arn.includes(name)) && parts.length ? [{ container, secret, parts }] : [];
    })));
  const wrong = used.filter(({ parts }) => (member === 'VersionId' ? parts[2] : parts.length !== PARTS_NEEDED));
  const [found] = wrong;
  const part = MEMBERS[member ?? ''];
  if (!found) return part ? { fault: `the ${part} in valueFrom is malformed` } : undefined;
  const { container, secret, parts } = found;
  const value = member === 'VersionId' ? ` ${parts[2]}` : '';
  return {
    fault: part
      ? `the ${part}${value} in valueFrom is malformed`
      : `valueFrom of ${secret.name} has ${parts.length} of ${PARTS_NEEDED} parts after the ARN`,
    container,
    variable: secret.name,
    valueFrom: secret.valueFrom,
    key: parts[0],
  };
}

/** A name that ECS looks for in Parameter Store, and that is one of Secrets Manager. */
interface MistakenName {
  readonly container: string;
  readonly variable: string;
  readonly name: string;
  /** `valueFrom` of the variable in the revision before, if that was the ARN of a secret. */
  readonly before?: string;
}

/**
 * Only a full ARN leads to Secrets Manager; a bare name is one of a parameter (Amazon ECS API Reference, Secret). No parameter has a name
 * with slashes and without one at its beginning (Systems Manager User Guide, parameter names: `MyParameter3/L1`), and none has a colon.
 */
export function mistakenName({ text, frame }: TextInFrame): MistakenName | undefined {
  if (!/ssm|parameter/i.test(text)) return undefined;
  const named = secretIn(text);
  const all = (frame.taskDefinition?.containerDefinitions ?? []).flatMap(({ name: container = '', secrets }) => (secrets ?? [])
    .flatMap(({ name: variable = '', valueFrom: name = '' }): readonly MistakenName[] => {
      if (!name || name.startsWith('arn:') || name.startsWith('/')) return [];
      const before = frame.previousTaskDefinition?.containerDefinitions?.find((d) => d.name === container)
        ?.secrets?.find((s) => s.name === variable)?.valueFrom;
      const isFormer = /^arn:[\w-]+:secretsmanager:/.test(before ?? '');
      return isFormer || /[/:]/.test(name) || SUFFIX.test(name) ? [{ container, variable, name, ...(isFormer && { before }) }] : [];
    }));
  return all.find(({ name }) => named === undefined || name === named || withoutSuffix(name) === named);
}

/** What is wrong with it, and what mends it. */
export function mistakenNameWords({ container, variable, name, before }: MistakenName): { readonly fact: string; readonly fix: string } {
  const was = before ? `; before it was ${before}` : '';
  return {
    fact: `${variable} of container "${container}" has valueFrom ${name}, a bare name: ECS looks for it in Parameter Store${was}`,
    fix: `give ${variable} the full ARN of the secret (${before ? 'as before: ' : ''}ecs.Secret.fromSecretsManager(secret)): only that`
      + ' leads to Secrets Manager; a grant for ssm does not help',
  };
}
