import { Repeated } from './repeats';
import { alternatives, wholeTokens } from '../text';

/** How frameworks log a Host header that they refuse (Django, Rails, ASP.NET Core, Symfony, webpack and Vite servers; Envoy). */
export const HOST_REFUSED = alternatives(
  String.raw`Invalid HTTP_HOST|DisallowedHost|ALLOWED_HOSTS|Blocked hosts?\b|Invalid Host header|Untrusted ?Host`,
  String.raw`host .{0,80}\bnot (allowed|permitted|in AllowedHosts)|allowedHosts|\b404 NR\b|route_not_found`,
);
/** How servers call HTTP without TLS on their port for TLS: nginx, Apache, Tomcat, Go, Elasticsearch. */
export const PLAIN_ON_TLS = alternatives(
  String.raw`plain ?(?:text )?HTTP (?:request was sent to HTTPS|traffic on an HTTPS)|speaking plain HTTP to an SSL-enabled`,
  String.raw`combination of host and port requires TLS|HTTP request to an HTTPS server|received plaintext http`,
);
/** A TLS handshake on a port for HTTP, whose first byte is 22 (Tomcat, Python, Go). */
const TLS_ON_PLAIN = /\\x16\\x03|0x16[, ]?0x03|method name \[0x16/i;
/** A server of gRPC or HTTP/2 that is asked with HTTP/1.1: grpc-go (http2_server.go), Netty (grpc/grpc-java#7692). */
const PLAIN_ON_HTTP2 = /bogus greeting from client|Unexpected HTTP\/1\.x request/;
/** A server of HTTP/1.1 that is asked with HTTP/2 (RFC 9113, 3.4: the connection preface). */
const HTTP2_ON_PLAIN = /\bPRI \* HTTP\/2|HPE_PAUSED_H2_UPGRADE|Invalid HTTP Version\W{1,5}(?:HTTP\/)?2\b/i;
const LOGIN = alternatives(
  String.raw`\b401\b|unauthori[sz]ed|authentication (?:is )?required|missing authentication|no password supplied|NOAUTH`,
  String.raw`access denied for user|role "\S+" does not exist`,
);
/** Spring Boot, `management.health.<name>.enabled`. */
const INDICATOR = /\b([A-Z]\w{1,30}?)(?:Reactive)?HealthIndicator\b|^(\w{2,30}) health check failed/;

interface Asking {
  /** What the check asks, in the words of a fix. */
  readonly where: string;
  readonly withTls: string;
  readonly withoutTls: string;
  readonly withHttp2: string;
  readonly withoutHttp2: string;
  /** Setting of the check. */
  readonly path: string;
}

/** A check of a container. */
export const COMMAND: Asking = {
  where: 'localhost',
  withTls: 'https:// in healthCheck.command of addContainer() (curl -k, with a login if the program asks for one)',
  withoutTls: 'http:// in healthCheck.command of addContainer()',
  withHttp2: 'grpc_health_probe or curl --http2-prior-knowledge in healthCheck.command of addContainer()',
  withoutHttp2: '--http1.1 of curl in healthCheck.command of addContainer()',
  path: 'healthCheck.command in addContainer()',
};
/** A check of a load balancer. */
export const TARGET_GROUP: Asking = {
  where: 'the IP address of the task',
  withTls: 'targetGroup.configureHealthCheck({ protocol: Protocol.HTTPS })',
  withoutTls: 'targetGroup.configureHealthCheck({ protocol: Protocol.HTTP })',
  withHttp2: 'a new target group with protocolVersion: ApplicationProtocolVersion.GRPC (or HTTP2)',
  withoutHttp2: 'a new target group with protocolVersion: ApplicationProtocolVersion.HTTP1',
  path: 'targetGroup.configureHealthCheck({ path })',
};

/** What lets a check pass that the program refuses in these words; undefined: they are not known. */
export function fixOfCheck(words: string, { where, withTls, withoutTls, withHttp2, withoutHttp2, path }: Asking): string | undefined {
  if (PLAIN_ON_TLS.test(words)) return `check with TLS: ${withTls}; or switch TLS off on that port of the program`;
  if (TLS_ON_PLAIN.test(words)) return `check without TLS: ${withoutTls}`;
  if (PLAIN_ON_HTTP2.test(words)) return `the program speaks HTTP/2 alone on that port (gRPC): ask with ${withHttp2}`;
  if (HTTP2_ON_PLAIN.test(words)) return `the program speaks no HTTP/2 on that port: ask with ${withoutHttp2}`;
  if (HOST_REFUSED.test(words)) return `let the application accept the host ${where} (ALLOWED_HOSTS, config.hosts, AllowedHosts)`;
  const indicator = INDICATOR.exec(words)?.slice(1).find(Boolean);
  if (indicator) {
    return `correct the settings of what the health page asks for ${indicator.toLowerCase()} (host and port), switch that indicator off`
      + ` (MANAGEMENT_HEALTH_${indicator.toUpperCase()}_ENABLED=false), or check /actuator/health/liveness: ${path}`;
  }
  return LOGIN.test(words) ? `give the check a login, or let it ask a path without one: ${path}` : undefined;
}

export function factOfCheck({ text, count }: Repeated): string {
  return `at each check the log says: ${wholeTokens(text, 240)} (${count} times)`;
}
