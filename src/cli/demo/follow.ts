import { join } from 'path';
import { labPorts } from './in-lab';
import { DemoScenario } from '../../demo/scenario';
import { createLab, Lab } from '../../lab/lab';
import { EXIT } from '../exit';
import { serviceNames } from '../find/names';
import { outputFor } from '../follow/command';
import { followServices } from '../follow/follow';
import { junitCases, reportsOf } from '../follow/reports';
import { DEFAULT_TIMEOUT_SECONDS } from '../follow/wanted';
import { DemoOptions } from '../options';
import { writeJunit } from '../output/junit';
import { writePage } from '../output/page';
import { processTerminal } from '../output/terminal';

/**
 * Shows the output of `ecs-why follow` for the baseline of each scenario, deployed as by a tool that does not wait for ECS: CloudFormation
 * Express.
 */
export async function followScenarios(scenarios: readonly DemoScenario[], folder: string, options: DemoOptions): Promise<number> {
  for (const scenario of scenarios) await followScenario(scenario, join(folder, scenario.name, 'baseline'), options);
  return EXIT.ok;
}

async function followScenario(scenario: DemoScenario, folder: string, options: DemoOptions): Promise<void> {
  const lab = await createLab({ scenario: scenario.lab });
  try {
    if (scenario.update) await lab.deploy({ assembly: join(folder, 'v1') });
    await lab.deploy({ assembly: join(folder, scenario.update ? 'v2' : 'v1'), express: true });
    await followNewest(lab, options);
  } finally {
    await lab.close();
  }
}

async function followNewest(lab: Lab, options: DemoOptions): Promise<void> {
  const terminal = processTerminal(options.color);
  const ports = labPorts(lab, terminal, options);
  const { aws } = ports;
  const output = await outputFor(options, terminal);
  const follow = async () => {
    const { clusterArns: [cluster] = [] } = await aws.listClusters({});
    const [service] = await serviceNames(aws, cluster);
    return followServices({
      services: [{ cluster: cluster.slice(cluster.lastIndexOf('/') + 1), service }], wanted: {}, wait: 0,
      until: 'deployed', onFailure: 'explain', timeout: DEFAULT_TIMEOUT_SECONDS, interval: 5,
    }, ports, output);
  };
  const following = follow().finally(() => {
    output.close();
    ports.leave();
  });
  await lab.advance(DEFAULT_TIMEOUT_SECONDS);
  const { state } = await following;
  if (options.html) await writePage(options.html, reportsOf(state));
  if (options.junit) await writeJunit(options.junit, junitCases(state), state.startedAt);
}
