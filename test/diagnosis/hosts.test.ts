import { top as topOf } from './given';
import { diagnose } from '../../src/diagnosis/engine';
import { Cause } from '../../src/diagnosis/model';
import { Frame, Service, Task, TaskDefinition } from '../../src/facts/model';

/** Faults of the host: the message names the container instance, and never a route, an image or a permission. */
const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const ARN = 'arn:aws:ecs:eu-west-1:123456789012:';
const ONE = '494ab06f00d64a52ad5dfa95fbaa9edb', TWO = '74be327ce4dd36c5bff02de0314a5fcc';

interface Given {
  readonly reason?: string;
  readonly stoppedReason?: string;
  /** Instances of the failed tasks. */
  readonly on?: readonly string[];
  readonly launchType?: string;
  readonly others?: readonly Task[];
  readonly definition?: Partial<TaskDefinition>;
  readonly service?: Partial<Service>;
  readonly event?: string;
}

function frameOf(given: Given): Frame {
  const { reason, stoppedReason = 'Task failed to start', on = [], launchType = 'EC2', others = [], definition, service, event } = given;
  return {
    at: at(300),
    service: {
      serviceArn: `${ARN}service/shop/web`, clusterArn: `${ARN}cluster/shop`, serviceName: 'web', desiredCount: 2, launchType,
      deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 2, createdAt: at(5), rolloutState: 'IN_PROGRESS' }],
      events: event ? [{ id: '1', createdAt: at(60), message: event }] : [],
      ...service,
    },
    taskDefinition: { networkMode: 'bridge', containerDefinitions: [{ name: 'web', essential: true }], ...definition },
    tasks: [...on.map((instance, i): Task => ({
      taskArn: `${ARN}task/shop/aaaaaaa${i}`, startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', launchType, createdAt: at(10 + 30 * i), stoppingAt: at(20 + 30 * i),
      containerInstanceArn: `${ARN}container-instance/shop/${instance}`, stopCode: 'TaskFailedToStart', stoppedReason,
      containers: [{ name: 'web', ...(reason && { reason }) }],
    })), ...others],
  };
}

const running = (instance: string, startedBy: string): Task => ({
  taskArn: `${ARN}task/shop/bbbbbbbb`, startedBy, lastStatus: 'RUNNING', launchType: 'EC2', createdAt: at(6), startedAt: at(9),
  containerInstanceArn: `${ARN}container-instance/shop/${instance}`, containers: [{ name: 'web', lastStatus: 'RUNNING' }],
});

const top = (given: Given): Cause => diagnose(frameOf(given)).causes[0];
const text = ({ headline, facts, fix }: Cause) => [headline, ...facts, fix].join('\n');

describe('nothing but the instance is common to the failed tasks', () => {
  test('it is in the headline, and the fix replaces it', () => {
    const cause = top({ on: [ONE, ONE, ONE], others: [running(TWO, 'ecs-svc/1')] });
    expect(cause.headline).toBe('all tasks stop on container instance 494ab06f, and AWS gives no reason: "Task failed to start"');
    expect(cause.facts).toContain(
      'all 3 tasks were on container instance 494ab06f; others run on container instance 74be327c; AWS names nothing else in common');
    expect(cause.fix).toContain('/var/log/ecs/ecs-agent.log on container instance 494ab06f');
    expect(cause.fix).toContain(`--cluster shop --container-instances ${ONE} --status DRAINING`);
  });
  test('an old task that runs on there does not clear it', () => {
    expect(top({ on: [ONE, ONE], others: [running(ONE, 'ecs-svc/1')] }).headline).toContain('on container instance 494ab06f');
  });
  test.each<readonly [string, Given]>([
    ['one task', { on: [ONE] }],
    ['two instances', { on: [ONE, TWO] }],
    ['a task of this deployment runs there', { on: [ONE, ONE], others: [running(ONE, 'ecs-svc/2')] }],
  ])('%s: no instance is suspected, but named', (_case, given) => {
    const cause = top(given);
    expect(cause.headline).toBe('tasks stop and AWS gives no reason: "Task failed to start"');
    expect(cause.facts.join('\n')).toContain('494ab06f');
    expect(cause.fix).toContain('ecs-agent.log on container instance');
    expect(cause.fix).not.toContain('DRAINING');
  });
  test('on Fargate nothing speaks of instances', () => {
    const frame = frameOf({ launchType: 'FARGATE', on: [ONE, ONE] });
    const tasks = frame.tasks?.map(({ containerInstanceArn: _none, ...task }) => task);
    expect(text(diagnose({ ...frame, tasks }).causes[0])).not.toMatch(/instance|ecs-agent/);
  });
});

