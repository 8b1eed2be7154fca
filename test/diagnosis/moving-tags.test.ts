import { at, exited, Given, text, top } from './given';

const defined = (image: string, more = {}) => ({ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], image, ...more });
const before = (image: string, more = {}): Pick<Given, 'container' | 'previous'> => (
  { container: { image, ...more }, previous: { containerDefinitions: [defined(image, more)] } });
const UNKNOWN_SECTION = '[error] [config] unknown section [env]';

describe('the container is defined as before, and only its tag can name something else', () => {
  test.each([
    'vabene1111/recipes:latest', 'amazon/aws-for-fluent-bit:stable', 'nginx:mainline-alpine', 'redis:8-alpine', 'mongo:8', 'grafana/grafana',
  ])('%s', (image) => {
    const tag = image.split(':')[1] ?? 'latest';
    const cause = exited(UNKNOWN_SECTION, before(image));
    expect(cause.fix).toContain(`container "web" is defined as before and its tag ${tag} moves: pin the version that ran`);
  });

  test.each([
    ['a version', before('vabene1111/recipes:1.5.6')],
    ['a digest', before(`redis@sha256:${'0'.repeat(64)}`)],
    ['a build of one\'s own', before('123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:42')],
    ['a definition that changed', { ...before('redis:latest'), container: { image: 'redis:latest', environment: [{ name: 'A', value: 'b' }] } }],
    ['a first deployment', { container: { image: 'redis:latest' } }],
  ])('%s is no such tag', (_name, given) => expect(exited(UNKNOWN_SECTION, given).fix).not.toContain('moves'));

  test('digests show that it is the same image', () => {
    const container = { name: 'web', exitCode: 1, imageDigest: 'sha256:1' };
    const cause = top({
      ...before('redis:latest'), log: [UNKNOWN_SECTION], task: { stopCode: 'EssentialContainerExited', containers: [container] },
      running: [{ taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/bbbbbbbb', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', containers: [{ ...container, exitCode: undefined }] }],
    });
    expect(cause.fix).not.toContain('moves');
  });

  test('a dependency that is away is no matter of the image', () => {
    expect(exited('Error: connect ECONNREFUSED 10.0.0.9:5432', before('shop/web:latest')).fix).not.toContain('moves');
  });
});

describe('a health check whose program can be absent: https://github.com/aws/aws-xray-daemon', () => {
  const healthCheck = { command: ['CMD', 'true'], interval: 10, retries: 3, startPeriod: 0 };
  const failing = (log: readonly (readonly [number, string])[], image = 'amazon/aws-xray-daemon:latest') => top({
    ...before(image, { healthCheck }),
    task: {
      startedAt: at(40), stoppingAt: at(110), stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks',
      containers: [{ name: 'web', exitCode: 0, healthStatus: 'UNHEALTHY' }],
    },
    frame: { logs: { web: { aaaaaaaa: log.map(([second, message]) => ({ timestamp: Date.parse(at(second)), message })) } } },
  });
  const STARTED = [[41, '[Info] Initializing AWS X-Ray daemon 3.3.0'], [41, '[Info] Starting proxy http server on 0.0.0.0:2000']] as const;

  test('a program that was done with its start is not called slow: only its words about the stop are late', () => {
    const cause = failing([...STARTED, [108, '[Info] Got shutdown signal: terminated'], [108, '[Info] Shutdown finished.']]);
    expect(cause).toMatchObject({ id: 'container-health-check', container: 'web' });
    expect(text(cause)).toContain('health check: true');
    expect(cause.fix).toContain('is true in it?');
    expect(cause.fix).toContain('pin the image that passed it, by version or digest instead of latest');
    expect(cause.fix).not.toContain('startPeriod');
  });

  test('a program that goes on to start is', () => {
    const cause = failing([...STARTED, [100, 'Loading segment rules'], [108, '[Info] Got shutdown signal: terminated']]);
    expect(cause.id).toBe('health-check-grace-too-short');
  });

  test('a version that is fixed cannot have moved', () => {
    expect(text(failing([...STARTED, [108, 'Got shutdown signal']], 'amazon/aws-xray-daemon:3.2.0'))).not.toContain('moves');
  });
});
