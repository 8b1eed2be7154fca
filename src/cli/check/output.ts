import { Declared } from '../../preflight/declared';
import { Finding, Outcome } from '../../preflight/model';
import { ForeseenCause, PAGES } from '../../preflight/pages';
import { Checked, countsOf } from '../../preflight/run';
import { foreign, foreignIn } from '../../presentation/foreign';
import { JunitCase } from '../../presentation/junit-xml';
import { textAnnotation, textSummary } from '../../presentation/workflow';
import { Paint } from '../output/terminal';

/** Lines about a finding, under its text. */
const BELOW = ' '.repeat(10);

const ORDER: readonly Outcome[] = ['FAIL', 'WARN', 'SKIP', 'OK'];

/** AWS's page about what ECS would fail with. */
function docsOf(cause: ForeseenCause | undefined): string | undefined {
  return cause && PAGES[cause];
}

/** A tree: stack, service, findings. Its first column is the outcome. */
export function treeLines(checked: readonly Checked[], paint: Paint): readonly string[] {
  const groups = [...new Set(checked.map(({ declared }) => declared.group))];
  return groups.flatMap((group) => [
    paint.bold(foreign(group)),
    ...checked.filter(({ declared }) => declared.group === group).flatMap((one) => [
      `  ${titleOf(one.declared)}`,
      ...one.declared.taskUnknown === undefined ? [] : [`    SKIP  task definition: ${foreign(one.declared.taskUnknown)}`],
      ...sorted(one.findings).flatMap((finding) => findingLines(finding, paint)),
    ]),
  ]);
}

function titleOf({ name, logicalId }: Declared): string {
  return foreign(logicalId === undefined || logicalId === name ? name : `${name} (${logicalId})`);
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return ORDER.flatMap((outcome) => findings.filter((one) => one.outcome === outcome));
}

function findingLines(finding: Finding, paint: Paint): readonly string[] {
  const { outcome, fix, cause, read } = finding;
  const colour = { FAIL: paint.red, WARN: paint.yellow, SKIP: paint.dim, OK: paint.green }[outcome];
  const docs = docsOf(cause);
  return [
    `    ${colour(outcome.padEnd(4))}  ${foreign(headline(finding))}`,
    ...fix === undefined ? [] : [BELOW + paint.green(`fix: ${foreign(fix)}`)],
    ...cause && read.length ? [BELOW + paint.dim(`read: ${[...new Set(read)].join(', ')}`)] : [],
    ...docs === undefined ? [] : [BELOW + paint.dim(`docs: ${docs}`)],
  ];
}

function headline({ subject, text, cause }: Finding): string {
  return [`${subject}: ${text}`, cause && `[${cause}]`].filter(Boolean).join(' ');
}

export function summaryLine(checked: readonly Checked[]): string {
  const counts = countsOf(checked);
  return ORDER.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');
}

function outcomeOf({ findings }: Checked): Outcome {
  return ORDER.find((outcome) => findings.some((one) => one.outcome === outcome)) ?? 'OK';
}

export function checkedJson(one: Checked): { readonly [key: string]: unknown } {
  const { group, name, logicalId = null, region = null, taskUnknown = null } = one.declared;
  return foreignIn({
    group, name, logicalId, region, outcome: outcomeOf(one), taskDefinitionSkipped: taskUnknown,
    findings: sorted(one.findings).map(({ check, outcome, subject, text, cause, fix, grant, read }) => ({
      check, outcome, subject, text, cause: cause ?? null, fix: fix ?? null, docs: docsOf(cause) ?? null, grant: grant ?? null,
      read: [...new Set(read)],
    })),
  }) as { readonly [key: string]: unknown };
}

/** WARN is a failure with `--strict`. */
export function isFailure({ outcome }: Finding, strict: boolean): boolean {
  return outcome === 'FAIL' || (strict && outcome === 'WARN');
}

export function annotationsOf(checked: readonly Checked[], strict: boolean): readonly string[] {
  return checked.flatMap(({ declared, findings }) => findings.filter(({ outcome }) => outcome === 'FAIL' || outcome === 'WARN')
    .map((finding) => textAnnotation(
      foreign(`${declared.group}/${declared.name}: ${finding.subject}`),
      [headline(finding), ...finding.fix ? [`fix: ${finding.fix}`] : []].map(foreign),
      isFailure(finding, strict) ? 'error' : 'warning',
    )));
}

export function jobSummaryOf(checked: readonly Checked[], paint: Paint): string {
  return textSummary('ecs-why check', [summaryLine(checked), ...treeLines(checked, paint)]);
}

export function casesOf(checked: readonly Checked[], strict: boolean): readonly JunitCase[] {
  return checked.flatMap(({ declared, findings }) => findings.map((finding): JunitCase => {
    const head = { suite: declared.group, name: `${declared.name}: ${finding.check}: ${finding.subject}` };
    const text = [headline(finding), ...finding.fix ? [`fix: ${finding.fix}`] : []].join('\n');
    if (isFailure(finding, strict)) {
      return { ...head, result: { kind: 'failure', message: finding.text, type: finding.cause ?? finding.check, text } };
    }
    if (finding.outcome === 'SKIP') return { ...head, result: { kind: 'skipped', message: finding.text } };
    return { ...head, result: { kind: 'passed', ...(finding.outcome === 'WARN' && { text }) } };
  }));
}

/** The form in which the AWS CDK writes the findings of its validation plugins (`PolicyValidationReportJson`). */
export function validationReportOf(checked: readonly Checked[], strict: boolean, version: string): object {
  const found = checked.flatMap(({ declared, findings }) => findings.filter(({ outcome }) => outcome === 'FAIL' || outcome === 'WARN')
    .map((finding) => ({ declared, finding })));
  return {
    title: 'Validation Report',
    pluginReports: [{
      summary: { pluginName: 'ecs-why', status: found.some(({ finding }) => isFailure(finding, strict)) ? 'failure' : 'success' },
      version,
      violations: found.map(({ declared, finding }) => ({
        ruleName: finding.cause ?? finding.check,
        description: foreign(headline(finding)),
        ...(finding.fix && { fix: foreign(finding.fix) }),
        severity: finding.outcome === 'FAIL' ? 'error' : 'warning',
        ruleMetadata: { check: finding.check, ...(docsOf(finding.cause) && { docs: docsOf(finding.cause) }) },
        violatingConstructs: [{
          constructPath: foreign(declared.name),
          resourceLogicalId: foreign(declared.logicalId ?? declared.name),
          templatePath: foreign(declared.file ?? ''),
          locations: [],
        }],
      })),
    }],
  };
}
