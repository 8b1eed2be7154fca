import { mkdir } from 'fs/promises';
import { join } from 'path';
import { follow, Ports } from './follow';
import { liveAudience } from './live';
import { Audience, WatchState } from './model';
import { endingText, lineAudience, reportsOf } from './tell';
import { connect } from '../aws/connect';
import { stackAddress } from '../aws/where';
import { Ended, EXIT } from '../exit';
import { formatOf, FormatOptions, WatchOptions } from '../options';
import { saveRecording } from '../record';
import { recoveredFrom } from '../recovered';
import { annotate, checkPage, summarize, writePage } from '../report';
import { sleep } from '../sleep';
import { processTerminal, Terminal } from '../terminal';
import { keepFrames, Kept } from './frames';

export async function watch(stack: string, options: WatchOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const address = stackAddress(stack);
  if (options.html) await checkPage(options.html);
  if (options.record) await makeFolder(options.record);
  const leave = new AbortController();
  // Stays registered: a library that tidies up the cursor ends the process when nobody else listens. Who asks twice means it.
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
  const audience = await audienceFor(options, terminal);
  try {
    const { exitCode, state } = await follow(address.stack, options, ports, options.record ? frames.before(audience) : audience);
    audience.close();
    if (state) await afterwards(state, options, terminal);
    if (options.record) await saveFrames(options.record, frames.recordings(), terminal);
    return exitCode;
  } catch (error) {
    audience.close();
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

/** A live view needs a terminal that can move its cursor, and a person rather than a CI log before it. */
export async function audienceFor(options: FormatOptions, terminal: Terminal, env: NodeJS.ProcessEnv = process.env): Promise<Audience> {
  const format = formatOf(options);
  if (format !== 'text' || !terminal.tty || env.TERM === 'dumb' || env.CI) return lineAudience(terminal, format);
  const { createLogUpdate } = await import('log-update');
  const region = createLogUpdate(process.stdout, { showCursor: false });
  const eraseWindow = () => { process.stdout.write(`\u001b[H${'\u001b[2K\u001b[1B'.repeat(terminal.rows())}\u001b[H`); };
  return liveAudience(terminal, Object.assign(region, { eraseWindow }), ({ moving, calm }) => {
    let timer: NodeJS.Timeout | undefined;
    const onResize = () => {
      moving();
      clearTimeout(timer);
      timer = setTimeout(calm, CALM_MS);
    };
    process.stdout.on('resize', onResize);
    return () => {
      process.stdout.off('resize', onResize);
      clearTimeout(timer);
    };
  });
}

/** tmux tells of a new size every 250 ms while its window is being dragged. */
const CALM_MS = 300;

async function afterwards(state: WatchState, options: FormatOptions, terminal: Terminal): Promise<void> {
  const reports = reportsOf(state);
  if (formatOf(options) === 'github') {
    const recovered = reports.filter((report) => recoveredFrom(report.frame, report.diagnosis));
    // What failed has been annotated at once; that something recovered is known at the end.
    for (const report of recovered) annotate(report, terminal);
    await summarize(reports.filter((report) => report.context || recovered.includes(report)));
  }
  if (options.html) await writePage(options.html, reports, [`${state.root.name}: ${state.services.size ? 'no ECS service could be looked at' : 'no ECS service was deployed'}`, endingText(state.root)]);
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: Error) => { throw new Ended(EXIT.couldNotLook, `the folder could not be made: ${error.message}`); });
}

async function saveFrames(folder: string, recordings: ReadonlyMap<string, Kept>, terminal: Terminal): Promise<void> {
  for (const [name, { frames, leftOut }] of recordings) {
    const file = join(folder, `${name}.recording.json`);
    await saveRecording(file, frames);
    if (leftOut) terminal.err(`${file}: ${frames.length} frames; ${leftOut} older ones in between are left out to keep it small`);
  }
}
