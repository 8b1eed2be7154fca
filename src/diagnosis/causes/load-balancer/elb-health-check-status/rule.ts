import { HOST_REFUSED, PLAIN_ON_TLS, telling } from '../../../read';
import { wholeTokens } from '../../../text';
import { checkTrafficPort, Failing, healthRule } from '../health-rule';

export const elbHealthCheckStatus = healthRule({
  id: 'elb-health-check-status',
  title: 'Health check got an unexpected HTTP status',
  headline: (f) => {
    const expected = f.expected ? `, expected ${f.expected}` : '';
    return `${f.who} answers ${f.where} with ${f.codes || 'an unexpected status'}${expected}`;
  },
  facts: (f) => [
    isPlainOnTls(f) && `the check speaks plain HTTP to port ${f.checked}, which expects TLS`,
    isHostRefused(f),
    isGrpcServer(f) && 'the check speaks HTTP/1.1; a gRPC server answers such a request with 415',
    /50[0-9]/.test(f.codes) && 'a 5xx comes from the application: its log has the reason',
    /30[1278]/.test(f.codes) && 'the application answers with a redirect',
    requestInLog(f),
  ],
  // The path does not exist, or the application refuses the request: a retry gets the same answer.
  retryOf: (f) => (/^\[?(4(0[0-9]|1\d)|30\d)/.test(f.codes) && !/429|408|425/.test(f.codes) ? 'maybe' : undefined),
  fix: (f) => {
    if (f.trafficPort && statusOf(f) < 500) return `${checkTrafficPort(f)}; or serve ${f.expected ?? '200'} on port ${f.checked}`;
    return fixForStatus(f);
  },
});

/** First status code of the failed checks; 0: none is known. */
function statusOf({ codes }: Failing): number {
  return Number(/\d+/.exec(codes)?.[0] ?? 0);
}

/** The check speaks HTTP to a port that expects TLS. */
function isPlainOnTls(f: Failing): boolean {
  if (f.group?.HealthCheckProtocol === 'HTTPS' || statusOf(f) !== 400) return false;
  return f.checked === 443 || f.checked === 8443 || f.lines.some((line) => PLAIN_ON_TLS.test(line));
}

/**
 * A gRPC server takes POST with a content type of gRPC only, and refuses others with 415 (gRPC over HTTP/2, "Requests"). The target group
 * has another protocol version, which cannot be changed.
 */
function isGrpcServer(f: Failing): boolean {
  return statusOf(f) === 415 && !f.grpc;
}

/** The application refuses the Host header of the check: it logs that, or answers 400. */
function isHostRefused(f: Failing): string | undefined {
  const line = f.lines.find((l) => HOST_REFUSED.test(l));
  if (line) return `the application refuses the Host header of the check: ${wholeTokens(line.trim(), 200)}`;
  if (statusOf(f) !== 400 || f.grpc || f.trafficPort || isPlainOnTls(f)) return undefined;
  return f.tlsPort
    ? `the container has port ${f.tlsPort}, too: 400 can mean that the check belongs there, with TLS, or that the application refuses`
      + ' the Host header (an IP address)'
    : '400 often means that the application refuses the Host header (an IP address)';
}

/** The line of the log in which the application itself answers the check with this status. */
function requestInLog(f: Failing): string | undefined {
  const status = statusOf(f);
  const path = f.path?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (!path || status < 300 || status > 499) return undefined;
  const request = new RegExp(`\\b(GET|HEAD) ${path}[ ?"].{0,120}\\b${status}\\b`);
  const line = f.lines.find((l) => request.test(l.slice(0, 1000)));
  return line && `the application answers the check itself: ${wholeTokens(line.trim(), 200)}`;
}

function fixForStatus(f: Failing): string {
  const status = statusOf(f);
  const path = f.path ?? 'the health check path';
  const expected = f.expected ?? (f.grpc ? '0' : '200');
  if (f.grpc) {
    return `answer the gRPC method ${path} with status ${expected}, or change the check: targetGroup.configureHealthCheck({ path:`
      + ' \'/grpc.health.v1.Health/Check\', healthyGrpcCodes: \'0\' })';
  }
  if (isGrpcServer(f)) {
    return 'if the application is a gRPC server, use a target group for gRPC: protocolVersion: ApplicationProtocolVersion.GRPC behind an'
      + ' HTTPS listener, and healthCheck: { path: \'/grpc.health.v1.Health/Check\', healthyGrpcCodes: \'0\' }; else let it answer'
      + ` GET ${path} without a body`;
  }
  if (isPlainOnTls(f)) return 'check with TLS: targetGroup.configureHealthCheck({ protocol: Protocol.HTTPS })';
  if (f.tlsPort && isHostRefused(f) && !f.lines.some((l) => HOST_REFUSED.test(l))) {
    return `if the application serves ${path} on port ${f.tlsPort}, register that port (containerPort of the target) and check it with TLS:`
      + ' targetGroup.configureHealthCheck({ protocol: Protocol.HTTPS }); else let it accept the Host header of the check,'
      + ' which is the IP address of the task';
  }
  if (isHostRefused(f)) {
    return 'let the application accept the Host header of the check, which is the IP address of the task (ALLOWED_HOSTS of Django,'
      + ' config.hosts of Rails, AllowedHosts of ASP.NET Core, domains: ["*"] of a virtual host of Envoy)'
      + `, or answer ${path} with ${expected} before it looks at the host`;
  }
  if (status === 401 || status === 403) {
    return `let requests for ${path} in without login, or check a public path: targetGroup.configureHealthCheck({ path })`;
  }
  if (status === 404) return fixForMissing(f, path, expected);
  if (status >= 500) {
    if (f.complaint) {
      const words = wholeTokens(telling(f.complaint.text), 200);
      return `correct what the log names, for which the application answers ${path} with ${status}: ${words}`;
    }
    const late = status === 500 ? '' : '; if the application only starts slowly, raise healthCheckGracePeriod of the service';
    return `correct the error with which the application answers ${path}${late}`;
  }
  const accepted = status >= 300 && status < 400 ? '200-399' : expected;
  return `serve ${expected} on ${path}, or change the check: targetGroup.configureHealthCheck({ path, healthyHttpCodes: '${accepted}' })`;
}

/** `with context path '/api'` (Spring), `[GIN-debug] GET /ping -->`, `Mapped {/health, GET} route` (Nest). */
const CONTEXT = /\bcontext[- ]path:? ?['"]?(\/[\w./-]{1,80})/i;
const ROUTE = /\[GIN-debug\] GET +(\/[\w./-]{0,80}) |Mapped \{(\/[\w./-]{0,80}), GET\}/;
const HEALTH = /health|ping|ready|live|status|up$/i;

function fixForMissing(f: Failing, path: string, expected: string): string {
  const context = f.lines.map((l) => CONTEXT.exec(l.slice(0, 1000))?.[1]).find(Boolean);
  const routes = [...new Set(f.lines.flatMap((l) => ROUTE.exec(l.slice(0, 1000))?.slice(1).find(Boolean) ?? []))];
  const route = routes.find((r) => HEALTH.test(r)) ?? routes[0];
  const below = context && !path.startsWith(context) ? context + path : undefined;
  const better = (below ?? route ?? '/...').replace(/(?<!\/)\/+$/, '') || '/';
  const why = below || route ? ' (its log names this one)' : '';
  return `set the path of the check to one that the application serves${why}:`
    + ` targetGroup.configureHealthCheck({ path: '${better}' }); or serve ${expected} on ${path}`;
}
