import { join } from 'path';
import { labPorts } from './in-lab';
import { DemoScenario } from '../../demo/scenario';
import { createLab } from '../../lab/lab';
import { EXIT } from '../exit';
import { DemoOptions } from '../options';
import { writeJunit } from '../output/junit';
import { writePage } from '../output/page';
import { processTerminal } from '../output/terminal';
import { outputFor } from '../watch/command';
import { follow } from '../watch/follow';
import { junitCases, reportsOf } from '../watch/reports';

/** Shows the output of `ecs-why watch` while the baseline of each scenario, a service without our construct, is deployed. */
export async function watchScenarios(scenarios: readonly DemoScenario[], folder: string, options: DemoOptions): Promise<number> {
  for (const scenario of scenarios) await watchScenario(scenario, join(folder, scenario.name, 'baseline'), options);
  return EXIT.ok;
}

async function watchScenario(scenario: DemoScenario, folder: string, options: DemoOptions): Promise<void> {
  const terminal = processTerminal(options.color);
  const lab = await createLab({ scenario: scenario.lab });
  try {
    if (scenario.update) await lab.deploy({ assembly: join(folder, 'v1') });
    const ports = labPorts(lab, terminal, options);
    const output = await outputFor(options, terminal);
    const watching = follow('Shop', { wait: 300, interval: 5 }, ports, output).finally(() => {
      output.close();
      ports.leave();
    });
    await lab.deploy({ assembly: join(folder, scenario.update ? 'v2' : 'v1') });
    await lab.advance(30);
    const { state } = await watching;
    if (options.html && state) await writePage(options.html, reportsOf(state));
    if (options.junit && state) await writeJunit(options.junit, junitCases(state), state.root.startedAt);
  } finally {
    await lab.close();
  }
}
