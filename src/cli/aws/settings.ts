import { AwsCall, SlowCall } from '../../facts/aws/calls';
import { ClientSettings } from '../../facts/aws/client-config';
import { checkProfile, regionOfProfile } from '../../facts/aws/profiles';
import { foreign } from '../../presentation/foreign';
import { Ended, EXIT, UsageError } from '../exit';
import { AwsOptions, isAddress } from '../options';
import { aside } from '../output/aside';

/** A person's network is slower than a Lambda function's. */
const REQUEST_MS = 20_000;

// The SDK warns about Node.js versions that its next releases drop. The clients are part of the bundle, so users cannot act on it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

interface Settings {
  readonly settings: ClientSettings;
  /** The profile whose `credential_process` gives the credentials. */
  readonly process?: string;
}

/** For every client of a command, by its options, the environment and the profile. */
export async function settingsOf(options: AwsOptions, region: string | undefined): Promise<Settings> {
  dropEmpty(process.env);
  // The SDK reads `endpoint_url` only from the profile in AWS_PROFILE.
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const profile = process.env.AWS_PROFILE || (process.env.AWS_ACCESS_KEY_ID ? undefined : 'default');
  const checked = profile ? await checkProfile(profile) : {};
  if (checked.problem) throw new Ended(EXIT.credentials, checked.problem);
  const where = givenRegion(options, region);
  const settings = {
    ...(where && { region: where }),
    ...(options.profile && { profile: options.profile }),
    ...(options.endpointUrl && { endpoint: options.endpointUrl }),
    requestTimeoutMs: REQUEST_MS,
    onSlow: (call: SlowCall) => aside(slowLine(call)),
    ...(options.verbose && { onCall: (call: AwsCall) => aside(callLine(call, new Date())) }),
  };
  return { settings, ...(checked.process && { process: checked.process }) };
}

function givenRegion(options: AwsOptions, region: string | undefined): string | undefined {
  return options.region || region || process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
}

/** The Region that calls go to where nothing else names one. */
export async function usualRegion(options: AwsOptions, region: string | undefined): Promise<string | undefined> {
  const profile = options.profile || process.env.AWS_PROFILE;
  return givenRegion(options, region) ?? await regionOfProfile(profile || 'default');
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
