import { execFile } from 'child_process';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { DemoScenario } from '../demo/scenario';
import { createLab, OperationResult } from '../lab/lab';

/** One line of `ecs-why demo --json`. Seconds are simulated, since the stack operation began. */
export interface DemoResult {
  readonly scenario: string;
  /** FargateService with its circuit breaker. */
  readonly baseline: Outcome;
  /** DiagnosedFargateService. */
  readonly diagnosed: Outcome;
}

export interface Outcome {
  readonly stackStatus: string;
  readonly seconds: number;
  readonly firstFailure: { readonly logicalId: string; readonly resourceType: string; readonly reason: string; readonly seconds: number } | null;
  readonly events: readonly { readonly seconds: number; readonly logicalId: string; readonly resourceType: string; readonly status: string; readonly reason: string }[];
}

export interface Assemblies {
  of(scenario: DemoScenario): string;
  remove(): Promise<void>;
}

/** Runs the demo's CDK app (it lies beside the bundled command) in a process of its own. */
export async function synthesize(scenarios: readonly DemoScenario[]): Promise<Assemblies> {
  const outDir = await mkdtemp(join(tmpdir(), 'ecs-why-demo-'));
  const remove = () => rm(outDir, { recursive: true, force: true });
  const specs = JSON.stringify(scenarios.map(({ name, app, update }) => ({ name, app, update })));
  try {
    await promisify(execFile)(process.execPath, [join(__dirname, 'demo-app.js'), outDir, specs], {
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
  } catch (error) {
    await remove();
    const text = String((error as { stderr?: string }).stderr ?? error);
    throw new Error(/Cannot find module '(aws-cdk-lib|constructs)/.test(text)
      ? 'the demo synthesizes a CDK app and needs aws-cdk-lib and constructs: npm install aws-cdk-lib constructs'
      : `the demo's CDK app could not be synthesized: ${text.trim()}`);
  }
  return { of: ({ name }) => join(outDir, name), remove };
}

/** Deploys both variants of a scenario, each into a lab of its own. */
export async function runScenario(scenario: DemoScenario, assembly: string): Promise<DemoResult> {
  return {
    scenario: scenario.name,
    baseline: await deploy(scenario, join(assembly, 'baseline')),
    diagnosed: await deploy(scenario, join(assembly, 'diagnosed')),
  };
}

async function deploy(scenario: DemoScenario, assembly: string): Promise<Outcome> {
  const lab = await createLab({ scenario: scenario.lab });
  try {
    let result: OperationResult | undefined;
    for (const version of scenario.update ? ['v1', 'v2'] : ['v1']) result = await lab.deploy({ assembly: join(assembly, version) });
    if (lab.violations.length) throw new Error(`the lab met something that AWS does not have: ${lab.violations.join('; ')}`);
    const { stackStatus, seconds, firstFailure, events } = result!;
    return {
      stackStatus,
      seconds,
      firstFailure: firstFailure ?? null,
      events: events.map((e) => ({ seconds: e.seconds, logicalId: e.logicalId, resourceType: e.resourceType, status: e.status, reason: e.reason ?? '' })),
    };
  } finally {
    await lab.close();
  }
}
