import { DemoResult, runScenario, synthesize } from './demo-run';
import { ShowOptions, showScenario, showSummary } from './demo-show';
import { watchScenarios } from './demo-watch';
import { EXIT, UsageError } from './exit';
import { DemoOptions } from './options';
import { DemoScenario } from '../demo/scenario';
import appExits from '../demo/scenarios/app-exits.json';
import healthCheck404 from '../demo/scenarios/health-check-404.json';
import imageTagMissing from '../demo/scenarios/image-tag-missing.json';

const SCENARIOS = [imageTagMissing, appExits, healthCheck404] as unknown as readonly DemoScenario[];

export const SCENARIO_NAMES = SCENARIOS.map((scenario) => scenario.name);

export async function demo(names: readonly string[], options: DemoOptions): Promise<number> {
  const unknown = names.find((name) => !SCENARIOS.some((s) => s.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no scenario "${unknown}". ecs-why demo --list names them.`);
  if (options.list) {
    const width = Math.max(...SCENARIOS.map((s) => s.name.length));
    for (const { name, title } of SCENARIOS) {
      print(options.json ? JSON.stringify({ scenario: name, title }) : `${name.padEnd(width)}  ${title}`);
    }
    return EXIT.ok;
  }
  if (options.html && !options.watch) throw new UsageError('--html goes with --watch');
  const chosen = names.length ? SCENARIOS.filter((s) => names.includes(s.name)) : SCENARIOS;
  if (options.html && chosen.length > 1) throw new UsageError('--html takes one scenario, so that no page overwrites another');
  const assemblies = await synthesize(chosen);
  const onInterrupt = () => { void assemblies.remove().finally(() => process.exit(EXIT.interrupted)); };
  process.once('SIGINT', onInterrupt);
  if (options.watch) return watchScenarios(chosen, assemblies, options).finally(() => assemblies.remove());
  const show: ShowOptions = {
    events: options.events ?? false,
    color: options.color !== false && !process.env.NO_COLOR && process.stdout.isTTY === true,
    width: Math.min(process.stdout.columns ?? 120, 140),
  };
  const results: DemoResult[] = [];
  let asItShould = true;
  try {
    for (const [index, scenario] of chosen.entries()) {
      const result = await runScenario(scenario, assemblies.of(scenario));
      // The demo is also a check: a diagnosed deployment that some other resource fails first would be a defect of ours.
      asItShould &&= result.diagnosed.firstFailure?.resourceType === 'Custom::EcsDeploymentDiagnosis';
      results.push(result);
      print(options.json ? JSON.stringify(result) : (index ? '\n' : '') + showScenario(scenario, result, show));
    }
    if (results.length > 1 && !options.json) print('\n' + showSummary(results, show));
  } finally {
    await assemblies.remove();
  }
  return asItShould ? EXIT.ok : EXIT.failed;
}

const print = (text: string) => { process.stdout.write(text + '\n'); };
