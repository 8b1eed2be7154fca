import { World } from '../../world';
import { Attributes, Done, Handler, HandlerRequest } from '../model';
import { creation, RESOURCE_MS } from './timing';

/** [model] Any type without a handler of its own, with invented attributes. */
export const otherResource: Handler = {
  async create(request) {
    const { clock, world } = request.around;
    await clock.sleep(RESOURCE_MS / 2, request.signal);
    const physicalId = inventId(request);
    request.initiated(physicalId);
    await clock.sleep(creation(request.type).ms - RESOURCE_MS / 2, request.signal);
    return { physicalId, attributes: inventAttributes(world, request.type, physicalId) };
  },
  async update(request): Promise<Done> {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
    return { physicalId: String(request.physicalId), attributes: request.attributes };
  },
  async delete(request) {
    await request.around.clock.sleep(RESOURCE_MS, request.signal);
  },
};

/** Types whose Ref is a generated id with this prefix (CloudFormation resource reference, return values). */
const ID_PREFIX: { readonly [type: string]: string } = {
  'AWS::EC2::VPC': 'vpc-',
  'AWS::EC2::Subnet': 'subnet-',
  'AWS::EC2::SecurityGroup': 'sg-',
  'AWS::EC2::RouteTable': 'rtb-',
  'AWS::EC2::InternetGateway': 'igw-',
  'AWS::EC2::NatGateway': 'nat-',
  'AWS::EC2::EIP': 'eipalloc-',
  'AWS::EC2::VPCEndpoint': 'vpce-',
  'AWS::EC2::SubnetRouteTableAssociation': 'rtbassoc-',
  'AWS::EC2::LaunchTemplate': 'lt-',
  'AWS::EFS::FileSystem': 'fs-',
};

/** Types whose Ref is an ARN. */
const ARN_REF: { readonly [type: string]: (name: string) => string } = {
  'AWS::SecretsManager::Secret': (name) => `secretsmanager:{region}:{account}:secret:${name}`,
  'AWS::SNS::Topic': (name) => `sns:{region}:{account}:${name}`,
  'AWS::IAM::ManagedPolicy': (name) => `iam::{account}:policy/${name}`,
  'AWS::ServiceDiscovery::Service': (name) => `servicediscovery:{region}:{account}:service/${name}`,
};

/** Types whose attribute Arn does not have the usual form. */
const ARN_ATTRIBUTE: { readonly [type: string]: (name: string) => string } = {
  'AWS::IAM::Role': (name) => `iam::{account}:role/${name}`,
  'AWS::S3::Bucket': (name) => `s3:::${name}`,
};

function inventId(request: HandlerRequest): string {
  const { world } = request.around;
  const prefix = ID_PREFIX[request.type];
  if (prefix) return prefix + world.random.hex(17);
  const name = physicalName(request);
  const arn = ARN_REF[request.type];
  return arn ? arnOf(world, arn(name)) : name;
}

/** `<stack>-<logical id>-<12 characters>`: the name that CloudFormation generates if the template has none. */
export function physicalName(request: Pick<HandlerRequest, 'stack' | 'logicalId' | 'around'>, limit = 128): string {
  const suffix = `-${request.around.world.random.hex(12).toUpperCase()}`;
  const prefix = `${request.stack.name}-${request.logicalId}`;
  return prefix.slice(0, limit - suffix.length) + suffix;
}

function arnOf(world: World, rest: string): string {
  return `arn:${world.place.partition}:${rest.replace('{region}', world.place.region).replace('{account}', world.place.accountId)}`;
}

function inventAttributes(world: World, type: string, id: string): Attributes {
  const [, service, kind] = type.split('::');
  const name = id.split(/[:/]/).pop() ?? id;
  const usual = `${service.toLowerCase()}:{region}:{account}:${kind?.toLowerCase() ?? 'resource'}/${name}`;
  const arn = id.startsWith('arn:') ? id : arnOf(world, ARN_ATTRIBUTE[type]?.(name) ?? usual);
  return { Arn: arn, Id: id, Name: name, GroupId: id, VpcId: id, SubnetId: id, AllocationId: id };
}
