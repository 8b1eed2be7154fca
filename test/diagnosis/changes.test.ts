import { changesSince } from '../../src/diagnosis/changes';
import { TaskDefinition } from '../../src/facts/model';

function textsOf(...definitions: Parameters<typeof changesSince>): readonly string[] {
  return changesSince(...definitions).map(({ text }) => text);
}

const base: TaskDefinition = {
  cpu: '512',
  memory: '1024',
  taskRoleArn: 'arn:aws:iam::123456789012:role/task-a',
  containerDefinitions: [{
    name: 'web',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1',
    environment: [{ name: 'A', value: 'secret value' }, { name: 'B', value: '1' }],
    secrets: [{ name: 'S', valueFrom: 'arn:1' }],
    portMappings: [{ containerPort: 80 }],
  }],
};
const [web] = base.containerDefinitions ?? [];
const changed = (over: Partial<TaskDefinition>, of: object = {}) =>
  textsOf(base, { ...base, ...over, containerDefinitions: [{ ...web, ...of }] });

test.each([
  [changed({}), []],
  [changed({ cpu: '256', memory: '512' }), ['cpu 512 -> 256', 'memory 1024 -> 512']],
  [changed({ taskRoleArn: 'arn:aws:iam::123456789012:role/task-b' }), ['task role task-a -> task-b']],
  [changed({}, { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2' }), ['image tag 1 -> 2']],
  [changed({}, { image: 'nginx' }), ['image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1 -> nginx']],
  [
    changed({}, { environment: [{ name: 'A', value: 'other' }, { name: 'C', value: '1' }] }),
    ['environment B removed', 'environment A changed', 'environment C added'],
  ],
  [changed({}, { secrets: [] }), ['secret S removed']],
  [changed({}, { portMappings: [{ containerPort: 8080 }], command: ['run'] }), ['command none -> run', 'port mappings 80 -> 8080']],
  [textsOf(base, { ...base, containerDefinitions: [web, { name: 'proxy' }] }), ['container "proxy" added']],
  [textsOf(null, base), []],
  [changed({ runtimePlatform: { cpuArchitecture: 'ARM64' } }), ['cpu architecture none -> ARM64']],
  [changed({ ephemeralStorage: { sizeInGiB: 30 } }), ['ephemeral storage (GiB) none -> 30']],
  [changed({ volumes: [{ name: 'data' }] }), ['volume data added']],
  [changed({}, { user: '1000', readonlyRootFilesystem: true }), ['user none -> 1000', 'read-only root filesystem none -> true']],
  [changed({}, { essential: false }), ['essential true -> false']],
  [changed({}, { memory: 256 }), ['memory none -> 256 MiB']],
  [changed({}, { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }), ['mount /data added']],
  [changed({}, { ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }] }), ['ulimit nofile none -> 1024/4096']],
  [changed({}, { linuxParameters: { initProcessEnabled: true } }), ['initProcessEnabled none -> true']],
  [changed({}, { linuxParameters: { initProcessEnabled: false, sharedMemorySize: 256 } }), ['sharedMemorySize none -> 256 MiB']],
  [
    changed({}, { linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] } } }),
    ['capabilities.add none -> SYS_PTRACE', 'capabilities.drop none -> ALL'],
  ],
  [changed({}, { linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } }), ['device /dev/fuse added']],
  [changed({}, { linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64 }] } }), ['tmpfs /tmp added']],
  [changed({}, { linuxParameters: { maxSwap: 512, swappiness: 10 } }), ['maxSwap none -> 512 MiB', 'swappiness none -> 10']],
  [changed({ pidMode: 'task', ipcMode: 'host' } as TaskDefinition), ['pid mode none -> task', 'ipc mode none -> host']],
  [changed({}, { dockerSecurityOptions: ['no-new-privileges'] }), ['dockerSecurityOptions none -> no-new-privileges']],
  [changed({}, { systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }] }), ['sysctl net.core.somaxconn none -> 1024']],
  [changed({}, { resourceRequirements: [{ type: 'GPU', value: '1' }] }), ['resource GPU none -> 1']],
  [changed({}, { healthCheck: { command: ['CMD', 'curl'] } }), ['health check added']],
  [changed({}, { logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': 'T0K3N' } } }), ['log configuration added']],
  [changed({}, { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::bucket/prod.env' }] }), ['environment file prod.env added']],
  // a member that this project does not know
  [changed({}, { restartPolicy: { enabled: true } }), ['restart policy']],
  // what ECS returns for members that nobody has set
  [changed({}, { mountPoints: [], volumesFrom: [], cpu: 0, essential: true, linuxParameters: { devices: [] } }), []],
  [changed({}, { readonlyRootFilesystem: false }), []],
  // a registration of the same definition
  [changed({ revision: 8, taskDefinitionArn: 'arn:8' }), []],
])('%j', (found, wanted) => expect(found).toEqual(wanted));

test('old and new values of members that were there before', () => {
  const of = (container: object) => ({ containerDefinitions: [{ name: 'web', ...container }] });
  const between = (a: object, b: object) => textsOf(of(a), of(b));
  expect(between({ linuxParameters: { initProcessEnabled: true, tmpfs: [{ containerPath: '/tmp', size: 64 }] } }, {
    linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 16 }] },
  })).toEqual(['initProcessEnabled true -> none', 'tmpfs /tmp changed (size 64 -> 16)']);
  expect(between({ ulimits: [{ name: 'nofile', softLimit: 65536, hardLimit: 65536 }] }, { ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }] }))
    .toEqual(['ulimit nofile 65536/65536 -> 1024/4096']);
  expect(between({ healthCheck: { command: ['a'], interval: 30 } }, { healthCheck: { command: ['b'], interval: 5 } }))
    .toEqual(['health check (command a -> b, interval 30 -> 5)']);
});

