import { readFile } from 'fs/promises';
import { join } from 'path';
import { AccountApi } from '../../facts/aws/account-api';
import { foreign } from '../../presentation/foreign';
import { faultOfError, isFatal } from '../aws/faults';
import { ServiceAddress, serviceAddress } from '../aws/where';
import { Ended, EXIT, UsageError } from '../exit';

/** The folder in which the CDK CLI leaves the cloud assembly, unless cdk.json or `--output` names another. */
const ASSEMBLY = 'cdk.out';

/** A service in a cloud assembly. */
interface DeclaredService {
  /** Of its construct, with the stack's. */
  readonly path: string;
  /** Of the stack that is deployed. */
  readonly stackName: string;
  readonly region?: string;
  /** Logical ids: of nested stacks from the outermost on, and of the service. */
  readonly logicalIds: readonly string[];
}

/**
 * `Shop/Api/Service`: no name of a stack, a cluster or a service has a slash. The id of a construct can have anything but a slash, also
 * spaces and colons.
 */
export function isConstructPath(text: string): boolean {
  return text.includes('/') && !/^\/|^arn:|^https?:|\/$/i.test(text);
}

/** The service of a construct, or of a construct in it. Reads the assembly; throws if there is none, or not exactly one service. */
export async function declaredService(path: string, folder = process.env.CDK_OUTDIR || ASSEMBLY): Promise<DeclaredService> {
  const all = await servicesIn(folder);
  if (!all) {
    const text = `"${path}" looks like a construct path, and there is no cloud assembly in ${folder}: run cdk synth`;
    throw new Ended(EXIT.couldNotLook, text);
  }
  const matching = all.filter((one) => one.path === path || one.path.startsWith(`${path}/`));
  const paths = (list: readonly DeclaredService[]) => list.map((one) => foreign(one.path));
  if (!matching.length) {
    const others = all.length ? '; there are:' : '';
    throw new Ended(EXIT.notFound, `no ECS service in ${folder} has the construct path ${path}${others}`, false, paths(all));
  }
  if (matching.length > 1) throw new UsageError(`"${path}" can be any of these; name one:`, paths(matching));
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
      if (!id) throw new Ended(EXIT.notFound, foreign(`${path}: ${LogicalResourceId} is not deployed yet`));
    }
    const address = serviceAddress(id);
    if (address) return address;
    throw new Ended(EXIT.notFound, foreign(`${path}: ${id} is no ARN of a service`));
  } catch (error) {
    if (error instanceof Ended) throw error;
    const fault = faultOfError('stack resource', error);
    const code = isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook;
    throw new Ended(fault.kind === 'notFound' ? EXIT.notFound : code, foreign(`${path}: ${fault.line}`));
  }
}

interface Artifact {
  readonly type?: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string; readonly stackName?: string; readonly directoryName?: string; readonly file?: string;
  };
  readonly metadata?: Metadata;
  /** Newer versions of the CDK write the metadata there. */
  readonly additionalMetadataFile?: string;
}

/** By construct path with a slash before it. */
interface Metadata {
  readonly [path: string]: readonly { readonly type?: string; readonly data?: unknown }[];
}

interface Template {
  readonly Resources?: { readonly [id: string]: { readonly Type?: string; readonly Properties?: { readonly TemplateURL?: unknown } } };
}

/** What the templates of a stack need to be read. */
interface Reading {
  readonly folder: string;
  /** Construct paths by logical id; resources of different nested stacks may have the same id. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Files of the assets by their hash: templates of nested stacks are assets. */
  readonly assets: ReadonlyMap<string, string>;
}

type Found = Pick<DeclaredService, 'path' | 'logicalIds'>;

/** undefined: the folder holds no cloud assembly. Stages are assemblies of their own within it. */
async function servicesIn(folder: string): Promise<readonly DeclaredService[] | undefined> {
  const manifest = await json<{ artifacts?: { readonly [id: string]: Artifact } }>(join(folder, 'manifest.json'));
  if (!manifest) return undefined;
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const assets = await assetsOf(folder, artifacts.map(([, artifact]) => artifact));
  const found = await Promise.all(artifacts.map(async ([id, artifact]) => {
    const { type, environment = '', properties = {} } = artifact;
    if (type === 'cdk:cloud-assembly' && properties.directoryName) return servicesIn(join(folder, properties.directoryName));
    if (type !== 'aws:cloudformation:stack' || !properties.templateFile) return [];
    const region = /^aws:\/\/[^/]*\/([a-z]{2,}(?:-[a-z]+)+-\d+)$/.exec(environment)?.[1];
    const stack = { stackName: properties.stackName ?? id, ...(region && { region }) };
    const paths = pathsOf(await metadataOf(folder, artifact));
    return (await inTemplate({ folder, paths, assets }, properties.templateFile, '')).map((one) => ({ ...stack, ...one }));
  }));
  return found.flatMap((services) => services ?? []);
}

async function metadataOf(folder: string, { metadata, additionalMetadataFile }: Artifact): Promise<Metadata> {
  const more = additionalMetadataFile ? await json<Metadata>(join(folder, additionalMetadataFile)) : undefined;
  return { ...metadata, ...more };
}

function pathsOf(metadata: Metadata): Reading['paths'] {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of Object.entries(metadata)) {
    const id = entries.find(({ type }) => type === 'aws:cdk:logicalId')?.data;
    if (typeof id === 'string') paths.set(id, [...paths.get(id) ?? [], path.replace(/^\//, '')]);
  }
  return paths;
}

async function assetsOf(folder: string, artifacts: readonly Artifact[]): Promise<Reading['assets']> {
  const files = artifacts.flatMap(({ type, properties }) => (type === 'cdk:asset-manifest' && properties?.file ? [properties.file] : []));
  const manifests = await Promise.all(files.map((file) => json<AssetManifest>(join(folder, file))));
  const all = manifests.flatMap((manifest) => Object.entries(manifest?.files ?? {}));
  return new Map(all.flatMap(([hash, { source }]) => (source?.path ? [[hash, source.path] as const] : [])));
}

interface AssetManifest {
  readonly files?: { readonly [hash: string]: { readonly source?: { readonly path?: string } } };
}

/** @param within path of the nested stack, with a slash after it; empty: the stack itself */
async function inTemplate(reading: Reading, file: string, within: string): Promise<readonly Found[]> {
  const template = await json<Template>(join(reading.folder, file));
  const pathOf = (id: string) => reading.paths.get(id)?.find((path) => path.startsWith(within));
  const found = await Promise.all(Object.entries(template?.Resources ?? {}).map(async ([id, { Type, Properties = {} }]) => {
    const path = pathOf(id);
    if (Type === 'AWS::ECS::Service' && path) return [{ path, logicalIds: [id] }];
    const nested = Type === 'AWS::CloudFormation::Stack' ? nestedTemplate(reading, Properties.TemplateURL) : undefined;
    if (!nested) return [];
    // `Shop/Inner.NestedStack/Inner.NestedStackResource` is the resource of the nested stack `Shop/Inner`.
    const inner = path?.replace(/\.NestedStack\/[^/]*$/, '/') ?? within;
    return (await inTemplate(reading, nested, inner)).map((one) => ({ path: one.path, logicalIds: [id, ...one.logicalIds] }));
  }));
  return found.flat();
}

/** The address of the template, put together by CloudFormation, contains the hash of its asset. */
function nestedTemplate({ assets }: Reading, templateUrl: unknown): string | undefined {
  return assets.get(/[0-9a-f]{64}/.exec(JSON.stringify(templateUrl ?? ''))?.[0] ?? '');
}

async function json<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
