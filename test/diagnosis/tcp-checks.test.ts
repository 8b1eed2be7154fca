import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';
import { Frame, TargetGroup } from '../../src/facts/model';

/** Targets of a Network Load Balancer: game servers, databases, brokers. Their fix is about connections and names the checked port. */
const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/game/0123456789abcdef';

function frameOf(reason: string, group: TargetGroup, log: readonly string[] = []): Frame {
  return {
    at: at(300),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2' },
    service: {
      serviceName: 'game', desiredCount: 1,
      deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 1, createdAt: at(5), rolloutState: 'IN_PROGRESS' }],
      loadBalancers: [{ targetGroupArn: GROUP, containerName: 'game', containerPort: 7777 }],
      events: [{ createdAt: at(90), message: `(service game) (task aaaaaaaa) (port 7777) is unhealthy in (target-group ${GROUP}) due to (reason ${reason})` }],
    },
    taskDefinition: { networkMode: 'awsvpc', containerDefinitions: [{ name: 'game', essential: true, portMappings: [{ containerPort: 7777 }] }] },
    targetGroups: [{ TargetGroupArn: GROUP, TargetGroupName: 'game', HealthCheckPort: 'traffic-port', ...group }],
    tasks: [{
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/aaaaaaaa', startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', createdAt: at(10), startedAt: at(40),
      stoppingAt: at(100), stoppedAt: at(120), stopCode: 'ServiceSchedulerInitiated', stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`,
      containers: [{ name: 'game', exitCode: 137 }],
    }],
    logs: { game: { aaaaaaaa: log.map((message, i) => ({ timestamp: Date.parse(at(42 + i)), message })) } },
  };
}
const top = (...given: Parameters<typeof frameOf>): Cause => diagnose(frameOf(...given)).causes[0];
const NETWORK = { Protocol: 'TCP', HealthCheckProtocol: 'TCP' };

test('a TCP check that is refused: accept connections on the port that is checked, and no word of HTTP', () => {
  const cause = top('Health checks failed', NETWORK);
  expect(cause).toMatchObject({ id: 'elb-health-check-connection' });
  expect(cause.headline).toContain('the TCP health check on port 7777');
  expect(cause.fix).toMatch(/accept TCP connections on port 7777, on all addresses/);
  expect([cause.headline, ...cause.facts, cause.fix].join()).not.toMatch(/http/i);
});

test('a check on a port of its own: that port is named', () => {
  const cause = top('Health checks failed', { ...NETWORK, HealthCheckPort: '9000' });
  expect(cause.headline).toContain('port 9000');
  expect(cause.fix).toContain('port 9000');
});

test.each(['UDP', 'TCP_UDP'])('%s itself is not checked', (Protocol) => {
  const cause = top('Health checks failed', { Protocol, HealthCheckProtocol: 'TCP' });
  expect(cause.facts.join()).toContain(`${Protocol} itself is not checked`);
  expect(cause.fix).toMatch(/TCP connections on port 7777, too/);
});

test('an HTTP check of a server that may speak no HTTP: check with TCP', () => {
  const { fix } = top('Health checks failed', { Protocol: 'TCP', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/' });
  expect(fix).toContain('configureHealthCheck({ protocol: Protocol.TCP })');
});

test('a timeout: the port, and addresses for a load balancer without a security group', () => {
  const { fix } = top('Request timed out', NETWORK);
  expect(fix).toMatch(/Port\.tcp\(7777\)\), or from the addresses of its subnets if it has no security group/);
  expect(fix).toContain('accepts TCP connections on port 7777, on all addresses');
});

test('a server on localhost only: its bind address, not HOST of a web framework', () => {
  const { id, fix } = top('Health checks failed', NETWORK, ['INFO  server listening on 127.0.0.1:7777']);
  expect(id).toBe('app-bind-localhost');
  expect(fix).toMatch(/accept connections on port 7777 of all addresses .* bind or listen address$/);
});

test('an application behind HTTP keeps its words', () => {
  const web = { Protocol: 'HTTP', HealthCheckProtocol: 'HTTP', HealthCheckPath: '/' };
  expect(top('Health checks failed', web).fix).toContain('listen on 0.0.0.0 and on port 7777');
  expect(top('Request timed out', web).fix).toContain('answers in time on 0.0.0.0');
});
