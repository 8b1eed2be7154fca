import { Members } from './values';
import { Declared, DeclaredContainer, DeclaredService, DeclaredTask, Target } from '../declared';
import { Known, plain, textOf } from '../known';

/** A task definition: properties of AWS::ECS::TaskDefinition, input of RegisterTaskDefinition, or answer of DescribeTaskDefinition. */
export function taskOf(given: Members, ofService: boolean | undefined): DeclaredTask {
  const compatibilities = given.texts('requiresCompatibilities').map(textOf);
  const fargate = ofService ?? (compatibilities.length ? compatibilities.every((one) => one === 'FARGATE') : undefined);
  // `bridge` on Linux instances (Amazon ECS API Reference, RegisterTaskDefinition): a hole is neither.
  const networkMode = given.get('networkMode') === undefined ? 'bridge' : given.text('networkMode');
  return {
    ...(networkMode !== undefined && { networkMode }),
    ...(fargate !== undefined && { fargate }),
    ...vcpusOf(given.text('cpu')),
    ...platformOf(given.members('runtimePlatform'), fargate),
    ...rolesOf(given),
    containers: given.list('containerDefinitions').map(containerOf),
    fileSystems: given.list('volumes').flatMap((volume) => fileSystemOf(volume.members('efsVolumeConfiguration'))),
  };
}

/** `1024` or `1 vCPU` */
function vcpusOf(cpu: string | undefined): { readonly vcpus?: number } {
  const value = Number(/^[\d.]+/.exec(cpu ?? '')?.[0] ?? NaN);
  if (!(value > 0)) return {};
  return { vcpus: /vcpu/i.test(cpu ?? '') ? value : value / 1024 };
}

/** Fargate runs LINUX on X86_64 where nothing is named (Amazon ECS Developer Guide, task definition parameters for Fargate). */
function platformOf(given: Members, fargate: boolean | undefined): { readonly platform?: string } {
  const member = (name: string, other: string) => (given.get(name) === undefined ? fargate && other : given.text(name));
  const [family, cpu] = [member('operatingSystemFamily', 'LINUX'), member('cpuArchitecture', 'X86_64')];
  if (!family || !cpu) return {};
  return { platform: `${/^WINDOWS/.test(family) ? 'windows' : 'linux'}/${cpu === 'ARM64' ? 'arm64' : 'amd64'}` };
}

function rolesOf(given: Members): Pick<DeclaredTask, 'executionRole' | 'taskRole'> {
  const [executionRole, taskRole] = [given.known('executionRoleArn'), given.known('taskRoleArn')];
  return { ...(executionRole && { executionRole }), ...(taskRole && { taskRole }) };
}

function fileSystemOf(given: Members): DeclaredTask['fileSystems'] {
  const id = given.known('fileSystemId') ?? given.known('filesystemId');
  const accessPoint = given.members('authorizationConfig').known('accessPointId');
  return id ? [{ id, ...(accessPoint && { accessPoint }) }] : [];
}

function containerOf(given: Members): DeclaredContainer {
  const image = given.known('image');
  const log = given.members('logConfiguration');
  const driver = log.text('logDriver');
  const credentials = given.members('repositoryCredentials').known('credentialsParameter');
  const ports = portsOf(given.values('portMappings').map((one) => new Members(one)));
  return {
    name: given.text('name') ?? '?',
    ...(image && { image }),
    secrets: [
      ...secretsOf(given.list('secrets')),
      ...secretsOf(log.list('secretOptions')),
      ...(credentials ? [{ name: 'repositoryCredentials', from: credentials }] : []),
    ],
    ...(driver !== undefined && { log: { driver, options: log.map('options') } }),
    envFiles: given.list('environmentFiles').flatMap((one) => one.known('value') ?? []),
    ...(ports && { ports }),
  };
}

function secretsOf(given: readonly Members[]): DeclaredContainer['secrets'] {
  return given.flatMap((one) => {
    const from = one.known('valueFrom');
    return from ? [{ name: one.text('name') ?? '?', from }] : [];
  });
}

