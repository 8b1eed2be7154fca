import { blockedLines } from './blocked';
import { ServiceExplanation, StackOperation } from './model';
import { RESOURCE_TYPE } from '../../contract';
import { verdictOf } from '../../decision/policy';
import { duration } from '../../diagnosis/text';
import { StackEvent } from '../../facts/aws/api';
import { foreign, foreignIn, jsonLine } from '../../presentation/foreign';
import { toJson } from '../../presentation/json';
import { textAnnotation, textSummary } from '../../presentation/workflow';
import { FormatOptions, formatOf } from '../options';
import { annotate, summarize } from '../output/github';
import { addSummaries } from '../output/job-summary';
import { writePage } from '../output/page';
import { showDiagnosis, showMessage, Terminal } from '../output/terminal';
import { named, Report } from '../report';
import { countsOf } from '../service-state';
import { nameOfArn } from '../watch/events';
import { serviceName } from '../watch/model';
import { endingText } from '../watch/reports';

interface Found {
  readonly explanations: readonly ServiceExplanation[];
  /** Lines about deployments after the operation. */
  readonly newer: readonly string[];
}

/** Prints the explanation of a stack operation in the format of the options, and writes the page. */
export async function deliverStack(
  operation: StackOperation, { explanations, newer }: Found, options: FormatOptions, terminal: Terminal, now: string,
): Promise<void> {
  const format = formatOf(options);
  const head = [...headLines(operation, explanations, now), ...newer].map(foreign);
  if (format === 'json') for (const line of jsonLines(operation, explanations, head)) terminal.out(jsonLine(line));
  else terminal.out(textOf(operation, explanations, head, terminal));
  const reports = explanations.flatMap(({ report }) => report ?? []);
  const texts = explanations.flatMap(({ stored, report, stackName, logicalId }) => (
    stored && !report ? [{ name: foreign(`${stackName}/${logicalId}`), stored }] : []
  ));
  if (format === 'github') {
    for (const { name, stored } of texts) terminal.out(textAnnotation(`${name}: ${stored.lines[0]}`, stored.lines));
    for (const report of reports) annotate(named(report), terminal);
    await addSummaries(texts.map(({ name, stored }) => textSummary(name, stored.lines)));
    await summarize(reports);
  }
  if (options.html) await writePage(options.html, reports, head, texts.map(({ stored }) => stored.lines));
}

/** What became of the operation, which resource failed first, and what blocks a rollback or a deletion. */
function headLines(operation: StackOperation, explanations: readonly ServiceExplanation[], now: string): readonly string[] {
  const { root, failures, blocking, deleted, reason, isWhole } = operation;
  const { name, status } = root;
  // Without the beginning of the operation its duration is not known.
  const began = isWhole ? [`it began ${duration(Date.parse(now) - Date.parse(root.startedAt))} ago`] : [];
  const running = `the operation on the stack ${name} still runs (${status}); ecs-why watch ${name} follows it`;
  const ended = endingText(isWhole ? root : { ...root, since: undefined });
  const isShown = (event: StackEvent) => event.ResourceType === RESOURCE_TYPE && explanations.some(({ stored }) => stored);
  const [first] = failures;
  return [
    [runs(operation) ? running : ended, ...began].join('; '),
    ...(deleted ? [`the stack is in ${deleted} now: this was its last operation before`] : []),
    ...(first && !isShown(first) ? [`first failure: ${failureText(first, root.name)}`] : []),
    ...(!first && !blocking.length && reason ? [`reason: ${foreign(reason)}`] : []),
    ...blockedLines(operation, (event) => failureText(event, root.name)),
    ...(explanations.length || blocking.length ? [] : [nothingText(operation)]),
  ];
}

export function hasCompleted({ root }: StackOperation): boolean {
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE/.test(root.status);
}

function runs({ root }: StackOperation): boolean {
  return root.status.endsWith('_IN_PROGRESS');
}

function nothingText(operation: StackOperation): string {
  if (operation.gaps.length) return 'no failure of an ECS service is in the stack events that were read';
  if (hasCompleted(operation)) return 'nothing failed';
  if (runs(operation) && !operation.failures.length) return 'nothing has failed so far';
  return operation.services.length ? 'no ECS service has failed by itself' : 'the operation touched no ECS service';
}

function failureText(event: StackEvent, root: string): string {
  const { StackId: stackId = '', LogicalResourceId: logicalId = '', ResourceStatusReason: reason = '' } = event;
  const name = serviceName({ logicalId, stackName: nameOfArn(stackId) }, root);
  return `${name} (${event.ResourceType}) ${event.ResourceStatus}: ${foreign(reason.split('\n')[0])}`;
}

