import { onInstances } from './connection';
import { definitionOf } from './containers';
import { isExternal } from './hosts';
import { Frame } from '../../facts/model';
import { lastPart } from '../text';

/**
 * The SDKs of AWS when no provider of their chain has credentials: .NET (v3, v4), botocore and JavaScript (v2, v3), Go (v1, v2), Java (v1,
 * v2), PHP, Rust, Ruby, and ExAws of Elixir.
 */
const NOTHING_FOUND = [
  'unable to get IAM security credentials', 'failed to resolve AWS credentials', 'unable to locate credentials', 'NoCredentialsError',
  'could not load credentials from any', 'missing credentials in config', 'NoCredentialProviders', 'no valid providers in chain',
  'failed to refresh cached credentials', 'no EC2 IMDS role found', 'unable to load (AWS )?credentials from any',
  'failed to load credentials from IMDS', 'error retrieving credentials? from (the instance profile|ECS)',
  'no providers in chain provided credentials', 'credential provider was not enabled', 'CredentialsNotLoaded',
  'unable to sign request without credentials', 'MissingCredentialsError', 'Instance Meta Error', 'no handler was ready to authenticate',
  'could ?n[o\']t find AWS credentials in environment', 'unable to find AWS credentials',
  'no AWS credentials? (were |was )?(found|available)',
];
/**
 * The same of those that only know a file of keys or the role of an instance: `MissingFileError "/app/.aws/credentials"` (amazonka),
 * `EC2RoleRequestError: no EC2 instance role found` (Go), `The config profile (prod) could not be found` (botocore).
 */
const ELSEWHERE = [
  '(no such file|not found|cannot|can\'t|could ?n[o\']t|unable|fail|error|missing).{0,80}\\.aws[\\\\/]credentials\\b',
  '\\.aws[\\\\/]credentials\\b.{0,60}(no such file|not found|does ?n[o\']t exist|missing|cannot be)', 'no EC2 instance role found',
  'EC2RoleRequestError', 'SharedCredsLoad', 'could not load EC2 (task|instance) role credentials',
  'profile \\(?["\']?[\\w-]{1,60}["\']?\\)? could ?n[o\']t be found', 'ProfileNotFound',
  'credential profile file not found', 'no instance profile (credentials|role)',
];
const LOOKS_ELSEWHERE = new RegExp(ELSEWHERE.join('|'), 'i');
const WORDS = new RegExp([...NOTHING_FOUND, ...ELSEWHERE].join('|'), 'i');
/** Then the address has the reason (`linkLocal`), or a call of the chain was refused. */
const OTHER = /169\.254\.|fd00:ec2|cURL error|connect(ion)? (timed out|refused)|InvalidGrant|\bSSO\b|expired|AccessDenied|AssumeRole/i;

/** A line that says that an SDK of AWS found no credentials at all. */
export const NO_SDK_CREDENTIALS = {
  test: (text: string) => WORDS.test(text) && !OTHER.test(text),
  exec: (text: string) => WORDS.exec(text),
};

/** Why the SDK finds none, as far as the task definition shows it. */
interface Found {
  /** After "exits with code 1: "; undefined: the line itself is the best headline. */
  readonly headline?: string;
  readonly fact: string;
  readonly fix: string;
}

/** undefined: the line is about something else. */
export function sdkCredentials(frame: Frame, container: string | undefined, line: string | undefined): Found | undefined {
  if (!line || !NO_SDK_CREDENTIALS.test(line)) return undefined;
  const { taskDefinition } = frame;
  if (!taskDefinition) {
    return { fact: 'the SDK of AWS found no credentials', fix: `${GIVE}; if it has one: ${reachRole(frame, container)}` };
  }
  if (!taskDefinition.taskRoleArn) {
    const own = taskDefinition.executionRoleArn;
    const execution = own ? `; its execution role ${lastPart(own)} is for ECS itself` : '';
    return {
      headline: 'no task role, so the AWS SDK finds no credentials',
      fact: `the task definition has no task role, from which the program would get its credentials${execution}`,
      fix: `${GIVE}${instanceRole(frame)}`,
    };
  }
  const role = `the task role is ${lastPart(taskDefinition.taskRoleArn)}`;
  if (LOOKS_ELSEWHERE.test(line) && !chosenBySettings(frame, container)) {
    return {
      fact: `${role}, but the program looks for a file of keys or for the role of an instance`,
      // Amazon ECS Developer Guide, "Amazon ECS task IAM role"
      fix: `update the AWS SDK in the image, as one from before July 2016 does not know task roles; ${reachRole(frame, container)}`,
    };
  }
  return {
    fact: `${role}; its credentials come from 169.254.170.2, at the path in`
      + ' AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, and the SDK did not get them there',
    fix: reachRole(frame, container),
  };
}

const GIVE = 'give the task definition a task role that is allowed to make the calls of the program: taskRole of the task definition,'
  + ' then resource.grant...(taskDefinition.taskRole)';

/** Amazon ECS Developer Guide, "Task IAM role": without one, a container on an instance can use the role of the instance. */
function instanceRole(frame: Frame): string {
  if (!onInstances(frame) || isExternal(frame)) return '';
  return frame.taskDefinition?.networkMode === 'awsvpc'
    ? '; the role of the instance is out of reach if the agent has ECS_AWSVPC_BLOCK_IMDS=true'
    : '; the role of the instance is in reach only with httpPutResponseHopLimit: 2 in the launch template';
}

/** What keeps an SDK from the credentials of a role that the task has. */
function reachRole(frame: Frame, container: string | undefined): string {
  const chosen = chosenBySettings(frame, container);
  if (chosen) return chosen;
  const agent = onInstances(frame)
    ? `; on the instance: ECS_ENABLE_TASK_IAM_ROLE=true${hostMode(frame)} in /etc/ecs/ecs.config`
    : '';
  return 'let the SDK use its default chain of credentials (no profile, no provider of its own, a version that knows containers), and pass'
    + ` AWS_CONTAINER_CREDENTIALS_RELATIVE_URI on to the process (cron, su, sudo and env -i drop it)${agent}`;
}

/** A variable of the task definition that leads the SDK elsewhere. */
function chosenBySettings(frame: Frame, container: string | undefined): string | undefined {
  const set = (definitionOf(frame, container)?.environment ?? []).flatMap(({ name, value }) => (name && value ? [name] : []));
  const chosen = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SHARED_CREDENTIALS_FILE'].find((name) => set.includes(name));
  if (chosen) return `remove ${chosen} from environment in addContainer('${container}', ...): a profile goes before the task role`;
  if (!set.some((name) => /^https?_proxy$/i.test(name)) || set.some((name) => /^no_proxy$/i.test(name))) return undefined;
  return `keep the address out of the proxy: NO_PROXY=169.254.170.2 in environment of addContainer('${container}', ...)`;
}

function hostMode({ taskDefinition }: Frame): string {
  return taskDefinition?.networkMode === 'host' ? ' and ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true' : '';
}
