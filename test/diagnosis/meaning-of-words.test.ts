import { checked, exited, text, top } from './given';

/** A word alone claims nothing: what was being done, and to whom, decides. The sources are beside the texts. */

const placed = (reason: string, definition: object = {}) => top({
  definition: { networkMode: 'bridge', ...definition },
  task: { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, containers: [{ name: 'web', reason }] },
});

describe('a subnet that EC2 does not know', () => {
  const refused = (id: string) => top({
    operation: `Resource handler returned message: "Invalid request provided: CreateService error: Error retrieving subnet information for [${id}]: The subnet`
      + ` ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound) (Service: AmazonECS; Status Code: 400)"`,
  });

  test('a name is no id', () => {
    expect(refused('private-a').headline).toContain('there is no subnet');
    expect(refused('private-a').fix).toContain('write the id of the subnet (subnet-...) in place of private-a');
  });

  test('an id of a subnet that is gone', () => {
    expect(refused('subnet-0a1b2c3d').fix).toContain('name a subnet that is there in place of subnet-0a1b2c3d');
  });

  test('no free address is none of both', () => {
    const cause = top({ events: ['(service web) was unable to place a task. Reason: the subnet subnet-0a1b2c3d has insufficient free addresses (InsufficientFreeAddressesInSubnet).'] });
    expect(cause.fix).not.toContain('in place of');
  });
});

describe('the address of a call', () => {
  const line = 'java.net.SocketException: Cannot assign requested address';

  // https://github.com/micronaut-projects/micronaut-core: a read of the metadata of EC2
  test('a connect that fails is no bind', () => {
    const cause = top({
      log: [line, '  at java.base/java.net.PlainSocketImpl.socketConnect(Native Method)', '  at java.base/java.net.Socket.connect(Socket.java:609)'],
      task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] },
    });
    expect(text(cause)).not.toContain('0.0.0.0');
  });

  test('a bind is one', () => {
    const cause = top({
      log: [line, '  at java.base/sun.nio.ch.Net.bind0(Native Method)', '  at java.base/sun.nio.ch.ServerSocketChannelImpl.bind(ServerSocketChannelImpl.java:227)'],
      task: { stopCode: 'EssentialContainerExited', containers: [{ name: 'web', exitCode: 1 }] },
    });
    expect(cause.fix).toContain('0.0.0.0');
  });
});

describe('the name of a module is none of a setting', () => {
  const container = { environment: [{ name: 'webdav', value: 'true' }] };

  test.each([
    'Error [ERR_REQUIRE_ESM]: require() of ES Module /opt/app/node_modules/webdav/dist/node/index.js from /opt/app/backend.js not supported.',
    'TypeError: require("webdav").createClient is not a function',
  ])('%s', (line) => expect(exited(line, { container }).fix).not.toContain('look at webdav'));

  test('words about it are', () => {
    expect(exited('Error: the share of webdav cannot be opened', { container }).fix).toContain('look at webdav');
  });
});

describe('a port of the task', () => {
  const line = "ERROR:  [Errno 98] error while attempting to bind on address ('0.0.0.0', 3000): address already in use";
  const app = { name: 'app', portMappings: [{ containerPort: 3000 }], environment: [{ name: 'PII_URL', value: 'http://localhost:5001' }] };

  test('another container has it, and expects this one elsewhere', () => {
    const { fix } = exited(line, {
      container: { portMappings: [] }, others: [app],
      previous: { containerDefinitions: [{ name: 'web', portMappings: [{ containerPort: 5001 }], environment: [{ name: 'PORT', value: '5001' }] }] },
    });
    expect(fix).toContain('let container "web" listen on port 5001 (PORT under environment, as before, or its start command): container "app" has port 3000');
    expect(fix).not.toContain('take back');
  });

  test('the setting that is there', () => {
    expect(exited(line, { container: { environment: [{ name: 'HTTP_PORT', value: '3000' }] }, others: [app] }).fix).toContain('HTTP_PORT under environment');
  });

  test('no container is known to have it', () => {
    expect(exited(line, { others: [{ name: 'app', portMappings: [{ containerPort: 4000 }] }] }).fix).toContain('give each container of the task its own port');
  });
});

describe('a host port', () => {
  test('a process of the instance has it', () => {
    const cause = placed('CannotStartContainerError: API error (500): driver failed programming external connectivity on endpoint ecs-dns: Error starting userland proxy:'
      + ' listen udp 0.0.0.0:53: bind: address already in use');
    expect(cause.id).toBe('port-conflict');
    expect(cause.fix).toContain('stop what listens on UDP port 53 of the instance');
    expect(text(cause)).not.toContain('hostPort: 0');
  });

  test('a container has it', () => {
    expect(placed('CannotStartContainerError: API error (500): driver failed programming external connectivity on endpoint ecs-web: Bind for 0.0.0.0:80 failed:'
      + ' port is already allocated').fix).toContain('hostPort: 0');
  });
});

describe('operation not permitted', () => {
  test('the program itself was not started', () => {
    const cause = exited('standard_init_linux.go:219: exec user process caused: operation not permitted', {
      container: { image: 'logdna/logdna-agent:3' }, previous: { containerDefinitions: [{ name: 'web', image: 'logdna/logdna-agent:2' }] },
    });
    expect(cause.fix).toContain('linuxParameters.addCapabilities');
    expect(cause.fix).toContain('go back to image tag 2');
    expect(cause.fix).not.toContain('owner or mode');
  });

  test('a path is refused', () => {
    expect(exited('chown: /data: Operation not permitted').fix).not.toContain('addCapabilities');
  });
});

describe('a Network Load Balancer gets no connection', () => {
  const group = { Protocol: 'TCP', HealthCheckProtocol: 'TCP', HealthCheckPath: undefined };

  test('the security group can be closed to it', () => {
    const { id, fix } = checked('Health checks failed', group, { log: ['Configuration complete; ready for start up'] });
    expect(id).toBe('elb-health-check-connection');
    expect(fix).toContain('in the security group of the tasks, from the load balancer');
    expect(fix).toContain('let the application accept TCP connections');
  });
});
