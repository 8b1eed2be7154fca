import { existsSync } from 'fs';
import * as path from 'path';
import { AssetStaging, CfnResource, FileAssetPackaging, Stack } from 'aws-cdk-lib';
import { type Code, type CodeConfig } from 'aws-cdk-lib/aws-lambda';
import { type Location } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FUNCTION_ID } from '../../contract';

/** In the nearest `assets` folder above: beside `lib` in the package, beside `src` in tests; also if this code is bundled itself. */
function bundleFolder(from = __dirname): string {
  const folder = path.join(from, 'assets', 'watcher');
  const above = path.dirname(from);
  return existsSync(folder) || above === from ? folder : bundleFolder(above);
}

interface Asset {
  readonly fileName: string;
  /** Where the deployment finds the code, or why the stack does not take it. */
  readonly location: Location | { readonly refused: string };
}

const assets = new WeakMap<Stack, Asset>();

/**
 * Why the code of the watcher cannot be an asset of a stack; undefined if it is one now. Only the attempt shows it: each synthesizer
 * decides for itself (BootstraplessSynthesizer, products of Service Catalog and stack sets without an asset bucket, those of an app).
 */
export function whyNoCode(stack: Stack): string | undefined {
  const { location } = assetOf(stack);
  if (!('refused' in location)) return undefined;
  return `its stack takes no file assets, and the code of the watcher is one: ${location.refused}`;
}

function assetOf(stack: Stack): Asset {
  const known = assets.get(stack);
  if (known) return known;
  const id = `${FUNCTION_ID}Code`;
  const staging = new AssetStaging(stack, id, { sourcePath: bundleFolder() });
  // The files are staged, and a construct that nothing refers to would only be one more child of the stack.
  stack.node.tryRemoveChild(id);
  const fileName = staging.relativeStagedPath(stack);
  const asset = { fileName, location: locationOf(stack, fileName, staging.assetHash) };
  assets.set(stack, asset);
  return asset;
}

function locationOf(stack: Stack, fileName: string, sourceHash: string): Asset['location'] {
  try {
    return stack.synthesizer.addFileAsset({
      fileName, sourceHash, packaging: FileAssetPackaging.ZIP_DIRECTORY, deployTime: true, displayName: `${FUNCTION_ID}/Code`,
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { refused: text.split('\n')[0].replace(/\.$/, '') };
  }
}

/**
 * The bundle of the watcher as an asset. The same as `Code.fromAsset`, but without the bucket that it imports and nobody needs: the bucket
 * alone loads aws-s3, which takes longer than the rest of the watcher.
 */
export class WatcherCode implements Code {
  /** Older versions of aws-cdk-lib ask for it. */
  public readonly isInline = false;
  private fileName?: string;

  /** It throws if the stack takes no assets; `whyNoCode` is asked before. */
  public bind(scope: Construct): CodeConfig & { readonly s3Location: Location } {
    const { fileName, location } = assetOf(Stack.of(scope));
    if ('refused' in location) throw new Error(location.refused);
    this.fileName = fileName;
    return { s3Location: location };
  }

  /** Only if the AWS CDK asks for it: `sam local` finds the code by this metadata. */
  public bindToResource(resource: CfnResource) {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.fileName);
    resource.addMetadata('aws:asset:is-bundled', false);
    resource.addMetadata('aws:asset:property', 'Code');
  }
}
