import { readFileSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { Declared } from '../../preflight/declared';
import { NO_APP } from '../../preflight/template/app';
import { Assembly, Files, readAssembly, StackTemplate } from '../../preflight/template/assembly';
import { declaredIn } from '../../preflight/template/declare';
import { parseText } from '../../preflight/template/parse';
import { Template } from '../../preflight/template/resolve';
import { isTaskDefinition, taskOfFile } from '../../preflight/template/shapes';
import { Given } from '../../preflight/template/stacks';
import { foreign } from '../../presentation/foreign';
import { UsageError } from '../exit';

/** What is going to be checked, before anything is resolved: Region and account are known later. */
export interface Source {
  /** Tools that check the shape of it. */
  readonly shapeTools: readonly string[];
  /** Region and account that it names itself. */
  readonly regions: readonly string[];
  readonly declared: (given: Given) => readonly Declared[];
}

/** A cloud assembly, a template of one, another template, or a task definition. @param stack only this stack */
export function sourceAt(path: string, stack: string | undefined): Source {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) {
    throw new UsageError(
      `"${path}" is not there: ecs-why check takes a folder that cdk synth has written, a template or a task definition`,
    );
  }
  if (kind.isDirectory()) return ofAssembly(path, (one) => stack === undefined || one.name === stack, stack);
  const [folder, file] = [dirname(path), basename(path)];
  const isOfAssembly = filesBelow(folder)('manifest.json') !== undefined && assemblyIn(folder).stacks.some((one) => one.file === file);
  if (isOfAssembly) return ofAssembly(folder, (one) => one.file === file && (stack === undefined || one.name === stack), stack);
  return ofFile(path, readFileSync(path, 'utf8'));
}

function filesBelow(folder: string): Files {
  return (path) => {
    try {
      return readFileSync(join(folder, path), 'utf8');
    } catch {
      return undefined;
    }
  };
}

function assemblyIn(folder: string): Assembly {
  try {
    return readAssembly(filesBelow(folder));
  } catch (error) {
    throw new UsageError(`"${folder}" is no folder that cdk synth has written: ${(error as Error).message}`);
  }
}

function ofAssembly(folder: string, wanted: (one: StackTemplate) => boolean, stack: string | undefined): Source {
  const assembly = assemblyIn(folder);
  const chosen = assembly.stacks.filter(wanted);
  if (!chosen.length && stack !== undefined) {
    throw new UsageError(`"${folder}" has no stack "${stack}"; it has:`, assembly.stacks.map((one) => foreign(one.name)));
  }
  const names = new Set(chosen.map((one) => one.name));
  return {
    shapeTools: ['npx cdk validate --unstable=validate', 'npx cdk-preflight init (once; then at each cdk synth)'],
    regions: chosen.flatMap((one) => one.region ?? []),
    declared: (given) => declaredIn(assembly, filesBelow(folder), given, (name) => names.has(name.split('/')[0])),
  };
}

function ofFile(path: string, text: string): Source {
  const content = parsed(path, text);
  if (isTaskDefinition(content)) {
    const { name, task } = taskOfFile(content);
    return {
      shapeTools: [],
      regions: [],
      declared: ({ region, account }) => [{ group: path, name, file: path, region, account, task, app: NO_APP }],
    };
  }
  const { Resources } = Object(content) as { readonly Resources?: unknown };
  if (typeof Resources !== 'object' || Resources === null) {
    throw new UsageError(`"${path}" is no template (it has no Resources) and no task definition (it has no containerDefinitions)`);
  }
  const stack: StackTemplate = { name: basename(path), file: path, template: content as Template, parameters: {} };
  const assembly: Assembly = { stacks: [stack], imageAssets: new Map(), fileAssets: new Map() };
  return {
    shapeTools: [`cfn-lint ${path}`, `cfn-validate ${path}`],
    regions: [],
    declared: (given) => declaredIn(assembly, () => undefined, given),
  };
}

function parsed(path: string, text: string): unknown {
  try {
    return parseText(text);
  } catch (error) {
    throw new UsageError(`"${path}" is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}
