import { at, checked, codes, exited, frameOf, Given, top } from './given';
import { diagnose } from '../../src/diagnosis/engine';

/** A program that goes on while its check fails: its error has the fix that it would have if it ended the program. */
const connection = (given: Given) => checked('Health checks failed', {}, given);
const unhealthy = (log: readonly string[], given: Given = {}) => top({
  ...given, log,
  container: { healthCheck: { command: ['CMD-SHELL', 'pgrep worker || exit 1'], interval: 10, retries: 3 }, ...given.container },
  task: {
    stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks',
    containers: [{ name: 'web', exitCode: 137, healthStatus: 'UNHEALTHY' }],
  },
});
const often = (line: string, n = 5) => Array.from({ length: n }, (_, i) => line.replace('%', String(i)));

describe('a check of a container', () => {
  test('a queue that does not answer (kombu)', () => {
    const cause = unhealthy(often('ERROR consumer: Cannot connect to amqps://user:**@mq-1.internal:5671//: timed out. Trying again (%/100)'));
    expect(cause.id).toBe('container-health-check');
    expect(cause.headline).toMatch(/fails its health check, and logs: ".*Cannot connect to amqps/);
    expect(cause.fix).toMatch(/^open the port in the security group of mq-1\.internal:5671/);
  });
  test('a login that is refused (amqplib)', () => {
    expect(unhealthy(often('[amqp] ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN (try %)')).fix)
      .toMatch(/^pass the right user and password with secrets/);
  });
  test('a loop that nothing is known of is only quoted', () => {
    const cause = unhealthy(often('ERROR carousel %: cannot turn the wheel'));
    expect(cause.headline).toContain('cannot turn the wheel');
    expect(cause.fix).toMatch(/^correct what the log repeats/);
  });
});

describe('a check of a load balancer', () => {
  test('a configuration that nginx cannot open below an empty volume', () => {
    const cause = connection({
      log: often('nginx: [emerg] open() "/srv/conf/site.conf" failed (2: No such file or directory)', 2),
      container: { mountPoints: [{ sourceVolume: 'site', containerPath: '/srv/conf' }] },
      definition: { volumes: [{ name: 'site', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] },
    });
    expect(cause.id).toBe('elb-health-check-connection');
    expect(cause.headline).toContain('/srv/conf/site.conf');
    expect(cause.fix).toContain('put site.conf onto the volume');
  });
  test('a socket of a process manager, answered with 502', () => {
    const log = ['2026/11/23 10:00:50 [crit] 9#9: *1 connect() to unix:/run/app/gunicorn.sock failed (13: Permission denied) while connecting'
      + ' to upstream, client: 10.0.1.5, server: _, request: "GET /health HTTP/1.1"'];
    const cause = checked(codes(502), {}, { log });
    expect(cause.fix).toMatch(/^change the owner or mode of \/run\/app\/gunicorn\.sock/);
  });
  test('an API of AWS that does not answer (Netty), answered with 503', () => {
    const log = ['ERROR io.netty.channel.ConnectTimeoutException: connection timed out: sqs.eu-west-1.amazonaws.com/52.95.1.2:443'];
    expect(checked(codes(503), {}, { log }).fix).toMatch(/^give the tasks a way to sqs\.eu-west-1\.amazonaws\.com:443: a NAT gateway/);
    expect(exited(log[0].replace('sqs.eu-west-1', 'b-2.kf.a1b2c3.c4.kafka.eu-west-1')).fix).toMatch(/^open the port in the security group of b-2/);
  });
  test('not if the application listens, nor for an answer below 500', () => {
    const log = ['ERROR cannot open cache file /var/cache/app: Permission denied', 'INFO listening on 0.0.0.0:8080'];
    expect(connection({ log }).fix).not.toContain('/var/cache/app');
    expect(checked(codes(404), {}, { log: [log[1], log[0]] }).fix).toMatch(/^set the path of the check/);
  });
});

test('a stack event without log lines says nothing of the log', () => {
  const frame = frameOf({
    log: often('ERROR Cannot connect to redis://cache-7.internal:6379: timed out (%)'),
    container: { healthCheck: { command: ['CMD-SHELL', 'pgrep worker'], interval: 10, retries: 3 } },
    task: {
      stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', stoppedAt: at(120),
      containers: [{ name: 'web', exitCode: 137, healthStatus: 'UNHEALTHY' }],
    },
  });
  const [cause] = diagnose(frame).causes;
  expect(cause.fix).toContain('cache-7.internal');
  const { headline = '', fix = '', facts = [] } = cause.ownWords ?? {};
  expect([headline, fix, ...facts].join('\n')).not.toContain('cache-7');
});
