import { ecrRegion, layerRegion, namesEcr } from './ecr';
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
interface Connection {
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

/** Bounded as DNS names are: texts can be long. */
const AWS_HOST = /(?<![\w.-])([\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:amazonaws\.com(?:\.cn)?|api\.aws|on\.aws))(?![\w-])/i;

/** Host that could not be reached: in a URL, in a name lookup, or next to the address. */
export function hostIn(text: string): string | undefined {
  // What is before an `@` is a user or a password.
  return /https?:\/\/(?:[^\s/@"'<>]{1,300}@)?([\w.-]{1,253})/i.exec(text)?.[1]
    ?? /lookup (?![^\s"'/@]{1,300}@)([\w.-]{1,253})/i.exec(text)?.[1]
    ?? AWS_HOST.exec(text)?.[1]
    ?? /dial tcp (\d[\d.]*)/i.exec(text)?.[1];
}

/** The agent of the instance pulls images, fetches secrets and opens log streams there. */
export function onInstances(frame: Frame): boolean {
  const { launchType } = frame.tasks?.find((t) => t.launchType) ?? frame.service ?? {};
  return launchType === 'EC2' || launchType === 'EXTERNAL' || launchType === 'MANAGED_INSTANCES';
}

/** Region of the tasks, from an ARN. */
export function regionOf(frame: Frame): string | undefined {
  const { service, tasks, taskDefinition } = frame;
  const arn = service?.serviceArn ?? tasks?.[0]?.taskArn ?? service?.clusterArn ?? taskDefinition?.taskDefinitionArn;
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
