import { checked, codes, exited, text } from './given';

const BARE = 'Health checks failed';
const line = (status: number) => `10.0.0.21 - - [16/Jan/2024:11:42:11 +0000] "GET /health HTTP/1.1" ${status} 51 "-" "ELB-HealthChecker/2.0" "-"`;

describe('the log answers the checks', () => {
  test.each([
    ['nginx, combined format: https://github.com/aws/copilot-cli/issues/5613', line(200)],
    ['JSON', '{"status":200,"path":"/health","agent":"ELB-HealthChecker/2.0"}'],
    ['gunicorn', '10.0.0.21 - - [16/Jan/2024:11:42:11 +0000] "GET /health HTTP/1.1" 204 0 "-" "ELB-HealthChecker/2.0"'],
  ])('with success, and AWS gives no reason: %s', (_name, logged) => {
    const cause = checked(BARE, {}, { log: [logged, logged], service: { healthCheckGracePeriodSeconds: 10 } });
    expect(cause.id).toBe('elb-health-check');
    expect(text(cause)).toMatch(/answered 2 of the checks with 20[04] from 10:00:40 to 10:00:41/);
    expect(cause.fix).toContain('(10 s now)');
    expect(text(cause)).not.toMatch(/nothing listens|0\.0\.0\.0/);
  });

  test.each([
    ['no line of the load balancer', BARE, 'GET / 200 curl/8.1'],
    ['with an error', BARE, line(503)],
    ['and AWS names the connection', 'Health checks failed: connection refused', line(200)],
  ])('%s', (_name, reason, logged) => {
    expect(checked(reason, {}, { log: [logged] }).id).toBe('elb-health-check-connection');
  });

  test('a status that AWS names stays the reason', () => {
    expect(checked(codes(404), {}, { log: [line(200)] }).id).toBe('elb-health-check-status');
  });
});

describe('a read-only root file system', () => {
  const readOnly = { container: { readonlyRootFilesystem: true, user: '101:102' } };

  test.each([
    ['https://github.com/aws/aws-for-fluent-bit/issues/824', 'level=fatal msg="[FluentBit Init Process] Cannot create the file: /init/invoke_fluent_bit.sh"'],
    ['a script', 'FATAL: failed to write /etc/app/app.conf'],
  ])('explains a file that cannot be written: %s', (_source, logged) => {
    const cause = exited(logged, readOnly);
    expect(cause.id).toBe('app-permission-denied');
    expect(text(cause)).toContain('readonlyRootFilesystem is true');
    expect(exited(logged).id).not.toBe('app-permission-denied');
  });

  test.each([
    ['runit: https://github.com/stategraph/stategraph/issues/1296', 'runsv web: fatal: unable to open supervise/lock: access denied', 'supervise/lock'],
    ['s6', 's6-supervise web: fatal: unable to mkfifo event: Read-only file system', 'readonlyRootFilesystem'],
  ])('of a supervisor that lives on: %s', (_source, logged, named) => {
    const cause = checked(BARE, {}, { ...readOnly, log: [logged, logged] });
    expect(cause.id).toBe('app-permission-denied');
    expect(text(cause)).toContain(named);
    expect(text(cause)).toContain('user 101:102');
    expect(cause.fix).not.toContain('0.0.0.0');
  });
});
