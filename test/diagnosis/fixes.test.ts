import { at, checked, codes, exited, Given, GROUP, text, top } from './given';
import { ContainerDefinition } from '../../src/facts/model';

/** The fix is the one for the facts of the frame. Texts of logs are those of the reports named beside them. */

describe('refused by the operating system', () => {
  const volumes = [
    { name: 'efs', efsVolumeConfiguration: { fileSystemId: 'fs-0123' } },
    { name: 'point', efsVolumeConfiguration: { fileSystemId: 'fs-0123', authorizationConfig: { accessPointId: 'fsap-1' } } },
    { name: 'host', host: { sourcePath: '/ecs/data' } },
    { name: 'empty' },
  ];
  const mounted = (sourceVolume: string, containerPath: string, readOnly = false): Given => (
    { definition: { volumes }, container: { mountPoints: [{ sourceVolume, containerPath, readOnly }] } }
  );

  test.each([
    ['https://github.com/imgproxy/imgproxy/issues/787', "Can't start server: listen tcp :80: bind: permission denied"],
    ['https://github.com/TrafeX/docker-php-nginx/issues/101', '[emerg] 19#19: bind() to [::]:80 failed (13: Permission denied)'],
    ['Node.js', 'Error: listen EACCES: permission denied 0.0.0.0:80'],
    ['asyncio', "PermissionError: [Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied"],
  ])('a port below 1024: %s', (_source, line) => {
    const { fix } = exited(line);
    expect(fix).toMatch(/port above 1023/);
    expect(fix).not.toMatch(/chown|volume/);
  });

  test.each([
    ['https://github.com/n8n-io/n8n/issues/11743', "Error: EACCES: permission denied, mkdir '/home/node/.cache/n8n'", '/home/node/.cache'],
    ['https://github.com/jgeusebroek/docker-privatebin/issues/10', 'nginx: [emerg] mkdir() "/var/lib/nginx/tmp/client_body" failed (30: Read-only file system)', '/var/lib/nginx/tmp'],
  ])('a read-only root: %s', (_source, line, directory) => {
    const cause = exited(line, { container: { readonlyRootFilesystem: true } });
    expect(text(cause)).toContain('readonlyRootFilesystem is true');
    expect(cause.fix).toContain(`mount a volume at ${directory}`);
  });

  test('read-only, and the task definition does not say why', () => {
    expect(text(exited('mkdir /opt/app/run: read-only file system'))).not.toContain('readonlyRootFilesystem is true');
  });

  test.each([
    ['EFS without an access point', mounted('efs', '/data'), "mkdir: cannot create directory '/data/x': Permission denied", /addAccessPoint/],
    ['EFS, chown: https://github.com/bitnami/bitnami-docker-magento/issues/223', mounted('point', '/bitnami/magento'),
      "chown: changing ownership of '/bitnami/magento/': Operation not permitted", /set user .* posixUser/],
    ['a directory of the instance', mounted('host', '/data'), 'open /data/queries.active: permission denied', /owner of \/ecs\/data on the instances/],
    ['an empty volume: https://github.com/aws/containers-roadmap/issues/938', mounted('empty', '/data'), "PermissionError: [Errno 13] Permission denied: '/data/x'", /VOLUME/],
    ['a mount for reading', mounted('empty', '/data', true), 'open /data/x: read-only file system', /readOnly: false/],
    ['a path of the image', {}, 'java.io.FileNotFoundException: /var/log/app.log (Permission denied)', /owner or mode of \/var\/log\/app\.log in the image/],
  ] as const)('%s', (_name, given, line, fix) => {
    expect(exited(line, given).fix).toMatch(fix);
  });

  test('a user that is set is not offered', () => {
    const { fix } = exited("EACCES: permission denied, open '/app/x'", { container: { user: '1000' } });
    expect(fix).not.toContain('or set user');
    expect(fix).toContain('user 1000');
  });
});

