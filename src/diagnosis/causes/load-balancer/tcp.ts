import { TargetGroup } from '../../../facts/model';

/** What a target group of a Network Load Balancer forwards (Elastic Load Balancing API Reference, CreateTargetGroup). */
const NETWORK = /^(TCP|TLS|UDP|TCP_UDP|QUIC|TCP_QUIC)$/;
const DATAGRAMS = /UDP|QUIC/;

/** Facts of a failed check that decide its wording. */
interface Checked {
  readonly group?: TargetGroup;
  /** The port that the load balancer checks. */
  readonly checked?: number;
}

/** The targets need not speak HTTP: a game server, a database, a broker. */
export function isNetworkGroup(group: TargetGroup | undefined): boolean {
  return NETWORK.test(group?.Protocol ?? '');
}

/** The check is a TCP connection, without a request. */
export function isTcpCheck(group: TargetGroup | undefined): boolean {
  return group?.HealthCheckProtocol === 'TCP';
}

/** What a check without HTTP asks for, as a fact; undefined: the check asks with HTTP, or is not known. */
export function tcpFact({ group, checked }: Checked): string | undefined {
  if (!isTcpCheck(group)) return undefined;
  const only = DATAGRAMS.test(group?.Protocol ?? '') ? `; ${group?.Protocol} itself is not checked` : '';
  return `the check opens a TCP connection to ${portName(checked)} and sends no request${only}`;
}

/** What lets the check of a target group of a Network Load Balancer pass; undefined: the group is another one, or was not read. */
export function tcpFix({ group, checked }: Checked): string | undefined {
  const port = portName(checked);
  if (!isNetworkGroup(group)) return undefined;
  if (!isTcpCheck(group)) {
    return `let the application answer ${group?.HealthCheckProtocol ?? 'the check'} on ${port}; or, if it speaks no HTTP,`
      + ' check that it accepts connections: targetGroup.configureHealthCheck({ protocol: Protocol.TCP })';
  }
  if (DATAGRAMS.test(group?.Protocol ?? '')) {
    return `let the application accept TCP connections on ${port}, too, or let the check ask a TCP port that it has:`
      + ' targetGroup.configureHealthCheck({ port: \'...\' })';
  }
  return `let the application accept TCP connections on ${port}, on all addresses and not only on localhost;`
    + ' or let the check ask the port that it has: targetGroup.configureHealthCheck({ port: \'...\' })';
}

function portName(port: number | undefined): string {
  return port ? `port ${port}` : 'the containerPort of portMappings';
}
