import { appendFile } from 'fs/promises';
import { Terminal } from './terminal';
import { Annotated, annotations, jobSummary } from '../../presentation/annotation';
import { deploymentsOf, Report } from '../report';

/** Annotations on the standard output, where the runner of GitHub Actions reads them, and the job summary. */
export async function publishToGithub(reports: readonly Report[], terminal: Terminal): Promise<void> {
  for (const deployment of deploymentsOf(reports)) annotate(deployment, terminal);
  await summarize(reports);
}

export function annotate(deployment: Annotated, terminal: Terminal): void {
  for (const line of annotations(deployment)) terminal.out(line);
}

/** Appends to the file that the runner names. A summary that cannot be written does not fail the command. */
export async function summarize(reports: readonly Report[]): Promise<void> {
  await addSummaries(deploymentsOf(reports).map(jobSummary));
}

export async function addSummaries(summaries: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (env.GITHUB_STEP_SUMMARY) await appendFile(env.GITHUB_STEP_SUMMARY, summaries.join('\n')).catch(() => undefined);
}
