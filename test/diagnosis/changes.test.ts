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
  [changed({}, { portMappings: [{ containerPort: 8080 }], command: ['run'] }), ['command', 'port mappings 80 -> 8080']],
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
  })).toEqual(['initProcessEnabled true -> none', 'tmpfs /tmp 64 MiB -> 16 MiB']);
  expect(between({ ulimits: [{ name: 'nofile', softLimit: 65536, hardLimit: 65536 }] }, { ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }] }))
    .toEqual(['ulimit nofile 65536/65536 -> 1024/4096']);
  expect(between({ healthCheck: { command: ['a'], interval: 30 } }, { healthCheck: { command: ['b'], interval: 5 } }))
    .toEqual(['health check (command, interval 30 -> 5)']);
});

test('values of the environment are never in it', () => {
  expect(JSON.stringify(changed({}, { environment: [{ name: 'A', value: 'new secret' }] }))).not.toMatch(/secret value|new secret/);
});
