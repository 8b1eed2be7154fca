import { faultOfError } from './faults';
import { accountApi } from '../../facts/aws/account';
import { AccountApi } from '../../facts/aws/account-api';
import { AwsCall, SlowCall } from '../../facts/aws/calls';
import { deadline } from '../../facts/aws/deadline';
import { checkProfile, readProfilesAnew, regionOfProfile } from '../../facts/aws/profiles';
import { foreign } from '../../presentation/foreign';
import { Ended, EXIT, UsageError } from '../exit';
import { AwsOptions, isAddress } from '../options';
import { aside } from '../output/aside';

/** A person's network is slower than a Lambda function's. */
const REQUEST_MS = 20_000;
const CALL_MS = 90_000;

// The SDK warns about Node.js versions that its next releases drop. The clients are part of the bundle, so users cannot act on it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/**
 * The default provider chain of the SDK: environment, SSO, assumed roles, web identities, processes, containers, instances.
 * @param leave aborted when the person leaves: no call outlives that
 * @param callMs most time of a call, with its retries and the whole answer
 */
export async function connect(options: AwsOptions, region: string | undefined, leave?: AbortSignal, callMs = CALL_MS): Promise<AccountApi> {
  dropEmpty(process.env);
  // The SDK reads `endpoint_url` only from the profile in AWS_PROFILE.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const profile = process.env.AWS_PROFILE || (process.env.AWS_ACCESS_KEY_ID ? undefined : 'default');
  const checked = profile ? await checkProfile(profile) : {};
  if (checked.problem) throw new Ended(EXIT.credentials, checked.problem);
  const where = givenRegion(options, region);
  const api = renewed(() => accountApi({
    ...(where && { region: where }),
    ...(options.profile && { profile: options.profile }),
    ...(options.endpointUrl && { endpoint: options.endpointUrl }),
    requestTimeoutMs: REQUEST_MS,
    onSlow: (call) => aside(slowLine(call)),
    ...(options.verbose && { onCall: (call) => aside(callLine(call, new Date())) }),
  }, () => deadline(callMs, leave)));
  if (!checked.process) return api;
  return withReason(api, `the credential_process of the profile "${checked.process}" failed, `
    + 'or its credentials are invalid or have expired: run it by itself to see its output');
}

function givenRegion(options: AwsOptions, region: string | undefined): string | undefined {
  return options.region || region || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
}

/** Throws if `--region` is another Region than that of an ARN or an address: one of both is a mistake. */
export function checkRegion({ region }: Pick<AwsOptions, 'region'>, named: string | undefined): void {
  if (!region || named === undefined || region === named) return;
  throw new UsageError(`--region is ${region}, and the ARN or address names ${named}: leave one of both out`);
}

/** Where `connect` looks, for a person: `in eu-west-1, with the profile "dev"`. */
export async function placeText(options: AwsOptions, region: string | undefined): Promise<string> {
  const profile = options.profile || process.env.AWS_PROFILE;
  const where = givenRegion(options, region) ?? await regionOfProfile(profile || 'default');
  const account = profile ? `, with the profile "${profile}"` : ' of this account';
  return `in ${where ?? 'this Region'}${account}`;
}

/** An empty variable counts as not set, as in the AWS CLI. The SDK would reject an empty Region. */
function dropEmpty(env: NodeJS.ProcessEnv): void {
  const names = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL'];
  for (const name of names) if (!env[name]) delete env[name];
  for (const [name, value] of Object.entries(env)) {
    if (/^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value && !isAddress(value)) {
      throw new UsageError(`${name} "${value}" is no address, such as http://localhost:4566`);
    }
  }
}

/**
 * The SDK keeps credentials that a file gives without a time at which they expire, and the file itself, as long as the process runs. After
 * an error of the credentials, later calls are made with what a person has put into the files since.
 */
function renewed(make: () => AccountApi): AccountApi {
  const first = make();
  let current = Promise.resolve(first);
  const sent = async (name: string | symbol, given: readonly unknown[]): Promise<unknown> => {
    const mine = current;
    const api = await mine;
    try {
      return await Reflect.apply(Reflect.get(api, name), api, given);
    } catch (error) {
      const isMine = mine === current && faultOfError('service', error).kind === 'credentials';
      if (isMine) current = readProfilesAnew().catch(() => undefined).then(make);
      throw error;
    }
  };
  const calls = Object.keys(first).map((name) => [name, (...given: readonly unknown[]) => sent(name, given)]);
  return Object.fromEntries(calls) as AccountApi;
}

/** If the process of a profile fails, the error of the SDK has no reason. Every call gets the given one. */
function withReason(api: AccountApi, reason: string): AccountApi {
  const explained = (error: unknown) => {
    const isMissing = error instanceof Error && error.name === 'CredentialsProviderError';
    throw isMissing ? Object.assign(new Error(reason), { name: error.name }) : error;
  };
  return new Proxy(api, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return (...given: readonly unknown[]) => Promise.resolve(Reflect.apply(call, target, given)).catch(explained);
    },
  });
}

function callLine({ service, operation, ms, attempts, error }: AwsCall, at: Date): string {
  const time = at.toISOString().slice(11, 23);
  const retries = attempts > 1 ? `, ${attempts} attempts` : '';
  const result = `${time} ${service} ${operation} ${ms} ms${retries}`;
  return error ? `${result}: ${error}` : result;
}

/** The host is that of an option, a variable or a profile. */
function slowLine({ service, operation, host, ms }: SlowCall): string {
  const seconds = `${Math.round(ms / 1000)} s`;
  const what = host === undefined ? 'credentials' : `the answer of ${foreign(host)}`;
  return `ecs-why: waiting for ${what} (${service} ${operation}), for ${seconds} so far`;
}
