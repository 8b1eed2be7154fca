import { publishToGithub } from './github';
import { writePage } from './page';
import { showMessage, Terminal } from './terminal';
import { verdictOf } from '../../decision/policy';
import { Frame } from '../../facts/model';
import { toJson } from '../../presentation/json';
import { recoveredLines, recoveredToShow } from '../../presentation/recovered';
import { renderFull } from '../../presentation/terminal';
import { FormatOptions, formatOf } from '../options';
import { howItEnded } from '../previous-deployment';
import { recoveredFrom } from '../recovered';
import { Report } from '../report';
import { countsOf } from '../service-state';

/** Prints the reports in the format of the options, and writes the page. */
export async function deliverReports(reports: readonly Report[], options: FormatOptions, terminal: Terminal): Promise<void> {
  const format = formatOf(options);
  reports.forEach((report, i) => {
    if (format === 'json') terminal.out(JSON.stringify(reportJson(report)));
    else terminal.out((i ? '\n' : '') + reportText(report, terminal));
  });
  if (format === 'github') await publishToGithub(reports, terminal);
  if (options.html) await writePage(options.html, reports);
}

function reportJson({ name, frame, diagnosis, context, previous }: Report): { readonly [key: string]: unknown } {
  const recovered = recoveredFrom(frame, diagnosis);
  const { text, ...json } = toJson(diagnosis, verdictOf(diagnosis), context);
  return {
    ...name,
    ...countsOf(frame),
    at: frame.at,
    ...json,
    recovered: recovered ? toJson(recovered, verdictOf(recovered), context).causes : [],
    before: previous ? previousJson(previous, frame) : null,
    text,
  };
}

function previousJson({ frame, diagnosis }: Report, current: Frame) {
  const { deployment, taskDefinition } = countsOf(frame);
  return {
    deployment: deployment ?? frame.operation?.deploymentId ?? null,
    taskDefinition,
    ending: howItEnded(frame, current),
    startedAt: frame.serviceDeployment?.startedAt ?? null,
    finishedAt: frame.serviceDeployment?.finishedAt ?? null,
    ...toJson(diagnosis, verdictOf(diagnosis)),
  };
}

/** The state, then the diagnosis. For a healthy deployment: what it recovered from, in place of the diagnosis. */
function reportText({ lines, frame, diagnosis, context, previous }: Report, terminal: Terminal): string {
  const show = (text: readonly string[]) => showMessage(text.join('\n'), terminal);
  const recovered = recoveredToShow(diagnosis, recoveredFrom(frame, diagnosis));
  const hasCause = diagnosis.causes.length > 0;
  const message = renderFull(diagnosis, context);
  return [
    ...(lines.length ? [show(lines)] : []),
    ...(hasCause && lines.length ? [''] : []),
    ...(recovered ? ['', 'it recovered from:', show(recoveredLines(recovered, context).map((line) => line.text))] : [show([message])]),
    ...(previous ? ['', show([`${previous.lines.join('\n')}:`]), show([renderFull(previous.diagnosis)])] : []),
  ].join('\n');
}
