import { writeFile } from 'fs/promises';
import { ServiceAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { meantBy } from './find/meant';
import { serviceOf } from './find/service';
import { RecordOptions } from './options';
import { processTerminal } from './output/terminal';
import { diagnoseEnded } from './previous-deployment';
import { endIfUnread, unreadLines } from './service-report';
import { sleep } from './sleep';
import { count } from '../diagnosis/text';
import { Look } from '../facts/aws/look';
import { Cache } from '../facts/aws/reading';
import { lookAtService } from '../facts/aws/service-look';
import { Frame, Recording } from '../facts/model';
import { redactRecording } from '../presentation/recording';
import { compilePattern } from '../redact-pattern';

/** Limit of frames in a recording: an hour at the default interval. */
export const MAX_FRAMES = 360;

export async function record(cluster: string, service: string | undefined, options: RecordOptions): Promise<number> {
  const terminal = processTerminal(undefined);
  const patterns = options.redact ?? [];
  patterns.forEach(checkPattern);
  const { aws, finder, place } = await meantBy(cluster, service, options, { canAsk: false });
  if (!place) throw new Ended(EXIT.notFound, `there is no cluster and no service "${cluster}": ecs-why record CLUSTER SERVICE`);
  const address = await serviceOf(finder, place);
  const cache = new Cache();
  const began = Date.now();
  const frames: Frame[] = [];
  let memory: Look['memory'] | undefined;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const printed = new Set<string>();
  let ended: Ended | undefined;
  try {
    for (;;) {
      const look = await lookAtService(aws, cache, { ...address, now: new Date().toISOString(), memory });
      memory = look.memory;
      ended = endOf(look.frame, address);
      if (ended && !frames.length) throw ended;
      // If the service was deleted meanwhile, the frame shows it. Without credentials no further frame can be read.
      if (ended?.code === EXIT.credentials) break;
      // `replay` diagnoses the last frame, so the current deployment comes last.
      const { previousDeployment } = look;
      if (!frames.length && previousDeployment && diagnoseEnded(previousDeployment)) frames.push(previousDeployment);
      frames.push(look.frame);
      for (const line of unreadLines(look.frame).filter((one) => !printed.has(one))) {
        printed.add(line);
        terminal.err(`ecs-why: ${line}`);
      }
      const goOn = options.for !== undefined && (Date.now() - began) / 1000 + options.every <= options.for && frames.length < MAX_FRAMES;
      if (!goOn || stop.signal.aborted) break;
      await sleep(options.every * 1000, stop.signal);
      // Ctrl-C ends the recording at once; the frames so far are saved.
      if (stop.signal.aborted) break;
    }
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  const file = options.output ?? `${address.service}.recording.json`;
  await saveRecording(file, frames, patterns);
  if (options.json) terminal.out(JSON.stringify({ file, frames: frames.length }));
  terminal.err(`${file}: ${count(frames.length, 'frame')}; secrets, values of environment variables and account numbers are removed; `
    + 'read it before you share it');
  if (ended?.code === EXIT.credentials) throw ended;
  return EXIT.ok;
}

function endOf(frame: Frame, address: ServiceAddress): Ended | undefined {
  try {
    endIfUnread(frame, address);
    return undefined;
  } catch (error) {
    if (error instanceof Ended) return error;
    throw error;
  }
}

export async function saveRecording(file: string, frames: readonly Frame[], patterns: readonly string[] = []): Promise<void> {
  const date = frames[frames.length - 1].at.slice(0, 10);
  const recording: Recording = { recording: 1, provenance: { source: 'ecs-why record', kind: 'observed', date }, frames };
  const text = `${JSON.stringify(redactRecording(recording, patterns), undefined, 1)}\n`;
  await writeFile(file, text).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the recording could not be written: ${error.message}`);
  });
}

function checkPattern(pattern: string): void {
  const compiled = compilePattern(pattern);
  if ('fault' in compiled) throw new UsageError(`--redact "${pattern}" is no regular expression: ${compiled.fault}`);
}
