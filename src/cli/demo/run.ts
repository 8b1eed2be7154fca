import { execFile } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';
import { DemoScenario } from '../../demo/scenario';
import { createLab, OperationResult } from '../../lab/lab';

/** One line of `ecs-why demo --json`. Seconds are simulated and count from the start of the stack operation. */
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
  readonly firstFailure: Omit<DemoEvent, 'status'> | null;
  readonly events: readonly DemoEvent[];
}

export interface DemoEvent {
  readonly seconds: number;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason: string;
}

/**
 * Runs the demo's CDK app, a file beside the bundled command, in a process of its own. The signal ends the process; after that nothing
 * writes to the folder.
 */
export async function synthesize(scenarios: readonly DemoScenario[], outDir: string, signal: AbortSignal): Promise<void> {
  const script = join(__dirname, 'demo-app.js');
  if (!existsSync(script)) throw new Error(`${script} is missing: copy it together with ecs-why.js`);
  // The construct finds the code of its function by a path in the package.
  const watcher = join(__dirname, '..', '..', 'assets', 'watcher');
  if (!existsSync(watcher)) throw new Error(`${watcher} is missing: the demo needs the package's folder assets as a whole`);
  const specs = JSON.stringify(scenarios.map(({ name, app, update }) => ({ name, app, update })));
  const failure = await new Promise<string | undefined>((resolve) => {
    let text: string | undefined;
    const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
    execFile(process.execPath, [script, outDir, specs], { env, signal }, (error, _, stderr) => {
      if (error) text = stderr || String(error);
    }).on('close', () => resolve(text));
  });
  if (failure === undefined) return;
  throw new Error(/Cannot find module '(aws-cdk-lib|constructs)/.test(failure)
    ? 'the demo synthesizes a CDK app and needs aws-cdk-lib and constructs: npm install aws-cdk-lib constructs'
    : `the demo's CDK app could not be synthesized: ${messageOf(failure)}`);
}

/** Node.js prints the line of code before an uncaught error, and that line can be a whole minified bundle. */
function messageOf(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim()).filter(Boolean);
  return (lines.find((line) => /^(\w*Error|Error \[\w+\])\b.*: /.test(line)) ?? lines[0] ?? '').slice(0, 300);
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
    if (lab.violations.length) throw new Error(`the lab found something that AWS does not have: ${lab.violations.join('; ')}`);
    const { stackStatus, seconds, firstFailure, events } = result!;
    return {
      stackStatus,
      seconds,
      firstFailure: firstFailure ?? null,
      events: events.map(({ seconds: at, logicalId, resourceType, status, reason = '' }) => (
        { seconds: at, logicalId, resourceType, status, reason }
      )),
    };
  } finally {
    await lab.close();
  }
}
