import { existsSync } from 'fs';
import * as path from 'path';
import { AssetStaging, CfnResource, FileAssetPackaging, Stack } from 'aws-cdk-lib';
import { Code, CodeConfig } from 'aws-cdk-lib/aws-lambda';
import { type Location } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** In the nearest `assets` folder above: beside `lib` in the package, beside `src` in tests; also if this code is bundled itself. */
function bundleFolder(from = __dirname): string {
  const folder = path.join(from, 'assets', 'watcher');
  const above = path.dirname(from);
  return existsSync(folder) || above === from ? folder : bundleFolder(above);
}

/**
 * The bundle of the watcher as an asset. The same as `Code.fromAsset`, but without the bucket that it imports and nobody needs: the bucket
 * alone loads aws-s3, which takes longer than the rest of the watcher.
 */
export class WatcherCode extends Code {
  /** Older versions of aws-cdk-lib ask for it. */
  public readonly isInline = false;
  private fileName?: string;

  public bind(scope: Construct): CodeConfig & { readonly s3Location: Location } {
    const stack = Stack.of(scope);
    const staging = new AssetStaging(scope, 'Code', { sourcePath: bundleFolder() });
    this.fileName = staging.relativeStagedPath(stack);
    return {
      s3Location: stack.synthesizer.addFileAsset({
        fileName: this.fileName,
        sourceHash: staging.assetHash,
        packaging: FileAssetPackaging.ZIP_DIRECTORY,
        deployTime: true,
        displayName: staging.node.path.slice(stack.node.path.length + 1),
      }),
    };
  }

  /** Only if the AWS CDK asks for it: `sam local` finds the code by this metadata. */
  public bindToResource(resource: CfnResource) {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.fileName);
    resource.addMetadata('aws:asset:is-bundled', false);
    resource.addMetadata('aws:asset:property', 'Code');
  }
}
