import { FactName, Unavailable } from '../../facts/model';
import { wasDenied, wasThrottled } from '../../facts/unavailable';

/**
 * What kept AWS from answering, by the error names that services and the SDK's credential providers use. `denied`, `throttled` and
 * `network` concern one call and may pass; the others end the command.
 */
export type FaultKind = 'credentials' | 'region' | 'denied' | 'throttled' | 'notFound' | 'network' | 'other';

export interface Fault {
  readonly kind: FaultKind;
  /** One line for a person: what is wrong and what to do. */
  readonly line: string;
}

/** What a call was about: a fact of a frame, or something that only the command line reads or does. */
export type Subject = FactName | 'services' | 'clusters' | 'stack update';

interface Raised extends Pick<Unavailable, 'error' | 'message'> {
  readonly what: Subject;
}

const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenProviderError|TokenRefreshRequired)$|token (is|has) expired|session.*expired/i;
const NO_CREDENTIALS = /^(CredentialsProviderError|ProviderError)$/;
/** Without "Exception" at the end as CloudFormation's query API has them. */
const INVALID = /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignature(Exception)?|SignatureDoesNotMatch|AuthFailure|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|NotSignedUp|OptInRequired)$/;
/** The service itself is in trouble. */
const SERVER = /^(Internal(Failure|Error|ServerError|ServerException|Server)|Server(Exception)?|ServiceUnavailable\w*|ServiceFailure)$/;
const NETWORK = /^(TimeoutError|RequestTimeout\w*|AbortError|NetworkingError|ENOTFOUND|ECONN\w+|EAI_AGAIN|EHOSTUNREACH|EPIPE)$|ECONNREFUSED|ENOTFOUND|ECONNRESET|EAI_AGAIN|ETIMEDOUT|socket hang up/;

export function faultOf({ what, error = '', message = '' }: Raised): Fault {
  const said = message.replace(/\s+/g, ' ').trim();
  if (/region is missing/i.test(said)) {
    return { kind: 'region', line: 'no AWS region: pass --region, or set AWS_REGION or a region in the profile' };
  }
  if (said === 'Invalid URL') return { kind: 'other', line: `${what} could not be read: the endpoint_url of the profile is no address, such as http://localhost:4566` };
  const sso = /SSO session.*profile=(\S+)/.exec(said)?.[1];
  if (sso) return { kind: 'credentials', line: `not signed in: aws sso login --profile ${sso}` };
  const mfa = /Profile (\S+) requires multi-factor authentication/.exec(said)?.[1];
  if (mfa) {
    return { kind: 'credentials', line: `no AWS credentials: the profile "${mfa}" asks for an MFA code, which ecs-why cannot take: eval "$(aws configure export-credentials --profile ${mfa} --format env)" asks for it, then go on without --profile` };
  }
  if (/credential_process/.test(said)) return { kind: 'credentials', line: `no AWS credentials: ${said}` };
  if (EXPIRED.test(error) || (NO_CREDENTIALS.test(error) && EXPIRED.test(said))) {
    return { kind: 'credentials', line: `the AWS credentials have expired: sign in again (aws sso login) or renew them (${said || error})` };
  }
  if (NO_CREDENTIALS.test(error)) return { kind: 'credentials', line: `no AWS credentials: pass --profile, run aws sso login or aws configure (${said || error})` };
  // Files are read for credentials only: tokens of web identities, the shared configuration.
  if (/^(ENOENT|EACCES): /.test(said)) return { kind: 'credentials', line: `no AWS credentials: ${said}` };
  const role = /not authorized to perform:? (sts:\w+)(?: on resource: (\S+))?/i.exec(said);
  if (role) return { kind: 'credentials', line: `no AWS credentials: the role ${role[2] ? `${role[2]} ` : ''}cannot be assumed: grant ${role[1]} and let the role trust it` };
  if (INVALID.test(error)) return { kind: 'credentials', line: `AWS does not accept the credentials: ${error}${said ? `: ${said}` : ''}` };
  if (wasDenied({ error })) return { kind: 'denied', line: `${what} not readable: grant ${actionOf(what, said)}${forbidden(said)}` };
  if (wasThrottled({ error })) return { kind: 'throttled', line: `${what} not read this time: AWS throttles the calls (${error})` };
  if (/^(ClusterNotFoundException|ServiceNotFoundException)$/.test(error) || /^stack .* does not exist|^stack with id .* does not exist/i.test(said)) {
    return { kind: 'notFound', line: said };
  }
  const host = /(?:ENOTFOUND|EAI_AGAIN) (\S+)/.exec(said)?.[1];
  if (host) return { kind: 'network', line: `${what} not read: the name ${host} is not known: is the region right, and is there a network?${proxyAdvice()}` };
  if (SERVER.test(error)) return { kind: 'network', line: `${what} not read this time: AWS is in trouble (${[error, said].filter(Boolean).join(': ')})` };
  if (NETWORK.test(error) || NETWORK.test(said)) return { kind: 'network', line: `${what} not read this time: ${[error, said].filter(Boolean).join(': ')}${proxyAdvice()}` };
  return { kind: 'other', line: `${what} could not be read: ${[error, said].filter(Boolean).join(': ')}` };
}

/** The AWS SDK for JavaScript takes a proxy from code only, never from the environment (Developer Guide, configuring proxies). */
function proxyAdvice(env: NodeJS.ProcessEnv = process.env): string {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((one) => env[one]);
  return name ? ` (calls do not go through ${name}: see docs/ecs-why.md, credentials and permissions)` : '';
}

export function faultOfError(what: Subject, error: unknown): Fault {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return faultOf({ what, error: name, message });
}

/** The IAM actions of the calls behind each name. */
const ACTIONS: { readonly [what in Subject]: string } = {
  'stack': 'cloudformation:DescribeStacks',
  'stack resource': 'cloudformation:DescribeStackResource',
  'stack events': 'cloudformation:DescribeStackEvents',
  'stack update': 'cloudformation:CancelUpdateStack',
  'service': 'ecs:DescribeServices',
  'services': 'ecs:ListServices',
  'clusters': 'ecs:ListClusters',
  'service deployments': 'ecs:ListServiceDeployments',
  'service deployment': 'ecs:ListServiceDeployments and ecs:DescribeServiceDeployments',
  'tasks': 'ecs:ListTasks and ecs:DescribeTasks',
  'task definition': 'ecs:DescribeTaskDefinition',
  'target groups': 'elasticloadbalancing:DescribeTargetGroups',
  'target health': 'elasticloadbalancing:DescribeTargetHealth',
  'logs': 'logs:GetLogEvents',
};

/** AWS names the action itself: `User: ... is not authorized to perform: ecs:DescribeTasks on resource: ...`. */
function actionOf(what: Subject, message: string): string {
  return /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(message)?.[1] ?? ACTIONS[what];
}

/** A grant alone does not help against a policy that denies. */
function forbidden(message: string): string {
  const policy = /with an explicit deny in an? ([a-z -]+)/i.exec(message)?.[1].trim();
  return policy ? `, and lift the explicit deny in the ${policy}` : '';
}

/** May answer when asked again. */
export function passes({ kind }: Fault): boolean {
  return kind === 'throttled' || kind === 'network';
}

/** Ends the command, whatever was read. */
export function isFatal({ kind }: Fault): boolean {
  return kind === 'credentials' || kind === 'region';
}
