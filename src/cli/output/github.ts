import { addSummaries, append } from './job-summary';
import { Terminal } from './terminal';
import { Annotated, annotations, jobSummary, stepOutputs } from '../../presentation/annotation';
import { foreign } from '../../presentation/foreign';
import { deploymentsOf, Report } from '../report';

/** Annotations on the standard output, where the runner of GitHub Actions reads them, and the job summary. */
export async function publishToGithub(reports: readonly Report[], terminal: Terminal): Promise<void> {
  for (const deployment of deploymentsOf(reports)) annotate(deployment, terminal);
  await summarize(reports);
}

export function annotate(deployment: Annotated, terminal: Terminal): void {
  for (const line of annotations(deployment)) terminal.out(line);
}

/** The job summary, and the outputs of the step. What cannot be written has a line, and does not fail the command. */
export async function summarize(reports: readonly Report[]): Promise<void> {
  const deployments = deploymentsOf(reports);
  await addSummaries(deployments.map(jobSummary));
  await addOutputs({ ...stepOutputs(deployments) });
}

/** One line each (GitHub documentation, workflow commands, setting an output parameter): a line break would begin another output. */
async function addOutputs(outputs: { readonly [name: string]: string }, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${foreign(value)}\n`);
  await append(env.GITHUB_OUTPUT, lines.join(''), 'the outputs of the step (GITHUB_OUTPUT)');
}
