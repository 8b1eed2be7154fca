import { mkdir } from 'fs/promises';
import { join } from 'path';
import { KeptFrames } from './frames';
import { JunitCase } from '../../presentation/junit';
import { Ended, EXIT } from '../exit';
import { formatOf, FormatOptions } from '../options';
import { annotate, summarize } from '../output/github';
import { checkJunit, writeJunit } from '../output/junit';
import { checkPage, writePage } from '../output/page';
import { Terminal } from '../output/terminal';
import { savedText, saveRecording } from '../record';
import { recoveredFrom } from '../recovered';
import { named, Report } from '../report';

interface FileOptions extends FormatOptions {
  readonly junit?: string;
  readonly record?: string;
}

/** Throws `Ended` if a file that is written at the end could not be written, before a command that may take hours. */
export async function checkFiles({ html, junit, record }: FileOptions): Promise<void> {
  if (html) await checkPage(html);
  await checkJunit(junit);
  if (!record) return;
  await mkdir(record, { recursive: true }).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the folder could not be made: ${error.message}`);
  });
}

/** What is known only at the end. */
interface End {
  readonly reports: readonly Report[];
  readonly cases: readonly JunitCase[];
  /** The text of a page without a deployment. */
  readonly nothing: readonly string[];
  /** When the command began, ISO 8601. */
  readonly startedAt: string;
}

/** Writes job summary, page and JUnit file. */
export async function publish({ reports, cases, nothing, startedAt }: End, options: FileOptions, terminal: Terminal): Promise<void> {
  if (formatOf(options) === 'github') {
    // Failures have been annotated at once; only now it is known which deployments recovered.
    const recovered = reports.filter((report) => recoveredFrom(report.frame, report.diagnosis));
    for (const report of recovered) annotate(named(report), terminal);
    await summarize(reports.filter((report) => report.context || recovered.includes(report)));
  }
  if (options.html) await writePage(options.html, reports, nothing);
  if (options.junit) await writeJunit(options.junit, cases, startedAt);
}

/** Saves a recording of each service in the folder of `--record`. */
export async function saveFrames(
  { record }: FileOptions, recordings: ReadonlyMap<string, KeptFrames>, terminal: Terminal,
): Promise<void> {
  if (!record) return;
  for (const [name, { frames, leftOut }] of recordings) {
    const file = join(record, `${name}.recording.json`);
    terminal.err(savedText(file, frames.length, await saveRecording(file, frames), leftOut));
  }
}
