import { checkFiles, End, publish, saveFrames } from './files';
import { follow, Ports } from './follow';
import { keepFrames } from './frames';
import { lineOutput, newsText } from './lines';
import { isLive, openLive } from './live-region';
import { News, WatchOutput, WatchState } from './model';
import { endingText, junitCases, reportsOf } from './reports';
import { viewLines } from './view';
import { checkRegion, connect } from '../aws/connect';
import { stackAddress } from '../aws/where';
import { interruptible } from '../interrupt';
import { formatOf, FormatOptions, WatchCommandOptions } from '../options';
import { outcomeOfExit } from '../output/github';
import { processTerminal, Terminal } from '../output/terminal';
import { sleep } from '../sleep';
import { steadyClock } from '../steady-clock';

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
 * `service-text` has the texts that lines, live and view share; `reports` has what remains at the end, and `files` writes it.
 */
export async function watch(stack: string, options: WatchCommandOptions, left?: AbortSignal): Promise<number> {
  const terminal = processTerminal(options.color);
  const address = stackAddress(stack);
  await checkFiles(options);
  return interruptible(async (signal) => {
    checkRegion(options, address.region);
    const aws = await connect(options, address.region, signal);
    const ports: Ports = { aws, now: steadyClock(), sleep: (ms) => sleep(ms, signal), signal };
    const frames = keepFrames();
    const output = await outputFor(options, terminal);
    try {
      const { exitCode, state } = await follow(address.stack, options, ports, options.record ? frames.keepingFrom(output) : output);
      output.close();
      if (state) await publish({ ...endOf(state), outcome: outcomeOfExit(exitCode) }, options, terminal);
      await saveFrames(options, frames.recordings(), terminal);
      return exitCode;
    } catch (error) {
      output.close();
      throw error;
    }
  }, left);
}

export async function outputFor(options: FormatOptions, terminal: Terminal): Promise<WatchOutput> {
  if (!isLive(options, terminal)) return lineOutput(terminal, formatOf(options));
  // The counts are in the view, so a change of counts has no line of its own.
  const text = (news: News, state: WatchState | undefined) => (news.kind === 'service' ? undefined : newsText(news, state, terminal));
  return openLive(terminal, { text, view: viewLines });
}

function endOf(state: WatchState): Omit<End, 'outcome'> {
  const nothing = `${state.root.name}: ${state.services.size ? 'no ECS service could be read' : 'no ECS service was deployed'}`;
  return {
    reports: reportsOf(state), cases: junitCases(state), nothing: [nothing, endingText(state.root)], startedAt: state.root.startedAt,
  };
}
