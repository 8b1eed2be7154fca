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
    logs: beside(world, 'logs', { DescribeLogGroups: (input, own) => logGroups(model, input, own) }),
    iam: iam(model, world),
    elb: beside(world, 'elb', { DescribeTargetGroups: (input, own) => targetGroups(model, input, own) }),
    ecs: beside(world, 'ecs', {
      DescribeClusters: (input, own) => clusters(model, world, input, own),
      DescribeCapacityProviders: (input) => providers(model, world, input),
    }),
    autoscaling: { operations: { DescribeAutoScalingGroups: (input: Input) => groups(model, input) } },
    efs: efs(model),
    ec2: { operations: { DescribeSubnets: (input: Input) => subnets(model, input) } },
    quotas: { operations: { GetServiceQuota: (input: Input) => quota(model, input) } },
    s3: { operations: { HeadObject: (input: Input) => object(model, input) } },
    namespaces: namespaces(model, world),
    sts: { operations: { GetCallerIdentity: () => identity(world) } },
  };
}

/** The operation as the lab plays it for its own stacks. */
type Own = (input: object) => { readonly [member: string]: readonly unknown[] | undefined };

/** The service of the lab, with what the account adds to some operations. */
function beside(
  world: World, name: string, added: { readonly [operation: string]: (input: Input, own: Own) => object },
): FakeService {
  const fake = world.services[name];
  const operations = Object.fromEntries(Object.entries(added).map(([operation, answer]) => {
    const own: Own = (input) => (fake.operations[operation] as (given: object, context: object) => ReturnType<Own>)(input, {});
    return [operation, (input: Input) => answer(input, own)];
  }));
  return { ...fake, operations: { ...fake.operations, ...operations } };
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

function logGroups({ logGroups: all = [] }: AccountModel, input: Input, own: Own) {
  const added = all.filter((name) => name.startsWith(input.logGroupNamePrefix ?? '')).sort().map((logGroupName) => ({ logGroupName }));
  const { logGroups: others = [], ...more } = own(input);
  return { ...more, logGroups: [...added, ...others] };
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

function targetGroups({ targetGroups: all = {} }: AccountModel, input: Input, own: Own) {
  const [first] = listed(input, 'TargetGroupArns');
  if (!all[first]) return own(input);
  return {
    TargetGroups: listed(input, 'TargetGroupArns').map((TargetGroupArn) => {
      const { type = 'ip', port = 80, loadBalancers = 1 } = all[TargetGroupArn];
      const of = TargetGroupArn.replace(/targetgroup\/.*$/, 'loadbalancer/app/lab/');
      const LoadBalancerArns = Array.from({ length: loadBalancers }, (_, i) => `${of}${i}`);
      return { TargetGroupArn, TargetType: type, Port: port, LoadBalancerArns };
    }),
  };
}

function clusters({ clusters: all = {} }: AccountModel, world: World, input: Input, own: Own) {
  const [name] = listed(input, 'clusters').map((one) => one.split('/').at(-1) ?? one);
  const found = all[name];
  if (!found) return own(input);
  return {
    clusters: [{
      clusterName: name, clusterArn: arn(world, 'ecs', `cluster/${name}`), status: found.status ?? 'ACTIVE',
      capacityProviders: found.capacityProviders ?? ['FARGATE', 'FARGATE_SPOT'],
    }],
    failures: [],
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
