import { parseArgs } from 'util';
import { Property } from './model';
import { growthOfPatterns, growthOfSteps } from './properties/growth';
import { looks } from './properties/looks';
import { ofRecordings } from './properties/recordings';
import { texts } from './properties/texts';

const USAGE = 'npm run fuzz -- [--seconds N] [--seed S] [--only NAME] [--path P]   (without a seed: another one each time; N for all at random, and N for those that are not)';
const PROPERTIES: readonly Property[] = [...texts, ...ofRecordings, ...looks, growthOfSteps, growthOfPatterns];
const SECONDS = 60;

/** As one word: `npm run` hands arguments on without their quotation marks. */
function wordOf(name: string): string {
  return name.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '');
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' }, path: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(['usage: ' + USAGE, 'names:', ...PROPERTIES.map(({ name }) => `  ${wordOf(name)}`)].join('\n'));
    return 0;
  }
  const seconds = whole('--seconds', values.seconds, SECONDS);
  const seed = whole('--seed', values.seed, Date.now() % 1_000_000_000);
  const chosen = PROPERTIES.filter(({ name }) => values.only === undefined || wordOf(name) === wordOf(values.only));
  if (!chosen.length) throw new Error(`--only: nothing is named "${values.only}"; see --help`);
  const weights = chosen.reduce((sum, { weight }) => sum + weight, 0);
  console.log(`seed ${seed}, ${seconds} s`);
  let finds = 0;
  let unfinished = false;
  for (const { name, weight, run } of chosen) {
    const start = performance.now();
    const { runs, of, find } = await run({ seed, ms: seconds * 1000 * (weight ? weight / weights : 1), path: values.path });
    const ofAll = of ? ` of ${of}` : '';
    // when the time is over, what was not tried is not shown
    const verdict = of ? 'part ' : 'ok   ';
    console.log(`${find ? 'FOUND' : verdict} ${name}: ${runs.toLocaleString('en-US')}${ofAll} runs in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    unfinished ||= of !== undefined;
    if (!find) continue;
    finds++;
    const path = find.path ? ` --path ${find.path}` : '';
    console.error(`  with ${find.example.slice(0, 4000)}\n  ${find.error}\n  again: npm run fuzz -- --seed ${seed} --only ${wordOf(name)}${path}`);
  }
  if (values.only !== undefined && !finds && unfinished) throw new Error(`--seconds ${seconds} were too few: not all was tried`);
  return finds ? 1 : 0;
}

function whole(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${option} is a whole number\nusage: ${USAGE}`);
  return value;
}

main().then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 2;
});
