import { posix } from 'path';
import { Template } from './resolve';
import { ImageAsset } from '../declared';

/** The text of a file below the folder that is read; undefined: it is not there. */
export type Files = (path: string) => string | undefined;

/** One stack that is going to be deployed, as it is written. */
export interface StackTemplate {
  readonly name: string;
  /** Below the folder. */
  readonly file: string;
  readonly template: Template;
  readonly region?: string;
  readonly account?: string;
  /** Those that the assembly gives. */
  readonly parameters: { readonly [name: string]: string };
  /** Construct paths by logical ids, those in nested stacks too. */
  readonly paths?: ReadonlyMap<string, string>;
}

export interface Assembly {
  readonly stacks: readonly StackTemplate[];
  readonly imageAssets: ReadonlyMap<string, ImageAsset>;
  /** Files that the deployment tool uploads, by the keys of their objects; undefined: a folder, or one that is made later. */
  readonly fileAssets: ReadonlyMap<string, string | undefined>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
    readonly directoryName?: string;
    readonly parameters?: { readonly [name: string]: string };
  };
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = { readonly [path: string]: readonly { readonly type: string; readonly data?: unknown }[] };

interface AssetManifest {
  readonly files?: {
    readonly [id: string]: {
      readonly source?: { readonly path?: string };
      readonly destinations?: { readonly [id: string]: { readonly objectKey?: string } };
    };
  };
  readonly dockerImages?: {
    readonly [id: string]: {
      readonly source?: { readonly directory?: string; readonly dockerFile?: string; readonly platform?: string };
      readonly destinations?: { readonly [id: string]: { readonly imageTag?: string } };
    };
  };
}

/** Reads a cloud assembly, and those nested in it (stages). Schema: `cloud-assembly-schema` of the AWS CDK. */
export function readAssembly(files: Files, folder = ''): Assembly {
  const manifest = json<{ readonly artifacts?: { readonly [id: string]: Artifact } }>(files, posix.join(folder, 'manifest.json'));
  if (!manifest) throw new Error('there is no manifest.json in it');
  const stacks: StackTemplate[] = [];
  const imageAssets = new Map<string, ImageAsset>();
  const fileAssets = new Map<string, string | undefined>();
  for (const [id, artifact] of Object.entries(manifest.artifacts ?? {})) {
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(stackOf(files, folder, id, artifact));
    if (artifact.type === 'cdk:asset-manifest') readAssets(files, folder, artifact.properties?.file, imageAssets, fileAssets);
    if (artifact.type === 'cdk:cloud-assembly') {
      const nested = readAssembly(files, posix.join(folder, artifact.properties?.directoryName ?? id));
      nested.stacks.forEach((stack) => stacks.push(stack));
      nested.imageAssets.forEach((asset, tag) => imageAssets.set(tag, asset));
      nested.fileAssets.forEach((file, key) => fileAssets.set(key, file));
    }
  }
  return { stacks, imageAssets, fileAssets };
}

function stackOf(files: Files, folder: string, id: string, artifact: Artifact): StackTemplate {
  const { environment = '', properties = {}, additionalMetadataFile: more } = artifact;
  const file = posix.join(folder, properties.templateFile ?? `${id}.template.json`);
  const template = json<Template>(files, file);
  if (!template) throw new Error(`its manifest names ${file}, which is not there`);
  const metadata = artifact.metadata ?? (more === undefined ? undefined : json<Metadata>(files, posix.join(folder, more)));
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  return {
    name: properties.stackName ?? id,
    file,
    template,
    parameters: properties.parameters ?? {},
    paths: pathsIn(metadata ?? {}),
    ...(region && region !== 'unknown-region' && { region }),
    ...(/^\d{12}$/.test(account ?? '') && { account }),
  };
}

function pathsIn(metadata: Metadata): ReadonlyMap<string, string> {
  return new Map(Object.entries(metadata).flatMap(([path, entries]) => entries
    .filter(({ type }) => type === 'aws:cdk:logicalId')
    .map(({ data }) => [String(data), path.replace(/^\//, '')] as const)));
}

function readAssets(
  files: Files, folder: string, file: string | undefined, images: Map<string, ImageAsset>, objects: Map<string, string | undefined>,
): void {
  const manifest = file === undefined ? undefined : json<AssetManifest>(files, posix.join(folder, file));
  for (const { source = {}, destinations = {} } of Object.values(manifest?.files ?? {})) {
    const path = source.path === undefined ? undefined : posix.join(folder, source.path);
    for (const { objectKey } of Object.values(destinations)) if (objectKey) objects.set(objectKey, path);
  }
  for (const { source = {}, destinations = {} } of Object.values(manifest?.dockerImages ?? {})) {
    const { directory, dockerFile = 'Dockerfile', platform } = source;
    const text = directory === undefined ? undefined : files(posix.join(folder, directory, dockerFile));
    const asset: ImageAsset = {
      ...(platform && { platform }), ...(text !== undefined && /^\s*FROM\s+--platform=/im.test(text) && { fixed: true }),
    };
    for (const { imageTag } of Object.values(destinations)) if (imageTag) images.set(imageTag, asset);
  }
}

function json<T>(files: Files, path: string): T | undefined {
  const text = files(path);
  return text === undefined ? undefined : JSON.parse(text) as T;
}
