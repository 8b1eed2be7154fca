import { Finding } from './model';
import { Operation } from './recording';
import { redactedValue } from './redaction';

export interface TestReport {
  readonly id: string;
  readonly title: string;
  /** `pass`, `fail`, `settled: …`, `open`, or why the test has no result. */
  readonly verdict: string;
  readonly findings: readonly Finding[];
  readonly recording?: unknown;
}

export interface Report {
  readonly report: 1;
  /** `live AWS` or `the lab`. */
  readonly on: string;
  readonly date: string;
  readonly region: string;
  /** Commit of the kit, if known. */
  readonly commit?: string;
  readonly tests: readonly TestReport[];
  /** What could not be removed. */
  readonly leftBehind: readonly string[];
}

/** The whole report, redacted. */
export function toJson(report: Report): string {
  return `${JSON.stringify(redactedValue(report), undefined, 1)}\n`;
}

/** GitHub takes 65,536 characters in an issue. */
const MAX_CHARACTERS = 60_000;
const MAX_REASON = 160;

/** For an issue: the findings, then the events of each operation as far as there is room. */
export function toMarkdown(report: Report): string {
  // First of all: a secret that is cut is not recognised any more.
  const { on, date, region, commit, tests, leftBehind } = redactedValue(report) as Report;
  const atCommit = commit ? `, commit ${commit}` : '';
  const head = [
    `# Live report: ${tests.map(({ id }) => id).join(' ')}`,
    '',
    `On ${on}, ${region}, ${date}${atCommit}. Redacted; \`live-report.json\` also has the recordings.`,
    ...on === THE_LAB ? ['', 'The lab is a model: this report shows that the kit works, and nothing about AWS.'] : [],
    '',
    '| test | | result |',
    '|---|---|---|',
    ...tests.map(({ id, title, verdict }) => `| ${id} | ${cell(title)} | ${cell(verdict)} |`),
    ...leftBehind.length ? ['', 'Left behind:', ...leftBehind.map((line) => `* ${oneLine(line)}`)] : [],
    ...tests.filter(({ findings }) => findings.length).flatMap(({ id, title, findings }) => [
      '', `## ${id} ${title}`, '', '| question | | answer |', '|---|---|---|',
      ...findings.map(({ question, outcome, answer }) => `| ${cell(question)} | ${outcome} | ${cell(answer)} |`),
    ]),
  ];
  let text = head.join('\n');
  for (const { id, recording } of tests) {
    for (const operation of operationsIn(recording)) {
      const more = eventsOf(id, operation);
      if (text.length + more.length <= MAX_CHARACTERS) text += more;
    }
  }
  return `${text}\n`;
}

export const THE_LAB = 'the lab';

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/** A cell of a table in Markdown. */
const cell = (text: string) => oneLine(text).replace(/\|/g, '\\|');

function eventsOf(id: string, { kind, events }: Operation): string {
  const begin = Date.parse(events[0]?.at ?? '');
  const lines = events.map(({ at, logicalId, status, reason = '' }) => {
    const offset = ((Date.parse(at) - begin) / 1000).toFixed(1).padStart(7);
    return `${offset} ${status.padEnd(28)} ${logicalId} ${oneLine(reason).slice(0, MAX_REASON)}`.trimEnd();
  });
  return `\n\n<details><summary>${id}: events of the ${kind}</summary>\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
}

function operationsIn(value: unknown): readonly Operation[] {
  if (Array.isArray(value)) return value.flatMap(operationsIn);
  if (typeof value !== 'object' || value === null) return [];
  return isOperation(value) ? [value] : Object.values(value).flatMap(operationsIn);
}

function isOperation(value: object): value is Operation {
  return 'kind' in value && 'events' in value && 'requestedAt' in value;
}
