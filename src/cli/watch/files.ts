import { createHash } from 'crypto';
import { constants } from 'fs';
import { access, mkdir, stat } from 'fs/promises';
import { dirname, join, resolve } from 'path';
import { KeptFrames } from './frames';
import { JunitCase } from '../../presentation/junit-xml';
import { Ended, UsageError } from '../exit';
import { formatOf, FormatOptions } from '../options';
import { checkOutputs, RECORDING_SUFFIX } from '../output/files';
import { annotate, StepOutcome, summarize } from '../output/github';
import { writeJunit } from '../output/junit';
import { writePage } from '../output/page';
import { Terminal } from '../output/terminal';
import { savedText, saveRecording } from '../record';
import { recoveredFrom } from '../recovered';
import { named, Report } from '../report';

interface FileOptions extends FormatOptions {
  readonly junit?: string;
  readonly record?: string;
}

/** Throws `UsageError` if a file that is written at the end could not be written, before a command that may take hours. */
export async function checkFiles({ html, junit, record }: FileOptions): Promise<void> {
  await checkOutputs({ html, junit, record });
  if (record) await checkFolder(record);
}

async function checkFolder(folder: string): Promise<void> {
  try {
    const known = await stat(folder).catch(() => undefined);
    if (known && !known.isDirectory()) throw new Error(`${folder} is not a folder`);
    await makeFolder(resolve(folder));
    await access(folder, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the recordings cannot be saved: ${why}`);
  }
}

/**
 * `mkdir` of Node.js with `recursive` never ends in /proc, nor behind a link that leads nowhere: it makes the folder above again and
 * again.
 */
async function makeFolder(folder: string): Promise<void> {
  const known = await stat(folder).catch(() => undefined);
  if (known?.isDirectory()) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
}

/** What is known only at the end. */
export interface End {
  readonly reports: readonly Report[];
  readonly cases: readonly JunitCase[];
  /** The text of a page without a deployment. */
  readonly nothing: readonly string[];
  /** When the command began, ISO 8601. */
  readonly startedAt: string;
  readonly outcome: StepOutcome;
}

/** Writes job summary, page and JUnit file. One that cannot be written has a line: the exit code is that of the deployment. */
export async function publish(
  { reports, cases, nothing, startedAt, outcome }: End, options: FileOptions, terminal: Terminal,
): Promise<void> {
  if (formatOf(options) === 'github') {
    // Failures have been annotated at once; only now it is known which deployments recovered.
    const recovered = reports.filter((report) => recoveredFrom(report.frame, report.diagnosis));
    for (const report of recovered) annotate(named(report), terminal);
    await summarize(reports.filter((report) => report.context || recovered.includes(report)), outcome);
  }
  const { html, junit } = options;
  if (html) await orSaid(writePage(html, reports, nothing), terminal);
  if (junit) await orSaid(writeJunit(junit, cases, startedAt), terminal);
}

async function orSaid(written: Promise<void>, terminal: Pick<Terminal, 'err'>): Promise<void> {
  await written.catch((error: unknown) => {
    if (!(error instanceof Ended)) throw error;
    terminal.err(`ecs-why: ${error.message}`);
  });
}

/** Most systems allow 255 bytes. A cluster and a service have names of up to 255 signs of one byte each (Amazon ECS API Reference). */
const MOST_BYTES = 255;

/** A name that is cut ends with a hash of the whole: the beginnings of two can be the same. */
function fileName(name: string): string {
  const left = MOST_BYTES - RECORDING_SUFFIX.length;
  if (name.length <= left) return `${name}${RECORDING_SUFFIX}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, left - hash.length - 1)}-${hash}${RECORDING_SUFFIX}`;
}

/** Saves a recording of each service in the folder of `--record`. */
export async function saveFrames(
  { record }: FileOptions, recordings: ReadonlyMap<string, KeptFrames>, terminal: Terminal,
): Promise<void> {
  if (!record) return;
  for (const [name, { frames, leftOut }] of recordings) {
    const file = join(record, fileName(name));
    await orSaid(saveRecording(file, frames).then((hidden) => terminal.err(savedText(file, frames.length, hidden, leftOut))), terminal);
  }
}
