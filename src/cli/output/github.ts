import { addSummaries, append } from './job-summary';
import { Terminal } from './terminal';
import { Annotated, annotations, jobSummary, stepOutputs } from '../../presentation/annotation';
import { foreign } from '../../presentation/foreign';
import { EXIT } from '../exit';
import { deploymentsOf, Report } from '../report';

/** Annotations on the standard output, where the runner of GitHub Actions reads them, and the job summary. */
export async function publishToGithub(reports: readonly Report[], terminal: Terminal): Promise<void> {
  for (const deployment of deploymentsOf(reports)) annotate(deployment, terminal);
  await summarize(reports);
}

export function annotate(deployment: Annotated, terminal: Terminal): void {
  for (const line of annotations(deployment)) terminal.out(line);
}

/**
 * The job summary, and the outputs of the step. What cannot be written has a line, and does not fail the command.
 * @param outcome how a command ended that waits for an end
 */
export async function summarize(reports: readonly Report[], outcome?: StepOutcome): Promise<void> {
  const deployments = deploymentsOf(reports);
  await addSummaries(deployments.map(jobSummary));
  await addOutputs({ ...outcome && { outcome }, ...stepOutputs(deployments) });
}

/** The output `outcome` of the step: more than the exit code says. */
export type StepOutcome = 'deployed' | 'stable' | 'paused' | Exclude<(typeof OUTCOMES)[keyof typeof OUTCOMES], undefined> | 'error';

/** By exit code. After 0 the command knows how far the deployment got. */
const OUTCOMES = {
  [EXIT.ok]: undefined,
  [EXIT.failed]: 'failed',
  [EXIT.usage]: 'wrong-usage',
  [EXIT.couldNotLook]: 'not-read',
  [EXIT.credentials]: 'credentials',
  [EXIT.notFound]: 'not-found',
  [EXIT.timedOut]: 'timed-out',
  [EXIT.superseded]: 'superseded',
  [EXIT.interrupted]: 'interrupted',
} as const;

/** @param reached how far the deployment got, if the exit code is 0 */
export function outcomeOfExit(code: number, reached: 'deployed' | 'stable' | 'paused' = 'deployed'): StepOutcome {
  const outcomes: { readonly [code: number]: StepOutcome | undefined } = OUTCOMES;
  return code === EXIT.ok ? reached : outcomes[code] ?? 'error';
}

/** One line each (GitHub documentation, workflow commands, setting an output parameter): a line break would begin another output. */
async function addOutputs(outputs: { readonly [name: string]: string }, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${foreign(value)}\n`);
  await append(env.GITHUB_OUTPUT, lines.join(''), 'the outputs of the step (GITHUB_OUTPUT)');
}