test.each([
  ['CannotPullContainerError: error during connect: In the default daemon configuration on Windows, the docker client must be run with elevated privileges', 'Restart-Service docker'],
  ['CannotPullContainerError: error during connect: This error may indicate that the docker daemon is not running.: Post "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/images/create": open //./pipe/docker_engine: The system cannot find the file specified.', 'Restart-Service docker'],
  ['CannotPullContainerError: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'systemctl restart docker'],
  ['CannotCreateContainerError: error during connect: Post "http://%2Fvar%2Frun%2Fdocker.sock/v1.21/containers/create?name=x": EOF', 'systemctl restart docker'],
  ['CannotStartContainerError: Error response from daemon: failed to create task for container: connection error: desc = "transport: Error while dialing: dial unix:///run/containerd/containerd.sock: timeout": unavailable', 'systemctl restart docker'],
])('the Docker daemon does not answer: %s', (reason, command) => {
  const cause = top({ reason, on: [ONE, ONE] });
  expect(cause.id).toBe('container-runtime-timeout');
  expect(cause.container).toBe('web');
  expect(text(cause)).toContain('container instance 494ab06f');
  expect(cause.fix).toContain(command);
  expect(text(cause)).not.toMatch(/NAT gateway|VPC endpoint|registry:/);
});

const HOOK = 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: container_linux.go:348: starting container process caused "process_linux.go:402: container init caused \\"process_linux.go:385: running prestart hook 0 caused \\\\\\"error running hook: exit status 1, stdout: , stderr: exec command: [/usr/bin/nvidia-container-cli --load-kmods configure --device=GPU-9ee6128b --compute --utility --require=cuda>=10.0 brand=tesla,driver>=384,driver<385 --pid=22591 /var/lib/docker/overlay2/cdd0/merged]\\\\\\\\nnvidia-container-cli: WORDS\\\\\\\\n\\\\\\"\\"": unknown';

describe('GPU containers', () => {
  test.each([
    ['requirement error: unsatisfied condition: driver < 385', 'driver of its host is too old for cuda>=10.0', '410.48'],
    ['requirement error: unsatisfied condition: cuda >= 10.0', 'driver of its host is too old for cuda>=10.0', '410.48'],
    ['requirement error: unsatisfied condition: arch >= 5.0', 'GPU of its host is too old for the image ("arch >= 5.0")', 'instance type'],
    ['initialization error: driver error: failed to process request', 'driver of its host is missing or not loaded', 'GPU-optimized AMI'],
    ['initialization error: load library failed: libnvidia-ml.so.1: cannot open shared object file: no such file or directory', 'driver of its host is missing', 'nvidia-smi'],
    ['mount error: open failed: /sys/fs/cgroup/devices: permission denied', 'the NVIDIA container runtime failed: "mount error: open failed', 'nvidia-smi'],
  ])('%s', (words, headline, fix) => {
    const cause = top({ reason: HOOK.replace('WORDS', words), on: [ONE] });
    expect([cause.id, cause.certainty, cause.retry]).toEqual(['container-runtime-error', 'certain', 'never']);
    expect(cause.headline).toContain(headline);
    expect(cause.headline).not.toContain('\\');
    expect(cause.fix).toContain(fix);
    expect(cause.facts).toContain('the task was on container instance 494ab06f');
  });
  test('a layer under overlay2 is not the storage driver', () => {
    expect(top({ reason: 'CannotStartContainerError: OCI runtime create failed: error running hook #0: exit status 1, stdout: , stderr: sensor: no policy at /var/lib/docker/overlay2/a/merged', on: [ONE] }))
      .toMatchObject({ retry: 'never', headline: expect.stringContaining('a runtime hook failed: "sensor: no policy') });
  });
});

const LOG = 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ';

describe('link-local addresses', () => {
  const agent = `${LOG}CredentialsEndpointError: failed to load credentials\ncaused by: RequestError: send request failed\ncaused by: Get "http://169.254.170.2/v2/credentials/1": dial tcp 169.254.170.2:80: i/o timeout`;
  const metadata = `${LOG}EC2RoleRequestError: no EC2 instance role found\ncaused by: RequestError: send request failed\ncaused by: Get http://169.254.169.254/latest/meta-data/iam/security-credentials/: dial tcp 169.254.169.254:80: connect: no route to host`;
  const secret = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: RequestError: send request failed caused by: Get "http://169.254.170.2/v2/credentials/x": dial tcp 169.254.170.2:80: connect: connection refused';
  test.each<readonly [string, Given, string, RegExp]>([
    ['log driver, external', { reason: agent, on: [ONE], launchType: 'EXTERNAL' }, 'log-driver-config', /NO_PROXY=.*route_localnet/],
    ['log driver, EC2', { reason: agent, on: [ONE] }, 'log-driver-config', /route_localnet/],
    ['log driver, instance profile', { reason: metadata, on: [ONE] }, 'log-driver-config', /instance profile/],
    ['secret', { stoppedReason: secret, on: [ONE] }, 'secret-network', /on container instance 494ab06f.*restart the ECS agent/],
  ])('%s', (_case, given, id, fix) => {
    const cause = top(given);
    expect([cause.id, cause.retry]).toEqual([id, 'maybe']);
    expect(cause.headline).toMatch(/169\.254\.\d+\.\d+/);
    expect(cause.fix).toMatch(fix);
    expect(text(cause)).not.toMatch(/NAT gateway|start the collector|logs:CreateLogStream|interface endpoint/);
  });
});

describe('a program asks a link-local address', () => {
  const exited = (line: string, given: Given) => {
    const frame = frameOf({ ...given, on: [ONE] });
    const tasks = frame.tasks?.map((task) => ({
      ...task, startedAt: at(15), stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 1 }],
    }));
    return diagnose({ ...frame, tasks, logs: { web: { aaaaaaa0: [{ message: line, timestamp: Date.parse(at(18)) }] } } }).causes[0];
  };
  const java = 'com.amazonaws.SdkClientException: Failed to connect to service endpoint: http://169.254.170.2/v2/credentials/1: connect timed out';
  const go = 'ERROR failed to get region: operation error ec2imds: GetRegion, request send failed, Get "http://[fd00:ec2::254]/latest/dynamic/instance-identity/document": dial tcp [fd00:ec2::254]:80: i/o timeout';
  const imds = 'ERROR operation error ec2imds: GetMetadata, request send failed, Get "http://169.254.169.254/latest/meta-data/": dial tcp 169.254.169.254:80: i/o timeout';
  const eks = 'ERROR connection refused: http://169.254.170.23/v1/credentials: dial tcp 169.254.170.23:80: connect: connection refused';
  test.each<readonly [string, string, Given, RegExp]>([
    ['the agent, EC2', java, {}, /container instance 494ab06f.*route_localnet/],
    ['the agent, host network mode', java, { definition: { networkMode: 'host' } }, /ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true/],
    ['the agent, Fargate', java, { launchType: 'FARGATE' }, /NO_PROXY=\S*169\.254\.170\.2.* in environment/],
    ['metadata, Fargate', go, { launchType: 'FARGATE' }, /taskRole/],
    ['metadata, bridge mode', imds, {}, /httpPutResponseHopLimit: 2/],
    ['metadata, awsvpc', imds, { definition: { networkMode: 'awsvpc' } }, /ECS_AWSVPC_BLOCK_IMDS/],
    ['metadata, external', imds, { launchType: 'EXTERNAL', definition: { taskRoleArn: 'arn:aws:iam::123456789012:role/r' } }, /AWS_REGION/],
    ['EKS Pod Identity', eks, {}, /AWS_CONTAINER_CREDENTIALS_FULL_URI/],
  ])('%s', (_case, line, given, fix) => {
    const cause = exited(line, given);
    expect(cause.id).toBe('app-dependency-unreachable');
    expect(cause.fix).toMatch(fix);
    expect(cause.fix).not.toMatch(/security group|allowDefaultPortFrom/);
  });
  test('a name that the DNS server of the VPC does not know stays a matter of the name', () => {
    expect(exited('ERROR dial tcp: lookup db.internal on 169.254.169.253:53: no such host', {}).fix).toContain('db.internal');
  });
});