describe('hosts out of reach', () => {
  const php: ContainerDefinition = { name: 'php-fpm', portMappings: [{ containerPort: 9000 }] };

  test.each([
    ['https://github.com/codedge/aws-fargate-with-php/issues/1', 'nginx: [emerg] host not found in upstream "php-fpm:9000" in /etc/nginx/conf.d/default.conf:23', '127.0.0.1:9000'],
    ['Node.js', 'Error: getaddrinfo ENOTFOUND php-fpm', '127.0.0.1:9000'],
    ['Go', 'dial tcp: lookup php-fpm on 10.0.0.2:53: no such host', '127.0.0.1:9000'],
  ])('a name of another container of the task: %s', (_source, line, address) => {
    expect(exited(line, { others: [php] }).fix).toContain(`use ${address} in place of php-fpm`);
  });

  test('in bridge network mode there are links', () => {
    expect(exited('Error: getaddrinfo ENOTFOUND php-fpm', { others: [php], definition: { networkMode: 'bridge' } }).fix).toContain('addLink');
  });

  test('a port of another container that is not ready', () => {
    expect(exited('Error: connect ECONNREFUSED 127.0.0.1:9000', { others: [php] }).fix).toContain('ContainerDependencyCondition.HEALTHY');
  });

  test('localhost, where nothing of the task has the port', () => {
    const { fix } = exited('Error: connect ECONNREFUSED 127.0.0.1:5432', { others: [php] });
    expect(fix).toContain('in place of localhost');
    expect(fix).not.toContain('allowDefaultPortFrom');
  });

  test.each([
    ['a name of Docker Compose', 'could not translate host name "db" to address: Name or service not known', /full DNS name .* in place of db/],
    ['a DNS name', 'java.net.UnknownHostException: db.internal.example.com', /correct db\.internal\.example\.com/],
    ['no answer', 'dial tcp 10.0.3.4:5432: i/o timeout', /security group of 10\.0\.3\.4:5432/],
    ['a refusal', 'connection to server at "10.0.1.2", port 5432 failed: Connection refused', /service behind 10\.0\.1\.2:5432 runs/],
    ['no host named', 'Error: could not connect to the database', /check host name and port/],
  ])('%s', (_name, line, fix) => {
    expect(exited(line).fix).toMatch(fix);
  });

  test('a place in a program is no host', () => {
    expect(text(exited('main.go:23: connection refused'))).not.toMatch(/main\.go (refused|did)/);
  });
});

describe('settings of the application', () => {
  test('a variable that is set is not offered', () => {
    const { fix } = exited('Error: DATABASE_URL is not set', { container: { environment: [{ name: 'DATABASE_URL', value: '' }] } });
    expect(fix).toMatch(/^check the value of DATABASE_URL/);
  });

  test('a .NET exception is no exhausted heap', () => {
    const cause = top({
      log: ['Unhandled exception. System.ArgumentException: Format of the initialization string does not conform to specification starting at index 0.'],
      task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 134 }] },
    });
    expect(text(cause)).not.toMatch(/heap|memory/);
  });
});

