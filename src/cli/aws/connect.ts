import { accountApi, AccountApi } from '../../facts/aws/account';
import { AwsCall } from '../../facts/aws/calls';
import { checkProfile } from '../../facts/aws/profiles';
import { Ended, EXIT, UsageError } from '../exit';
import { AwsOptions, isAddress } from '../options';

/** A person's network is slower than a Lambda function's. */
const REQUEST_MS = 20_000;
const CALL_MS = 90_000;

// The clients are part of the bundle, so which versions of Node their next releases support is nothing that a user could act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** The default provider chain of the SDK: environment, SSO, assumed roles, web identities, processes, containers, instances. */
export async function connect(options: AwsOptions, region: string | undefined): Promise<AccountApi> {
  settle(process.env);
  // The SDK looks for a profile's `endpoint_url` in the profile of the environment only.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const profile = process.env.AWS_PROFILE || (process.env.AWS_ACCESS_KEY_ID ? undefined : 'default');
  const checked = profile ? await checkProfile(profile) : {};
  if (checked.problem) throw new Ended(EXIT.credentials, checked.problem);
  const where = options.region || region || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  const api = accountApi({
    ...(where && { region: where }),
    ...(options.profile && { profile: options.profile }),
    ...(options.endpointUrl && { endpoint: options.endpointUrl }),
    requestTimeoutMs: REQUEST_MS,
    ...(options.verbose && { onCall: (call) => { process.stderr.write(`${callLine(call, new Date())}\n`); } }),
  }, () => AbortSignal.timeout(CALL_MS));
  return checked.process ? withReason(api, `the credential_process of the profile "${checked.process}" failed, or what it gave is no credentials or has expired: run it by itself to see`) : api;
}

/** As the AWS CLI has it, what is empty is not set; the SDK takes an empty region for a wrong one. */
function settle(env: NodeJS.ProcessEnv): void {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE', 'AWS_ENDPOINT_URL']) if (!env[name]) delete env[name];
  for (const [name, value] of Object.entries(env)) {
    if (/^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value && !isAddress(value)) throw new UsageError(`${name} "${value}" is no address, such as http://localhost:4566`);
  }
}

/** Of a process that fails, the SDK says no more than that there are no credentials. */
function withReason(api: AccountApi, reason: string): AccountApi {
  const explained = (call: (...given: readonly unknown[]) => Promise<unknown>) => (...given: readonly unknown[]) => call(...given).catch((error: unknown) => {
    throw error instanceof Error && error.name === 'CredentialsProviderError' ? Object.assign(new Error(reason), { name: error.name }) : error;
  });
  return Object.fromEntries(Object.entries(api).map(([name, call]) => [name, explained(call as (...given: readonly unknown[]) => Promise<unknown>)])) as unknown as AccountApi;
}

export function callLine({ service, operation, ms, attempts, error }: AwsCall, at: Date): string {
  const clock = at.toISOString().slice(11, 23);
  return `${clock} ${service} ${operation} ${ms} ms${attempts > 1 ? `, ${attempts} attempts` : ''}${error ? `: ${error}` : ''}`;
}
