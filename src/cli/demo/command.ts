import { mkdtempSync } from 'fs';
import { rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { followScenarios } from './follow';
import { DemoResult, runScenario, synthesize } from './run';
import { ShowOptions, showScenario, showSummary } from './show';
import { watchScenarios } from './watch';
import { explainScenarios } from './why';
import { DemoScenario } from '../../demo/scenario';
import { appExits } from '../../demo/scenarios/app-exits';
import { healthCheck404 } from '../../demo/scenarios/health-check-404';
import { imageTagMissing } from '../../demo/scenarios/image-tag-missing';
import { largest } from '../../diagnosis/text';
import { EXIT, UsageError } from '../exit';
import { DemoOptions } from '../options';
import { checkOutputs } from '../output/files';

const SCENARIOS: readonly DemoScenario[] = [imageTagMissing, appExits, healthCheck404];

export const SCENARIO_NAMES = SCENARIOS.map((scenario) => scenario.name);

export async function demo(names: readonly string[], options: DemoOptions): Promise<number> {
  const unknown = names.find((name) => !SCENARIOS.some((s) => s.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no scenario "${unknown}". ecs-why demo --list lists them.`);
  if (options.list) {
    const width = largest(SCENARIOS.map((s) => s.name.length));
    for (const { name, title } of SCENARIOS) {
      print(options.json ? JSON.stringify({ scenario: name, title }) : `${name.padEnd(width)}  ${title}`);
    }
    return EXIT.ok;
  }
  const given = [options.watch && watchScenarios, options.follow && followScenarios, options.why && explainScenarios];
  const [play, ...others] = given.filter(isGiven);
  if (others.length) throw new UsageError('--watch, --follow and --why do not go together');
  if (options.html && !play) throw new UsageError('--html goes with --watch, --follow or --why');
  if (options.junit && !options.watch && !options.follow) throw new UsageError('--junit goes with --watch or --follow');
  const chosen = names.length ? SCENARIOS.filter((s) => names.includes(s.name)) : SCENARIOS;
  const [file] = [options.html && '--html', options.junit && '--junit'].filter(isGiven);
  if (file && chosen.length > 1) throw new UsageError(`${file} takes one scenario, so that no file overwrites another`);
  await checkOutputs(options);
  const leave = new AbortController();
  // Stays registered: log-update's handler for the cursor ends the process if there is no other listener.
  const onInterrupt = () => {
    leave.abort();
    void remove().finally(() => process.exit(EXIT.interrupted));
  };
  for (const signal of SIGNALS) process.on(signal, onInterrupt);
  const folder = mkdtempSync(join(tmpdir(), 'ecs-why-demo-'));
  const synthesized = synthesize(chosen, folder, leave.signal);
  const remove = () => synthesized.catch(() => undefined).then(() => rm(folder, { recursive: true, force: true }));
  try {
    await synthesized;
    return await (play ?? compare)(chosen, folder, options);
  } catch (error) {
    // Ctrl-C removed the folder that the demo needs.
    if (leave.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    await remove();
    for (const signal of SIGNALS) process.off(signal, onInterrupt);
  }
}

const isGiven = <T>(one: T | false | undefined): one is T => Boolean(one);

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Deploys each scenario without and with the construct. */
async function compare(chosen: readonly DemoScenario[], folder: string, options: DemoOptions): Promise<number> {
  const show: ShowOptions = {
    events: options.events ?? false,
    color: options.color !== false && !process.env.NO_COLOR && process.stdout.isTTY === true,
    width: Math.min(process.stdout.columns ?? 120, 140),
  };
  const results: DemoResult[] = [];
  let asItShould = true;
  for (const [index, scenario] of chosen.entries()) {
    const result = await runScenario(scenario, join(folder, scenario.name));
    // The demo is also a check: our resource must be the first that fails.
    asItShould &&= result.diagnosed.firstFailure?.resourceType === 'Custom::EcsDeploymentDiagnosis';
    results.push(result);
    const separator = index ? '\n' : '';
    print(options.json ? JSON.stringify(result) : separator + showScenario(scenario, result, show));
  }
  if (results.length > 1 && !options.json) print('\n' + showSummary(results, show));
  return asItShould ? EXIT.ok : EXIT.failed;
}

const print = (text: string) => { process.stdout.write(text + '\n'); };
