import { join } from 'path';
import { EXIT } from './exit';
import { DemoOptions } from './options';
import { writePage } from './report';
import { processTerminal } from './terminal';
import { audienceFor } from './watch/command';
import { follow } from './watch/follow';
import { reportsOf } from './watch/tell';
import { DemoScenario } from '../demo/scenario';
import { accountApi } from '../facts/aws/account';
import { createLab } from '../lab/lab';

/** On a screen, lab time passes this much faster than real time, so that there is something to see. */
const FACTOR = 10;

/** Plays what `ecs-why watch` tells while the baseline of each scenario (a service without our construct) is deployed. */
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
    const audience = await audienceFor(options, terminal);
    const watching = follow('Shop', { wait: 300, interval: 5 }, {
      aws: accountApi({ endpoint: lab.endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'lab' } }, () => AbortSignal.timeout(60_000)),
      now: () => lab.clock.now(),
      sleep: async (ms) => {
        if (terminal.tty && !options.json) await new Promise((resolve) => { setTimeout(resolve, ms / FACTOR); });
        await presence.sleepUntil(lab.clock.now() + ms);
      },
      signal: leave.signal,
    }, audience).finally(() => {
      audience.close();
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