describe('load balancer health checks', () => {
  test('the port is the one that is checked', () => {
    const { headline, fix } = checked(codes(400), { HealthCheckPort: '80', Protocol: 'HTTPS', HealthCheckProtocol: 'HTTP' });
    expect(headline).toContain('on port 80 with 400');
    expect(fix).toContain("port: 'traffic-port', protocol: Protocol.HTTPS");
    expect(fix).not.toContain('Host header');
  });

  test('the container is named once its log shows that it runs', () => {
    expect(checked(codes(404), {}).container).toBeNull();
    expect(checked(codes(404), {}, { log: ['Listening on 0.0.0.0:8080'] }).container).toBe('web');
  });

  test.each([
    ['Django: https://github.com/ietf-tools/bibxml-service/issues/122', 400, "Invalid HTTP_HOST header: '10.0.1.85:8000'. You may need to add '10.0.1.85' to ALLOWED_HOSTS."],
    ['Rails', 403, '[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: 10.0.1.85:3000'],
    ['no line', 400, 'Listening on 0.0.0.0:8080'],
  ])('a refused Host header: %s', (_name, code, line) => {
    expect(checked(codes(code), {}, { log: [line] }).fix).toContain('accept the Host header of the check');
  });

  test('HTTP to a port with TLS', () => {
    expect(checked(codes(400), {}, { log: ['400 The plain HTTP request was sent to HTTPS port'] }).fix).toContain('Protocol.HTTPS');
  });

  test('a path that does not exist, by the log', () => {
    const cause = checked(codes(404), {}, { log: ['10.0.1.212 - - [23/Nov/2026 14:00:46] "GET /health HTTP/1.1" 404 -'] });
    expect(text(cause)).toContain('the application answers the check itself');
    expect(cause.fix).toMatch(/path of the check .* \/health$/);
  });

  test.each([
    ['Spring Boot', "Tomcat started on port 8080 (http) with context path '/api'", '/api/health'],
    ['Nest', '[Nest] 1 LOG [RouterExplorer] Mapped {/healthz, GET} route', '/healthz'],
    ['Gin', '[GIN-debug] GET    /ping                     --> main.main.func1 (3 handlers)', '/ping'],
  ])('a path that the log names: %s', (_name, line, path) => {
    expect(checked(codes(404), {}, { log: [line] }).fix).toContain(`path: '${path}'`);
  });

  test('gRPC has codes of its own', () => {
    const { headline, fix } = checked(codes(12), { ProtocolVersion: 'GRPC', Matcher: { GrpcCode: '0' } });
    expect(headline).toContain('gRPC health check /health');
    expect(fix).toContain('healthyGrpcCodes');
    expect(fix).not.toContain('healthyHttpCodes');
  });

  test('an error before the application was ready is no reason for its answer', () => {
    const cause = checked(codes(400), {}, { log: ['ERROR refresh skipped: SubscriptionRequiredException', 'Listening on 0.0.0.0:8080'] });
    expect(text(cause)).not.toContain('SubscriptionRequired');
  });

  test('an application that listens is not told to listen', () => {
    const { fix } = checked('Request timed out', {}, { log: ['Listening at: http://0.0.0.0:8080 (1)'] });
    expect(fix).not.toContain('0.0.0.0');
    expect(fix).toContain('Port.tcp(8080)');
  });

  test('dynamic host ports', () => {
    const given: Given = { container: { portMappings: [{ containerPort: 8080, hostPort: 0 }] }, definition: { networkMode: 'bridge' } };
    expect(checked('Request timed out', { TargetType: 'instance' }, given).fix).toContain('tcpRange(32768, 65535)');
  });

  test('ready after the check gave up', () => {
    const log = ['Starting the application', ...Array.from({ length: 65 }, () => 'loading data'), 'Listening on 0.0.0.0:8080'];
    const cause = checked('Health checks failed', { HealthyThresholdCount: 5, HealthCheckIntervalSeconds: 10 }, { log, service: { healthCheckGracePeriodSeconds: 30 } });
    expect(cause.id).toBe('health-check-grace-too-short');
    expect(cause.headline).toContain('is ready after 66 s, but its health check gives up after 60 s');
    expect(cause.fix).toContain('from 30 s to more than 116 s');
  });

  test('an application that was ready at once fails for another reason', () => {
    const given: Given = { log: ['Starting the application', 'Listening on 0.0.0.0:8080'] };
    expect(checked('Request timed out', { HealthyThresholdCount: 5, HealthCheckIntervalSeconds: 30 }, given).id).toBe('elb-health-check-timeout');
  });
});

