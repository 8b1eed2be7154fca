import { LabAccount } from '../options';
import { AwsError, FakeService, World } from '../world';
import { configDigest, configOf, digestOf, manifestOf } from './images';
import { AccountModel, ImageModel } from './model';
import { ACCOUNT_WIRES } from './wires';

export type { AccountModel } from './model';

const LAYERS = '/lab-layers/';

/** An account with these things in it, as far as `ecs-why check` reads it. Texts of errors as in the API References. */
export function labAccount(model: AccountModel): LabAccount {
  return {
    wires: ACCOUNT_WIRES,
    services: (world, endpoint) => servicesOf(model, world, endpoint),
    // HeadObject needs the permission of GetObject.
    permits: (action) => !model.denied?.includes(action.replace('s3:HeadObject', 's3:GetObject')),
    page: (url) => {
      const platforms = Object.values(model.repositories ?? {}).flatMap((images) => Object.values(images)).flatMap((one) => one.platforms);
      const found = platforms.find((platform) => url === `${LAYERS}${configDigest(platform)}`);
      return found === undefined ? undefined : configOf(found);
    },
  };
}

function servicesOf(model: AccountModel, world: World, endpoint: () => string): { readonly [service: string]: FakeService } {
  return {
    ecr: ecr(model, endpoint),
    secretsmanager: secrets(model, world),
    ssm: { operations: { DescribeParameters: (input: Input) => parameters(model, input) } },
    logs: { operations: { ...world.services.logs?.operations, DescribeLogGroups: (input: Input) => logGroups(model, input) } },
    iam: iam(model, world),
    elb: { ...world.services.elb, operations: {
      ...world.services.elb?.operations, DescribeTargetGroups: (input: Input) => targetGroups(model, input),
    } },
    ecs: {
      operations: {
        ...world.services.ecs?.operations,
        DescribeClusters: (input: Input) => clusters(model, world, input),
        DescribeCapacityProviders: (input: Input) => providers(model, world, input),
      },
    },
    autoscaling: { operations: { DescribeAutoScalingGroups: (input: Input) => groups(model, input) } },
    efs: efs(model),
    ec2: { operations: { DescribeSubnets: (input: Input) => subnets(model, input) } },
    quotas: { operations: { GetServiceQuota: (input: Input) => quota(model, input) } },
    s3: { operations: { HeadObject: (input: Input) => object(model, input) } },
    namespaces: namespaces(model, world),
    sts: { operations: { GetCallerIdentity: () => identity(world) } },
  };
}

/** Input of an operation; the wire has checked it against the schema. */
type Input = { readonly [member: string]: never };
const listed = (input: Input, member: string) => (input[member] ?? []) as readonly string[];
const arn = ({ place }: World, service: string, resource: string) => (
  `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${resource}`
);

function ecr(model: AccountModel, endpoint: () => string): FakeService {
  const found = ({ repositoryName, imageIds }: Input): readonly (readonly [string, ImageModel | undefined])[] => {
    const repository = model.repositories?.[repositoryName];
    if (!repository) {
      throw new AwsError(
        'RepositoryNotFoundException', `The repository with name '${String(repositoryName)}' does not exist in the registry`,
      );
    }
    return ((imageIds ?? []) as readonly { imageTag?: string; imageDigest?: string }[]).map(({ imageTag, imageDigest }) => {
      const [tag, image] = Object.entries(repository).find(
        ([name, one]) => name === imageTag || digestOf(manifestOf(one)) === imageDigest,
      ) ?? [];
      return [tag ?? imageTag ?? String(imageDigest), image] as const;
    });
  };
  return {
    operations: {
      DescribeImages: (input: Input) => {
        const all = found(input);
        const missing = all.find(([, image]) => !image);
        if (missing) {
          throw new AwsError(
            'ImageNotFoundException', `The image with imageId {imageTag:'${missing[0]}'} does not exist within the repository`,
          );
        }
        return {
          imageDetails: all.map(([tag, image]) => ({
            repositoryName: input.repositoryName, imageDigest: digestOf(manifestOf(image!)), imageTags: [tag],
            imageStatus: image!.archived ? 'ARCHIVED' : 'ACTIVE',
          })),
        };
      },
      BatchGetImage: (input: Input) => {
        const all = found(input);
        return {
          images: all.flatMap(([imageTag, image]) => (image ? [{ imageId: { imageTag }, imageManifest: manifestOf(image) }] : [])),
          failures: all.flatMap(([imageTag, image]) => (image ? [] : [{ imageId: { imageTag }, failureCode: 'ImageNotFound' }])),
        };
      },
      GetDownloadUrlForLayer: ({ layerDigest }: Input) => ({ downloadUrl: `${endpoint()}${LAYERS}${String(layerDigest)}`, layerDigest }),
      DescribePullThroughCacheRules: () => (
        { pullThroughCacheRules: (model.cached ?? []).map((ecrRepositoryPrefix) => ({ ecrRepositoryPrefix })) }
      ),
    },
  };
}

