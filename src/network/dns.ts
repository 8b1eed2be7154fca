import { cidrOf } from './cidr';
import { DNS_ON } from './endpoints';
import { Found } from './model';
import { found, Way, weaker } from './way';

/**
 * Why a name could not be looked up. The DNS server of the VPC answers at 169.254.169.253, at fd00:ec2::253 and at the base of the VPC's
 * block plus two, if `enableDnsSupport` is on (Amazon VPC User Guide, "DNS attributes for your VPC"). DHCP options can name another server,
 * and are not read: AWS's text often has its address.
 */
export function ofDns(way: Way): readonly Found[] {
  const { question: { dnsServer }, readings, vpc } = way;
  if (dnsServer !== undefined && !isOfVpc(way, dnsServer)) {
    const text = `the DNS server ${dnsServer} is not that of ${vpc}: its DHCP options name it`;
    const fix = 'let that DNS server forward the names of AWS to the resolver of the VPC, or use AmazonProvidedDNS in the DHCP options';
    return [found('dns-server-elsewhere', 'seen', text, fix, [vpc])];
  }
  if (readings.dns(vpc, 'EnableDnsSupport') !== false) return [];
  const text = `enableDnsSupport of ${vpc} is off: its DNS server answers nobody`;
  return [found('vpc-dns-off', weaker('certain', dnsServer === undefined ? 'likely' : 'certain'), text, DNS_ON, [vpc])];
}

function isOfVpc({ table, readings, subnet }: Way, server: string): boolean {
  if (server === '169.254.169.253' || /^fd00:ec2::253$/i.test(server)) return true;
  const address = cidrOf(server);
  const local = (table?.Routes ?? []).filter((one) => one.GatewayId === 'local').map((one) => cidrOf(one.DestinationCidrBlock));
  const blocks = [...local, readings.blockOf(subnet.id)];
  return blocks.some((block) => block && address && block.first + 2n === address.first);
}