function textOf(
  operation: StackOperation, explanations: readonly ServiceExplanation[], head: readonly string[], terminal: Terminal,
): string {
  const show = (lines: readonly string[]) => showMessage(lines.join('\n'), terminal);
  const titled = (one: ServiceExplanation) => show([foreign(`${serviceName(one, operation.root.name)}${originText(one)}:`)]);
  return [show(head), ...explanations.flatMap((one) => ['', titled(one), messageOf(one, terminal)])].join('\n');
}

function originText({ status, stored, report }: ServiceExplanation): string {
  const state = status ? ` (${status})` : '';
  if (stored) return `${state}, as diagnosed at the time (${stored.source === 'event' ? 'stack event of' : 'log group'} ${stored.where})`;
  return report ? `${state}, by what ECS shows now` : state;
}

/** Amazon ECS Developer Guide, stopped tasks: about an hour. */
const GONE = ['the cause cannot be read any more: ECS keeps stopped tasks for about an hour, and not longer than their cluster'];

function messageOf({ stored, report }: ServiceExplanation, terminal: Terminal): string {
  if (stored) return quotedLines(stored.lines, terminal);
  if (!report) return showMessage(GONE.join('\n'), terminal);
  return [
    ...(report.lines.length ? [showMessage(report.lines.map(foreign).join('\n'), terminal)] : []),
    showDiagnosis(report.diagnosis, report.context, terminal),
  ].join('\n');
}

/**
 * Indented: the lines at the beginning of a column are ours. Whoever is allowed to answer CloudFormation for a custom resource writes its
 * reason.
 */
function quotedLines(lines: readonly string[], terminal: Terminal): string {
  const indent = '  ';
  const shown = showMessage(lines.join('\n'), { ...terminal, columns: () => terminal.columns() - indent.length });
  return shown.split('\n').map((line) => indent + line).join('\n');
}

/** Without colours and marks, for the JSON. */
const PLAIN: Terminal = {
  tty: false, color: false, columns: () => Infinity, rows: () => Infinity, out: () => undefined, err: () => undefined,
};

interface StackJson {
  readonly [key: string]: unknown;
}

/** One object for each service that is explained, or one without a service. */
function jsonLines(
  operation: StackOperation, explanations: readonly ServiceExplanation[], head: readonly string[],
): readonly StackJson[] {
  const { root, failures, blocking, begunAs, deleted, isWhole, gaps } = operation;
  const [first] = [...failures, ...blocking];
  const common = foreignIn({
    stack: root.name,
    stackStatus: deleted ?? root.status,
    operation: begunAs.split('_')[0].toLowerCase(),
    operationStatus: root.status,
    startedAt: isWhole ? root.startedAt : null,
    firstFailure: first ? failureJson(first) : null,
    blockedBy: blocking.map((event) => ({ stack: nameOfArn(event.StackId ?? ''), ...failureJson(event) })),
    unread: gaps.map(({ line }) => line),
  });
  if (!explanations.length) {
    return [{ ...common, logicalId: null, resourceStatus: null, source: null, cause: null, diagnosis: null, text: head.join('\n') }];
  }
  return explanations.map((one) => ({
    ...common,
    ...foreignIn({ stack: one.stackName, logicalId: one.logicalId, resourceStatus: one.status || null }),
    source: one.stored?.source ?? (one.report ? 'service' : null),
    cause: causeOf(one),
    diagnosis: one.report ? diagnosisJson(one.report) : null,
    text: messageOf(one, PLAIN),
  }));
}

function failureJson(event: StackEvent): StackJson {
  const { LogicalResourceId: logicalId, ResourceType: resourceType, ResourceStatus: status, ResourceStatusReason: reason = '' } = event;
  return { logicalId, resourceType, status, reason: foreign(reason), at: event.Timestamp };
}

function diagnosisJson({ frame, diagnosis, context }: Report): StackJson {
  return { ...foreignIn({ ...countsOf(frame), at: frame.at }), ...toJson(diagnosis, verdictOf(diagnosis), context) };
}

/** The id at the end of the headline. */
function causeOf({ stored, report }: ServiceExplanation): string | null {
  if (!stored) return report?.diagnosis.causes[0]?.id ?? null;
  return /\[([a-z0-9-]+)\]$/.exec(stored.lines[0] ?? '')?.[1] ?? null;
}