function secrets(model: AccountModel, world: World): FakeService {
  const find = (id: string) => {
    const name = /:secret:(.+)$/.exec(id)?.[1] ?? id;
    const all = Object.entries(model.secrets ?? {});
    const hit = all.find(([full]) => full === name || full.replace(/-\w{6}$/, '') === name);
    if (!hit) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { name: hit[0], secret: hit[1] };
  };
  return {
    operations: {
      DescribeSecret: ({ SecretId }: Input) => {
        const { name, secret } = find(SecretId);
        return {
          ARN: arn(world, 'secretsmanager', `secret:${name}`),
          Name: name.replace(/-\w{6}$/, ''),
          ...(secret.deleted && { DeletedDate: new Date(secret.deleted) }),
          VersionIdsToStages: { '11111111-2222-4333-8444-555555555555': secret.stages ?? ['AWSCURRENT'] },
        };
      },
      GetSecretValue: ({ SecretId }: Input) => {
        const { name, secret } = find(SecretId);
        if (secret.deleted) {
          throw new AwsError(
            'InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.",
          );
        }
        return { ARN: arn(world, 'secretsmanager', `secret:${name}`), SecretString: secret.value ?? 'x' };
      },
    },
  };
}

function parameters({ parameters: all = [] }: AccountModel, input: Input) {
  const [filter] = (input.ParameterFilters ?? []) as readonly { Values?: readonly string[] }[];
  return { Parameters: all.filter((name) => filter?.Values?.includes(name)).map((Name) => ({ Name, Type: 'SecureString' })) };
}

function logGroups({ logGroups: all = [] }: AccountModel, { logGroupNamePrefix = '' as never }: Input) {
  return { logGroups: all.filter((name) => name.startsWith(logGroupNamePrefix)).sort().map((logGroupName) => ({ logGroupName })) };
}

function iam(model: AccountModel, world: World): FakeService {
  const find = (name: string) => {
    const role = model.roles?.[name];
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  };
  return {
    operations: {
      GetRole: ({ RoleName }: Input) => {
        const { trusts } = find(RoleName);
        const Statement = [{ Effect: 'Allow', Principal: { Service: trusts.length === 1 ? trusts[0] : trusts }, Action: 'sts:AssumeRole' }];
        return {
          Role: {
            RoleName,
            Path: '/',
            RoleId: 'AROAEXAMPLE',
            CreateDate: new Date(world.clock.now()),
            Arn: `arn:aws:iam::${world.place.accountId}:role/${String(RoleName)}`,
            AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement })),
          },
        };
      },
      SimulatePrincipalPolicy: (input: Input) => {
        const { lacks = [] } = find(String(input.PolicySourceArn).split('/').at(-1) ?? '');
        return {
          IsTruncated: false,
          EvaluationResults: listed(input, 'ActionNames').flatMap((EvalActionName) => {
            const EvalDecision = lacks.includes(EvalActionName) ? 'implicitDeny' : 'allowed';
            return listed(input, 'ResourceArns').map((EvalResourceName) => ({ EvalActionName, EvalResourceName, EvalDecision }));
          }),
        };
      },
    },
  };
}

function targetGroups({ targetGroups: all = {} }: AccountModel, input: Input) {
  return {
    TargetGroups: listed(input, 'TargetGroupArns').map((TargetGroupArn) => {
      const group = all[TargetGroupArn];
      if (!group) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
      const [partition, region, account] = TargetGroupArn.split(':').slice(1).filter((_, i) => [0, 2, 3].includes(i));
      return {
        TargetGroupArn, TargetType: group.type ?? 'ip', Port: group.port ?? 80,
        LoadBalancerArns: Array.from({ length: group.loadBalancers ?? 1 }, (_, i) => (
          `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/app/lab/${i}`)),
      };
    }),
  };
}

function clusters({ clusters: all = {} }: AccountModel, world: World, input: Input) {
  const names = listed(input, 'clusters').map((one) => one.split('/').at(-1) ?? one);
  const there = names.filter((name) => all[name]);
  return {
    clusters: there.map((clusterName) => ({
      clusterName, clusterArn: arn(world, 'ecs', `cluster/${clusterName}`), status: all[clusterName].status ?? 'ACTIVE',
      capacityProviders: all[clusterName].capacityProviders ?? ['FARGATE', 'FARGATE_SPOT'],
    })),
    failures: names.filter((name) => !all[name]).map((name) => ({ arn: arn(world, 'ecs', `cluster/${name}`), reason: 'MISSING' })),
  };
}

