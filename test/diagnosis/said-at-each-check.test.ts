import { at, checked, codes, frameOf, Given, GROUP, text } from './given';
import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';

const READY = 'Tomcat started on port(s): 8080 (http)';

/** Container web with a check every 10 s, which fails; its log has the lines at their seconds. */
function unhealthy(lines: readonly (readonly [second: number, line: string])[], given: Given = {}): Cause {
  const command = ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'];
  const frame = frameOf({
    ...given,
    container: { healthCheck: { command, interval: 10, retries: 4, startPeriod: 10 }, ...given.container },
    task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', containers: [{ name: 'web', exitCode: 143, healthStatus: 'UNHEALTHY' }] },
  });
  const logs = { web: { aaaaaaaa: lines.map(([s, message]) => ({ timestamp: Date.parse(at(40 + s)), message })) } };
  return diagnose({ ...frame, logs }).causes[0];
}

const atEach = (line: string, seconds = [15, 25, 35, 45]) => [[1, READY] as const, ...seconds.map((s) => [s, line] as const)];

test.each([
  ['https://github.com/markshust/docker-magento/issues/1159', 'WARN received plaintext http traffic on an https channel, closing connection Netty4HttpChannel{localAddress=/127.0.0.1:9200, remoteAddress=/127.0.0.1:54962}', /with TLS: https:\/\//],
  ['Go', '2026/11/23 10:00:12 http: TLS handshake error from 127.0.0.1:40112: client sent an HTTP request to an HTTPS server', /with TLS: https:\/\//],
  ['Python', 'code 400, message Bad request version (\'\\x16\\x03\\x01\\x02\')', /without TLS: http:\/\//],
  ['https://github.com/urlaubsverwaltung/urlaubsverwaltung/issues/917', 'WARN o.s.b.actuate.mail.MailHealthIndicator : Mail health check failed', /MANAGEMENT_HEALTH_MAIL_ENABLED=false/],
  ['Spring Boot', 'WARN o.s.b.a.data.redis.RedisReactiveHealthIndicator : Redis health check failed', /MANAGEMENT_HEALTH_REDIS_ENABLED=false/],
  ['Django', "ERROR Invalid HTTP_HOST header: 'localhost:8080'. You may need to add 'localhost' to ALLOWED_HOSTS.", /accept the host localhost/],
  ['https://github.com/grpc/grpc-java/issues/7692', 'io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception: Unexpected HTTP/1.x request: GET /health', /HTTP\/2 alone on that port \(gRPC\): ask with grpc_health_probe/],
  ['grpc-go', 'ERROR: [transport] transport: http2Server.HandleStreams received bogus greeting from client: "GET /health HTTP/1.1\\r\\nHost: "', /HTTP\/2 alone/],
  ['Node.js', 'Error: Parse Error: Pause on PRI/Upgrade, code HPE_PAUSED_H2_UPGRADE', /no HTTP\/2 on that port: ask with --http1\.1/],
  ['Gunicorn', "[ERROR] Invalid request from ip=10.0.3.7: Invalid HTTP Version: 'HTTP/2.0'", /no HTTP\/2 on that port/],
  ['Elasticsearch', 'WARN Authentication of [null] failed: missing authentication credentials for REST request [/health]', /a login/],
])('at each check: %s', (_source, line, fix) => {
  const cause = unhealthy(atEach(line));
  expect(cause.id).toBe('container-health-check');
  expect(cause.fix).toMatch(fix);
  expect(text(cause)).toContain('at each check the log says:');
  expect(text(cause)).toContain('(4 times)');
  expect(text(cause)).not.toMatch(/is curl in it|needs curl in the image|startPeriod\b.*raise/);
});

test('the line and the error below it are one', () => {
  const lines = [15, 25, 35].flatMap((s) => [
    [s, 'WARN o.s.b.actuate.mail.MailHealthIndicator : Mail health check failed'] as const,
    [s, 'javax.mail.MessagingException: Could not connect to SMTP host: localhost, port: 25'] as const,
  ]);
  expect(text(unhealthy([[1, READY], ...lines]))).toContain('Mail health check failed: MessagingException: Could not connect to SMTP host: localhost, port: 25 (3 times)');
});

test('words that are not known are told all the same', () => {
  const cause = unhealthy(atEach('ERROR cannot read the state of the ledger'));
  expect(cause.fix).toContain('correct what the log says at each check');
  expect(text(cause)).toContain('cannot read the state of the ledger (4 times)');
});

test.each([
  ['it comes at another pace', [2, 3, 4, 45]],
  ['it comes twice', [15, 25]],
  ['it comes with every request', Array.from({ length: 40 }, (_, i) => 5 + i)],
])('%s: no word about the check', (_case, seconds) => {
  expect(text(unhealthy(atEach('ERROR cannot read the state of the ledger', seconds)))).not.toContain('at each check');
});

describe('load balancers', () => {
  const said = (line: string, reason: string): Cause => {
    const log = [READY, ...Array.from({ length: 58 }, (_, i) => (i % 10 === 5 ? line : `INFO request ${i}`))];
    return checked(reason, { TargetGroupArn: GROUP, HealthCheckIntervalSeconds: 10, UnhealthyThresholdCount: 2, Matcher: { HttpCode: '200' } }, { log });
  };

  test('the health page is DOWN because of one of its parts', () => {
    const cause = said('WARN o.s.b.actuate.mail.MailHealthIndicator : Mail health check failed', codes(503));
    expect(cause.fix).toContain('MANAGEMENT_HEALTH_MAIL_ENABLED=false');
    expect(text(cause)).toContain('at each check the log says:');
  });

  test('HTTP on a port for TLS', () => {
    const cause = said('WARN received plaintext http traffic on an https channel, closing connection Netty4HttpChannel{}', 'Health checks failed');
    expect(cause.fix).toContain('Protocol.HTTPS');
  });
});

test('ready after its own words: the line with the time counts, not the one that names the port', () => {
  const frame = frameOf({
    group: { HealthCheckIntervalSeconds: 15, UnhealthyThresholdCount: 2, HealthyThresholdCount: 2 },
    service: { healthCheckGracePeriodSeconds: 20 },
    task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`, containers: [{ name: 'web', exitCode: 143 }] },
  });
  const lines = [[2, 'Starting Application v1'], [8, 'Tomcat initialized with port 8080 (http)'], [50, 'Started Application in 48.4 seconds (process running for 50.0)']] as const;
  const logs = { web: { aaaaaaaa: lines.map(([s, message]) => ({ timestamp: Date.parse(at(40 + s)), message })) } };
  const [cause] = diagnose({ ...frame, logs }).causes;
  expect(cause.id).toBe('health-check-grace-too-short');
  expect(cause.headline).toContain('ready after 50 s');
  expect(cause.fix).toContain('from 20 s to more than 80 s');
});

test('gRPC behind a target group for HTTP/1.1', () => {
  const frame = frameOf({
    group: { HealthCheckIntervalSeconds: 10 },
    task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`, containers: [{ name: 'web', exitCode: 137 }] },
    events: [`(service web) (task aaaaaaaa) (port 8080) is unhealthy in (target-group ${GROUP}) due to (reason Health checks failed)`],
  });
  const line = 'ERROR: [transport] transport: http2Server.HandleStreams received bogus greeting from client: "GET /health HTTP/1.1"';
  const logs = { web: { aaaaaaaa: [15, 25, 35, 45].map((s) => ({ timestamp: Date.parse(at(40 + s)), message: line })) } };
  expect(diagnose({ ...frame, logs }).causes[0].fix).toContain('a new target group with protocolVersion: ApplicationProtocolVersion.GRPC');
});
