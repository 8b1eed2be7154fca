import { connectionIn } from './connection';

/**
 * Link-local addresses, which a host answers itself: `credentials` (the ECS agent, for the roles of a task), `metadata` (EC2 instance
 * metadata), `pod-identity` (EKS), `dns` (the VPC's DNS server). Amazon ECS Developer Guide, task IAM role; Amazon EC2 User Guide, instance
 * metadata; Amazon EKS User Guide, Pod Identity; Amazon VPC User Guide, DNS attributes.
 */
export type LinkLocal = 'credentials' | 'metadata' | 'pod-identity' | 'dns';

const ADDRESSES: readonly (readonly [LinkLocal, RegExp])[] = [
  ['credentials', /(?<![\d.])169\.254\.170\.2(?!\d)/],
  ['pod-identity', /(?<![\d.])169\.254\.170\.23(?!\d)|\bfd00:ec2::23\b/i],
  ['metadata', /(?<![\d.])169\.254\.169\.254(?!\d)|\bfd00:ec2::254\b/i],
  ['dns', /(?<![\d.])169\.254\.169\.253(?!\d)|\bfd00:ec2::253\b/i],
];

/** HTTP clients that name no step of the connection. */
const FAILED = /max retries exceeded|not reachable|unreachable|execution expired|send request failed|connection (error|failed)|failed to connect|could ?n[o']t connect|unable to (?:look ?up|get|fetch|load|retrieve)/i;

/** A connection to such an address that failed, with the address as the text has it. */
export function linkLocalIn(text: string): { readonly place: LinkLocal; readonly address: string } | undefined {
  const { step } = connectionIn(text);
  for (const [place, words] of ADDRESSES) {
    const address = words.exec(text)?.[0];
    if (!address) continue;
    const failed = place === 'dns' ? step === 'no-dns' : step !== 'unnamed' || FAILED.test(text);
    if (failed) return { place, address };
  }
  return undefined;
}
