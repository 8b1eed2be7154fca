import { inWords } from '../../facts/aws/reading';
import { FactName, Unavailable } from '../../facts/model';
import { isUnknownStack, NOT_LISTED_YET, wasCutShort, wasDenied, wasThrottled } from '../../facts/unavailable';
import { foreign } from '../../presentation/foreign';

/**
 * Why AWS gave no answer, by the error names of services and of the SDK's credential providers. `denied`, `throttled` and `network` concern
 * one call; `late` a list that ECS completes some seconds later; `credentials` and `region` end the command. `absent`: a log group, log
 * stream or target group does not exist, which the diagnosis says itself.
 */
type FaultKind = 'credentials' | 'region' | 'denied' | 'throttled' | 'notFound' | 'network' | 'late' | 'absent' | 'other';

export interface Fault {
  readonly kind: FaultKind;
  /** One line for a person: what is wrong and what to do. */
  readonly line: string;
}

/** What a call was about: a fact of a frame, or something that only the command line reads or does. */
export type Subject = FactName | 'services' | 'clusters' | 'stack update' | 'stop of the deployment'
  | 'deleted stacks' | 'stack resources' | 'stack template' | 'log of the diagnosis';

interface Raised extends Pick<Unavailable, 'error' | 'message'> {
  readonly what: Subject;
}

const EXPIRED: ReadonlySet<string> = new Set([
  'ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenProviderError', 'TokenRefreshRequired',
]);
const EXPIRED_TEXT = /token (is|has) expired|session.*expired/i;
const NO_CREDENTIALS: ReadonlySet<string> = new Set(['CredentialsProviderError', 'ProviderError']);
/** CloudFormation's query API leaves out "Exception" at the end. */
const INVALID: ReadonlySet<string> = new Set([
  'UnrecognizedClient', 'UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId',
  'InvalidSignature', 'InvalidSignatureException', 'SignatureDoesNotMatch',
  'AuthFailure', 'IncompleteSignature', 'IncompleteSignatureException', 'MissingAuthenticationToken',
  'MissingAuthenticationTokenException', 'NotSignedUp', 'OptInRequired',
]);
const NO_SUCH_RESOURCE: ReadonlySet<string> = new Set(['ClusterNotFoundException', 'ServiceNotFoundException']);
const ABSENT: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'TargetGroupNotFound', 'TargetGroupNotFoundException']);
/** The service itself is in trouble. */
const SERVER = /^(Internal(Failure|Error|ServerError|ServerException|Server)|Server(Exception)?|ServiceUnavailable\w*|ServiceFailure)$/;
/**
 * What `inWords` says of an answer whose error is none of AWS's own: of a gateway before it, or of a page to sign in to a network. 501: the
 * operation is not there, and will not be. Neither will it for a page with 500, which is what other servers than AWS's answer then (moto).
 */
