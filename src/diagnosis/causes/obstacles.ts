import { Hit, networkFacts, shortenable } from './kit';
import { Frame } from '../../facts/model';
import {
  connectionIn, deniedAction, denialIn, isGrantable, linkLocal, linkLocalIn, linkLocalObstacle, onInstances, ownGroups, places, roleName,
  Step,
} from '../read';
import { nameInFix } from '../text';

/** What was to be reached. */
export interface Destination {
  /** `ECR (api.ecr.us-east-1)`, `Secrets Manager`: for headlines. */
  readonly name: string;
  /** Its VPC endpoints, for a fix; undefined: it has none. */
  readonly endpoints?: string;
  /** S3: a gateway endpoint keeps its public addresses. */
  readonly isS3?: boolean;
}

/** The obstacle, for a headline: `no network route to Secrets Manager`. */
export function obstacle(text: string, to: Destination): string {
  const local = linkLocalObstacle(text);
  if (local) return local;
  const name = shortenable(to.name);
  const { step, host, address, isPrivate: inside } = connectionIn(text);
  switch (step) {
    case 'proxy': return `the proxy does not let it reach ${name}`;
    case 'untrusted': return `the certificate of ${name} is not trusted`;
    case 'unknown-name': return host ? `the name ${shortenable(host)} does not resolve` : `the name of ${name} does not resolve`;
    case 'no-dns': return `no DNS server answered for ${shortenable(host ?? to.name)}`;
    case 'refused': return `the connection to ${name}${at(address)} was refused`;
    case 'no-tls': return `${name}${at(address)} did not answer the TLS handshake`;
    case 'cut': return `the connection to ${name} broke off`;
    // a closed security group or network ACL drops packets, as a missing route does
    case 'unanswered': return `no answer from ${name}${inside ? ' at private ' : ''}${inside ? address : ''}`;
    default: return `no network route to ${name}`;
  }
}

function at(address: string | undefined): string {
  return address ? ` (${address})` : '';
}

/** What the address shows, and the public address and the subnets of the tasks. */
export function connectionFacts(hit: Hit, { name, endpoints, isS3 }: Destination): readonly (string | undefined | false)[] {
  const local = linkLocal(hit.frame, hit.text, hit.tasks, 'host');
  if (local) return local.facts;
  const { step, address, isPrivate: inside } = connectionIn(hit.text);
  const isTimeout = step === 'unanswered' || step === 'no-tls';
  return [
    isTimeout && inside && `the name resolved to ${address}, a private address: DNS works, and an interface endpoint or a host inside the`
      + ' network is to answer, not a NAT gateway',
    isTimeout && address && inside === false && endpoints && `the name resolved to ${address}, a public address: no interface endpoint with`
      + ` private DNS serves ${name} here`,
    isTimeout && address && inside === false && isS3 && `the name resolved to ${address}: S3 keeps its public addresses behind a gateway`
      + ' endpoint, too',
    linkLocalIn(hit.text)?.place === 'dns' && '169.254.169.253 is the DNS server of the VPC, which every subnet reaches if'
      + ' enableDnsSupport is on',
    onInstances(hit.frame) && `on EC2, the container instance makes this connection, not the task: its subnet and security groups count${
      where(hit)}`,
    ...(inside || !isAboutRoute(step) ? [] : networkFacts(hit.frame)),
  ];
}

function where({ tasks }: Hit): string {
  const on = places(tasks);
  return on && `; the ${tasks.length === 1 ? 'task was' : 'tasks were'}${on}`;
}

/** Could a route, a security group or an endpoint be the reason? */
function isAboutRoute(step: Step): boolean {
  return step === 'unanswered' || step === 'no-route' || step === 'unnamed' || step === 'no-dns';
}

/** One action for the step that failed. */
export function connectionFix(hit: Hit, to: Destination): string {
  const local = linkLocal(hit.frame, hit.text, hit.tasks, 'host');
  if (local) return local.fix;
  const { step, address, isPrivate: inside } = connectionIn(hit.text);
  switch (step) {
    case 'proxy':
      return `correct the proxy settings of the agent (HTTP_PROXY, NO_PROXY), or let the proxy pass connections to ${to.name}`;
    case 'untrusted':
      return `let traffic to ${to.name} pass unchanged:`
        + ' a proxy or firewall that opens TLS, or a private registry, shows a certificate that ECS does not know';
    case 'unknown-name':
      return to.endpoints || to.isS3
        ? 'let the VPC resolve names: enableDnsSupport and AmazonProvidedDNS in the DHCP options; if that is so, correct the Region or host'
        : 'correct the host name; if a private zone has it, associate the zone with this VPC';
    case 'no-dns':
      return 'let the VPC resolve names: enableDnsSupport: true, and DHCP options with AmazonProvidedDNS'
        + ' or with a DNS server that the subnets reach (port 53)';
    case 'refused':
      return `look at what answered${at(address)}: a proxy, a firewall or an endpoint refused port 443; the route is in order`;
    case 'no-tls':
      return `look at firewalls, proxies and the MTU on the way to ${to.name}: TCP connects, TLS gets no answer`;
    case 'cut':
      return `deploy again; if the connection breaks off each time, check the path to ${to.name} (NAT gateway, proxy, firewall)`;
    default:
      return inside ? openPort(hit, to) : route(hit.frame, to);
  }
}

