import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

test.each([
  ['Error: getaddrinfo ENOTFOUND {P}@db.internal'], ['Error: getaddrinfo ENOTFOUND app:{P}@db.internal'], ['could not translate host name "{P}@db" to address: Name or service not known'],
  ['invalid port: "{P}@db:5432"'], ['Caused by: java.net.UnknownHostException: {P}@db'], ['curl: (6) Could not resolve host: {P}@db'], ['Error 111 connecting to :{P}@redis:6379. Connection refused.'],
  ['dial tcp: lookup {P}@db on 10.0.0.2:53: no such host'], ['FATAL: password authentication failed for user "app:{P}"'], ['Error: connect ECONNREFUSED app:{P}@10.0.0.1:5432'],
  ['{"err":"could not translate host name \\"{P}@db\\" to address"}'],
])('what is before the sign @ in the place of a host is a part of a password: %s', (text) => {
  for (const value of ['correcthorse', 'Zk7qTr0ub4dor9', 'p@ss/w0rd']) {
    expect(redact(text.replace('{P}', value))).not.toMatch(/correct|horse|Zk7|dor9|w0rd/);
  }
});

test.each([
  'Error: getaddrinfo ENOTFOUND db.internal', 'connecting to redis:6379', 'mail to ada@example.com failed', 'pull web@sha256:4f2a', 'npm install to react@18.2.0', 'password authentication failed for user "app"',
  'connected to app@db', 'ssh: connect to host db port 22', 'at Object.<anonymous> (/app/node_modules/a@1.2.3/index.js:1:2)', 'to: acme/web:1.2@sha256:4f2a9c1b',
])('%s stays', (text) => {
  expect(redact(text)).toBe(text);
});

test.each([
  'Error: getaddrinfo ENOTFOUND correcthorse@db.internal', 'could not translate host name "correcthorse@db" to address: Name or service not known', 'Error: connect ECONNREFUSED correcthorse:x@10.0.0.1:5432',
  'dial tcp: lookup correcthorse@db on 10.0.0.2:53: no such host', 'Get "https://correcthorse:x@api.example/": dial tcp 10.0.0.1:443: connect: connection refused',
])('no sentence of our own takes it for a host: %s', (message) => {
  const frame = {
    at: '2026-11-23T10:00:00Z', service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }] },
    tasks: [{ taskArn: 'x/t1', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1, runtimeId: 'r' }] }],
    logs: { web: { t1: [{ timestamp: 1, message }] } },
  } as Frame;
  const [cause] = diagnose(frame).causes;
  expect(cause.id).toBe('app-dependency-unreachable');
  expect([...cause.facts.filter((fact) => !fact.startsWith('log: ')), cause.fix].join('\n')).not.toContain('correcthorse');
});
