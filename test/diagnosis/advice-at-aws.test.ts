import { exited, Given, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** Refusals and failures on AWS's side whose text, joined with the task definition and the service, says what to change. */

const refused = (message: string): Cause => top({
  operation: `Resource handler returned message: "Invalid request provided: CreateService error: ${message} (Service: Ecs, Status Code: 400)"`,
});
const inEvent = (message: string, given: Given = {}): Cause => top({ ...given, events: [message] });
const unstarted = (reason: string, given: Given = {}): Cause => top({
  ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, containers: [{ name: 'web', reason }] },
});

describe('a service that ECS refuses', () => {
  const NOT_ASSOCIATED = 'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster.'
    + ' Associate the capacity provider with the cluster or specify a valid capacity provider and try again.';

  test.each([
    ['https://github.com/dask/dask-cloudprovider/issues/330', NOT_ASSOCIATED, 'associate it with the cluster first'],
    ['Amazon ECS', "The specified capacity provider 'spot-arm' was not found. Specify a valid name or ARN and try again.", 'cluster.addAsgCapacityProvider(...)'],
    ['Amazon ECS', 'The container api does not exist in the task definition.', 'correct container api and its port'],
    ['Amazon ECS', 'The container web did not have a container port 80 defined.', 'correct container web'],
    ['Amazon ECS, no row of its own', 'Assign public IP is not supported for this launch type.', 'match compatibility'],
    ['Amazon ECS, no more than a launch type', 'The selected launch type cannot run this.', 'match compatibility'],
    ['words that nobody knows', 'The schedule is on Mars.', 'correct the property that the message names'],
  ])('%s: %s', (_source, message, fix) => {
    const cause = refused(message);
    expect(cause.id).toBe('service-definition-invalid');
    expect(cause.fix).toContain(fix);
  });

  test('a target of another VPC; https://github.com/aws/containers-roadmap/issues/1070', () => {
    expect(inEvent('(service web) failed to register targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/1) with (error'
      + " The Availability Zone for IP address '10.9.0.4' must be 'all' for Application Load Balancer target groups, when not within the VPC)").fix)
      .toContain('into the VPC of the tasks');
  });
});

describe('the role of a refused call', () => {
  const pass = (role: string, session: string) => `User: arn:aws:sts::123456789012:assumed-role/${role}/${session} is not authorized to perform: iam:PassRole on resource:`
    + ' arn:aws:iam::123456789012:role/app-instances because no identity-based policy allows the iam:PassRole action';

  test('ECS passes the role of managed instances with the infrastructure role', () => {
    const cause = inEvent(`(service web) was unable to place a task. Reason: You are not authorized to perform this operation. ${pass('shop-infra', 'ECSManagedInstances')}`);
    expect(cause.fix).toContain('allow iam:PassRole for this role (the infrastructure role');
    expect(cause.fix).not.toContain('deploys');
  });

  test('CloudFormation passes it with its own', () => {
    expect(refused(`User is not authorized: ${pass('cdk-hnb659fds-cfn-exec-role-1', 'AWSCloudFormation')}`).fix).toContain('for the role that deploys the stack');
  });

  const assume = (role: string) => `(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::123456789012:role/${role}' that was`
    + ' provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).';

  test('the role of a task is for tasks', () => {
    expect(inEvent(assume('nonesuch-task')).fix).toContain('ecs-tasks.amazonaws.com');
  });

  test('the role of a service with a load balancer is for ECS itself', () => {
    const cause = refused('Unable to assume role and validate the specified targetGroupArn and the listeners configured on your load balancer.'
      .replace('specified targetGroupArn and the ', '') + ' Please verify the role being passed has the proper permissions.');
    expect(cause.id).toBe('role-not-assumable');
    expect(cause.headline).toContain('role of the service');
    expect(cause.fix).toContain("ServicePrincipal('ecs.amazonaws.com')");
  });
});

describe('an image of a registry of AWS', () => {
  const ecr = (account: string): Given => ({ container: { image: `${account}.dkr.ecr.eu-west-1.amazonaws.com/shared/api:3` } });
  const FORBIDDEN = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): unexpected status from HEAD request to https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/shared/api/manifests/3: 403 Forbidden';

  test('of another account: its owner has to allow the pull', () => {
    const { fix } = unstarted(FORBIDDEN, ecr('111122223333'));
    expect(fix).toContain('let account 111122223333, which owns the repository, allow account 123456789012 to pull');
  });

  test('of this account: a grant', () => {
    expect(unstarted(FORBIDDEN.replace('111122223333', '123456789012'), ecr('123456789012')).fix).toMatch(/^grant the pull/);
  });

  const cached = (path: string): Given => ({ container: { image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${path}` } });
  const upstream = 'CannotPullContainerError: Error response from daemon: denied: The authentication to the upstream registry failed. Verify that the credentials provided in the pull through cache rule are correct, and try again.';

  test('a user below library/ is not on Docker Hub', () => {
    const { fix } = unstarted(upstream, cached('hub/library/grafana/loki:3.1'));
    expect(fix).toContain('take library/ out of the image name');
  });

  test('an official image is there', () => {
    expect(unstarted(upstream, cached('hub/library/redis:7')).fix).toContain('check the credentials of the cache rule');
  });
});

test('a program in quotation marks that AWS has escaped', () => {
  const cause = unstarted('CannotStartContainerError: API error (400): OCI runtime create failed: container_linux.go:348: starting container process caused "exec: \\"serve.sh\\": executable file not found in $PATH"');
  expect(cause.headline).toContain('serve.sh is not in the image');
});

describe('room for a task', () => {
  const FULL = '(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance'
    + ' 0f2d6c1be86f4d1c) has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';

  test('of a daemon service is needed on each instance', () => {
    const { fix } = inEvent(FULL, { service: { schedulingStrategy: 'DAEMON' } });
    expect(fix).toContain('free room on container instance 0f2d6c1b');
    expect(fix).not.toContain('add instances');
  });

  test('of others comes with more instances', () => {
    expect(inEvent(FULL, { service: { schedulingStrategy: 'REPLICA' } }).fix).toContain('add instances');
  });
});

describe('a heap of V8 that is full', () => {
  const END = 'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory';
  const collected = (mib: string) => `[1:0x55]  61234 ms: Mark-sweep (reduce) ${mib} (2093.1) -> ${mib} (2093.3) MB, 1412.5 / 0.0 ms  (average mu = 0.1) allocation failure`;
  const ended = (log: readonly string[], memory: string) => top({
    log, definition: { memory }, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 134 }] },
  });

  test('is raised, while the memory of the task has room', () => {
    const { fix } = ended(['<--- Last few GCs --->', collected('2046.9'), END], '8192');
    expect(fix).toContain('raise the heap, which is full at 2047 MiB');
    expect(fix).toContain('NODE_OPTIONS=--max-old-space-size=5734');
    expect(fix).not.toContain('raise memoryLimitMiB');
  });

  test('by the option in the command that npm prints', () => {
    expect(ended(['> node --max-old-space-size=1024 dist/main', collected('1020.4'), END], '4096').fix).toContain('full at 1024 MiB (--max-old-space-size=1024)');
  });

  test('needs more memory where it fills that of the task', () => {
    expect(ended(['<--- Last few GCs --->', collected('2046.9'), END], '2048').fix).toContain('raise memoryLimitMiB');
    expect(exited(END, {}, 134).fix).toContain('raise memoryLimitMiB');
  });
});
