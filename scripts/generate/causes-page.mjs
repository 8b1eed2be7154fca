/*
 * docs/causes.md: every cause with what it means, how it comes about, what to do and an example message.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEALS = { never: 'no', maybe: 'perhaps', likely: 'usually' };

const intro = (count) => [
  '<!-- Generated: npm run generate -->',
  '# Causes',
  '',
  `The diagnosis knows these ${count} causes. The first line of a message ends with the id of the cause, in brackets.`,
  '`ecs-why causes ID` prints what this page says about a cause, without the example.',
  '',
  '* **Heals by itself**: whether a later task can succeed although nothing is changed.',
  '* **Fails the deployment**: the policy under the default options. [How it works](how-it-works.md#how-patient-it-is) has all of it.',
  '* A **symptom** is named only if no cause can be seen.',
  '* A **wait** is not a failure.',
  '',
  'Each example is a message about a made-up service. The words of AWS and the log lines in it have their sources in the `examples.jsonl`',
  'of the cause (`src/diagnosis/causes/<family>/<id>`).',
  '',
];

/** The message of the first example in a cause's expected.txt; undefined before that file exists. */
function firstMessage(folder) {
  const golden = join(folder, 'expected.txt');
  if (!existsSync(golden)) return undefined;
  const [first] = readFileSync(golden, 'utf8').split(/\n\n(?=--- )/);
  return first.replace(/^--- .*\n/, '').trimEnd();
}

function example(message) {
  if (message === undefined) return [];
  const fence = message.includes('```') ? '````' : '```';
  return ['Example:', '', `${fence}text`, message, fence, ''];
}

function section(rule, about, folder, policyInWords) {
  const kinds = [rule.symptomOnly && 'symptom', rule.waiting && 'wait'].filter(Boolean).map((kind) => ` · ${kind}`).join('');
  return [
    `### ${rule.id}`,
    '',
    `**${rule.title}** · heals by itself: ${HEALS[rule.retry]}${kinds}`,
    '',
    `Fails the deployment: ${policyInWords(rule)}.`,
    '',
    about.meaning,
    '',
    'Usually:',
    ...about.why.map((reason) => `- ${reason}`),
    '',
    `Fix: ${about.remedy}`,
    '',
    ...example(firstMessage(folder)),
    `[AWS documentation](${rule.docs})`,
    '',
  ];
}

/** [[title of the family, its rules]], descriptions by cause id, folder of all causes -> the page. */
export function causesPage(families, { abouts, policyInWords }, causes) {
  const count = families.reduce((sum, [, rules]) => sum + rules.length, 0);
  const sections = families.flatMap(([title, rules]) => [
    `## ${title}`, '', ...rules.flatMap((rule) => section(rule, abouts[rule.id], join(causes, rule.family, rule.id), policyInWords)),
  ]);
  return `${[...intro(count), ...sections].join('\n').trimEnd()}\n`;
}