describe('names that decide', () => {
  test('the cluster without instances, and what makes an agent join it', () => {
    const cause = top({ event: '(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.' });
    expect(cause.headline).toBe('no task can be placed: cluster shop has no container instance');
    expect(cause.fix).toContain('ECS_CLUSTER=shop');
  });
  test('cluster and provider of a task that finds no room', () => {
    const cause = top({
      service: { capacityProviderStrategy: [{ capacityProvider: 'spot', weight: 1 }] },
      event: '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1b2c3d4e) has insufficient CPU units available.',
    });
    expect(cause.facts).toContain('ECS looks for an instance in cluster shop, capacity provider spot');
  });
  test('the Availability Zone that the load balancer leaves out, its subnet and the target group', () => {
    const group = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web-tg/0123456789abcdef';
    const frame = frameOf({ launchType: 'FARGATE', service: { loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 80 }] } });
    const [cause] = diagnose({
      ...frame,
      tasks: [{
        taskArn: `${ARN}task/shop/cccccccc`, startedBy: 'ecs-svc/2', lastStatus: 'RUNNING', createdAt: at(10), startedAt: at(20), availabilityZone: 'eu-west-1c',
        attachments: [{ details: [{ name: 'subnetId', value: 'subnet-0c33' }, { name: 'privateIPv4Address', value: '10.0.3.4' }] }],
      }],
      targetHealth: {
        [group]: [{ Target: { Id: '10.0.3.4', Port: 80 }, TargetHealth: { State: 'unused', Reason: 'Target.NotInUse', Description: 'Target is in an Availability Zone that is not enabled for the load balancer' } }],
      },
    }).causes;
    expect(cause.headline).toContain('Availability Zone eu-west-1c');
    expect(cause.facts).toContain('target group web-tg');
    expect(cause.fix).toContain('subnet-0c33');
  });
});

