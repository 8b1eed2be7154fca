import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Volume } from '../../src/facts/model';

const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const EFS: Volume = { name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0123456789abcdef0' } };

function frame(line: string, containerPath: string, volume: Volume = EFS, over: { reason?: string } = {}): Frame {
  return {
    at: at(300),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2' },
    service: { serviceName: 'web', desiredCount: 1, deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 1, createdAt: at(5), rolloutState: 'IN_PROGRESS' }] },
    taskDefinition: {
      volumes: [volume],
      containerDefinitions: [{ name: 'web', essential: true, mountPoints: [{ sourceVolume: 'data', containerPath }] }],
    },
    tasks: [{
      taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/aaaaaaaa', startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', createdAt: at(10),
      stopCode: over.reason ? 'TaskFailedToStart' : 'EssentialContainerExited', stoppedReason: over.reason ?? 'Essential container in task exited',
      stoppedAt: at(60), containers: [over.reason ? { name: 'web', reason: over.reason } : { name: 'web', exitCode: 1 }],
    }],
    ...(line && { logs: { web: { aaaaaaaa: [{ timestamp: Date.parse(at(40)), message: line }] } } }),
  };
}

test.each([
  // https://github.com/moby/moby/issues/44604 and the texts of the programs
  ['nginx', '[emerg] 1#1: open() "/etc/nginx/nginx.conf" failed (2: No such file or directory)', '/etc/nginx', '/etc/nginx/nginx.conf'],
  ['Python', 'python: can\'t open file \'/app/main.py\': [Errno 2] No such file or directory', '/app/', '/app/main.py'],
  ['Node.js', 'Error: Cannot find module \'/usr/src/app/server.js\'', '/usr/src/app', '/usr/src/app/server.js'],
  ['npm', 'npm ERR! enoent ENOENT: no such file or directory, open \'/app/package.json\'', '/app', '/app/package.json'],
])('%s misses a file below a mount point: the volume hides it', (_name, line, mount, path) => {
  const [top] = diagnose(frame(line, mount)).causes;
  expect(top.headline).toContain(`EFS volume data hides ${path} of the image`);
  expect(top.fix).toMatch(/^mount the volume at a directory that the image does not need/);
  expect(top.facts.join()).toContain(`EFS volume data is mounted at ${mount}`);
});

describe('nothing shows that the image has the file: it is not on the volume', () => {
  test.each([
    // https://github.com/overleaf/toolkit: the links of letsencrypt lead out of the mounted directory
    ['a certificate', 'nginx: [emerg] cannot load certificate "/certs/web.pem": BIO_new_file() failed (SSL: error:02001002:system library:fopen:No such file or directory)', '/certs', '/certs/web.pem'],
    ['a configuration', 'Error: open /config/settings.yaml: no such file or directory', '/config', '/config/settings.yaml'],
    ['a model', 'OSError: /models/ssd/1/saved_model.pb: No such file or directory', '/models', '/models/ssd/1/saved_model.pb'],
  ])('%s', (_name, line, mount, path) => {
    const given = frame(line, mount);
    const [top] = diagnose(given).causes;
    expect(top.headline).toContain(`${path} is not on EFS volume data`);
    expect(top.fix).toMatch(/^put \S+ onto the volume, or correct the setting that names it; a link/);
    expect(`${top.headline} ${top.facts.join()}`).not.toMatch(/hides|of the image/);
    // it ran before without the mount
    const previousTaskDefinition = { containerDefinitions: [{ name: 'web' }] };
    expect(diagnose({ ...given, previousTaskDefinition }).causes[0].headline).toContain(`EFS volume data hides ${path} of the image`);
    const same = { ...given, previousTaskDefinition: given.taskDefinition };
    expect(diagnose(same).causes[0].headline).toContain(`${path} is not on`);
  });
});

test('a directory of the instance, over the start command', () => {
  const reason = 'CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: "/app/start.sh": stat /app/start.sh: no such file or directory';
  const [top] = diagnose(frame('', '/app', { name: 'data', host: { sourcePath: '/srv/app' } }, { reason })).causes;
  expect(top).toMatchObject({ id: 'entrypoint-not-found', headline: 'container "web" cannot start: host volume data hides /app/start.sh of the image' });
});

test.each([
  ['the file is elsewhere', 'Error: Cannot find module \'/usr/src/app/server.js\'', '/usr/src/app2'],
  ['the mount point itself', 'Error: cannot open /data: not found', '/data'],
  ['a refused file exists', 'PermissionError: [Errno 13] Permission denied: \'/app/main.py\'', '/app'],
])('not: %s', (_name, line, mount) => {
  expect(diagnose(frame(line, mount)).causes[0].headline).not.toContain('hides');
});
