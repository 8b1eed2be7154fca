import { ecrRegion, layerRegion, namesEcr } from './ecr';
import { Hit, hostIn, networkFacts, quoted } from './kit';
import { Frame } from '../../facts/model';

/**
 * The step of a connection that failed, in the words of Go's net and crypto packages, in which the agents of ECS report it:
 * `unknown-name` and `no-dns`: the name; `unanswered`: no packet came back; `no-route`: the kernel knows no way; `refused`: something
 * answered no; `untrusted` and `no-tls`: TLS; `cut`: data had come; `proxy`: the proxy; `unnamed`: the text does not tell.
 */
export type Step = 'unknown-name' | 'no-dns' | 'unanswered' | 'no-route' | 'refused' | 'untrusted' | 'no-tls' | 'cut' | 'proxy' | 'unnamed';

/** From top to bottom: a lookup that timed out also has `i/o timeout`, and a refused proxy also has `connection refused`. */
const STEPS: readonly (readonly [Step, RegExp])[] = [
  ['proxy', /proxyconnect|proxy authentication|\b407\b/i],
  ['untrusted', /\bx509\b|certificate (signed|has expired|is not)/i],
  ['unknown-name', /no such host|name or service not known|could ?n[o']t resolve host|unable to resolve host|name does not resolve/i],
  ['no-dns', /lookup [\w.-]+|temporary failure in name resolution|server misbehaving/i],
  ['refused', /connection refused|actively refused/i],
  ['no-route', /network is unreachable|no route to host/i],
  ['no-tls', /tls handshake timeout/i],
  ['unanswered', /dial tcp|i\/o timeout|timed? ?out|client\.timeout|deadline exceeded|waiting for connection/i],
  ['cut', /unexpected eof|connection reset|broken pipe|connection aborted/i],
];

/** What a text shows about a connection that failed. */
export interface Connection {
  readonly step: Step;
  readonly host?: string;
  /** The address that was dialled; not that of a DNS server. */
  readonly address?: string;
  readonly isPrivate?: boolean;
}

export function connectionIn(text: string): Connection {
  const step = STEPS.find(([, words]) => words.test(text))?.[0] ?? 'unnamed';
  const address = /dial tcp (\[[\da-f:]+\]|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?/i.exec(text)?.[1]
    ?? /(?:read|write) tcp \S{1,60}->(\[[\da-f:]+\]|\d{1,3}(?:\.\d{1,3}){3}):/i.exec(text)?.[1];
  const bare = address?.replace(/[[\]]/g, '');
  return { step, host: hostIn(text), address: bare, isPrivate: bare ? isPrivate(bare) : undefined };
}

/** RFC 1918, RFC 6598 (shared) and RFC 4193: an address that no host of the internet has. */
function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:)/i.test(address);
}

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
  const name = quoted(to.name);
  const { step, host, address, isPrivate: inside } = connectionIn(text);
  switch (step) {
    case 'proxy': return `the proxy does not let it reach ${name}`;
    case 'untrusted': return `the certificate of ${name} is not trusted`;
    case 'unknown-name': return `the name ${quoted(host ?? `of ${to.name}`)} does not resolve`;
    case 'no-dns': return `no DNS server answered for ${quoted(host ?? to.name)}`;
    case 'refused': return `the connection to ${name}${at(address)} was refused`;
    case 'no-tls': return `${name}${at(address)} did not answer the TLS handshake`;
    case 'cut': return `the connection to ${name} broke off`;
    default: return inside ? `no answer from ${name} at private ${address}` : `no network route to ${name}`;
  }
}

function at(address: string | undefined): string {
  return address ? ` (${address})` : '';
}

