import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { outputsIn, resolve, runAction } from './action';
import { EXAMPLES, runRecipe, Scene } from './recipe';
import { newFolder } from './shell';
import { Ran } from '../cli/bundle';

interface WorkflowStep {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: { readonly [name: string]: unknown };
  readonly run?: string;
}

interface Workflow {
  readonly jobs: { readonly [name: string]: { readonly steps: readonly WorkflowStep[] } };
}

/** What an action of somebody else does in AWS, and its outputs. */
export type StandIn = (inputs: { readonly [name: string]: string }) => { readonly [output: string]: string };

const OURS = 'cdk-diagnosed-fargate/cdk-diagnosed-fargate@';
/** They prepare the runner. */
const SETUP = /^(actions\/checkout|aws-actions\/configure-aws-credentials)@/;

export interface WorkflowRun {
  /** Of each command and each use of our action, in order, up to the first that fails. */
  readonly steps: readonly (Ran & { readonly outputs?: { readonly [name: string]: string } })[];
}

/** Runs the only job of an example against the lab, without the steps that have a condition. Lab time goes on while our action runs. */
export async function runWorkflow(scene: Scene, file: string, others: { readonly [uses: string]: StandIn } = {}): Promise<WorkflowRun> {
  const { jobs } = parse(readFileSync(join(EXAMPLES, file), 'utf8')) as Workflow;
  const [{ steps }] = Object.values(jobs);
  const contexts = { inputs: {}, steps: {} as { [id: string]: { outputs: { readonly [name: string]: string } } } };
  const done: WorkflowRun['steps'][number][] = [];
  for (const step of steps.filter((one) => !one.if)) {
    const inputs = Object.fromEntries(Object.entries(step.with ?? {})
      .filter(() => !SETUP.test(step.uses ?? '')).map(([name, value]) => [name, resolve(String(value), contexts)]));
    const outputsAre = (outputs: { readonly [name: string]: string }) => { if (step.id) contexts.steps[step.id] = { outputs }; };
    if (step.run !== undefined) {
      const output = join(newFolder(), 'output');
      writeFileSync(output, '');
      const { ended } = await runRecipe(scene, {
        folder: file.split('/')[0], command: ['bash', '-e', '-c', resolve(step.run, contexts)], env: { GITHUB_OUTPUT: output },
        // The time of the lab, not of this machine.
        instead: { date: `echo ${new Date(scene.lab.clock.now()).toISOString()}` },
      });
      done.push(await ended);
      outputsAre(outputsIn(output));
    } else if (step.uses?.startsWith(OURS)) {
      const { ended } = await runAction(scene.lab, inputs);
      await scene.lab.advance(900);
      const ran = await ended;
      outputsAre(ran.outputs);
      done.push(ran);
    } else if (!SETUP.test(step.uses ?? '')) {
      const standIn = others[step.uses ?? ''];
      if (!standIn) throw new Error(`the test does not know ${step.uses}`);
      outputsAre(standIn(inputs));
    }
    if (done.at(-1)?.code) break;
  }
  return { steps: done };
}