function openPort({ frame }: Hit, { name, endpoints, isS3 }: Destination): string {
  if (!endpoints && !isS3) {
    return `let ${name} accept connections from the subnets of this service: security groups, network ACLs, firewalls`;
  }
  const from = onInstances(frame) ? 'the instances' : 'the tasks: endpoint.connections.allowDefaultPortFrom(service)';
  return `let the security group of the interface endpoint accept port 443 from ${from};`
    + ` then check egress of ${ownGroups(frame)}, and the network ACLs`;
}

function route(frame: Frame, { name, endpoints, isS3 }: Destination): string {
  const own = isS3 ? 'an S3 gateway endpoint in their route table: vpc.addGatewayEndpoint(...)' : endpoints;
  const last = own ?? 'a copy of the image in ECR, with its VPC endpoints';
  const rules = `outbound rules of ${ownGroups(frame)}${isS3 ? ' (prefix list of S3)' : ''}, network ACLs`;
  const open = (to: string) => `let TCP 443 out to ${to}: ${rules}`;
  const ways = `a NAT gateway, or ${last}`;
  if (onInstances(frame)) return `give the subnets of the instances a route to ${name}: ${ways}; if they have one, ${open('it')}`;
  return frame.service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED'
    ? `${open(name)}; and give the subnets a route 0.0.0.0/0 to an internet gateway, as the tasks have public addresses`
    : `give the subnets a route to ${name}: assignPublicIp: true in public subnets, ${ways}; if they have one, ${open('it')}`;
}

/** The refused call, the policy that refused it and where AWS has the details. */
export function denialFacts(text: string): readonly (string | undefined | false)[] {
  const action = deniedAction(text);
  const role = roleName(text);
  const to = role ? ` to role ${role}` : '';
  return [action && `refused action: ${action}${to}`, ...policyFacts(text)];
}

/** The same without the call, for rules whose headline has it. */
export function policyFacts(text: string): readonly (string | undefined | false)[] {
  const { policy, isExplicit, policyArn, authorizationId, details } = denialIn(text);
  const id = authorizationId && `authorization id ${authorizationId}`;
  const refused = isExplicit ? `an explicit deny in the ${policy}` : `no ${policy} allows it`;
  const which = policyArn ? ` ${policyArn}` : '';
  return [
    policy && !isGrantable(text) && `refused by IAM: ${refused}${which}`,
    (details || id) && `IAM has the details of this refusal: ${details ?? id}`,
  ];
}

/** What lifts the refusal: `grant` where a grant helps, else a change of the policy that refused. */
export function denialFix(text: string, grant: string): string {
  if (isGrantable(text)) return grant;
  const { type, isExplicit, policyArn, resource } = denialIn(text);
  const refused = deniedAction(text);
  const action = refused ? nameInFix(refused) : 'the action';
  const name = roleName(text);
  const role = name ? `role ${nameInFix(name)}` : 'the role';
  const its = policyArn ? ` (${nameInFix(policyArn)})` : '';
  const target = resource && nameInFix(resource);
  const on = target ? ` on ${target}` : '';
  switch (type) {
    case 'service control':
    case 'resource control':
      return `ask the administrators of the organization to allow ${action}${on} in the ${type} policy${its};`
        + ' no grant in this app can lift it';
    case 'boundary':
      return isExplicit
        ? `remove the Deny for ${action} from the permissions boundary of ${role}${its}; no grant can lift it`
        : `allow ${action} in the permissions boundary of ${role}${its}, too; a grant alone does not lift it`;
    case 'endpoint':
      return `allow ${action}${on} in the policy of the VPC endpoint${its}: endpoint.addToPolicy(...);`
        + ' a grant to the role does not lift it';
    case 'session':
      return `allow ${action} in the session policy with which ${role} is assumed; a grant to the role does not lift it`;
    case 'trust':
      return `allow it in the trust policy of ${role}: assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com')`;
    case 'resource':
      return isExplicit
        ? `remove the Deny for ${action} from the policy of ${target ?? 'the resource'}; no grant to ${role} can lift it`
        : `allow ${role} to call ${action} in the policy of ${target ?? 'the resource'}, in the account that owns it`;
    default:
      return `remove the Deny for ${action} from the policies of ${role}${its}; a grant does not lift a Deny`;
  }
}
