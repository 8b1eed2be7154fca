import { partition } from '@aws-sdk/core/client';

/** What decides about an endpoint: the parameters of the rules of the SDK (Smithy, rules engine, AWS built-ins). */
interface Wanted {
  readonly endpoint?: string;
  readonly region: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** A service as far as its rules for endpoints differ from those of the others. */
export interface Named {
  /** The first part of its host names. */
  readonly prefix: string;
  /** `partition Region` in which the ordinary endpoint is the one that is validated under FIPS 140. */
  readonly asItIs?: RegExp;
  /** `partition Region` in which the endpoint for IPv4 and IPv6 is always the one that is validated. */
  readonly validatedDualStack?: RegExp;
}

/**
 * Replaces the rules for endpoints of the five clients, which are the same but for the name of the service and its endpoints in AWS
 * GovCloud (US), and with them the machine of `@smithy/core` that evaluates rules. The table of partitions is the SDK's.
 */
export function endpointUrl({ prefix, asItIs, validatedDualStack }: Named, { endpoint, region, fips, dualStack }: Wanted): string {
  if (endpoint) {
    const flag = fips ? 'FIPS' : dualStack && 'Dualstack';
    if (flag) throw refused(`Invalid Configuration: ${flag} and custom endpoint are not supported`);
    return endpoint;
  }
  const { name, supportsFIPS, supportsDualStack, dnsSuffix, dualStackDnsSuffix } = partition(region);
  if (fips && dualStack && !(supportsFIPS && supportsDualStack)) {
    throw refused('FIPS and DualStack are enabled, but this partition does not support one or both');
  }
  if (fips && !supportsFIPS) throw refused('FIPS is enabled but this partition does not support FIPS');
  if (dualStack && !supportsDualStack) throw refused('DualStack is enabled but this partition does not support DualStack');
  const at = `${name} ${region}`;
  const validated = fips ? dualStack || !asItIs?.test(at) : dualStack && validatedDualStack?.test(at);
  return `https://${prefix}${validated ? '-fips' : ''}.${region}.${dualStack ? dualStackDnsSuffix : dnsSuffix}`;
}

function refused(message: string): Error {
  return Object.assign(new Error(message), { name: 'EndpointError' });
}
