import { Ended, EXIT } from './exit';
import { CausesOptions } from './options';
import { plainTable } from './output/table';
import { paintOf, processTerminal, showMessage, Terminal } from './output/terminal';
import { policyInWords } from '../decision/policy-in-words';
import { rules } from '../diagnosis/causes';
import { abouts } from '../diagnosis/causes/abouts';
import { CauseInfo } from '../diagnosis/model';
import { didYouMean } from '../did-you-mean';

/** The retry class of a cause in words. */
const HEALS = { never: 'not without a change', maybe: 'perhaps by itself', likely: 'usually by itself' } as const;

export async function causes(id: string | undefined, options: CausesOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const known = [...rules].sort((a, b) => a.id.localeCompare(b.id));
  if (id === undefined) {
    if (options.json) known.forEach((info) => terminal.out(JSON.stringify(causeJson(info))));
    else list(known, terminal);
    return EXIT.ok;
  }
  const info = known.find((one) => one.id === id);
  const hint = () => didYouMean(id, known.map((one) => one.id));
  if (!info) throw new Ended(EXIT.notFound, `there is no cause "${id}"${hint()}; ecs-why causes lists them`);
  terminal.out(options.json ? JSON.stringify(causeJson(info)) : showMessage(text(info), terminal));
  return EXIT.ok;
}

function causeJson({ id, family, title, stage, retry, docs }: CauseInfo) {
  return { id, family, title, stage, retry, docs, ...abouts[id] };
}

function list(known: readonly CauseInfo[], terminal: Terminal): void {
  const paint = paintOf(terminal);
  const families = [...new Set(known.map((info) => info.family))].sort();
  families.forEach((family, i) => {
    const rows = known.filter((one) => one.family === family).map((info) => [`  ${info.id}`, info.title]);
    terminal.out(`${i ? '\n' : ''}${paint.bold(family)}\n${plainTable([], rows, terminal)}`);
  });
}

function text(info: CauseInfo): string {
  const about = abouts[info.id];
  return [
    `${info.id}: ${info.title}`,
    ...(about ? [about.meaning] : []),
    `breaks at: ${info.stage}`,
    ...(info.waiting ? [] : [`heals: ${HEALS[info.retry]}`]),
    `fails the deployment: ${policyInWords(info)}`,
    ...(about ? ['usually because:', ...about.why.map((why) => `  - ${why}`), `fix: ${about.remedy}`] : []),
    `docs: ${info.docs}`,
  ].join('\n');
}
