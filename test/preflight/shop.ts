import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import {
  App, aws_ecr as ecr, aws_ecr_assets as assets, aws_ec2 as ec2, aws_ecs as ecs, aws_iam as iam, aws_logs as logs,
  aws_secretsmanager as secrets, aws_ssm as ssm, CfnParameter, NestedStack, Stack,
} from 'aws-cdk-lib';
import { ACCOUNT, REGION } from './worlds';
import { DiagnosedFargateService } from '../../src';
import { AccountModel } from '../../src/lab/account';

const ENV = { account: ACCOUNT, region: REGION };

/** What the app below names and does not make, and what is missing of it: the tag of `web`, the key of its secret, and a parameter. */
export const SHOP_ACCOUNT: AccountModel = {
  repositories: { 'shop/web': { '1.41.0': { platforms: ['linux/amd64'] } }, 'shop/worker': { 7: { platforms: ['linux/amd64', 'linux/arm64'], attested: true } } },
  secrets: { 'shop/db-AbCdEf': { value: '{"user":"x"}' } },
  roles: { 'shop-execution': { trusts: ['ecs-tasks.amazonaws.com'], lacks: ['secretsmanager:GetSecretValue'] } },
  logGroups: [],
  parameters: [],
};

/**
 * A stack with the shared things and one with services: one whose image is in a repository, one that the app builds, and one in a nested
 * stack, whose image comes by a parameter.
 */
export function synthShop(outdir: string): string {
  const app = new App({ outdir, analyticsReporting: false });
  const base = new Stack(app, 'Base', { env: ENV });
  const cluster = new ecs.Cluster(base, 'Cluster', { vpc: new ec2.Vpc(base, 'Vpc', { maxAzs: 2, natGateways: 1 }) });
  const logGroup = new logs.LogGroup(base, 'Logs');
  const stack = new Stack(app, 'Shop', { env: ENV });

  const executionRole = iam.Role.fromRoleName(stack, 'Execution', 'shop-execution', { mutable: false });
  const web = new ecs.FargateTaskDefinition(stack, 'WebTask', { executionRole });
  web.addContainer('web', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'WebImages', 'shop/web'), '1.42.0'),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web', logGroup }),
    secrets: {
      PASSWORD: ecs.Secret.fromSecretsManager(secrets.Secret.fromSecretNameV2(stack, 'Db', 'shop/db'), 'password'),
      TOKEN: ecs.Secret.fromSecretsManager(new secrets.Secret(stack, 'Token')),
      LEVEL: ecs.Secret.fromSsmParameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Level', { parameterName: '/shop/level' })),
    },
  });
  new DiagnosedFargateService(stack, 'Web', { cluster, taskDefinition: web, desiredCount: 2, minHealthyPercent: 100 });

  const directory = join(outdir, '..', 'worker');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'Dockerfile'), 'FROM busybox\n');
  const built = new ecs.FargateTaskDefinition(stack, 'BuiltTask', { runtimePlatform: { cpuArchitecture: ecs.CpuArchitecture.ARM64, operatingSystemFamily: ecs.OperatingSystemFamily.LINUX } });
  built.addContainer('worker', { image: ecs.ContainerImage.fromAsset(directory, { platform: assets.Platform.LINUX_AMD64 }) });
  new ecs.FargateService(stack, 'Built', { cluster, taskDefinition: built, minHealthyPercent: 100 });

  const nested = new NestedStack(stack, 'Nested', { parameters: { Tag: '7' } });
  const tag = new CfnParameter(nested, 'Tag').valueAsString;
  const inner = new ecs.FargateTaskDefinition(nested, 'InnerTask');
  inner.addContainer('inner', {
    image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(nested, 'InnerImages', 'shop/worker'), tag),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'inner', logGroup }),
  });
  new ecs.FargateService(nested, 'Inner', { cluster, taskDefinition: inner, minHealthyPercent: 100 });
  app.synth();
  return outdir;
}
