import { foreign, foreignLines } from './foreign';
import { wellFormed } from './plain';

/** One service, or one thing that was checked, in a JUnit file. */
export interface JunitCase {
  /** Of the test suite: a cluster or a stack. */
  readonly suite: string;
  readonly name: string;
  /** How long the deployment was looked at. */
  readonly seconds?: number;
  readonly result: JunitResult;
}

/** `error`: nothing is known about the deployment, because it could not be read or is not there. */
export type JunitResult =
  | { readonly kind: 'passed'; readonly text?: string }
  | { readonly kind: 'skipped'; readonly message: string }
  | { readonly kind: 'failure' | 'error'; readonly message: string; readonly type: string; readonly text?: string };

/**
 * The XML that GitLab, Jenkins, CodeBuild, Buildkite and Azure Pipelines read as JUnit (the common part of their forms: testsuites,
 * testsuite, testcase with failure, error, skipped, system-out). @param at when the command began, ISO 8601
 */
export function junitXml(cases: readonly JunitCase[], at: string): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'ecs-why', ...countsOf(cases) })}>`,
    ...suites.flatMap((name) => suiteLines(name, cases.filter(({ suite }) => suite === name), at)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines(name: string, cases: readonly JunitCase[], at: string): readonly string[] {
  // Without milliseconds and zone, as the schema of Jenkins has it.
  const timestamp = at.slice(0, 19);
  return [
    `  <testsuite${attributes({ name, ...countsOf(cases), timestamp })}>`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function countsOf(cases: readonly JunitCase[]) {
  const number = (kind: JunitResult['kind']) => cases.filter(({ result }) => result.kind === kind).length;
  const time = cases.reduce((longest, { seconds = 0 }) => Math.max(longest, seconds), 0);
  return { tests: cases.length, failures: number('failure'), errors: number('error'), skipped: number('skipped'), time: time.toFixed(1) };
}

function caseLines({ suite, name, seconds = 0, result }: JunitCase): readonly string[] {
  const head = `    <testcase${attributes({ classname: suite, name, time: seconds.toFixed(1) })}`;
  const inner = resultLine(result);
  return inner === undefined ? [`${head}/>`] : [`${head}>`, `      ${inner}`, '    </testcase>'];
}

function resultLine(result: JunitResult): string | undefined {
  if (result.kind === 'passed') return result.text && `<system-out>${escaped(lines(result.text))}</system-out>`;
  if (result.kind === 'skipped') return `<skipped${attributes({ message: result.message })}/>`;
  const { kind, message, type, text = message } = result;
  return `<${kind}${attributes({ message, type })}>${escaped(lines(text))}</${kind}>`;
}

function attributes(values: { readonly [name: string]: string | number }): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${escaped(foreign(String(value)))}"`).join('');
}

const lines = (text: string) => foreignLines(text).join('\n');

/**
 * GitLab (documentation, unit test reports, screenshots) and the JUnit Attachments plugin of Jenkins take the file that a text of a case
 * names by `[[ATTACHMENT|path]]` from the runner.
 */
const ATTACHMENT = /\[(?=\[\s*ATTACHMENT)/gi;

const SIGNS: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** U+FFFE and U+FFFF are in no XML document; `foreign` has removed the other characters that are not. */
function escaped(text: string): string {
  return wellFormed(text).replace(ATTACHMENT, '[ ').replace(/[&<>"']/g, (sign) => SIGNS[sign]).replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
}
