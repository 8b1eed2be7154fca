import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from './template';

/** One stack of a cloud assembly (`cdk.out`). */
export interface AssemblyStack {
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: { readonly [name: string]: string };
  readonly tags: { readonly [name: string]: string };
  /** `Stage/Stack`: the beginning of the construct paths of its resources. */
  readonly constructPath: string;
  /** Construct paths (`Stage/Stack/Api/Service/Service`) with the logical id that each has. */
  readonly paths: readonly ConstructPath[];
  readonly place?: { readonly region: string; readonly accountId: string };
}

export interface ConstructPath {
  readonly path: string;
  readonly logicalId: string;
}

interface Assembly {
  readonly stacks: readonly AssemblyStack[];
  /** Object key in the bootstrap bucket -> folder or file on disk. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
    readonly directoryName?: string;
    readonly parameters?: { readonly [name: string]: string };
    readonly tags?: { readonly [name: string]: string };
  };
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = { readonly [path: string]: readonly { readonly type: string; readonly data?: unknown }[] };

interface AssetManifest {
  readonly files?: {
    readonly [id: string]: {
      readonly source: { readonly path?: string };
      readonly destinations: { readonly [id: string]: { readonly objectKey: string } };
    };
  };
}

/** Reads a cloud assembly and those nested in it (stages). Schema: `cloud-assembly-schema` of the AWS CDK. */
export function readAssembly(directory: string): Assembly {
  const manifestFile = join(directory, 'manifest.json');
  if (!existsSync(manifestFile)) throw new Error(`${directory} is no cloud assembly: it has no manifest.json`);
  const manifest = readJson<{ readonly artifacts?: { readonly [id: string]: Artifact } }>(manifestFile);
  const stacks: AssemblyStack[] = [];
  const assets = new Map<string, string>();
  for (const [id, artifact] of Object.entries(manifest.artifacts ?? {})) {
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(readStack(directory, id, artifact));
    if (artifact.type === 'cdk:asset-manifest') readAssets(directory, artifact, assets);
    if (artifact.type === 'cdk:cloud-assembly') {
      const nested = readAssembly(join(directory, artifact.properties?.directoryName ?? id));
      for (const stack of nested.stacks) stacks.push(stack);
      nested.assets.forEach((path, key) => assets.set(key, path));
    }
  }
  return { stacks, assets };
}

/**
 * @param folder of the assembly, for the message
 * @param stackName default: the only stack of the assembly
 */
export function stackIn({ stacks }: Assembly, folder: string, stackName?: string): AssemblyStack {
  const names = stacks.map((s) => s.stackName).join(', ');
  if (stackName === undefined && stacks.length !== 1) {
    throw new Error(`${folder} holds ${stacks.length} stacks (${names}); say which one to deploy`);
  }
  const chosen = stackName === undefined ? stacks[0] : stacks.find((s) => s.stackName === stackName);
  if (!chosen) throw new Error(`${folder} holds no stack "${stackName}"; it holds ${names}`);
  return chosen;
}

function readStack(directory: string, id: string, artifact: Artifact): AssemblyStack {
  const properties = artifact.properties ?? {};
  const { additionalMetadataFile: metadataFile } = artifact;
  const metadata = artifact.metadata ?? (metadataFile ? readJson<Metadata>(join(directory, metadataFile)) : {});
  const place = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(artifact.environment ?? '');
  return {
    stackName: properties.stackName ?? id,
    template: readJson<Template>(join(directory, properties.templateFile ?? `${id}.template.json`)),
    parameters: properties.parameters ?? {},
    tags: properties.tags ?? {},
    constructPath: (artifact.displayName ?? id).replace(/ \(.*\)$/, ''),
    paths: Object.entries(metadata).flatMap(([path, entries]) => entries
      .filter((entry) => entry.type === 'aws:cdk:logicalId')
      .map((entry) => ({ path: path.replace(/^\//, ''), logicalId: String(entry.data) }))),
    ...place && place[2] !== 'unknown-region' && { place: { accountId: place[1], region: place[2] } },
  };
}

function readAssets(directory: string, artifact: Artifact, assets: Map<string, string>): void {
  const file = artifact.properties?.file;
  if (!file) return;
  const manifest = readJson<AssetManifest>(join(directory, file));
  for (const asset of Object.values(manifest.files ?? {})) {
    if (!asset.source.path) continue;
    for (const destination of Object.values(asset.destinations)) assets.set(destination.objectKey, join(directory, asset.source.path));
  }
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
