import { readFileSync } from 'fs';
import { join } from 'path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import { Aws } from './aws';
import { Request } from './stacks';
import { zipped } from './zip';

export interface Synthesis {
  readonly stackName: string;
  /** Folder for the cloud assembly. */
  readonly outdir: string;
  /** Bucket for the assets; without one the stack has none, and its template is sent along with the request. */
  readonly bucket?: string;
  readonly build: (stack: Stack) => void;
}

/** A file for the bucket. */
export interface Asset {
  readonly key: string;
  readonly path: string;
  readonly isZip: boolean;
}

export interface Synthesized {
  readonly template: string;
  /** Key of the template in the bucket. */
  readonly templateKey: string;
  readonly assets: readonly Asset[];
}

/**
 * Synthesizes a stack with the real CDK. Its assets go to a bucket of the kit, not to that of `cdk bootstrap`: so the environment need not
 * be bootstrapped, and the kit sends CreateStack and UpdateStack itself, knows the moment of each, and does the same in the lab.
 */
export function synthesize({ stackName, outdir, bucket, build }: Synthesis): Synthesized {
  const app = new App({ outdir, analyticsReporting: false });
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false, ...bucket && { fileAssetsBucketName: bucket } });
  build(new Stack(app, 'Live', { stackName, synthesizer }));
  const assembly = app.synth();
  const [stack] = assembly.stacks;
  const manifests = assembly.artifacts.filter((artifact) => AssetManifestArtifact.isAssetManifestArtifact(artifact));
  const assets = manifests.flatMap(({ contents }) => Object.values(contents.files ?? {})).flatMap(({ source, destinations }) => (
    Object.values(destinations).map(({ objectKey }) => ({
      key: objectKey, path: join(assembly.directory, String(source.path)), isZip: source.packaging === 'zip',
    }))
  ));
  return {
    template: readFileSync(stack.templateFullPath, 'utf8'),
    templateKey: String(stack.stackTemplateAssetObjectUrl).split('/').pop() ?? '',
    assets,
  };
}

/** Uploads the assets that are not there. @param known keys that are; grows */
export async function upload(aws: Aws, bucket: string, assets: readonly Asset[], known: Set<string>): Promise<void> {
  for (const { key, path, isZip } of assets.filter((asset) => !known.has(asset.key))) {
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: isZip ? zipped(path) : readFileSync(path) }));
    known.add(key);
  }
}

export function templateIn(bucket: string | undefined, region: string, { template, templateKey }: Synthesized): Request['template'] {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return bucket ? { url: `https://${bucket}.s3.${region}.${domain}/${templateKey}` } : { body: template };
}
