import { join } from 'path';
import { Bundles, bundles, sizesOf } from './bundles';
import { ORDINARY, watch, WORST } from './deployments';
import { Cost, costOf, PRICES } from './prices';
import { inFreshProcess } from '../fresh-process';
import { rounded } from '../print';
import { Section, Table } from '../section';
import { median } from '../statistics';

interface Start {
  readonly ms: number;
  readonly wallMs: number;
  readonly memoryMB: number;
}

type Starts = { readonly [bundle in keyof Bundles]: readonly Start[] };

/** [model] billed for an invocation: one to three calls one after the other, of some 50 ms each. The lab counts the same. */
const SECONDS_EACH = 0.25;
const DEPLOYMENTS_A_MONTH = 100 * 30;

export const lambda: Section = {
  key: 'lambda',
  title: 'The Lambda function',
  method: 'Cold start: fresh processes that load the real bundle, an empty handler and five bare SDK clients in turn, in milliseconds since the process began; figures are medians of '
    + 'the differences of neighbours. Memory: most resident memory of the process that runs the bundle in the lab, TLS included, over a watch of an hour of lab time in which tasks '
    + `fail all the time. Cost: what a deployment of about five minutes uses in the lab, at the published prices; ${SECONDS_EACH} s billed for an invocation is a model.`,
  async run({ quick }) {
    const made = await bundles(join(__dirname, '..', '..'));
    const sizes = { watcher: sizesOf(made.watcher), bareClients: sizesOf(made.bareClients) };
    const starts = coldStarts(made, quick ? 9 : 41);
    const over = (bundle: 'watcher' | 'bareClients') => median(starts[bundle].map(({ ms }, i) => ms - starts.empty[i].ms));
    const memory = (bundle: keyof Bundles) => median(starts[bundle].map(({ memoryMB }) => memoryMB));
    const hour = await watch(quick ? { ...WORST, until: 900 } : WORST);
    const ordinary = await watch(ORDINARY);
    const cost = costOf(ordinary, SECONDS_EACH);
    return {
      json: {
        gzipKB: rounded(sizes.watcher.gzipKB),
        rawKB: rounded(sizes.watcher.rawKB),
        bareClientsGzipKB: rounded(sizes.bareClients.gzipKB),
        initMsOverEmpty: rounded(over('watcher')),
        bareClientsInitMsOverEmpty: rounded(over('bareClients')),
        emptyMs: rounded(median(starts.empty.map(({ ms }) => ms))),
        peakMB: rounded(hour.peakMB),
        memoryAtLoadMB: rounded(memory('watcher')),
        emptyMemoryMB: rounded(memory('empty')),
        bareClientsMemoryMB: rounded(memory('bareClients')),
        watchedSeconds: Math.round(hour.seconds),
        watchedInvocations: hour.invocations,
        dollarsPerDeployment: rounded(cost.total),
        dollarsPerMonthAt100ADay: rounded(cost.total * DEPLOYMENTS_A_MONTH),
        deployment: {
          ...ordinary,
          peakMB: rounded(ordinary.peakMB),
          cost: Object.fromEntries(Object.entries(cost).map(([part, dollars]) => [part, rounded(dollars)])),
        },
        dollarsPerDeploymentAtOneSecond: rounded(costOf(ordinary, 1).total),
      },
      tables: [
        {
          title: 'Size and cold start',
          columns: ['code', 'raw KB', 'gzip KB', 'load and init ms over empty', 'memory at load MB'],
          rows: [
            ['the watcher', rounded(sizes.watcher.rawKB), rounded(sizes.watcher.gzipKB), rounded(over('watcher')), rounded(memory('watcher'))],
            ['five bare clients', rounded(sizes.bareClients.rawKB), rounded(sizes.bareClients.gzipKB), rounded(over('bareClients')), rounded(memory('bareClients'))],
            ['an empty handler', 0.1, 0.1, 0, rounded(memory('empty'))],
          ],
          note: `An empty handler is ready ${rounded(median(starts.empty.map(({ ms }) => ms)))} ms after its process began.`,
        },
        {
          title: 'Memory over a watch',
          columns: ['watch', 'seconds', 'invocations', 'peak MB'],
          rows: [
            ['ten tasks fail all the time', Math.round(hour.seconds), hour.invocations, rounded(hour.peakMB)],
            ['an ordinary deployment', Math.round(ordinary.seconds), ordinary.invocations, rounded(ordinary.peakMB)],
          ],
          note: 'With what the lab adds to the process (its clock and its messages), on this machine and its Node.js; the function has 256 MB.',
        },
        costTable(ordinary, cost),
      ],
      limits: [
        { figure: 'bundle, KB gzip', value: sizes.watcher.gzipKB, atMost: 260 },
        { figure: 'cold start added to an empty handler, ms', value: over('watcher'), atMost: 150 },
        { figure: 'peak memory, MB', value: hour.peakMB, atMost: 110 },
        { figure: 'ordinary deployment of five minutes, dollars', value: cost.total, atMost: 0.005 },
      ],
    };
  },
};

function coldStarts(made: Bundles, runs: number): Starts {
  const starts: { [bundle in keyof Bundles]: Start[] } = { watcher: [], empty: [], bareClients: [] };
  for (let run = 0; run < runs; run++) {
    for (const [bundle, file] of Object.entries(made) as [keyof Bundles, string][]) starts[bundle].push(inFreshProcess<Start>('lambda/init.probe', file));
  }
  return starts;
}

function costTable({ seconds, invocations, transitions, logBytes }: Awaited<ReturnType<typeof watch>>, cost: Cost): Table {
  const row = (what: string, used: string, price: string, dollars: number) => [what, used, price, dollars.toFixed(6)];
  return {
    title: `Cost of one deployment of ${Math.round(seconds)} s`,
    columns: ['what', 'used', 'price (us-east-1)', 'dollars'],
    rows: [
      row('Lambda, x86_64', `${invocations} x ${SECONDS_EACH} s x 0.25 GB`, `$${PRICES.lambdaGBSecond} a GB-second`, cost.lambda),
      row('Lambda requests', `${invocations}`, `$${(PRICES.lambdaRequest * 1e6).toFixed(2)} a million`, cost.requests),
      row('Step Functions', `${transitions} transitions`, `$${(PRICES.stateTransition * 1000).toFixed(3)} a thousand`, cost.transitions),
      row('CloudWatch Logs', `${(logBytes / 1000).toFixed(1)} KB`, `$${PRICES.logGB.toFixed(2)} a GB collected`, cost.logs),
      row('together', '', '', cost.total),
    ],
    note: `At 100 deployments a day $${(cost.total * DEPLOYMENTS_A_MONTH).toFixed(2)} a month. CloudFormation charges nothing for custom resources (aws.amazon.com/cloudformation/pricing).`,
  };
}