describe('all tasks failed on one container instance, and the same revision runs on another', () => {
  const on = (id: string, instance: string, more: Partial<Task>): Task => ({
    taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id}`, startedBy: 'ecs-svc/2', launchType: 'EC2',
    containerInstanceArn: `arn:aws:ecs:eu-west-1:123456789012:container-instance/c/${instance}`, createdAt: '2026-11-23T10:00:10Z', ...more,
  });
  const [BAD, GOOD] = ['b0a1562f7aeaea5faaa8265259a5df89', 'e18abf25b7aeaea5faaa8265259a5df8'];
  const runs = on('cccccccc', GOOD, { lastStatus: 'RUNNING', desiredStatus: 'RUNNING' });
  const fixOf = (reason: string, exitCode: number | undefined, tasks: readonly Task[], log?: string) => {
    const failed = ['aaaaaaaa', 'bbbbbbbb'].map((id) => on(id, BAD, {
      lastStatus: 'STOPPED', stoppedAt: '2026-11-23T10:02:00Z',
      ...(exitCode === undefined ? { stopCode: 'TaskFailedToStart', stoppedReason: reason } : { stopCode: 'EssentialContainerExited', stoppedReason: reason, startedAt: '2026-11-23T10:00:40Z' }),
      containers: [{ name: 'web', ...(exitCode === undefined ? { reason } : { exitCode }) }],
    }));
    const logs = { web: { aaaaaaaa: [{ timestamp: Date.parse('2026-11-23T10:00:50Z'), message: log ?? '' }] } };
    return topOf({ frame: { tasks: [...failed, ...tasks], ...(log && { logs }) } }).fix;
  };
  const hcs = 'CannotStartContainerError: Error response from daemon: hcsshim::CreateComputeSystem 0a1b: Insufficient system resources exist to complete the requested service.';
  const disk = 'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob1: no space left on device';
  const EXITED = 'Essential container in task exited';

  test.each([
    ['the runtime', hcs, undefined, undefined, /restart or replace the container instance.*; or drain container instance b0a1562f/],
    ['the disk', disk, undefined, undefined, /^remove unused images.*; or drain container instance b0a1562f/],
    ['a crash', EXITED, 1, 'Error: illegal state of the host', /^drain container instance b0a1562f \(aws ecs update-container-instances-state .*b0a1562f7aeaea5faaa8265259a5df89 .*restart or replace it; if it fails on another one, too: look for/],
    ['inotify', EXITED, 134, 'System.IO.IOException: The configured user limit (128) on the number of inotify instances has been reached', /^set fs\.inotify\.max_user_instances=\d+ on the container instances.*; or drain/],
  ] as readonly (readonly [string, string, number | undefined, string | undefined, RegExp])[])('%s', (_name, reason, code, log, fix) => {
    expect(fixOf(reason, code, [runs], log)).toMatch(fix);
  });

  test('not: nothing runs elsewhere, or it runs there, too', () => {
    expect(fixOf(EXITED, 1, [], 'Error: no')).not.toContain('drain');
    expect(fixOf(EXITED, 1, [on('cccccccc', BAD, { lastStatus: 'RUNNING' })], 'Error: no')).not.toContain('drain');
  });
});

describe('a ulimit that the host does not allow', () => {
  const refused = 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: error setting rlimits for ready process: error setting rlimit type 8: operation not permitted: unknown';
  test('its name, the entry of the task definition and the limit of the daemon', () => {
    const container = { ulimits: [{ name: 'memlock', softLimit: -1, hardLimit: -1 }], environment: [{ name: 'bootstrap.memory_lock', value: 'true' }] };
    const cause = topOf({ container, task: { launchType: 'EXTERNAL', stopCode: 'TaskFailedToStart', stoppedReason: refused, containers: [{ name: 'web', reason: refused }] } });
    expect(cause.headline).toContain('the host does not allow ulimit memlock -1/-1');
    expect(cause.fix).toMatch(/^take memlock out of ulimits in addContainer\('web'.*bootstrap\.memory_lock=false.*LimitMEMLOCK/);
  });
});
