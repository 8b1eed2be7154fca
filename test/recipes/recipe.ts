import { cpSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './action';
import { newFolder, Shelled, shellBeside } from './shell';
import { Lab } from '../../src/lab/lab';
import { callFake, TaskRule } from '../../src/lab/world';
import { LAB_AWS, openLab } from '../cli/bundle';

export const EXAMPLES = join(ROOT, 'examples');

/** `npm run test:recipes` installs the tools of the recipes in this folder: `bin` goes before PATH, `node_modules` has Pulumi. */
export const TOOLS = process.env.RECIPE_TOOLS;

export const CLUSTER = 'prod';
export const SERVICE = 'web';

/** The task definition of the example, with another image tag. */
export function taskDefinition(tag: string): object {
  const text = readFileSync(join(EXAMPLES, 'aws-cli', 'task-definition.json'), 'utf8');
  return JSON.parse(text.replace('shop/web:1.42.0', `shop/web:${tag}`)) as object;
}

export const IMAGE_GONE: TaskRule = { pull: {
  text: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.42.0: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.42.0: not found',
  after: 8, container: 'web',
} };

export interface Scene {
  readonly lab: Lab;
  /** As a deployment tool does: registers a revision, and updates the service. Gives the ARN of the revision. */
  deploy(tag: string): string;
}

/** An account with the service `prod/web` that runs version 1.41.0; the tasks of later deployments fare by the rules. */
export async function openScene(later: readonly TaskRule[] = []): Promise<Scene & { readonly rules: TaskRule[] }> {
  const rules: TaskRule[] = [];
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { [SERVICE]: { rules } } } });
  const ecs = <T>(operation: string, input: object) => callFake(lab.world, 'ecs', operation, input) as T;
  const register = (tag: string) => (
    ecs<{ taskDefinition: { taskDefinitionArn: string } }>('RegisterTaskDefinition', taskDefinition(tag)).taskDefinition.taskDefinitionArn
  );
  ecs('CreateCluster', { clusterName: CLUSTER });
  ecs('CreateService', {
    cluster: CLUSTER, serviceName: SERVICE, taskDefinition: register('1.41.0'), desiredCount: 2, launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d4e5f60718'], assignPublicIp: 'DISABLED' } },
  });
  await lab.advance(300);
  rules.push(...later);
  const deploy = (tag: string) => {
    const revision = register(tag);
    ecs('UpdateService', { cluster: CLUSTER, service: SERVICE, taskDefinition: revision });
    return revision;
  };
  return { lab, deploy, rules };
}

/** The same service, in a stack of the template. The test does not deploy: the recipe updates the stack. */
export async function openStackScene(stack: string, template: string, later: readonly TaskRule[]): Promise<Scene> {
  const rules: TaskRule[] = [];
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Service: { rules } } } });
  callFake(lab.world, 'cloudformation', 'CreateStack', {
    StackName: stack, TemplateBody: template, Parameters: [{ ParameterKey: 'ImageTag', ParameterValue: '1.41.0' }],
  });
  await lab.advance(600);
  rules.push(...later);
  return { lab, deploy: () => { throw new Error('the recipe updates the stack'); } };
}

/** A service of Amazon ECS Express Mode in the cluster `default`. */
export async function openExpressScene(later: readonly TaskRule[]): Promise<Scene & { readonly arn: string }> {
  const rules: TaskRule[] = [];
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { [SERVICE]: { rules } } } });
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const { service } = callFake(lab.world, 'ecs', 'CreateExpressGatewayService', {
    serviceName: SERVICE, primaryContainer: { image: 'shop/web:1.41.0', containerPort: 8080 },
    executionRoleArn: role('execution'), infrastructureRoleArn: role('express'),
  }) as { service: { serviceArn: string } };
  await lab.advance(1200);
  rules.push(...later);
  return { lab, arn: service.serviceArn, deploy: () => { throw new Error('the recipe updates the service'); } };
}

const AWS_CLI = `exec ${process.execPath} --no-warnings ${join(__dirname, 'aws-cli.cjs')} "$@"`;

export interface Recipe {
  /** Below `examples`. */
  readonly folder: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
  /** The copy of an earlier run, with the state that it has left. */
  readonly in?: string;
  readonly instead?: { readonly [program: string]: string };
}

/** Runs a part of a recipe in a copy of its folder. Programs that are not installed here have a stand-in. */
export async function runRecipe({ lab }: Scene, recipe: Recipe): Promise<Shelled & { readonly folder: string }> {
  const { folder, command, env, instead, in: earlier } = recipe;
  const copy = earlier ?? newFolder();
  if (!earlier) cpSync(join(EXAMPLES, folder), copy, { recursive: true });
  const { ended } = await shellBeside(lab, {
    // Version 1 of the AWS CLI, which PyPI has, reads this variable only.
    command, cwd: copy, env: { AWS_DEFAULT_REGION: LAB_AWS.AWS_REGION, ...env },
    tools: TOOLS && join(TOOLS, 'bin'),
    instead: { ...!TOOLS && { aws: AWS_CLI }, ...instead },
  });
  return { ended, folder: copy };
}
