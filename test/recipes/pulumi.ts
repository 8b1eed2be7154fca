import { execFileSync, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { CLUSTER, EXAMPLES, Scene, SERVICE, TOOLS } from './recipe';
import { newFolder, shellBeside } from './shell';
import { Ran } from '../cli/bundle';

/** What the example gives to `command.local.Command` and to `awsx.ecs.FargateService`. */
export interface PulumiResources {
  readonly command: {
    readonly create: string;
    readonly environment: { readonly [name: string]: string };
    readonly triggers: readonly string[];
  };
  readonly service: { readonly [name: string]: unknown };
}

/** By Pulumi itself, with its mocks, if `npm run test:recipes` has installed it, else by the few members that the example uses. */
export const pulumiResources = (revision: string) => (TOOLS ? byPulumi(TOOLS, revision) : byStandIn(revision));

function byPulumi(tools: string, revision: string): PulumiResources {
  const output = execFileSync(process.execPath, [join(__dirname, 'pulumi-mocks.cjs'), tools, CLUSTER, SERVICE, revision], { encoding: 'utf8' });
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '') as PulumiResources;
}

class Output<T> {
  constructor(readonly value: T) {}

  apply<U>(f: (value: T) => U): Output<U> {
    return new Output(f(this.value));
  }
}

const valueOf = (input: unknown): unknown => (input instanceof Output ? valueOf(input.value) : input);

function byStandIn(revision: string): PulumiResources {
  const seen: { [kind: string]: { [name: string]: unknown } } = {};
  class ComponentResource { registerOutputs() { return undefined; } }
  class FargateService {
    service = { cluster: new Output(CLUSTER), name: new Output(SERVICE), taskDefinition: new Output(revision) };

    constructor(_: string, args: { [name: string]: unknown }) { seen.service = args; }
  }
  class Command {
    constructor(_: string, args: { [name: string]: unknown }) { seen.command = args; }
  }
  const modules: { [name: string]: unknown } = {
    '@pulumi/pulumi': { ComponentResource }, '@pulumi/awsx': { ecs: { FargateService } }, '@pulumi/command': { local: { Command } },
  };
  const exported: { DiagnosedFargateService?: new (name: string, args: object) => unknown } = {};
  new Function('exports', 'require', compiled())(exported, (name: string) => modules[name]);
  new exported.DiagnosedFargateService!('web', { cluster: CLUSTER, desiredCount: 2 });
  return JSON.parse(JSON.stringify(seen, (_, value: unknown) => valueOf(value))) as PulumiResources;
}

/** The component as a module of Node.js. */
function compiled(): string {
  const source = readFileSync(join(EXAMPLES, 'pulumi', 'diagnosed-fargate-service.ts'), 'utf8');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

const PROGRAMS = ['pulumi', 'pulumi-language-nodejs', 'pulumi-resource-command'];

/** Pulumi's engine, its host for Node.js and the command provider are on PATH, and its packages are installed. */
export const hasEngine = Boolean(TOOLS) && PROGRAMS.every((program) => spawnSync('which', [program]).status === 0);

/** Updates a stack in a folder, with the service of the lab in place of that of the component. */
export async function pulumiUp({ lab }: Scene, revision: string): Promise<Ran> {
  const folder = newFolder();
  writeFileSync(join(folder, 'Pulumi.yaml'), 'name: shop\nruntime: nodejs\nmain: index.js\n');
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "private": true }');
  writeFileSync(join(folder, 'diagnosed-fargate-service.js'), compiled());
  cpSync(join(__dirname, 'pulumi-program.cjs'), join(folder, 'index.js'));
  symlinkSync(join(TOOLS ?? '', 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'home'));
  const env = {
    CLUSTER, SERVICE, REVISION: revision, PULUMI_HOME: join(folder, 'home'), PULUMI_BACKEND_URL: `file://${join(folder, 'home')}`, PULUMI_CONFIG_PASSPHRASE: 'lab',
    PULUMI_SKIP_UPDATE_CHECK: 'true', PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
  const script = 'pulumi stack init dev --non-interactive && pulumi up --yes --skip-preview --non-interactive --color never --stack dev';
  const { ended } = await shellBeside(lab, { command: ['/bin/sh', '-c', script], cwd: folder, env });
  await lab.advance(400);
  return ended;
}