function providers({ capacityProviders: all = {} }: AccountModel, world: World, input: Input) {
  const names = listed(input, 'capacityProviders');
  return {
    capacityProviders: names.filter((name) => all[name]).map((name) => ({
      name, status: all[name].status ?? 'ACTIVE',
      ...(all[name].group && {
        autoScalingGroupProvider: {
          autoScalingGroupArn: arn(world, 'autoscaling', `autoScalingGroup:11111111-2222:autoScalingGroupName/${all[name].group}`),
        },
      }),
    })),
    failures: names.filter((name) => !all[name]).map(
      (name) => ({ arn: arn(world, 'ecs', `capacity-provider/${name}`), reason: 'MISSING' }),
    ),
  };
}

function groups({ autoScalingGroups: all = {} }: AccountModel, input: Input) {
  return {
    AutoScalingGroups: listed(input, 'AutoScalingGroupNames').filter((name) => all[name]).map((AutoScalingGroupName) => ({
      AutoScalingGroupName,
      MinSize: 0,
      MaxSize: all[AutoScalingGroupName].max,
      DesiredCapacity: 0,
      DefaultCooldown: 300,
      AvailabilityZones: [],
      HealthCheckType: 'EC2', CreatedTime: new Date(0), ...(
        all[AutoScalingGroupName].status && { Status: all[AutoScalingGroupName].status }
      ),
    })),
  };
}

function efs({ fileSystems: all = {} }: AccountModel): FakeService {
  const find = ({ FileSystemId }: Input) => {
    const found = all[FileSystemId];
    if (!found) throw new AwsError('FileSystemNotFound', `File system '${String(FileSystemId)}' does not exist.`, 404);
    return found;
  };
  return {
    operations: {
      DescribeFileSystems: (input: Input) => (
        { FileSystems: [{ FileSystemId: input.FileSystemId, LifeCycleState: find(input).state ?? 'available' }] }
      ),
      DescribeMountTargets: (input: Input) => ({
        MountTargets: find(input).zones.map((AvailabilityZoneId) => ({ AvailabilityZoneId, LifeCycleState: 'available' })),
      }),
      DescribeAccessPoints: ({ AccessPointId }: Input) => {
        const [FileSystemId] = Object.entries(all).find(([, one]) => one.accessPoints?.includes(AccessPointId)) ?? [];
        if (!FileSystemId) throw new AwsError('AccessPointNotFound', `Access point '${String(AccessPointId)}' does not exist.`, 404);
        return { AccessPoints: [{ AccessPointId, FileSystemId, LifeCycleState: 'available' }] };
      },
    },
  };
}

function subnets({ subnets: all = {} }: AccountModel, input: Input) {
  return {
    Subnets: listed(input, 'SubnetIds').map((SubnetId) => {
      const found = all[SubnetId];
      if (!found) throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${SubnetId}' does not exist`);
      return { SubnetId, VpcId: 'vpc-0a1b2c3d', AvailabilityZoneId: found.zone, AvailableIpAddressCount: found.free ?? 250 };
    }),
  };
}

function quota({ vcpuQuota }: AccountModel, { ServiceCode, QuotaCode }: Input) {
  if (ServiceCode !== 'fargate' || QuotaCode !== 'L-3032A538') {
    throw new AwsError('NoSuchResourceException', 'The requested quota does not exist');
  }
  return { Quota: { ServiceCode, QuotaCode, Value: vcpuQuota ?? 4000 } };
}

function object({ objects: all = [] }: AccountModel, { Bucket, Key }: Input) {
  if (!all.includes(`${String(Bucket)}/${String(Key)}`)) throw new AwsError('NotFound', 'Not Found', 404);
  return {};
}

function namespaces({ namespaces: all = {} }: AccountModel, world: World): FakeService {
  const shown = ([Name, { id }]: readonly [string, { readonly id: string }]) => (
    { Id: id, Name, Arn: arn(world, 'servicediscovery', `namespace/${id}`), Type: 'HTTP' });
  return {
    operations: {
      ListNamespaces: (input: Input) => {
        const [filter] = (input.Filters ?? []) as readonly { Values?: readonly string[] }[];
        return { Namespaces: Object.entries(all).filter(([name]) => filter?.Values?.includes(name)).map(shown) };
      },
      GetNamespace: ({ Id }: Input) => {
        const found = Object.entries(all).find(([, { id }]) => id === Id);
        if (!found) throw new AwsError('NamespaceNotFound', `The namespace ${String(Id)} does not exist`);
        return { Namespace: shown(found) };
      },
    },
  };
}

function identity({ place }: World) {
  return { Account: place.accountId, Arn: `arn:${place.partition}:iam::${place.accountId}:user/lab`, UserId: 'AIDAEXAMPLE' };
}
