import { AccountModel } from '../../src/lab/account';
import { digestOf, manifestOf } from '../../src/lab/account/images';
import { Random, seededRandom } from '../../src/lab/random';
import { CheckName } from '../../src/preflight/model';
import { ForeseenCause } from '../../src/preflight/pages';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';
const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

type Json = { [key: string]: any };
type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** A template, the account that it is deployed to, and what is wrong with them. */
export interface World {
  readonly name: string;
  readonly template: Json;
  readonly account: AccountModel;
  /** undefined: everything is there. */
  readonly fault?: { readonly check: CheckName; readonly cause: ForeseenCause };
}

/** Plain values; `written` makes functions of some of them. */
interface Plan {
  readonly container: Json;
  readonly task: Json;
  readonly service: Json;
  readonly account: Mutable<AccountModel> & Json;
}

const TARGET_GROUP = arn('elasticloadbalancing', 'targetgroup/web/0123456789abcdef');
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/team/${name}`;
const PLATFORMS = { X86_64: 'linux/amd64', ARM64: 'linux/arm64' } as const;

/** Everything that a check looks at is in it, and in the account. */
function sound(random: Random): Plan {
  const cpu = pick(random, ['X86_64', 'ARM64'] as const);
  const platform = PLATFORMS[cpu];
  const image = {
    platforms: pick(random, [[platform], ['linux/amd64', 'linux/arm64'], ['linux/arm64/v8', 'linux/amd64']]),
    attested: random.next() < 0.5,
  };
  const single = random.next() < 0.4;
  const zones = ['euw1-az1', 'euw1-az2'];
  return {
    container: {
      Name: 'web',
      Image: `${HOST}/shop/web:1.42.0`,
      PortMappings: [{ ContainerPort: 8080 }],
      Secrets: [
        { Name: 'DB_PASSWORD', ValueFrom: `${arn('secretsmanager', 'secret:shop/db-AbCdEf')}:password::` },
        { Name: 'TOKEN', ValueFrom: arn('secretsmanager', 'secret:shop/token') },
        { Name: 'LEVEL', ValueFrom: '/shop/level' },
        { Name: 'MODE', ValueFrom: arn('ssm', 'parameter/shop/mode') },
      ],
      LogConfiguration: {
        LogDriver: 'awslogs', Options: { 'awslogs-group': '/shop/web', 'awslogs-region': REGION, 'awslogs-stream-prefix': 'web' },
      },
      EnvironmentFiles: [{ Type: 's3', Value: 'arn:aws:s3:::shop-settings/web/prod.env' }],
    },
    task: {
      Family: 'web', Cpu: '1024', Memory: '2048', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'],
      RuntimePlatform: { CpuArchitecture: cpu, OperatingSystemFamily: 'LINUX' },
      ExecutionRoleArn: role('execution'), TaskRoleArn: role('task'),
      Volumes: [{
        Name: 'data',
        EFSVolumeConfiguration: {
          FilesystemId: 'fs-0a1b2c3d', TransitEncryption: 'ENABLED', AuthorizationConfig: { AccessPointId: 'fsap-0a1b2c3d' },
        },
      }],
    },
    service: {
      Cluster: 'prod', DesiredCount: 2,
      CapacityProviderStrategy: [{ CapacityProvider: pick(random, ['FARGATE', 'FARGATE_SPOT']), Weight: 1 }],
      LoadBalancers: [{ TargetGroupArn: TARGET_GROUP, ContainerName: 'web', ContainerPort: 8080 }],
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-0aaa', 'subnet-0bbb'], SecurityGroups: ['sg-0a1b2c3d'] } },
      ServiceConnectConfiguration: { Enabled: true, Namespace: 'shop.local' },
    },
    account: {
      repositories: { 'shop/web': { '1.42.0': single ? { platforms: [platform], single } : image } },
      secrets: { 'shop/db-AbCdEf': { value: '{"password":"x"}' }, 'shop/token-GhIjKl': {} },
      parameters: ['/shop/level', '/shop/mode'],
      logGroups: ['/shop/web', '/shop/web-old'],
      roles: { execution: { trusts: ['ecs-tasks.amazonaws.com'] }, task: { trusts: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] } },
      targetGroups: { [TARGET_GROUP]: {} },
      clusters: { prod: { capacityProviders: ['FARGATE', 'FARGATE_SPOT', 'instances'] } },
      capacityProviders: { instances: { group: 'shop-instances' } },
      autoScalingGroups: { 'shop-instances': { max: 4 } },
      fileSystems: { 'fs-0a1b2c3d': { zones, accessPoints: ['fsap-0a1b2c3d'] }, 'fs-0e1f2a3b': { zones, accessPoints: ['fsap-0e1f2a3b'] } },
      subnets: { 'subnet-0aaa': { zone: zones[0] }, 'subnet-0bbb': { zone: zones[1] } },
      objects: ['shop-settings/web/prod.env'],
      namespaces: { 'shop.local': { id: 'ns-0123456789abcdef' } },
    },
  };
}

const onInstances = (plan: Plan) => { plan.service.CapacityProviderStrategy = [{ CapacityProvider: 'instances', Weight: 1 }]; };

function pick<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random.next() * all.length)];
}

type Change = (plan: Plan) => void;

/** Each is one thing that is not there, with what ECS would fail with. */
const FAULTS: readonly (readonly [name: string, check: CheckName, cause: ForeseenCause, change: Change])[] = [
  ['no such tag', 'image', 'image-not-found', ({ container }) => { container.Image = `${HOST}/shop/web:1.42.1`; }],
  ['no tag, and no latest', 'image', 'image-not-found', ({ container }) => { container.Image = `${HOST}/shop/web`; }],
  ['no such repository', 'image', 'image-not-found', ({ account }) => { account.repositories = {}; }],
  ['no such digest', 'image', 'image-not-found', ({ container }) => { container.Image = `${HOST}/shop/web@${digestOf('another')}`; }],
  ['tag absent, with a rule for another prefix', 'image', 'image-not-found', ({ container, account }) => {
    container.Image = `${HOST}/shop/web:2`;
    account.cached = ['shop/web-cache', 'docker'];
  }],
  ['archived', 'image', 'image-pull-failed', ({ account }) => { account.repositories!['shop/web']['1.42.0'].archived = true; }],
  ['index without the platform', 'architecture', 'image-platform-mismatch', ({ account, task }) => {
    const other = task.RuntimePlatform.CpuArchitecture === 'ARM64' ? 'linux/amd64' : 'linux/arm64';
    account.repositories!['shop/web']['1.42.0'] = { platforms: [other], attested: true };
  }],
  ['single manifest of another platform', 'architecture', 'image-platform-mismatch', ({ account, task }) => {
    const other = task.RuntimePlatform.CpuArchitecture === 'ARM64' ? 'linux/amd64' : 'linux/arm64';
    account.repositories!['shop/web']['1.42.0'] = { platforms: [other], single: true };
  }],
  ['no platform named, arm64 image', 'architecture', 'image-platform-mismatch', ({ account, task }) => {
    delete task.RuntimePlatform;
    account.repositories!['shop/web']['1.42.0'] = { platforms: ['linux/arm64'], single: true };
  }],
  ['Windows', 'architecture', 'image-platform-mismatch', ({ account, task }) => {
    task.RuntimePlatform = { OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' };
    account.repositories!['shop/web']['1.42.0'] = { platforms: ['linux/amd64', 'linux/arm64'] };
  }],
  ['no such secret', 'secret', 'secret-not-found', ({ account }) => { delete account.secrets!['shop/token-GhIjKl']; }],
  ['deleted secret', 'secret', 'secret-not-found', ({ account }) => {
    account.secrets!['shop/token-GhIjKl'] = { deleted: '2026-01-02T03:04:05Z' };
  }],
  ['no such stage', 'secret', 'secret-not-found', ({ container }) => {
    container.Secrets[0].ValueFrom = `${arn('secretsmanager', 'secret:shop/db-AbCdEf')}:password:AWSPENDING:`;
  }],
  ['secret without a value', 'secret', 'secret-not-found', ({ account }) => {
    account.secrets!['shop/token-GhIjKl'] = { stages: ['AWSPENDING'] };
  }],
  ['no such key', 'secret', 'secret-key-missing', ({ account }) => { account.secrets!['shop/db-AbCdEf'] = { value: '{"passwd":"x"}' }; }],
  ['no JSON', 'secret', 'secret-malformed', ({ account }) => { account.secrets!['shop/db-AbCdEf'] = { value: 'hunter2' }; }],
  ['secret of the log driver', 'secret', 'secret-not-found', ({ container }) => {
    container.LogConfiguration = {
      LogDriver: 'splunk', SecretOptions: [{ Name: 'splunk-token', ValueFrom: arn('secretsmanager', 'secret:shop/splunk') }],
    };
  }],
  ['secret of the registry', 'secret', 'secret-not-found', ({ container }) => {
    container.RepositoryCredentials = { CredentialsParameter: arn('secretsmanager', 'secret:shop/registry-MnOpQr') };
  }],
  ['no such parameter', 'parameter', 'secret-not-found', ({ account }) => { account.parameters = ['/shop/mode', '/shop/levels']; }],
  ['no such parameter, by ARN', 'parameter', 'secret-not-found', ({ account }) => { account.parameters = ['/shop/level']; }],
  ['no such log group', 'log-group', 'log-group-missing', ({ account }) => { account.logGroups = ['/shop/web-old']; }],
  ['no such file', 'env-file', 'env-file-unavailable', ({ account }) => { account.objects = ['shop-settings/web/test.env']; }],
  ['no execution role', 'role', 'role-not-assumable', ({ account }) => { delete account.roles!.execution; }],
  ['execution role of another service', 'role', 'role-not-assumable', ({ account }) => {
    account.roles!.execution = { trusts: ['ecs.amazonaws.com'] };
  }],
  ['no task role', 'role', 'role-not-assumable', ({ account }) => { delete account.roles!.task; }],
  ['task role of another service', 'role', 'role-not-assumable', ({ account }) => {
    account.roles!.task = { trusts: ['lambda.amazonaws.com'] };
  }],
  ['no target group', 'target-group', 'target-group-missing', ({ account }) => { account.targetGroups = {}; }],
  ['target group without load balancer', 'target-group', 'service-definition-invalid', ({ account }) => {
    account.targetGroups = { [TARGET_GROUP]: { loadBalancers: 0 } };
  }],
  ['targets are instances', 'target-group', 'service-definition-invalid', ({ account }) => {
    account.targetGroups = { [TARGET_GROUP]: { type: 'instance' } };
  }],
  ['no such container', 'target-group', 'service-definition-invalid', ({ service }) => { service.LoadBalancers[0].ContainerName = 'app'; }],
  ['no such port', 'target-group', 'service-definition-invalid', ({ service }) => { service.LoadBalancers[0].ContainerPort = 80; }],
  ['no such cluster', 'cluster', 'service-definition-invalid', ({ account }) => { account.clusters = {}; }],
  ['deleted cluster', 'cluster', 'service-definition-invalid', ({ account }) => { account.clusters = { prod: { status: 'INACTIVE' } }; }],
  ['capacity provider of another cluster', 'capacity-provider', 'capacity-provider-failed', ({ account }) => {
    account.clusters = { prod: { capacityProviders: [] } };
  }],
  ['no Auto Scaling group', 'capacity-provider', 'capacity-provider-failed', (plan) => {
    onInstances(plan);
    plan.account.autoScalingGroups = {};
  }],
  ['no file system', 'file-system', 'efs-mount-failed', ({ account, task }) => {
    delete account.fileSystems!['fs-0a1b2c3d'];
    delete task.Volumes[0].EFSVolumeConfiguration.AuthorizationConfig;
  }],
  ['no access point', 'file-system', 'efs-mount-failed', ({ account }) => { account.fileSystems!['fs-0a1b2c3d'].accessPoints = []; }],
  ['no mount target', 'file-system', 'efs-mount-failed', ({ account }) => { account.fileSystems!['fs-0a1b2c3d'].zones = []; }],
  ['mount target in another zone', 'file-system', 'efs-mount-failed', ({ account }) => {
    account.fileSystems!['fs-0a1b2c3d'].zones = ['euw1-az3'];
  }],
  ['access point of another file system', 'file-system', 'efs-mount-failed', ({ task }) => {
    task.Volumes[0].EFSVolumeConfiguration.AuthorizationConfig.AccessPointId = 'fsap-0e1f2a3b';
  }],
  ['no such subnet', 'subnets', 'eni-or-subnet', ({ account }) => { delete account.subnets!['subnet-0bbb']; }],
  ['no such namespace', 'namespace', 'service-connect-failed', ({ account }) => {
    account.namespaces = { 'shop.locale': { id: 'ns-0123456789abcdef' } };
  }],
  ['no such namespace, by ARN', 'namespace', 'service-connect-failed', ({ service, account }) => {
    service.ServiceConnectConfiguration.Namespace = arn('servicediscovery', 'namespace/ns-00000000000000aa');
    account.namespaces = {};
  }],
];

/** Each looks like a fault and is none. */
const TWINS: readonly (readonly [name: string, change: Change])[] = [
  ['as it is', () => undefined],
  ['pull through cache', ({ container, account }) => {
    container.Image = `${HOST}/docker/library/nginx:1.27`;
    account.cached = ['docker'];
  }],
  ['pull through cache of all', ({ container, account }) => {
    container.Image = `${HOST}/library/nginx:1.27`;
    account.cached = ['ROOT'];
  }],
  ['image of another account', ({ container }) => { container.Image = `210987654321.dkr.ecr.${REGION}.amazonaws.com/shared/web:9`; }],
  ['image of Docker Hub', ({ container }) => { container.Image = 'nginx:1.27'; }],
  ['image by its digest', ({ container, account }) => {
    container.Image = `${HOST}/shop/web:gone@${digestOf(manifestOf(account.repositories!['shop/web']['1.42.0']))}`;
  }],
  ['the task makes the log group', ({ container, account }) => {
    account.logGroups = [];
    container.LogConfiguration.Options['awslogs-create-group'] = 'true';
  }],
  ['another log driver', ({ container, account }) => {
    account.logGroups = [];
    container.LogConfiguration = { LogDriver: 'awsfirelens' };
  }],
  ['secret of another account', ({ container }) => {
    container.Secrets[1].ValueFrom = `arn:aws:secretsmanager:${REGION}:210987654321:secret:shared-AbCdEf`;
  }],
  ['parameter without a value', ({ container }) => { container.Secrets[2].ValueFrom = { Ref: 'Later' }; }],
  ['role with a path and many services', ({ account }) => {
    account.roles!.execution = { trusts: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'] };
  }],
  ['denied everywhere', ({ account }) => {
    account.denied = ALL_ACTIONS; account.repositories = {}; account.secrets = {}; account.roles = {};
  }],
  ['on instances', onInstances],
  ['emulated on instances', (plan) => {
    onInstances(plan);
    delete plan.task.RequiresCompatibilities;
    plan.account.repositories!['shop/web']['1.42.0'] = { platforms: ['linux/s390x'], single: true };
  }],
  ['a mount target in one zone only', ({ account }) => { account.fileSystems!['fs-0a1b2c3d'].zones = ['euw1-az1']; }],
  ['no room in the subnets', ({ account }) => { for (const one of Object.values(account.subnets!)) one.free = 0; }],
  ['a small quota', ({ account, service }) => {
    account.vcpuQuota = 1;
    service.CapacityProviderStrategy = [{ CapacityProvider: 'FARGATE', Weight: 1 }];
  }],
  ['execution role without permissions', ({ account }) => { account.roles!.execution.lacks = ['logs:PutLogEvents', 'ecr:BatchGetImage']; }],
  ['no service', (plan) => { for (const key of Object.keys(plan.service)) delete plan.service[key]; plan.account.clusters = {}; }],
  ['a namespace by its ARN', ({ service }) => {
    service.ServiceConnectConfiguration.Namespace = arn('servicediscovery', 'namespace/ns-0123456789abcdef');
  }],
];

export const ALL_ACTIONS = [
  'ecr:DescribeImages', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:DescribePullThroughCacheRules',
  'secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'ssm:DescribeParameters', 'logs:DescribeLogGroups', 'iam:GetRole',
  'iam:SimulatePrincipalPolicy', 'elasticloadbalancing:DescribeTargetGroups', 'ecs:DescribeClusters', 'ecs:DescribeCapacityProviders',
  'autoscaling:DescribeAutoScalingGroups', 'elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeMountTargets',
  'elasticfilesystem:DescribeAccessPoints', 'ec2:DescribeSubnets', 'servicequotas:GetServiceQuota', 's3:GetObject',
  'servicediscovery:ListNamespaces', 'servicediscovery:GetNamespace',
];

function worldOf(name: string, seed: number, change: Change): World {
  const random = seededRandom(seed);
  const plan = sound(random);
  change(plan);
  const { task, container, service, account } = plan;
  const written = new Writer(random);
  const hasService = Object.keys(service).length > 0;
  const resources = {
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: written.write({ ...task, ContainerDefinitions: [container] }) },
    ...(
      hasService && { Service: { Type: 'AWS::ECS::Service', Properties: { ...written.write(service) as object, TaskDefinition: { Ref: 'Task' } } } }
    ),
  };
  return {
    name,
    template: {
      Parameters: { Later: { Type: 'String' }, ...written.parameters },
      Mappings: { Values: { all: written.mapping } },
      Conditions: { IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, REGION] }, IsNot: { 'Fn::Not': [{ Condition: 'IsIreland' }] } },
      Resources: resources,
    },
    account,
  };
}

/** Writes a text in one of the forms that a template has for it. */
class Writer {
  readonly parameters: Json = {};
  readonly mapping: Json = {};
  private count = 0;

  constructor(private readonly random: Random) {}

  public write(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.write(one));
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null || 'Ref' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.write(one)]));
  }

  private text(text: string): unknown {
    const name = `V${++this.count}`;
    const placed = text.replaceAll(ACCOUNT, '${AWS::AccountId}').replaceAll(REGION, '${AWS::Region}').replace(
      /^arn:aws:/, 'arn:${AWS::Partition}:',
    )
      .replace('amazonaws.com/', '${AWS::URLSuffix}/');
    switch (pick(this.random, ['text', 'sub', 'join', 'parameter', 'map', 'if', 'split'])) {
      case 'sub': return { 'Fn::Sub': placed };
      case 'join': return { 'Fn::Join': ['', [text.slice(0, 4), { 'Fn::Sub': ['${x}', { x: text.slice(4) }] }]] };
      case 'parameter':
        this.parameters[name] = { Type: 'String', Default: text };
        return { Ref: name };
      case 'map':
        this.mapping[name] = text;
        return { 'Fn::FindInMap': ['Values', 'all', name] };
      case 'if': return { 'Fn::If': ['IsNot', 'something else', text] };
      case 'split': return { 'Fn::Select': [1, { 'Fn::Split': ['|', `a|${text}|b`] }] };
      default: return text;
    }
  }
}

export const FAULTY: readonly World[] = FAULTS.map(
  ([name, check, cause, change], i) => ({ ...worldOf(name, 100 + i, change), fault: { check, cause } }),
);
/** Each twin twice, with other forms of its values. */
export const SOUND: readonly World[] = [...TWINS, ...TWINS].map(([name, change], i) => worldOf(`${name} (${i})`, 500 + i, change));
