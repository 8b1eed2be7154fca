import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { newFolder, Shelled, shellBeside } from './shell';
import { Lab } from '../../src/lab/lab';
import { BUNDLE, Ran } from '../cli/bundle';

export const ROOT = join(__dirname, '..', '..');

interface Step {
  readonly id?: string;
  readonly shell: string;
  readonly env?: { readonly [name: string]: string };
  readonly run: string;
}

export interface Action {
  readonly inputs: { readonly [name: string]: { readonly default?: unknown } };
  readonly outputs: { readonly [name: string]: { readonly value: string } };
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const readAction = () => parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

/** Contexts of GitHub's expressions: `inputs.cluster`, `steps.follow.outputs.cause`. */
interface Contexts {
  readonly inputs: { readonly [name: string]: string };
  readonly steps: { [id: string]: { outputs: { readonly [name: string]: string } } };
}

/** Resolves `${{ inputs.NAME }}` and `${{ steps.ID.outputs.NAME }}`, which are the only expressions that action.yml is allowed to have. */
export function resolve(text: string, { inputs, steps }: Contexts): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
    if (input !== undefined) {
      if (!(input in inputs)) throw new Error(`action.yml has no input ${input}`);
      return inputs[input];
    }
    const [, id, output] = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression) ?? [];
    if (id === undefined) throw new Error(`no expression that the test knows: ${expression}`);
    return steps[id]?.outputs[output] ?? '';
  });
}

/** Lines of `name=value` (GitHub documentation, workflow commands). */
export function outputsIn(file: string): { readonly [name: string]: string } {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => {
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`no output: ${line}`);
    return [name, value];
  }));
}

export interface ActionRun extends Ran {
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
  /** The package that npx was asked for; empty: npx was not run. */
  readonly npx: string;
}

type Values = { readonly [name: string]: string };

/**
 * Runs the only step of action.yml as the runner does (GitHub documentation, workflow syntax, `shell: bash`), against the lab. It runs the
 * bundle of this repository; the input `bundle: ''` gives the default, npx, which has a stand-in.
 */
export async function runAction(lab: Lab, given: Values, env: NodeJS.ProcessEnv = {}): Promise<{ readonly ended: Promise<ActionRun> }> {
  const action = readAction();
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs));
  if (unknown.length) throw new Error(`action.yml has no inputs ${unknown.join(', ')}`);
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, { bundle: BUNDLE, ...given }[name] ?? String(input.default ?? '')]));
  const [step, ...more] = action.runs.steps;
  if (more.length || step.shell !== 'bash' || !step.id) throw new Error('the test runs one step of bash with an id');
  const temp = newFolder();
  const files = { script: join(temp, 'step.sh'), output: join(temp, 'output'), summary: join(temp, 'summary') };
  for (const [file, text] of [[files.script, resolve(step.run, { inputs, steps: {} })], [files.output, ''], [files.summary, '']]) writeFileSync(file, text);
  const stepEnv = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, resolve(value, { inputs, steps: {} })]));
  const { ended }: Shelled = await shellBeside(lab, {
    command: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', files.script],
    cwd: temp,
    startsBundle: true,
    env: { GITHUB_ACTIONS: 'true', RUNNER_TEMP: temp, GITHUB_OUTPUT: files.output, GITHUB_STEP_SUMMARY: files.summary, ...stepEnv, ...env },
  });
  const { id } = step;
  return {
    ended: ended.then((ran) => {
      const steps = { [id]: { outputs: outputsIn(files.output) } };
      const values = Object.entries(action.outputs).map(([name, { value }]) => [name, resolve(value, { inputs, steps })]);
      const outputs = Object.fromEntries(values) as Values;
      return { ...ran, outputs, summary: readFileSync(files.summary, 'utf8') };
    }),
  };
}
