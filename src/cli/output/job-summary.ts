import { appendFile } from 'fs/promises';
import { aside } from './aside';
import { flat } from '../../presentation/plain';

/** Appends to the file that the runner names. */
export async function addSummaries(summaries: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  await append(env.GITHUB_STEP_SUMMARY, summaries.join('\n'), 'the job summary (GITHUB_STEP_SUMMARY)');
}

/** What cannot be written has a line. */
export async function append(file: string | undefined, text: string, what: string): Promise<void> {
  if (!file) return;
  await appendFile(file, text).catch((error: Error) => aside(`ecs-why: ${what} could not be written: ${flat(error.message)}`));
}
