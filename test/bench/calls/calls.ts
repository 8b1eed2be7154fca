import { isBalanced, Layout } from './app';
import { Broken, Deployed, deployAtOnce, LATENESS } from './deploy';
import { Traffic, trafficOf } from './traffic';
import { AWS_RATES } from '../../../src/lab/aws-rates';
import { rounded } from '../print';
import { Figures, Section, Table } from '../section';
import { median } from '../statistics';

/** One service in twenty fails, in different ways and different stacks. */
const BROKEN: readonly Broken[] = [
  {
    name: 'image gone',
    decisive: { tasks: 1 },
    rule: { pull: { text: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: '
      + '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.42.0: not found', after: 8, container: 'api' } },
  },
  { name: '404', decisive: { tasks: 2 }, rule: { elb: { reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' } } },
  {
    name: 'setting missing',
    decisive: { tasks: 1, line: { beforeEnd: 1.2, lateness: LATENESS } },
    rule: { containers: { api: { logs: [[0.3, 'boot'], [0.8, 'Error: environment variable ORDERS_TABLE is not set']], exit: { code: 1, after: 2 } } } },
  },
  {
    name: 'secret lacks a key',
    decisive: { tasks: 1 },
    rule: { init: { text: 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried '
      + '1 time(s): retrieved secret from Secrets Manager did not contain json key DB_PASSWORD' } },
  },
];

/** Of twenty services, over the stacks: the fourth, the ninth (behind a load balancer) and so on. */
function some(service: number): Broken | undefined {
  if (service % 20 !== 3) return undefined;
  const candidates = BROKEN.filter(({ rule }) => isBalanced(service) || !rule.elb);
  return candidates[Math.floor(service / 20) % candidates.length];
}

interface Run {
  readonly name: string;
  readonly layout: Layout;
  readonly broken: (service: number) => Broken | undefined;
  readonly full?: true;
}

const RUNS: readonly Run[] = [
  { name: '1 service', layout: { stacks: 1, servicesPerStack: 1 }, broken: () => undefined, full: true },
  { name: '10 services', layout: { stacks: 1, servicesPerStack: 10 }, broken: () => undefined, full: true },
  { name: '100 services, 10 stacks, 5 fail', layout: { stacks: 10, servicesPerStack: 10 }, broken: some },
  { name: '100 services, 10 stacks, all healthy', layout: { stacks: 10, servicesPerStack: 10 }, broken: () => undefined, full: true },
  { name: '100 services, one stack, all healthy', layout: { stacks: 1, servicesPerStack: 100 }, broken: () => undefined, full: true },
  { name: '100 services, 10 stacks, all fail', layout: { stacks: 10, servicesPerStack: 10 }, broken: () => BROKEN[0], full: true },
];

interface Measured extends Deployed {
  readonly name: string;
  readonly traffic: readonly Traffic[];
}

export const calls: Section = {
  key: 'calls',
  title: 'AWS calls and Lambda concurrency',
  method: 'All services of an account are created at the same moment in the lab, in one cluster, two tasks each, every second one behind a load balancer; each has a watch of its own, and the watchers\' calls run '
    + 'against token buckets with the rates that AWS publishes for one account in Europe (Ireland). Counted are the calls of the busiest minute, wherever it begins, against what the bucket refills in a minute.',
  async run({ quick }): Promise<Figures> {
    const measured: Measured[] = [];
    for (const { name, layout, broken } of RUNS.filter(({ full }) => !quick || !full)) {
      const deployed = await deployAtOnce(layout, broken);
      measured.push({ ...deployed, name, traffic: AWS_RATES.map((limit) => trafficOf(deployed.calls, limit)) });
    }
    return figures(measured);
  },
};

function figures(runs: readonly Measured[]): Figures {
  const hundreds = runs.filter(({ services }) => services === 100);
  const shares = (published: boolean) => hundreds.flatMap(({ traffic }) => traffic)
    .filter(({ limit }) => (limit.source !== undefined) === published)
    .map(({ share }) => share);
  const delays = hundreds.flatMap(({ verdicts }) => verdicts.map(({ seconds }) => seconds));
  const json = {
    worstShareOfRateAt100: rounded(Math.max(...shares(true))),
    worstVerdictDelaySecondsAt100: rounded(Math.max(...delays)),
    worstShareOfModelledRateAt100: rounded(Math.max(...shares(false))),
    throttledAt100: hundreds.reduce((sum, { traffic }) => sum + traffic.reduce((all, { throttled }) => all + throttled, 0), 0),
    runs: runs.map(({ name, services, invocations, concurrency, transitions, verdicts, lastAnswerSeconds, completed, traffic }) => ({
      name, services, invocations, concurrency, transitions, completed, lastAnswerSeconds: rounded(lastAnswerSeconds),
      verdicts: verdicts.map(({ what, seconds }) => ({ what, seconds: rounded(seconds) })),
      buckets: traffic.map(({ limit, calls: all, throttled, perMinute, share }) => ({
        name: limit.name, published: limit.source !== undefined, calls: all, throttled, perMinute, share: rounded(share),
      })),
    })),
  };
  return {
    json,
    tables: [...runs.map(bucketTable), byApi(runs), lambda(runs)],
    limits: [
      { figure: 'busiest minute at 100 services, share of the published rate', value: Math.max(...shares(true)), atMost: 0.5 },
      { figure: 'latest verdict at 100 services, seconds after its fact', value: Math.max(...delays), atMost: 30 },
      { figure: 'latest answer at 100 services after CloudFormation completed the service, seconds', value: Math.max(...hundreds.map(({ lastAnswerSeconds }) => lastAnswerSeconds)), atMost: 60 },
    ],
  };
}

function bucketTable({ name, traffic, services }: Measured): Table {
  return {
    title: `${name}: calls under AWS's rates`,
    columns: ['bucket', 'per second', 'in the busiest minute', 'share of the rate', 'per deployment', 'throttled', 'source of the rate'],
    rows: traffic.filter((t) => t.calls).map(({ limit, perMinute, share, calls: all, throttled }) => [
      limit.name, limit.perSecond, perMinute, `${Math.round(share * 100)} %`, rounded(all / services), throttled, limit.source ?? 'none published: a model of the lab',
    ]),
  };
}

function byApi(runs: readonly Measured[]): Table {
  const apis = [...new Set(runs.flatMap((run) => run.calls.map(({ service, operation }) => `${service} ${operation}`)))].sort();
  return {
    title: 'Calls per deployment, by API',
    columns: ['API', ...runs.map(({ name }) => name)],
    rows: apis.map((api) => [api, ...runs.map((run) => rounded(run.calls.filter(({ service, operation }) => `${service} ${operation}` === api).length / run.services))]),
  };
}

function lambda(runs: readonly Measured[]): Table {
  return {
    title: 'Lambda, Step Functions, and who waits',
    columns: ['', 'invocations per deployment', 'most at once', 'transitions per deployment', 'verdicts', 'median delay, s', 'longest delay, s', 'last answer after CloudFormation\'s, s'],
    rows: runs.map(({ name, services, invocations, concurrency, transitions, verdicts, lastAnswerSeconds }) => {
      const delays = verdicts.map(({ seconds }) => seconds);
      return [
        name, rounded(invocations / services), concurrency, rounded(transitions / services), delays.length,
        delays.length ? rounded(median(delays)) : '-', delays.length ? rounded(Math.max(...delays)) : '-', rounded(lastAnswerSeconds),
      ];
    }),
  };
}
