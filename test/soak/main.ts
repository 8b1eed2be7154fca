import { parseArgs } from 'util';
import { describePlan } from './plan';
import { FAULTS_OF_OURS, isFaulty, Run, soak } from './soak';

const USAGE = 'npm run soak -- [--runs N] [--seed S] [--parallel P] [--log] [--json]';

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be a whole number, not "${text}"\nusage: ${USAGE}`);
  return value;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' }, parallel: { type: 'string', default: '3' },
      log: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const lost = new Map<string, number>();
  let [blind, overtaken, unlogged, faulty] = [0, 0, 0, 0];
  const started = Date.now();
  const onRun = (run: Run) => {
    const { verdict } = run;
    if (verdict.lost) lost.set(verdict.lost, (lost.get(verdict.lost) ?? 0) + 1);
    if (verdict.blind) blind++;
    if (verdict.overtaken) overtaken++;
    if (verdict.unlogged) unlogged++;
    if (isFaulty(run)) faulty++;
    // with its log, because a fault that depends on the load of the machine does not come again when its seed is replayed
    if (isFaulty(run) || values.log) console.log(describeRun(run));
  };
  const totals = await soak({ runs: whole(values.runs, 'runs'), seed: whole(values.seed, 'seed'), parallel: whole(values.parallel, 'parallel') || 1, onRun });
  if (!values.json) {
    console.log(`${totals.runs} deployments in ${((Date.now() - started) / 1000).toFixed(0)} s: ${totals.healthyRuns} healthy, ${totals.brokenRuns} broken`);
    for (const fault of FAULTS_OF_OURS) console.log(`${fault.padEnd(18)}${totals[fault]}`);
    console.log(`ended as without a watcher, because the facts could not be read: ${blind}`);
    console.log(`ended by ECS before the cause could be read: ${overtaken}`);
    console.log(`named without the log, which was not permitted yet when the circuit breaker was about to trip: ${unlogged}`);
    const unanswered = [...lost].map(([why, runs]) => `${runs} (${why})`).join(', ');
    console.log(`nobody left to answer: ${unanswered || 0}`);
  }
  if (values.json) console.log(JSON.stringify(totals));
  return faulty ? 1 : 0;
}

function describeRun({ plan, verdict, log }: Run): string {
  const faults = FAULTS_OF_OURS.flatMap((fault) => verdict[fault].map((text) => `  ${fault}: ${text}`));
  return [
    `seed ${plan.seed}: ${describePlan(plan)}`, ...faults, ...verdict.lost ? [`  nobody left to answer: ${verdict.lost}`] : [],
    ...log.map((line) => `  | ${line}`), `  replay: npm run soak -- --runs 1 --seed ${plan.seed} --log`,
  ].join('\n');
}

main().then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 2;
});