test('values of the environment are never in it', () => {
  expect(JSON.stringify(changed({}, { environment: [{ name: 'A', value: 'new secret' }] }))).not.toMatch(/secret value|new secret/);
});

describe('what exactly differs', () => {
  const between = (a: object, b: object) => textsOf(
    { containerDefinitions: [{ name: 'web', ...a }] } as TaskDefinition, { containerDefinitions: [{ name: 'web', ...b }] } as TaskDefinition);
  const arn = (region: string, name: string) => `arn:aws:ssm:${region}:123456789012:parameter/${name}`;
  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

  test.each<[string, object, object, readonly string[]]>([
    ['an option', { command: ['serve', '--log', 'json', '--port', '8080', '--workers', '4'] },
      { command: ['serve', '--log', 'json', '--port', '80', '--workers', '4'] }, ['command --port 8080 -> --port 80']],
    ['inside of a line for a shell', { entryPoint: ['sh', '-c', 'exec java -Xmx512m -jar /app.jar'] },
      { entryPoint: ['sh', '-c', 'exec java -Xmx2g -jar /app.jar'] }, ['entry point -Xmx512m -> -Xmx2g']],
    ['an argument that went', { command: ['--lower-case-table-names=1', '--skip-log-bin'] }, { command: ['--skip-log-bin'] },
      ['command --lower-case-table-names=1 removed']],
    ['a long one, by its first words', { command: ['a'] }, { command: ['run', ...'abcdefghijklmnopqrstuvwxyz'.split('').map((c) => c.repeat(5))] },
      ['command a -> run aaaaa bbbbb ccccc ddddd eeeee fffff ggggg hhhhh iiiii ...']],
    ['a password', { command: ['run', '--password', 'OldOne1'] }, { command: ['run', '--password', 'NewOne2'] }, ['command']],
    ['a value that looks like a token', { command: ['join', 'K10a8b7c6d5e4f3a2b1c0d9'] }, { command: ['join', 'K10f8e7d6c5b4a3f2e1d0c9'] }, ['command']],
    ['a URL with a password', { command: ['--db=postgres://a:b@c/d'] }, { command: ['--db=postgres://a:e@c/d'] }, ['command']],
    ['the Region of a parameter', { secrets: [{ name: 'S', valueFrom: arn('eu-west-1', 'db/url') }] },
      { secrets: [{ name: 'S', valueFrom: arn('eu-central-1', 'db/url') }] }, ['secret S changed (eu-west-1 -> eu-central-1)']],
    ['the name of a parameter', { secrets: [{ name: 'S', valueFrom: arn('eu-west-1', 'db/url') }] },
      { secrets: [{ name: 'S', valueFrom: arn('eu-west-1', 'db/uri') }] }, ['secret S changed (parameter/db/url -> parameter/db/uri)']],
    ['a value in place of a name', { secrets: [{ name: 'S', valueFrom: 'db' }] },
      { secrets: [{ name: 'S', valueFrom: 'sk4nq8x7Zr2TfW9pLm3Vb6' }] }, ['secret S changed']],
    ['a repository', { image: `${host}/team/web:1` }, { image: `${host}/team/api:1` }, ['image web:1 -> api:1']],
    ['a registry', { image: `${host}/web:1` }, { image: `${host.replace('eu-west-1', 'us-east-1')}/web:1` },
      [`image ${host} -> ${host.replace('eu-west-1', 'us-east-1')}`]],
    ['a mount', { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] },
      { mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: true }] }, ['mount /data changed (readOnly none -> true)']],
    ['a host port', { portMappings: [{ containerPort: 80, hostPort: 80 }] }, { portMappings: [{ containerPort: 80, hostPort: 0 }] },
      ['port mappings (hostPort 80 -> 0)']],
    ['a command of a health check', { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:80/ || exit 1'] } },
      { healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'] } },
      ['health check (command -f http://localhost:80/ -> -f http://localhost:8080/)']],
  ])('%s', (_what, a, b, texts) => expect(between(a, b)).toEqual(texts));

  test('a volume', () => {
    const volume = (options: object) => ({ volumes: [{ name: 'data', ...options }] }) as TaskDefinition;
    expect(textsOf(volume({ efsVolumeConfiguration: { fileSystemId: 'fs-1', rootDirectory: '/' } }),
      volume({ efsVolumeConfiguration: { fileSystemId: 'fs-1', rootDirectory: '/grafana' } })))
      .toEqual(['volume data changed (rootDirectory / -> /grafana)']);
    const share = (o: string) => volume({ dockerVolumeConfiguration: { driverOpts: { o } } });
    expect(textsOf(share('username=a,password=b'), share('username=a,password=c'))).toEqual(['volume data changed (o)']);
  });
});