describe('container health checks', () => {
  const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'] };
  const unhealthy = (given: Given) => top({
    ...given, container: { healthCheck, ...given.container },
    task: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', containers: [{ name: 'web', exitCode: 137, healthStatus: 'UNHEALTHY' }], ...given.task },
  });

  test.each([
    ['its own address: https://github.com/DefangLabs/samples/pull/654', '- Local:  http://ip-10-0-97-61.us-west-2.compute.internal:8080', /HOSTNAME=0\.0\.0\.0/],
    ['another port', 'Listening on 0.0.0.0:3000', /use port 3000/],
    ['an error', '127.0.0.1 - - [23/Nov/2026 14:00:46] "GET /health HTTP/1.1" 404 9 "-" "curl/8.5.0"', /path that answers with success/],
  ])('the log shows %s', (_name, line, fix) => {
    const cause = unhealthy({ log: [line] });
    expect(cause.fix).toMatch(fix);
    expect(text(cause)).not.toMatch(/is curl in it|needs curl/);
  });

  test.each([
    ['public.ecr.aws/aws-observability/aws-otel-collector:v0.40.0', '/healthcheck'],
    ['public.ecr.aws/docker/library/node:20-slim', 'install curl'],
  ])('image %s lacks curl', (image, fix) => {
    expect(unhealthy({ container: { image } }).fix).toContain(fix);
  });

  test('an image of one\'s own can contain everything', () => {
    expect(unhealthy({ container: { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:20-slim' } }).fix).toContain('is curl in it?');
  });

  test('a container that others wait for, and that is never healthy', () => {
    const cause = top({
      container: { healthCheck }, others: [{ name: 'app', dependsOn: [{ containerName: 'web', condition: 'HEALTHY' }] }],
      running: [{
        taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/bbbbbbbb', startedBy: 'ecs-svc/2', lastStatus: 'PENDING', createdAt: at(10),
        containers: [{ name: 'web', lastStatus: 'RUNNING', healthStatus: 'UNHEALTHY' }, { name: 'app', lastStatus: 'PENDING' }],
      }],
    });
    expect(cause).toMatchObject({ id: 'container-health-check', container: 'web' });
    expect(cause.headline).toContain('so container "app" never starts');
  });

  test('the proxy of Service Connect is no container of the user: https://github.com/aws/amazon-ecs-service-connect-agent/issues/91', () => {
    const containers = [{ name: 'web', exitCode: 137 }, { name: 'ecs-service-connect-Y84Lt', healthStatus: 'UNHEALTHY', exitCode: 0 }];
    const cause = unhealthy({ task: { launchType: 'EC2', containers } });
    expect(cause).toMatchObject({ id: 'service-connect-failed', container: 'ecs-service-connect-Y84Lt' });
    expect(cause.fix).not.toContain('healthCheck.command');
    expect(unhealthy({ task: { startedAt: undefined, containers } }).container).toBeNull();
  });
});

describe('what the proxy of Service Connect logs goes before advice about its host', () => {
  const name = 'ecs-service-connect-Y84Lt';
  const proxy = (launchType: string, line: string) => top({
    task: { launchType, lastStatus: 'PENDING', stoppedAt: undefined, stoppingAt: undefined, startedAt: undefined, containers: [{ name: 'web' }, { name, healthStatus: 'UNHEALTHY' }] },
    frame: { logs: { [name]: { aaaaaaaa: [0, 1, 2, 3].map((i) => ({ timestamp: Date.parse(at(30 + 10 * i)), message: `[2026-11-23 10:00:${30 + 10 * i}.1][16]${line}` })) } } },
  });
  const POLL = '[warning][config] [./source/grpc_stream.h:188] StreamAggregatedResources gRPC config stream to unix:///var/run/ecs/appnet.sock closed: 7, Unauthorized to perform ecs:Poll for arn:aws:ecs:eu-west-1:1:task-set/c/web/ecs-svc/9.';

  test.each([
    ['MANAGED_INSTANCES', 'https://github.com/aws/amazon-ecs-service-connect-agent/issues/142', /ecs:Poll on resource \* in the role of the instance profile of the managed/],
    ['EC2', 'https://github.com/aws/amazon-ecs-service-connect-agent/issues/155', /ecs:Poll .* instance profile; if it is/],
    ['FARGATE', 'the role is that of AWS', /let no service control policy .* deny ecs:Poll/],
  ])('%s: a refused call is a matter of its role (%s)', (launchType, _source, fix) => {
    const cause = proxy(launchType, POLL);
    expect(cause.id).toBe('service-connect-failed');
    expect(cause.headline).toContain('is not allowed ecs:Poll');
    expect(cause.fix).toMatch(fix);
    expect(cause.fix).not.toMatch(/AMI|MiB/);
    expect(cause.facts.join()).toContain('repeats 4 times: StreamAggregatedResources');
  });

  // https://github.com/aws/amazon-ecs-service-connect-agent/issues/127
  test('no AMI where AWS runs the host', () => {
    const line = '[error] [AppNet Agent] Envoy readiness check failed with: Get "http://127.0.0.1:9901/ready": context deadline exceeded';
    expect(proxy('MANAGED_INSTANCES', line).fix).not.toContain('AMI');
    expect(text(proxy('MANAGED_INSTANCES', line))).toContain('Envoy readiness check failed');
    expect(proxy('EC2', line).fix).toContain('AMI');
  });
});

test('the container of GuardDuty does not end a task: https://github.com/aws/aws-cdk/issues/32877', () => {
  const reason = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate:v1.5.0-Fg_arm64: 403 Forbidden';
  const cause = top({
    log: ['Error: DATABASE_URL is not set'],
    task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'aws-guardduty-agent-mfjGLB', reason }, { name: 'web', exitCode: 1 }] },
  });
  expect(cause).toMatchObject({ id: 'app-config-missing', container: 'web' });
});

describe('placement and capacity', () => {
  const place = (reason: string) => `(service web) was unable to place a task because no container instance met all of its requirements. ${reason}`;
  const attribute = place('The closest matching (container-instance cca2a08b) is missing an attribute required by your task.');

  test.each([
    ['ecs.capability.docker-plugin.rexray/ebs', /volume plugin rexray\/ebs/],
    ['com.amazonaws.ecs.capability.logging-driver.splunk', /splunk to ECS_AVAILABLE_LOGGING_DRIVERS/],
    ['ecs.capability.something-new', /attribute ecs\.capability\.something-new/],
  ])('attribute %s', (name, fix) => {
    const requiresAttributes = [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }, { name }];
    expect(top({ events: [attribute], definition: { requiresAttributes } }).fix).toMatch(fix);
  });

  // https://github.com/aws/amazon-ecs-agent/issues/1423: with awsvpc, the place of the subnets is an attribute
  test('which attribute is missing, the instance shows: a capability, or the subnet', () => {
    const requiresAttributes = [{ name: 'com.amazonaws.ecs.capability.logging-driver.splunk' }];
    const cause = top({
      events: [attribute], definition: { requiresAttributes }, service: { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } } },
    });
    expect(cause.headline).not.toContain('splunk');
    expect(text(cause)).toContain('splunk, or a subnet of the service, which ECS calls an attribute, too (awsvpc: subnet-1, subnet-2)');
    expect(cause.fix).toMatch(/^compare VPC, .*--container-instances cca2a08b.*give the service the subnets of the instances.*; else add splunk/);
  });

  test('a placement constraint is named', () => {
    const cause = top({ events: [attribute], service: { placementConstraints: [{ type: 'memberOf', expression: 'attribute:ecs.instance-type == g5.xlarge' }] } });
    expect(text(cause)).toContain('memberOf attribute:ecs.instance-type == g5.xlarge');
    expect(cause.fix).toContain('placementConstraints');
  });

  test('network interfaces', () => {
    const { fix } = top({ events: [place('The closest matching (container-instance 4cd2) encountered error "RESOURCE:ENI".')] });
    expect(fix).toContain('awsvpcTrunking');
    expect(fix).not.toContain('memory');
  });

  test('no room for old and new tasks, where the old one stops first already', () => {
    const { fix } = top({
      events: [place('The closest matching (container-instance 4cd2) has insufficient memory available.')],
      service: { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } },
    });
    expect(fix).not.toContain('maxHealthyPercent');
  });

  test('an empty capacity provider, with GPUs: https://github.com/aws-samples/cost-effective-aws-deployment-of-comfyui/issues/39', () => {
    const { headline, fix } = top({
      events: [place('Reason: No Container Instances were found in your capacity provider.')],
      service: { capacityProviderStrategy: [{ capacityProvider: 'gpu-spot', weight: 1 }] },
      container: { resourceRequirements: [{ type: 'GPU', value: '1' }] },
    });
    expect(headline).toContain('capacity provider gpu-spot');
    expect(fix).toMatch(/activity history .* gpu-spot .* quota of GPU instances/);
    expect(fix).not.toContain('addAsgCapacityProvider');
  });
});

