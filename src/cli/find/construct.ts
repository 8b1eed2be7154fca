import { readFile } from 'fs/promises';
import { join } from 'path';
import { AccountApi } from '../../facts/aws/account';
import { faultOfError, isFatal } from '../aws/faults';
import { ServiceAddress, serviceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';

/** The folder in which the CDK CLI leaves the cloud assembly, unless cdk.json or `--output` names another. */
const ASSEMBLY = 'cdk.out';

/** A service in a cloud assembly. */
export interface DeclaredService {
  /** Of its construct, with the stack's. */
  readonly path: string;
  /** Of the stack that is deployed. */
  readonly stackName: string;
  readonly region?: string;
  /** Logical ids: of nested stacks from the outermost on, and of the service. */
  readonly logicalIds: readonly string[];
}

/** `Shop/Api/Service`: no ARN, no address, no name of a stack, a cluster or a service has a slash. */
export function isConstructPath(text: string): boolean {
  return /^[^/:\s][^:\s]*\/[^:\s]*[^/:\s]$/.test(text);
}

/** The service of a construct, or of a construct in it. Reads the assembly; throws if there is none, or not exactly one service. */
export async function declaredService(path: string, folder = process.env.CDK_OUTDIR || ASSEMBLY): Promise<DeclaredService> {
  const all = await servicesIn(folder);
  if (!all) {
    const text = `"${path}" looks like a construct path, and there is no cloud assembly in ${folder}: run cdk synth`;
    throw new Ended(EXIT.couldNotLook, text);
  }
  const matching = all.filter((one) => one.path === path || one.path.startsWith(`${path}/`));
  const paths = (list: readonly DeclaredService[]) => list.map((one) => `\n  ${one.path}`).join('');
  if (!matching.length) {
    const others = all.length ? `; there are:${paths(all)}` : '';
    throw new Ended(EXIT.notFound, `no ECS service in ${folder} has the construct path ${path}${others}`);
  }
  if (matching.length > 1) throw new UsageError(`"${path}" can be any of these; name one:${paths(matching)}`);
  return matching[0];
}

/** The deployed service: CloudFormation knows its ARN. */
export async function deployedService(aws: Pick<AccountApi, 'describeStackResource'>, declared: DeclaredService): Promise<ServiceAddress> {
  const { stackName, logicalIds, path } = declared;
  try {
    let id: string | undefined = stackName;
    for (const LogicalResourceId of logicalIds) {
      const { StackResourceDetail: found } = await aws.describeStackResource({ StackName: id, LogicalResourceId });
      id = found?.PhysicalResourceId;
      if (!id) throw new Ended(EXIT.notFound, `${path}: ${LogicalResourceId} is not deployed yet`);
    }
    const address = serviceAddress(id);
    if (address) return address;
    throw new Ended(EXIT.notFound, `${path}: ${id} is no ARN of a service`);
  } catch (error) {
    if (error instanceof Ended) throw error;
    const fault = faultOfError('stack resource', error);
    const code = isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook;
    throw new Ended(fault.kind === 'notFound' ? EXIT.notFound : code, `${path}: ${fault.line}`);
  }
}

interface Artifact {
  readonly type?: string;
  readonly environment?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly directoryName?: string };
}

interface Resource {
  readonly Type?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string; readonly 'aws:asset:path'?: string };
}

/** undefined: the folder holds no cloud assembly. Stages are assemblies of their own within it. */
async function servicesIn(folder: string): Promise<readonly DeclaredService[] | undefined> {
  const manifest = await json<{ artifacts?: { readonly [id: string]: Artifact } }>(join(folder, 'manifest.json'));
  if (!manifest) return undefined;
  const found = await Promise.all(Object.entries(manifest.artifacts ?? {}).map(async ([id, artifact]) => {
    const { type, environment = '', properties = {} } = artifact;
    if (type === 'cdk:cloud-assembly' && properties.directoryName) return servicesIn(join(folder, properties.directoryName));
    if (type !== 'aws:cloudformation:stack' || !properties.templateFile) return [];
    const region = /^aws:\/\/[^/]*\/([a-z]{2,}(?:-[a-z]+)+-\d+)$/.exec(environment)?.[1];
    const stack = { stackName: properties.stackName ?? id, ...(region && { region }) };
    return (await inTemplate(folder, properties.templateFile)).map((one) => ({ ...stack, ...one }));
  }));
  return found.flatMap((services) => services ?? []);
}

/** `logicalIds` from this template on. The templates of nested stacks are assets in the same folder. */
async function inTemplate(folder: string, file: string): Promise<readonly Pick<DeclaredService, 'path' | 'logicalIds'>[]> {
  const template = await json<{ Resources?: { readonly [id: string]: Resource } }>(join(folder, file));
  const found = await Promise.all(Object.entries(template?.Resources ?? {}).map(async ([id, { Type, Metadata = {} }]) => {
    const nested = Metadata['aws:asset:path'];
    if (Type === 'AWS::CloudFormation::Stack' && nested) {
      return (await inTemplate(folder, nested)).map(({ path, logicalIds }) => ({ path, logicalIds: [id, ...logicalIds] }));
    }
    const path = Metadata['aws:cdk:path'];
    return Type === 'AWS::ECS::Service' && path ? [{ path, logicalIds: [id] }] : [];
  }));
  return found.flat();
}

async function json<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
