import { existsSync, readFileSync, writeFileSync } from 'fs';
import { cpus } from 'os';
import { parseArgs } from 'util';
import { limitLine, text } from './print';
import { measure, Section } from './section';
import { SECTIONS } from './sections';

const USAGE = 'npm run bench -- [--quick] [--only SECTION,...] [--json] [--out FILE]   (with --only, FILE keeps its other sections)';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(`usage: ${USAGE}\nsections: ${SECTIONS.map(({ key }) => key).join(', ')}`);
    return 0;
  }
  const quick = values.quick ?? false;
  const object: { [key: string]: unknown } = { quick, node: process.version, cpus: cpus().length };
  const broken: string[] = [];
  for (const section of chosen(values.only).filter(({ quiet: isQuiet }) => !(quick && isQuiet && values.only === undefined))) {
    const started = performance.now();
    const { figures, broken: unheld } = await measure(section, { quick });
    object[section.key] = figures[figures.length - 1].json;
    broken.push(...unheld.map((limit) => `${section.key}: ${limitLine(limit)}`));
    if (!values.json) {
      for (const { tables, limits } of figures) console.log(text(section, tables, limits));
      const times = figures.length > 1 ? `${figures.length} times, because a limit did not hold at first, ` : '';
      console.log(`\n(measured ${times}in ${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
    }
  }
  if (values.json) console.log(JSON.stringify(object, undefined, 2));
  if (values.out) writeFileSync(values.out, `${JSON.stringify(values.only === undefined ? object : within(values.out, object), undefined, 2)}\n`);
  for (const line of broken) console.error(line);
  return broken.length ? 1 : 0;
}

/** Some sections measured anew: the others stand as they are, if they are of the same form and from the same machine. */
function within(file: string, measured: { readonly [key: string]: unknown }): { readonly [key: string]: unknown } {
  if (!existsSync(file)) return measured;
  const before = JSON.parse(readFileSync(file, 'utf8')) as { readonly [key: string]: unknown };
  for (const key of ['quick', 'node', 'cpus']) {
    if (before[key] !== measured[key]) throw new Error(`--out: ${file} has ${key} ${String(before[key])}, this run ${String(measured[key])}; measure all sections`);
  }
  return { ...before, ...measured };
}

function chosen(only: string | undefined): readonly Section[] {
  if (only === undefined) return SECTIONS;
  return only.split(',').map((key) => {
    const section = SECTIONS.find((one) => one.key === key.trim());
    if (!section) throw new Error(`--only: there is no section "${key}"; there are ${SECTIONS.map((one) => one.key).join(', ')}\nusage: ${USAGE}`);
    return section;
  });
}

main().then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 2;
});
