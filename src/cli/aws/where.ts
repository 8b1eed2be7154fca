/** A service, given by names, by ARN, or by the address of its page in the console. */
export interface ServiceAddress {
  readonly cluster: string;
  readonly service: string;
  /** Known from an ARN or an address. */
  readonly region?: string;
}

/** Where an ARN or an address of the console says that something is. */
interface Owner {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
}

interface StackAddress {
  /** Name or ARN. */
  readonly stack: string;
  readonly region?: string;
}

/** undefined: the arguments do not name a service. `service` may be absent if `cluster` is the ARN or address of a service. */
export function serviceAddress(cluster: string, service?: string): ServiceAddress | undefined {
  const whole = service === undefined ? fromUrl(cluster) ?? fromServiceArn(cluster) : undefined;
  if (whole) return whole;
  if (service === undefined) return undefined;
  const byService = fromUrl(service) ?? fromServiceArn(service, clusterName(cluster));
  if (byService) return byService;
  const region = regionOf(cluster);
  return { cluster: clusterName(cluster), service, ...(region && { region }) };
}

/** `arn:aws:ecs:eu-west-1:123456789012:cluster/prod`, or the address of its page -> prod */
export function clusterName(nameOrArn: string): string {
  const cluster = fromUrlPath(nameOrArn)?.cluster;
  return cluster ?? (nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1) : nameOrArn);
}

/** Region in an ARN or in an address of the console. */
export function regionOf(text: string): string | undefined {
  if (isUrl(text)) return regionOfUrl(text);
  return text.startsWith('arn:') ? text.split(':')[3] || undefined : undefined;
}

/** By an ARN or an address of the console; a name says nothing. */
export function ownerOf(text: string): Owner {
  if (isUrl(text)) {
    const [, account] = /^https?:\/\/(\d{12})-[\w-]+\./i.exec(text) ?? [];
    const [, domain] = /^https?:\/\/[\w.-]+\.(amazonaws-us-gov\.com|amazonaws\.cn|aws\.amazon\.com)(?:[/:?#]|$)/i.exec(text) ?? [];
    return { account, region: regionOfUrl(text), partition: PARTITIONS[domain ?? ''] };
  }
  const [prefix, partition, , region, account] = text.split(':');
  return prefix === 'arn' ? { partition: partition || undefined, region: region || undefined, account: account || undefined } : {};
}

/** By the domain of their consoles (AWS documentation of the partitions). */
const PARTITIONS: { readonly [domain: string]: string | undefined } = {
  'aws.amazon.com': 'aws', 'amazonaws.cn': 'aws-cn', 'amazonaws-us-gov.com': 'aws-us-gov',
};

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** The short ARN format of old services has no cluster. Then it is the given cluster, or `default` as in the API. */
function fromServiceArn(arn: string, given = 'default'): ServiceAddress | undefined {
  const match = /^arn:[\w-]+:ecs:([\w-]+):\d*:service\/(?:([\w-]+)\/)?([\w-]+)$/.exec(arn);
  return match ? { region: match[1], cluster: match[2] ?? given, service: match[3] } : undefined;
}

/** `https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web/health?region=eu-west-1`, and its older form after `#`. */
function fromUrl(text: string): ServiceAddress | undefined {
  const { cluster, service, region } = fromUrlPath(text) ?? {};
  return cluster && service ? { cluster, service, ...(region && { region }) } : undefined;
}

function fromUrlPath(text: string): Partial<ServiceAddress> | undefined {
  if (!isUrl(text)) return undefined;
  const path = decoded(text);
  const region = regionOfUrl(text);
  return {
    cluster: /\/clusters\/([\w-]+)/.exec(path)?.[1],
    service: /\/clusters\/[\w-]+\/services\/([\w-]+)/.exec(path)?.[1],
    region,
  };
}

/** Name, ARN, or the address of the stack's page: `...cloudformation/home?region=eu-west-1#/stacks/events?stackId=arn%3Aaws...`. */
export function stackAddress(text: string): StackAddress {
  if (isUrl(text)) {
    const stack = /[?&]stackId=([^&#]+)/.exec(text)?.[1];
    const arn = stack && decoded(stack);
    if (arn) return { stack: arn, region: regionOf(arn) ?? regionOfUrl(text) };
  }
  const region = regionOf(text);
  return { stack: text, ...(region && { region }) };
}

/** Can the text, given alone, be a stack? It is no cluster then; a plain name can be both. */
export function isStack(text: string): boolean {
  if (isUrl(text)) return /[?&]stackId=[^&#]+/.test(text);
  return /^arn:[\w-]+:cloudformation:[\w-]+:\d+:stack\/[^/]+/.test(text) || isStackName(text);
}

/** "A stack name can contain only alphanumeric characters (case-sensitive) and hyphens. It must start with an alphabetic character." */
export function isStackName(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,127}$/i.test(text);
}

/**
 * In a console with several sessions, the account is before the Region in the host name:
 * `https://123456789012-abcd1234.eu-west-1.console.aws.amazon.com/`.
 */
function regionOfUrl(url: string): string | undefined {
  return /[?&]region=([\w-]+)/.exec(url)?.[1] ?? /^https?:\/\/(?:[\w-]+\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.console\./.exec(url)?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
