import { join } from 'path';
import { labAccount } from './in-lab';
import { DemoScenario } from '../../demo/scenario';
import { createLab } from '../../lab/lab';
import { EXIT } from '../exit';
import { DemoOptions } from '../options';
import { processTerminal } from '../output/terminal';
import { explainStack } from '../stack/command';

/** Seconds after the end of the deployment: a person asks later, when ECS still has the stopped tasks. */
const LATER = 300;

/** Shows the output of `ecs-why Shop` after the deployment of each scenario with our construct has failed. */
export async function explainScenarios(scenarios: readonly DemoScenario[], folder: string, options: DemoOptions): Promise<number> {
  for (const scenario of scenarios) await explainScenario(scenario, join(folder, scenario.name, 'diagnosed'), options);
  return EXIT.ok;
}

async function explainScenario(scenario: DemoScenario, folder: string, { json, html, color }: DemoOptions): Promise<void> {
  const lab = await createLab({ scenario: scenario.lab });
  try {
    for (const version of scenario.update ? ['v1', 'v2'] : ['v1']) await lab.deploy({ assembly: join(folder, version) });
    await lab.advance(LATER);
    const now = new Date(lab.clock.now()).toISOString();
    const explained = explainStack(labAccount(lab), 'Shop', { json, html }, processTerminal(color), now);
    // The calls take time of the lab.
    await lab.advance(60);
    await explained;
  } finally {
    await lab.close();
  }
}
