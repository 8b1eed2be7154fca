import { faultOfError } from './faults';
import { settingsOf, usualRegion } from './settings';
import { accountApi } from '../../facts/aws/account';
import { AccountApi } from '../../facts/aws/account-api';
import { deadline } from '../../facts/aws/deadline';
import { readProfilesAnew } from '../../facts/aws/profiles';
import { UsageError } from '../exit';
import { AwsOptions } from '../options';

const CALL_MS = 90_000;

/**
 * The default provider chain of the SDK: environment, SSO, assumed roles, web identities, processes, containers, instances.
 * @param leave aborted when the person leaves: no call outlives that
 * @param callMs most time of a call, with its retries and the whole answer
 */
export async function connect(options: AwsOptions, region: string | undefined, leave?: AbortSignal, callMs = CALL_MS): Promise<AccountApi> {
  const { settings, process: credentialProcess } = await settingsOf(options, region);
  const api = renewed(() => accountApi(settings, () => deadline(callMs, leave)));
  if (!credentialProcess) return api;
  return withReason(api, `the credential_process of the profile "${credentialProcess}" failed, `
    + 'or its credentials are invalid or have expired: run it by itself to see its output');
}

/** Throws if `--region` is another Region than that of an ARN or an address: one of both is a mistake. */
export function checkRegion({ region }: Pick<AwsOptions, 'region'>, named: string | undefined): void {
  if (!region || named === undefined || region === named) return;
  throw new UsageError(`--region is ${region}, and the ARN or address names ${named}: leave one of both out`);
}

/** Where `connect` looks, for a person: `in eu-west-1, with the profile "dev"`. */
export async function placeText(options: AwsOptions, region: string | undefined): Promise<string> {
  const profile = options.profile || process.env.AWS_PROFILE;
  const where = await usualRegion(options, region);
  const account = profile ? `, with the profile "${profile}"` : ' of this account';
  return `in ${where ?? 'this Region'}${account}`;
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