const PASSING_STATUS = /\(HTTP (?:500\)(?!.*not valid JSON)|(?:5(?!0[01])\d\d|30[237])\))/;
const STRANGE_ANSWER = /^the answer \(HTTP /;
const NETWORK = /^(TimeoutError|RequestTimeout\w*|AbortError|NetworkingError|ENOTFOUND|ECONN\w+|EAI_AGAIN|EHOSTUNREACH|EPIPE)$/;
const NO_CONNECTION = /ECONNREFUSED|ENOTFOUND|ECONNRESET|EAI_AGAIN|ETIMEDOUT|socket hang up/;

export function faultOf(raised: Raised): Fault {
  const { what, message = '' } = raised;
  const error = foreign(raised.error ?? '');
  const said = foreign(message.replace(/\s+/g, ' '));
  if (/region is missing/i.test(said)) {
    return { kind: 'region', line: 'no AWS region: pass --region, or set AWS_REGION or a region in the profile' };
  }
  if (said === 'Invalid URL') {
    const line = `${what} could not be read: the endpoint_url of the profile is no address, such as http://localhost:4566`;
    return { kind: 'other', line };
  }
  const credentials = credentialsLine(error, said);
  return credentials === undefined ? faultOfCall(what, error, said) : { kind: 'credentials', line: credentials };
}

/** What is wrong with the credentials; undefined: nothing. */
function credentialsLine(error: string, said: string): string | undefined {
  const sso = /SSO session.*profile=(\S+)/.exec(said)?.[1];
  if (sso) return `not signed in: aws sso login --profile ${sso}`;
  const mfa = /Profile (\S+) requires multi-factor authentication/.exec(said)?.[1];
  if (mfa) {
    return `no AWS credentials: the profile "${mfa}" asks for an MFA code, which ecs-why cannot take: `
      + `eval "$(aws configure export-credentials --profile ${mfa} --format env)" asks for it, then run ecs-why without --profile`;
  }
  if (/credential_process/.test(said)) return `no AWS credentials: ${said}`;
  const isMissing = NO_CREDENTIALS.has(error);
  if (EXPIRED.has(error) || EXPIRED_TEXT.test(isMissing ? said : error)) {
    return `the AWS credentials have expired: sign in again (aws sso login) or renew them (${said || error})`;
  }
  if (isMissing) return `no AWS credentials: pass --profile, run aws sso login or aws configure (${said || error})`;
  // Files are read for credentials only: tokens of web identities, the shared configuration.
  if (/^(ENOENT|EACCES): /.test(said)) return `no AWS credentials: ${said}`;
  const [, action, role] = /not authorized to perform:? (sts:\w+)(?: on resource: (\S+))?/i.exec(said) ?? [];
  if (action) {
    const name = ['the role', role].filter(Boolean).join(' ');
    return `no AWS credentials: ${name} cannot be assumed: grant ${action} and let the role trust it`;
  }
  return INVALID.has(error) ? `AWS does not accept the credentials: ${[error, said].filter(Boolean).join(': ')}` : undefined;
}

/** One call failed; others may succeed. */
function faultOfCall(what: Subject, error: string, said: string): Fault {
  // The name is that of an error of the SDK then.
  const text = [...STRANGE_ANSWER.test(said) ? [] : [error], said].filter(Boolean).join(': ');
  if (wasDenied({ error })) return { kind: 'denied', line: `${what} not readable: grant ${actionOf(what, said)}${forbidden(said)}` };
  if (wasThrottled({ error })) return { kind: 'throttled', line: `${what} not read this time: AWS throttles the calls (${error})` };
  if (error === NOT_LISTED_YET) return { kind: 'late', line: `${what} not read this time: ${said}` };
  if (NO_SUCH_RESOURCE.has(error) || isUnknownStack({ message: said })) return { kind: 'notFound', line: said };
  const host = /(?:ENOTFOUND|EAI_AGAIN) (\S+)/.exec(said)?.[1];
  if (host) {
    const advice = `is the region right, and is there a network?${proxyAdvice()}`;
    return { kind: 'network', line: `${what} not read: the name ${host} is not known: ${advice}` };
  }
  if (SERVER.test(error)) return { kind: 'network', line: `${what} not read this time: AWS is in trouble (${text})` };
  if (PASSING_STATUS.test(said)) return { kind: 'network', line: `${what} not read this time: ${text}` };
  if ([error, said].some((one) => NETWORK.test(one) || NO_CONNECTION.test(one))) {
    return { kind: 'network', line: `${what} not read this time: ${text}${proxyAdvice()}` };
  }
  if (ABSENT.has(error)) return { kind: 'absent', line: `${what} could not be read: ${text}` };
  if (wasCutShort({ error })) return { kind: 'other', line: `${what} read only in part: ${said}` };
  return { kind: 'other', line: `${what} could not be read: ${text}${adviceFor(said)}` };
}

/** Nothing is known about such an error; the call itself is the way to find out. */
function adviceFor(said: string): string {
  return STRANGE_ANSWER.test(said) ? ': is the endpoint right, and is a proxy between?' : ' (--verbose prints each call)';
}

/** The AWS SDK for JavaScript takes a proxy from code only, never from the environment (Developer Guide, configuring proxies). */
function proxyAdvice(env: NodeJS.ProcessEnv = process.env): string {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((one) => env[one]);
  return name ? ` (calls do not go through ${name}: the AWS SDK for JavaScript takes no proxy from the environment)` : '';
}

export function faultOfError(what: Subject, error: unknown): Fault {
  const { name, message } = inWords(error);
  return faultOf({ what, error: name, message });
}

/** The IAM actions of the calls behind each name. */
const ACTIONS: { readonly [what in Subject]: string } = {
  'stack': 'cloudformation:DescribeStacks',
  'stack resource': 'cloudformation:DescribeStackResource',
  'stack events': 'cloudformation:DescribeStackEvents',
  'stack update': 'cloudformation:CancelUpdateStack',
  'stop of the deployment': 'ecs:StopServiceDeployment',
  'service': 'ecs:DescribeServices',
  'deleted stacks': 'cloudformation:ListStacks',
  'stack resources': 'cloudformation:ListStackResources',
  'stack template': 'cloudformation:GetTemplate',
  'log of the diagnosis': 'logs:FilterLogEvents',
  'services': 'ecs:ListServices',
  'clusters': 'ecs:ListClusters',
  'service deployments': 'ecs:ListServiceDeployments',
  'service deployment': 'ecs:ListServiceDeployments and ecs:DescribeServiceDeployments',
  'service revisions': 'ecs:DescribeServiceRevisions',
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

/** Another call may succeed. */
export function passes({ kind }: Fault): boolean {
  return kind === 'throttled' || kind === 'network' || kind === 'late';
}

/** Ends the command, even if other facts were read. */
export function isFatal({ kind }: Fault): boolean {
  return kind === 'credentials' || kind === 'region';
}
