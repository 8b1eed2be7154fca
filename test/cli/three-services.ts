import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, aws_ec2 as ec2, aws_ecr as ecr, aws_ecs as ecs, aws_logs as logs, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DeploymentWatcher, DiagnosedFargateService } from '../../src';
import { Scenario } from '../../src/lab/world';

const root = mkdtempSync(join(tmpdir(), 'three-services-'));
const made = new Map<string, string>();
afterAll(() => rmSync(root, { recursive: true, force: true }));

export interface Variant {
  /** FargateService instead of DiagnosedFargateService. */
  readonly plain?: boolean;
  readonly imageTag?: string;
  /** The service `Loop` is in a nested stack. */
  readonly nested?: boolean;
  readonly only?: readonly string[];
  readonly service?: Partial<ecs.FargateServiceProps>;
  /** The app gives the function a log group of its own: with this name, or one of the stack. */
  readonly logGroup?: 'by name' | 'of the stack';
}

/** A stack `Shop` with the services Broken, Loop and Fine: a cloud assembly, synthesized once for each variant. */
export function threeServices(variant: Variant = {}): string {
  const key = JSON.stringify(variant);
  let outdir = made.get(key);
  if (!outdir) made.set(key, outdir = synthesized(variant));
  return outdir;
}

function synthesized({ plain, imageTag = '1.42.0', nested, only = ['Broken', 'Loop', 'Fine'], service: more, logGroup }: Variant): string {
  const outdir = join(root, String(made.size));
  // tree.json takes an eighth of the time, and the lab does not read it.
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Shop', { env: { account: '123456789012', region: 'eu-west-1' } });
  if (logGroup) {
    DeploymentWatcher.configure(stack, {
      logGroup: logGroup === 'by name' ? logs.LogGroup.fromLogGroupName(stack, 'Given', '/ours/diagnoses') : new logs.LogGroup(stack, 'Diagnoses'),
    });
  }
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
  for (const name of only) {
    const scope: Construct = nested && name === 'Loop' ? new NestedStack(stack, 'Inner') : stack;
    const taskDefinition = new ecs.FargateTaskDefinition(scope, `${name}Task`);
    taskDefinition.addContainer('app', {
      image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(scope, `${name}Images`, `shop/${name.toLowerCase()}`), imageTag),
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'shop', logGroup: new logs.LogGroup(scope, `${name}Logs`, { removalPolicy: RemovalPolicy.DESTROY }) }),
    });
    const props = { cluster, taskDefinition, desiredCount: 1, minHealthyPercent: 100, ...more };
    if (plain) new ecs.FargateService(scope, name, props);
    else new DiagnosedFargateService(scope, name, props);
  }
  app.synth();
  return outdir;
}

export const IMAGE_GONE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref '
  + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/broken:1.42.0: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/broken:1.42.0: not found';

/** The image of Broken does not exist, Loop exits at start. */
export const SCENARIO: Scenario = {
  scenario: 1,
  seed: 21,
  services: {
    'Broken': { rules: [{ pull: { text: IMAGE_GONE, after: 8, container: 'app' } }] },
    'Loop': { rules: [{ containers: { app: { logs: [[0.4, 'starting'], [1, 'Error: QUEUE_URL is not set']], exit: { code: 1, after: 2 } } } }] },
    'Inner/Loop': { rules: [{ containers: { app: { logs: [[1, 'Error: QUEUE_URL is not set']], exit: { code: 1, after: 2 } } } }] },
  },
};
