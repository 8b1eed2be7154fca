import { Drawing, liveOutput } from './live';
import { Output } from './model';
import { formatOf, FormatOptions } from '../options';
import { takeAsides } from '../output/aside';
import { Terminal } from '../output/terminal';

/** A live view needs a terminal that can move its cursor. CI has no person who looks at it. */
export function isLive(options: FormatOptions, terminal: Terminal, env: NodeJS.ProcessEnv = process.env): boolean {
  return formatOf(options) === 'text' && terminal.tty && env.TERM !== 'dumb' && !env.CI;
}

/** The live view on the standard output of this process. */
export async function openLive<N, S>(terminal: Terminal, drawing: Drawing<N, S>): Promise<Output<N, S>> {
  const { createLogUpdate } = await import('log-update');
  const region = createLogUpdate(process.stdout, { showCursor: false });
  const eraseWindow = () => { process.stdout.write(`\u001b[H${'\u001b[2K\u001b[1B'.repeat(terminal.rows())}\u001b[H`); };
  return liveOutput(terminal, Object.assign(region, { eraseWindow }), drawing, ({ moving, calm }) => {
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
  }, (write) => takeAsides((line) => write(line, process.stderr.isTTY === true)));
}

/** tmux reports a new size every 250 ms while its window is being dragged. */
const CALM_MS = 300;
