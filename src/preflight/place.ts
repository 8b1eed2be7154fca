/** By the beginning of the Region (AWS General Reference, partitions); undefined: not known, or one that is isolated. */
export function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined || /^us-iso|^eu-isoe/.test(region)) return undefined;
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** `*` stands for what is not known. */
export function arnOf(service: string, region: string | undefined, account: string | undefined, resource: string): string {
  return `arn:${partitionOf(region) ?? '*'}:${service}:${region ?? '*'}:${account ?? '*'}:${resource}`;
}

interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function arnIn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] = /^arn:([\w-]+):([\w-]+):([\w-]*):(\d*):(.+)$/.exec(text) ?? [];
  return partition === undefined ? undefined : { partition, service, region, account, resource };
}
