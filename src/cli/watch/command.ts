import { mkdir } from 'fs/promises';
import { join } from 'path';
import { follow, Ports } from './follow';
import { KeptFrames, keepFrames } from './frames';
import { lineOutput, newsText } from './lines';
import { isLive, openLive } from './live-region';
import { News, WatchOutput, WatchState } from './model';
import { endingText, junitCases, reportsOf } from './reports';
import { viewLines } from './view';
import { connect } from '../aws/connect';
import { stackAddress } from '../aws/where';
import { Ended, EXIT } from '../exit';
import { formatOf, FormatOptions, WatchCommandOptions } from '../options';
import { annotate, summarize } from '../output/github';
import { checkJunit, writeJunit } from '../output/junit';
import { checkPage, writePage } from '../output/page';
import { processTerminal, Terminal } from '../output/terminal';
import { savedText, saveRecording } from '../record';
import { recoveredFrom } from '../recovered';
import { named } from '../report';
import { sleep } from '../sleep';

/**
 * `ecs-why watch STACK`. The files of this folder:
 *
 *   command ── begin     waits until a stack operation runs
 *      │
 *      └──── follow      polls until the operation ends:
 *              │ events    stack events -> stacks and services under watch (model), and news about them
 *              │ look      one look at one service: facts -> diagnosis -> decision
 *              │ cancel    --cancel-on-failure
 *              │
 *              └─ WatchOutput.print(news), .show(state):
 *                   lines        a line for each change: pipes, CI, JSON (news-json); line-rate limits repeated counts
 *                   live + view  a terminal: news above, the state redrawn in place below
 *                   frames       --record: keeps a frame for each change
 *
 * `service-text` has the texts that lines, live and view share; `reports` has what remains at the end, for the page and GitHub.
 */
export async function watch(stack: string, options: WatchCommandOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const address = stackAddress(stack);
  if (options.html) await checkPage(options.html);
  await checkJunit(options.junit);
  if (options.record) await makeFolder(options.record);
  const leave = new AbortController();
  // Stays registered: log-update's handler for the cursor ends the process if there is no other listener. A second Ctrl-C ends it at once.
  const onInterrupt = () => {
    if (leave.signal.aborted) process.exit(EXIT.interrupted);
    leave.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  const ports: Ports = {
    aws: await connect(options, address.region),
    now: () => Date.now(),
    sleep: (ms) => sleep(ms, leave.signal),
    signal: leave.signal,
  };
  const frames = keepFrames();
  const output = await outputFor(options, terminal);
  try {
    const { exitCode, state } = await follow(address.stack, options, ports, options.record ? frames.keepingFrom(output) : output);
    output.close();
    if (state) await publish(state, options, terminal);
    if (options.record) await saveFrames(options.record, frames.recordings(), terminal);
    return exitCode;
  } catch (error) {
    output.close();
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

export async function outputFor(options: FormatOptions, terminal: Terminal): Promise<WatchOutput> {
  if (!isLive(options, terminal)) return lineOutput(terminal, formatOf(options));
  // The counts are in the view, so a change of counts has no line of its own.
  const text = (news: News, state: WatchState | undefined) => (news.kind === 'service' ? undefined : newsText(news, state, terminal));
  return openLive(terminal, { text, view: viewLines });
}

/** Writes what is known only at the end: job summary and page. */
async function publish(state: WatchState, options: WatchCommandOptions, terminal: Terminal): Promise<void> {
  const reports = reportsOf(state);
  if (formatOf(options) === 'github') {
    const recovered = reports.filter((report) => recoveredFrom(report.frame, report.diagnosis));
    // Failures have been annotated at once; only now it is known which deployments recovered.
    for (const report of recovered) annotate(named(report), terminal);
    await summarize(reports.filter((report) => report.context || recovered.includes(report)));
  }
  const nothing = `${state.root.name}: ${state.services.size ? 'no ECS service could be read' : 'no ECS service was deployed'}`;
  if (options.html) await writePage(options.html, reports, [nothing, endingText(state.root)]);
  if (options.junit) await writeJunit(options.junit, junitCases(state), state.root.startedAt);
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the folder could not be made: ${error.message}`);
  });
}

export async function saveFrames(folder: string, recordings: ReadonlyMap<string, KeptFrames>, terminal: Terminal): Promise<void> {
  for (const [name, { frames, leftOut }] of recordings) {
    const file = join(folder, `${name}.recording.json`);
    terminal.err(savedText(file, frames.length, await saveRecording(file, frames), leftOut));
  }
}
