import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { CLUSTER, EXAMPLES, SERVICE, TOOLS } from './recipe';

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
  const source = readFileSync(join(EXAMPLES, 'pulumi', 'diagnosed-fargate-service.ts'), 'utf8');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const exported: { DiagnosedFargateService?: new (name: string, args: object) => unknown } = {};
  new Function('exports', 'require', outputText)(exported, (name: string) => modules[name]);
  new exported.DiagnosedFargateService!('web', { cluster: CLUSTER, desiredCount: 2 });
  return JSON.parse(JSON.stringify(seen, (_, value: unknown) => valueOf(value))) as PulumiResources;
}
