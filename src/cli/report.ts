import { constants } from 'fs';
import { access, appendFile, stat, writeFile } from 'fs/promises';
import { dirname } from 'path';
import { Ended, EXIT } from './exit';
import { FormatOptions, formatOf } from './options';
import { endingOf } from './previous-deployment';
import { recoveredFrom } from './recovered';
import { countsOf } from './service-state';
import { showMessage, Terminal } from './terminal';
import { verdictOf } from '../decision/policy';
import { Diagnosis } from '../diagnosis/model';
import { Frame } from '../facts/model';
import { annotations, jobSummary } from '../presentation/annotation';
import { plainHeadline } from '../presentation/headline';
import { renderHtml } from '../presentation/html';
import { toJson } from '../presentation/json';
import { MessageContext } from '../presentation/message';
import { Timeline } from '../presentation/page/timeline';
import { pastLines, toldPast } from '../presentation/past';
import { renderFull } from '../presentation/terminal';

/** What a command found out about one deployment. */
export interface Report {
  /** Keys that lead its JSON: `{cluster, service}`, `{stack, logicalId}`, `{file}`. */
  readonly name: { readonly [key: string]: string };
  readonly frame: Frame;
  /** For the page. */
  readonly timeline: Timeline;
  readonly diagnosis: Diagnosis;
  /** State of the service, one line each, before the diagnosis. */
  readonly lines: readonly string[];
  readonly context?: MessageContext;
  /** The deployment before this one, which failed and has been replaced by it. */
  readonly before?: Report;
  /** When a watch told the diagnosis, ISO 8601. */
  readonly diagnosedAt?: string;
}

export function nameOf({ name }: Pick<Report, 'name'>): string {
  return Object.values(name).join('/');
}

/** Prints the reports in the format that was asked for, and writes the page. */
export async function deliverReports(reports: readonly Report[], options: FormatOptions, terminal: Terminal): Promise<void> {
  const format = formatOf(options);
  reports.forEach((report, i) => {
    if (format === 'json') terminal.out(JSON.stringify(reportJson(report)));
    else terminal.out(`${i ? '\n' : ''}${reportText(report, terminal)}`);
  });
  if (format === 'github') await tellGithub(reports, terminal);
  if (options.html) await writePage(options.html, reports);
}

export function reportJson({ name, frame, diagnosis, context, before }: Report): { readonly [key: string]: unknown } {
  const past = recoveredFrom(frame, diagnosis);
  const { text, ...json } = toJson(diagnosis, verdictOf(diagnosis), context);
  return {
    ...name,
    ...countsOf(frame),
    at: frame.at,
    ...json,
    recovered: past ? toJson(past, verdictOf(past), context).causes : [],
    before: before ? beforeJson(before, frame) : null,
    text,
  };
}

function beforeJson({ frame, diagnosis }: Report, current: Frame) {
  const { deployment, taskDefinition } = countsOf(frame);
  return {
    deployment: deployment ?? frame.operation?.deploymentId ?? null,
    taskDefinition,
    ending: endingOf(frame, current),
    startedAt: frame.serviceDeployment?.startedAt ?? null,
    finishedAt: frame.serviceDeployment?.finishedAt ?? null,
    ...toJson(diagnosis, verdictOf(diagnosis)),
  };
}

/** A healthy deployment is said to be healthy first; what went wrong in it comes after. */
export function reportText({ lines, frame, diagnosis, context, before }: Report, terminal: Terminal): string {
  const past = toldPast(diagnosis, recoveredFrom(frame, diagnosis));
  const message = diagnosis.causes.length ? renderFull(diagnosis, context) : plainHeadline(diagnosis, context);
  return [
    ...(lines.length ? [showMessage(lines.join('\n'), terminal)] : []),
    ...(diagnosis.causes.length && lines.length ? [''] : []),
    ...(past ? ['', 'it recovered from:', showMessage(pastLines(past, context).map((line) => line.text).join('\n'), terminal)] : [showMessage(message, terminal)]),
    ...(before ? ['', showMessage(`${before.lines.join('\n')}:`, terminal), showMessage(renderFull(before.diagnosis), terminal)] : []),
  ].join('\n');
}

/** Annotations on the standard output, where the runner reads them; the summary in the file that it names. */
export async function tellGithub(reports: readonly Report[], terminal: Terminal): Promise<void> {
  for (const told of toldReports(reports)) for (const line of annotations(told)) terminal.out(line);
  await summarize(reports);
}

export function annotate(report: Pick<Report, 'name' | 'diagnosis' | 'context'> & { readonly frame?: Frame }, terminal: Terminal): void {
  for (const line of annotations(toldOf(report))) terminal.out(line);
}

function toldOf(report: Pick<Report, 'name' | 'diagnosis' | 'context'> & { readonly frame?: Frame }) {
  return { ...report, name: nameOf(report), past: report.frame && recoveredFrom(report.frame, report.diagnosis) };
}

/** Each with the one before it. */
function toldReports(reports: readonly Report[]) {
  return reports.flatMap((report) => [
    { ...report, ...toldOf(report) },
    ...(report.before ? [{ ...report.before, name: `${nameOf(report)}, the deployment before`, replaced: true }] : []),
  ]);
}

export async function summarize(reports: readonly Report[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const summaries = toldReports(reports).map(jobSummary);
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, summaries.join('\n')).catch(() => undefined);
}

/** Says so before a watch of hours rather than after it. Throws `Ended`. */
export async function checkPage(file: string): Promise<void> {
  try {
    const known = await stat(file).catch(() => undefined);
    if (known?.isDirectory()) throw new Error(`${file} is a folder`);
    await access(known ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new Ended(EXIT.couldNotLook, `the page cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `nothing`: what there is to say where there is no report. */
export async function writePage(file: string, reports: readonly Report[], nothing: readonly string[] = []): Promise<void> {
  const page = renderHtml(toldReports(reports), nothing);
  await writeFile(file, page).catch((error: Error) => { throw new Ended(EXIT.couldNotLook, `the page could not be written: ${error.message}`); });
}