/** A range of ports is not compared: it counts as not known. */
function portsOf(mappings: readonly Members[]): readonly number[] | undefined {
  const ports = mappings.map((one) => one.number('containerPort'));
  return ports.every((port) => port !== undefined) ? ports as readonly number[] : undefined;
}

export function serviceOf(given: Members): DeclaredService {
  const launchType = given.text('launchType');
  const providers = given.list('capacityProviderStrategy').flatMap((one) => one.known('capacityProvider') ?? []);
  const isAllFargate = providers.length > 0 && providers.every((one) => /^FARGATE(_SPOT)?$/.test(textOf(one) ?? ''));
  const network = given.members('networkConfiguration').members('awsvpcConfiguration');
  const [cluster, namespace, role] = [
    given.known('cluster'), namespaceOf(given.members('serviceConnectConfiguration')), given.known('role'),
  ];
  const desired = given.number('desiredCount');
  return {
    ...(cluster && { cluster }),
    ...(desired !== undefined && { desired }),
    ...((launchType !== undefined || providers.length) && { fargate: launchType === 'FARGATE' || isAllFargate }),
    capacityProviders: providers,
    targets: given.list('loadBalancers').flatMap(targetsOf),
    subnets: network.texts('subnets'),
    ...(namespace && { namespace }),
    ...(role && { ecsRole: role }),
  };
}

/** That of the other colour, too (Amazon ECS API Reference, AdvancedConfiguration). */
function targetsOf(given: Members): readonly Target[] {
  const [group, container, port] = [given.known('targetGroupArn'), given.known('containerName'), given.number('containerPort')];
  const other = given.members('advancedConfiguration').known('alternateTargetGroupArn');
  return [
    ...(group ? [{ group, ...(container && { container }), ...(port !== undefined && { port }) }] : []),
    ...(other ? [{ group: other }] : []),
  ];
}

function namespaceOf(given: Members): Known | undefined {
  return given.text('enabled') === 'true' ? given.known('namespace') : undefined;
}

/** AWS::ECS::ExpressGatewayService: one container, a Fargate service behind a load balancer that ECS makes. */
export function gatewayOf(given: Members): Pick<Declared, 'task' | 'service'> {
  const container = given.members('primaryContainer');
  const [image, log] = [container.known('image'), container.members('awsLogsConfiguration')];
  const credentials = container.members('repositoryCredentials').known('credentialsParameter');
  const group = log.known('logGroup');
  const [cluster, role] = [given.known('cluster'), given.known('infrastructureRoleArn')];
  return {
    task: {
      networkMode: 'awsvpc',
      fargate: true,
      ...vcpusOf(given.text('cpu')),
      platform: 'linux/amd64',
      ...rolesOf(given),
      containers: [{
        name: 'Main',
        ...(image && { image }),
        secrets: [...secretsOf(container.list('secrets')), ...(credentials ? [{ name: 'repositoryCredentials', from: credentials }] : [])],
        ...(group && { log: { driver: 'awslogs', options: { 'awslogs-group': group } } }),
        envFiles: [],
      }],
      fileSystems: [],
    },
    service: {
      ...(cluster && { cluster }),
      fargate: true,
      capacityProviders: [],
      targets: [],
      subnets: given.members('networkConfiguration').texts('subnets'),
      ...(role && { ecsRole: role }),
    },
  };
}

/** A task definition file, as `aws ecs register-task-definition --cli-input-json` takes it or `describe-task-definition` prints it. */
export function isTaskDefinition(given: unknown): boolean {
  const members = new Members(given as never);
  return [members, members.members('taskDefinition')].some((one) => one.get('containerDefinitions') !== undefined);
}

/** @param given as `isTaskDefinition` takes it */
export function taskOfFile(given: unknown): { readonly name: string; readonly task: DeclaredTask } {
  const whole = new Members(given as never);
  const members = whole.members('taskDefinition').isThere ? whole.members('taskDefinition') : whole;
  return { name: textOf(members.known('family') ?? plain('task definition')) ?? 'task definition', task: taskOf(members, undefined) };
}

