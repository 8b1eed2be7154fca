import { connectionIn, onInstances } from './connection';
import { isExternal } from './hosts';
import { LinkLocal, linkLocalIn } from './link-local';
import { places } from './room-in-words';
import { Frame, Task } from '../../facts/model';

/** What a failed connection to a link-local address means: no route, security group or endpoint of the VPC plays a part in it. */
interface Unanswered {
  readonly facts: readonly string[];
  readonly fix: string;
}

/** @param by who connects: the program in the container, or agent, log driver and Docker on the host */
export function linkLocal(frame: Frame, text: string, tasks: readonly Task[], by: 'host' | 'program'): Unanswered | undefined {
  const place = linkLocalIn(text)?.place;
  return place && place !== 'dns' ? MEANING[place]({ frame, host: places(tasks).replace(/^ on /, '') || 'the host', by }) : undefined;
}

/** For a headline: `the ECS agent (169.254.170.2) does not answer`. */
export function linkLocalObstacle(text: string): string | undefined {
  const found = linkLocalIn(text);
  if (!found || found.place === 'dns') return undefined;
  const failure = connectionIn(text).step === 'refused' ? 'refused the connection' : 'does not answer';
  return `${NAMES[found.place]} (${found.address}) ${failure}`;
}

const NAMES: { readonly [place in Exclude<LinkLocal, 'dns'>]: string } = {
  'credentials': 'the ECS agent',
  'metadata': 'the instance metadata',
  'pod-identity': 'EKS Pod Identity',
};

interface Where {
  readonly frame: Frame;
  readonly host: string;
  readonly by: 'host' | 'program';
}

/** Amazon ECS Developer Guide, "HTTP proxy configuration for Linux container instances". */
const PROXY = 'NO_PROXY=169.254.169.254,169.254.170.2';
const PROXY_OF_AGENT = `${PROXY},/var/run/docker.sock`;

const MEANING: { readonly [place in Exclude<LinkLocal, 'dns'>]: (where: Where) => Unanswered } = {
  'credentials': ({ frame, host, by }) => ({
    facts: ['169.254.170.2 is the ECS agent on the same host, which gives out the credentials of the task and execution roles;'
      + ` the VPC plays no part${isExternal(frame) ? '; on an external instance a proxy or a missing redirect hides it' : ''}`],
    fix: onInstances(frame) ? redirect(frame, host, by)
      : `keep it out of the proxy: ${PROXY} in environment of addContainer(); without a proxy, correct what changes routes or iptables`
        + ' in the task',
  }),
  'metadata': ({ frame, host, by }) => {
    if (!onInstances(frame)) {
      return { facts: ['Fargate has no EC2 instance metadata: nothing answers at this address'], fix: askRole(frame) };
    }
    if (isExternal(frame)) {
      return { facts: ['an external instance has no EC2 instance metadata: nothing answers at this address'], fix: askRole(frame) };
    }
    if (by === 'host') {
      return {
        facts: ['169.254.169.254 is the metadata of the instance, with the credentials of its instance profile; the VPC plays no part'],
        fix: `enable the metadata service (HttpEndpoint) on ${host}, attach an instance profile, and keep the address out of the proxy`
          + ` of Docker and the ECS agent (${PROXY_OF_AGENT}); or give the task definition an executionRole, so that nothing asks there`,
      };
    }
    return { facts: [hidden(frame)], fix: `${askRole(frame)}; ${allowMetadata(frame)}` };
  },
  'pod-identity': () => ({
    facts: ['EKS Pod Identity answers at this address; ECS has nothing there'],
    fix: 'remove AWS_CONTAINER_CREDENTIALS_FULL_URI from the image and from environment in addContainer(), and give the task definition'
      + ' a taskRole',
  }),
};

/** Amazon ECS Developer Guide, "Task IAM role": what an instance without the ECS-optimized AMI must set up. */
function redirect(frame: Frame, host: string, by: Where['by']): string {
  const network = frame.taskDefinition?.networkMode === 'host' ? ' and ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true' : '';
  const proxied = by === 'host' ? 'of Docker and the ECS agent' : 'of the container, of Docker and of the ECS agent';
  return `on ${host}: keep it out of the proxy ${proxied} (${PROXY_OF_AGENT}); if there is none, restore the redirect to the agent:`
    + ' sysctl net.ipv4.conf.all.route_localnet=1 and the iptables rules 169.254.170.2:80 -> 127.0.0.1:51679,'
    + ` ECS_ENABLE_TASK_IAM_ROLE=true${network}; then restart the ECS agent`;
}

/** The role of the task makes an SDK ask the agent, not the instance. */
function askRole({ taskDefinition }: Frame): string {
  return taskDefinition?.taskRoleArn || !taskDefinition
    ? 'let the program use the role of the task (the default credentials chain of the SDK) and ECS_CONTAINER_METADATA_URI_V4;'
      + ' set AWS_REGION in environment if it looks for the Region'
    : 'give the task definition a taskRole: without one, the SDK looks for credentials in the instance metadata';
}

/** Amazon EC2 User Guide, instance metadata: a container adds a network hop. Amazon ECS agent: ECS_AWSVPC_BLOCK_IMDS. */
function hidden({ taskDefinition }: Frame): string {
  if (taskDefinition?.networkMode === 'awsvpc') {
    return '169.254.169.254 is the EC2 instance metadata: tasks with awsvpc do not reach it if the agent has ECS_AWSVPC_BLOCK_IMDS=true';
  }
  return '169.254.169.254 is the EC2 instance metadata: it answers within httpPutResponseHopLimit network hops, and a container in bridge'
    + ' mode needs 2';
}

function allowMetadata({ taskDefinition }: Frame): string {
  return taskDefinition?.networkMode === 'awsvpc'
    ? 'or remove ECS_AWSVPC_BLOCK_IMDS from /etc/ecs/ecs.config'
    : 'or set httpPutResponseHopLimit: 2 in the launch template';
}
