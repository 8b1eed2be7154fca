import { createHash } from 'crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { CfnResource, FileAssetPackaging, Stack, Stage } from 'aws-cdk-lib';
import { Code, CodeConfig } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

// The same from src/constructs (tests) and lib/constructs (package).
const FOLDER = path.join(__dirname, '..', '..', 'assets', 'watcher');
const FILE = 'index.js';

/**
 * The bundle of the watcher as an asset of the stack, as `Code.fromAsset` makes one, which for this one file loads fs-extra, an ignore
 * engine and all of aws-s3 (for a bucket that nobody asks for): longer than all else takes that a watcher is made of.
 */
export class WatcherCode extends Code {
  /** Of older versions of aws-cdk-lib. */
  public readonly isInline = false;
  private fileName?: string;

  public bind(scope: Construct): CodeConfig {
    const { outdir, assetOutdir } = Stage.of(scope)!;
    const sourceHash = hash(scope.node.tryGetContext('@aws-cdk/core:assetHashSalt'));
    // `cdk synth --no-staging`, with which a debugger finds the sources.
    const isStaged = !scope.node.tryGetContext('aws:cdk:disable-asset-staging');
    this.fileName = isStaged ? path.relative(outdir, staged(path.join(assetOutdir, `asset.${sourceHash}`))) : FOLDER;
    const stack = Stack.of(scope);
    return {
      s3Location: stack.synthesizer.addFileAsset({
        fileName: this.fileName,
        sourceHash,
        packaging: FileAssetPackaging.ZIP_DIRECTORY,
        deployTime: true,
        displayName: `${scope.node.path.slice(stack.node.path.length + 1)}/Code`,
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

function staged(folder: string): string {
  if (!existsSync(folder)) {
    mkdirSync(folder);
    copyFileSync(path.join(FOLDER, FILE), path.join(folder, FILE));
  }
  return folder;
}

const hashes = new Map<unknown, string>();

function hash(salt: unknown = ''): string {
  const known = hashes.get(salt) ?? createHash('sha256').update(readFileSync(path.join(FOLDER, FILE))).update(String(salt)).digest('hex');
  hashes.set(salt, known);
  return known;
}
