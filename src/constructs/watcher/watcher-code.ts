import * as path from 'path';
import { AssetStaging, CfnResource, FileAssetPackaging, Stack } from 'aws-cdk-lib';
import { Code, CodeConfig } from 'aws-cdk-lib/aws-lambda';
import { type Location } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

// The same from src/constructs (tests) and lib/constructs (package).
const FOLDER = path.join(__dirname, '..', '..', 'assets', 'watcher');

/**
 * The bundle of the watcher as an asset. What `Code.fromAsset` does, but without the bucket that it imports, which nobody asks for: that
 * alone loads aws-s3, which takes longer than all else that a watcher is made of.
 */
export class WatcherCode extends Code {
  /** Of older versions of aws-cdk-lib. */
  public readonly isInline = false;
  private fileName?: string;

  public bind(scope: Construct): CodeConfig & { readonly s3Location: Location } {
    const stack = Stack.of(scope);
    const staging = new AssetStaging(scope, 'Code', { sourcePath: FOLDER });
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

  /** Where the AWS CDK is told to: for `sam local`, which finds the code by it. */
  public bindToResource(resource: CfnResource) {
    if (!resource.node.tryGetContext('aws:cdk:enable-asset-metadata')) return;
    resource.addMetadata('aws:asset:path', this.fileName);
    resource.addMetadata('aws:asset:is-bundled', false);
    resource.addMetadata('aws:asset:property', 'Code');
  }
}
