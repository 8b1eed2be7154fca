import { publishToGithub } from './github';
import { writePage } from './page';
import { showDiagnosis, showMessage, Terminal } from './terminal';
import { verdictOf } from '../../decision/policy';
import { Frame } from '../../facts/model';
import { foreign, foreignIn, jsonLine } from '../../presentation/foreign';
import { toJson } from '../../presentation/json';
import { recoveredLines, recoveredToShow } from '../../presentation/recovered';
import { FormatOptions, formatOf } from '../options';
import { howItEnded } from '../previous-deployment';
import { recoveredFrom } from '../recovered';
import { Report } from '../report';
import { countsOf } from '../service-state';

/** Prints the reports in the format of the options, and writes the page. */
export async function deliverReports(reports: readonly Report[], options: FormatOptions, terminal: Terminal): Promise<void> {
  const format = formatOf(options);
  reports.forEach((report, i) => {
    if (format === 'json') terminal.out(jsonLine(reportJson(report)));
    else terminal.out((i ? '\n' : '') + reportText(report, terminal));
  });
  if (format === 'github') await publishToGithub(reports, terminal);
  if (options.html) await writePage(options.html, reports);
}

function reportJson({ name, frame, diagnosis, context, previous }: Report): { readonly [key: string]: unknown } {
  const recovered = recoveredFrom(frame, diagnosis);
  const { text, ...json } = toJson(diagnosis, verdictOf(diagnosis), context);
  return {
    ...foreignIn({ ...name, ...countsOf(frame), at: frame.at }),
    ...json,
    recovered: recovered ? toJson(recovered, verdictOf(recovered), context).causes : [],
    before: previous ? previousJson(previous, frame) : null,
    text,
  };
}

function previousJson({ frame, diagnosis }: Report, current: Frame) {
  const { deployment, taskDefinition } = countsOf(frame);
  const { startedAt = null, finishedAt = null } = frame.serviceDeployment ?? {};
  const head = { deployment: deployment ?? frame.operation?.deploymentId ?? null, taskDefinition };
  return {
    ...foreignIn({ ...head, ending: howItEnded(frame, current), startedAt, finishedAt }),
    ...toJson(diagnosis, verdictOf(diagnosis)),
  };
}

/** The state, then the diagnosis. For a healthy deployment: what it recovered from, in place of the diagnosis. */
function reportText({ lines, frame, diagnosis, context, previous }: Report, terminal: Terminal): string {
  const show = (text: readonly string[]) => showMessage(text.join('\n'), terminal);
  const state = lines.map(foreign);
  const recovered = recoveredToShow(diagnosis, recoveredFrom(frame, diagnosis));
  const hasCause = diagnosis.causes.length > 0;
  const message = showDiagnosis(diagnosis, context, terminal);
  return [
    ...(state.length ? [show(state)] : []),
    ...(hasCause && lines.length ? [''] : []),
    ...(recovered ? ['', 'it recovered from:', show(recoveredLines(recovered, context).map((line) => line.text))] : [message]),
    ...(previous ? ['', show([`${previous.lines.map(foreign).join('\n')}:`]), showDiagnosis(previous.diagnosis, undefined, terminal)] : []),
  ].join('\n');
}
