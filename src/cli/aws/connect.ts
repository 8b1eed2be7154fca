import { accountApi, AccountApi } from '../../facts/aws/account';
import { AwsCall } from '../../facts/aws/calls';
import { hasProfile } from '../../facts/aws/profiles';
import { Ended, EXIT } from '../exit';
import { AwsOptions } from '../options';

/** A person's network is slower than a Lambda function's. */
const REQUEST_MS = 20_000;
const CALL_MS = 90_000;

// The clients are part of the bundle, so which versions of Node their next releases support is nothing that a user could act on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** The default provider chain of the SDK: environment, SSO, assumed roles, web identities, processes, containers, instances. */
export async function connect(options: AwsOptions, region: string | undefined): Promise<AccountApi> {
  // The SDK looks for a profile's `endpoint_url` in the profile of the environment only.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const profile = process.env.AWS_PROFILE;
  if (profile && !await hasProfile(profile)) throw new Ended(EXIT.credentials, `there is no profile "${profile}" in the AWS configuration (~/.aws/config, ~/.aws/credentials)`);
  const where = options.region ?? region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  return accountApi({
    ...(where && { region: where }),
    ...(options.profile && { profile: options.profile }),
    ...(options.endpointUrl && { endpoint: options.endpointUrl }),
    requestTimeoutMs: REQUEST_MS,
    ...(options.verbose && { onCall: (call) => { process.stderr.write(`${callLine(call, new Date())}\n`); } }),
  }, () => AbortSignal.timeout(CALL_MS));
}

export function callLine({ service, operation, ms, attempts, error }: AwsCall, at: Date): string {
  const clock = at.toISOString().slice(11, 23);
  return `${clock} ${service} ${operation} ${ms} ms${attempts > 1 ? `, ${attempts} attempts` : ''}${error ? `: ${error}` : ''}`;
}
