import { join } from 'path';
import { LAB_CREDENTIALS } from './lab-credentials';
import { DemoScenario } from '../../demo/scenario';
import { accountApi } from '../../facts/aws/account';
import { createLab } from '../../lab/lab';
import { EXIT } from '../exit';
import { DemoOptions } from '../options';
import { writePage } from '../output/page';
import { processTerminal } from '../output/terminal';
import { outputFor } from '../watch/command';
import { follow } from '../watch/follow';
import { reportsOf } from '../watch/reports';

/** On a terminal, lab time is this many times faster than real time, so that a person can watch. */
export const FACTOR = 10;

/** Shows the output of `ecs-why watch` while the baseline of each scenario, a service without our construct, is deployed. */
export async function watchScenarios(scenarios: readonly DemoScenario[], folder: string, options: DemoOptions): Promise<number> {
  for (const scenario of scenarios) await watchScenario(scenario, join(folder, scenario.name, 'baseline'), options);
  return EXIT.ok;
}

async function watchScenario(scenario: DemoScenario, folder: string, options: DemoOptions): Promise<void> {
  const terminal = processTerminal(options.color);
  const lab = await createLab({ scenario: scenario.lab });
  const leave = new AbortController();
  try {
    if (scenario.update) await lab.deploy({ assembly: join(folder, 'v1') });
    const presence = lab.presence();
    const output = await outputFor(options, terminal);
    const watching = follow('Shop', { wait: 300, interval: 5 }, {
      aws: accountApi({ endpoint: lab.endpoint, region: 'eu-west-1', credentials: LAB_CREDENTIALS }, () => AbortSignal.timeout(60_000)),
      now: () => lab.clock.now(),
      sleep: async (ms) => {
        if (terminal.tty && !options.json) await new Promise((resolve) => { setTimeout(resolve, ms / FACTOR); });
        await presence.sleepUntil(lab.clock.now() + ms);
      },
      signal: leave.signal,
    }, output).finally(() => {
      output.close();
      presence.leave();
    });
    await lab.deploy({ assembly: join(folder, scenario.update ? 'v2' : 'v1') });
    await lab.advance(30);
    const { state } = await watching;
    if (options.html && state) await writePage(options.html, reportsOf(state));
  } finally {
    await lab.close();
  }
}