/** What the address shows, and the public address and the subnets of the tasks. */
export function connectionFacts(hit: Hit, { name, endpoints, isS3 }: Destination): readonly (string | undefined | false)[] {
  const { step, address, isPrivate: inside } = connectionIn(hit.text);
  const isTimeout = step === 'unanswered' || step === 'no-tls';
  return [
    isTimeout && inside && `the name resolved to ${address}, a private address: DNS works, and an interface endpoint or a host inside the`
      + ' network is to answer; a missing NAT gateway is not the cause',
    isTimeout && address && inside === false && endpoints && `the name resolved to ${address}, a public address: no interface endpoint with`
      + ` private DNS serves ${name} here`,
    isTimeout && address && inside === false && isS3 && `the name resolved to ${address}: S3 keeps its public addresses behind a gateway`
      + ' endpoint, too',
    onInstances(hit.frame) && 'on EC2, the container instance makes this connection, not the task: its subnet and security groups count',
    ...(onInstances(hit.frame) || inside || !isAboutRoute(step) ? [] : networkFacts(hit.frame)),
  ];
}

/** Could a route, a security group or an endpoint be the reason? */
function isAboutRoute(step: Step): boolean {
  return step === 'unanswered' || step === 'no-route' || step === 'unnamed' || step === 'no-dns';
}

/** The agent of the instance pulls images, fetches secrets and opens log streams there. */
function onInstances(frame: Frame): boolean {
  const { launchType } = frame.tasks?.find((t) => t.launchType) ?? frame.service ?? {};
  return launchType === 'EC2' || launchType === 'EXTERNAL' || launchType === 'MANAGED_INSTANCES';
}

/** One action for the step that failed. */
export function connectionFix(hit: Hit, to: Destination): string {
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
  if (!endpoints && !isS3) return `let ${name} accept connections from the subnets of this service: security groups, network ACLs, firewalls`;
  const from = onInstances(frame) ? 'the instances' : 'the tasks: endpoint.connections.allowDefaultPortFrom(service)';
  return `let the security group of the interface endpoint accept port 443 from ${from};`
    + ' then check egress of their own security group, and the network ACLs';
}

function route(frame: Frame, { name, endpoints, isS3 }: Destination): string {
  const own = isS3 ? 'an S3 gateway endpoint in their route table: vpc.addGatewayEndpoint(...)' : endpoints;
  const last = own ?? 'a copy of the image in ECR, with its VPC endpoints';
  if (onInstances(frame)) return `give the subnets of the instances a route to ${name}: a NAT gateway, or ${last}`;
  if (frame.service?.networkConfiguration?.awsvpcConfiguration?.assignPublicIp === 'ENABLED') {
    return 'the tasks have public addresses: check that these subnets have a route 0.0.0.0/0 to an internet gateway,'
      + ` and that security groups and network ACLs let port 443 out; in private subnets, use a NAT gateway, or ${last}`;
  }
  return `give the subnets a route to ${name}: assignPublicIp: true in public subnets, a NAT gateway, or ${last}`;
}

/** Region of the tasks, from an ARN. */
export function regionOf(frame: Frame): string | undefined {
  const arn = frame.service?.serviceArn ?? frame.tasks?.[0]?.taskArn ?? frame.service?.clusterArn ?? frame.taskDefinition?.taskDefinitionArn;
  return /^arn:[\w-]+:ecs:([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}):/.exec(arn ?? '')?.[1];
}

/**
 * Image layers of ECR that could not be fetched: `certain` if the text names their bucket, `likely` if it only names the step of reading;
 * a manifest is read this way, too.
 */
export function layersIn(text: string): { readonly certainty: 'certain' | 'likely'; readonly region: string | undefined } | undefined {
  const region = layerRegion(text);
  if (region) return { certainty: 'certain', region };
  // a whole URL names the host that was dialled
  const reads = /httpreadseeker: failed open|failed to copy: |pulling image configuration/i.test(text) && namesEcr(text)
    && !/https?:\/\/\S{0,40}dkr[.-]ecr/i.test(text);
  return reads ? { certainty: 'likely', region: ecrRegion(text) } : undefined;
}