describe('refused services', () => {
  const refused = (words: string) => `Resource handler returned message: "Invalid request provided: ${words} (Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException)"`;
  test.each([
    ['https://github.com/aws/aws-cdk/issues/34631', 'When switching from launch type to capacity provider strategy on an existing service, you must force a new deployment.', /forceNewDeployment: \{ enabled: true/],
    ['https://github.com/aws/aws-cdk/issues/33195', 'UpdateService error: TaskDefinition is inactive', /register a new revision/],
    ['https://github.com/aws/copilot-cli/issues/5652', `UpdateService error: The target group with targetGroupArn ${GROUP} does not have an associated load balancer.`, /forward to the target group again/],
    ['a new service', `The target group with targetGroupArn ${GROUP} does not have an associated load balancer.`, /addDependency\(listener\)/],
  ])('%s', (_source, words, fix) => {
    expect(top({ operation: refused(words) }).fix).toMatch(fix);
  });
});

describe('log Region and secrets', () => {
  const notStarted = (stoppedReason: string, region = 'eu-west-1') => top({
    container: { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web', 'awslogs-region': region } }, secrets: [{ name: 'TOKEN', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-secret' }] },
    task: { stopCode: 'TaskFailedToStart', startedAt: undefined, stoppedReason, containers: [{ name: 'web' }] },
  });
  const logs = (region: string) => 'ResourceInitializationError: failed to validate logger args: create stream has been retried 7 times: failed to create Cloudwatch log stream:'
    + ` RequestError: send request failed caused by: Post "https://logs.${region}.amazonaws.com/": dial tcp: lookup logs.${region}.amazonaws.com on 172.31.0.2:53: no such host : exit status 1`;

  test('no Region: https://github.com/pulumi/pulumi-awsx/issues/1279', () => {
    const cause = notStarted(logs('undefined'), 'undefined');
    expect(cause.id).toBe('log-driver-config');
    expect(cause.fix).toContain('set awslogs-region to eu-west-1');
  });

  test('another Region', () => {
    const cause = notStarted(logs('us-east-1'), 'us-east-1');
    expect(cause.id).toBe('log-network');
    expect(text(cause)).toContain('awslogs-region is us-east-1, but the service is in eu-west-1');
  });

  const denied = (arn: string) => `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: failed to fetch secret ${arn} from secrets manager: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/Web-Execution/1c4f is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action status code: 400`;

  test('a name that ends like a suffix: https://github.com/aws-samples/dify-self-hosted-on-aws/pull/35', () => {
    const cause = notStarted(denied('arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-secret'));
    expect(cause.headline).toContain('secret test-secret');
    expect(cause.fix).toContain('fromSecretCompleteArn');
  });

  test('a name with its suffix', () => {
    const cause = notStarted(denied('arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-Xy4Zq1'));
    expect(cause.headline).toMatch(/secret test$/);
    expect(cause.fix).toContain('grantRead');
  });
});
