import { writeFile } from 'fs/promises';
import { connect } from './aws/connect';
import { ServiceAddress, serviceAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { endIfUnread, unreadLines } from './explain';
import { RecordOptions } from './options';
import { diagnoseEnded } from './previous-deployment';
import { sleep } from './sleep';
import { processTerminal } from './terminal';
import { Look } from '../facts/aws/look';
import { Cache } from '../facts/aws/reading';
import { lookAtService } from '../facts/aws/service-look';
import { Frame, Recording } from '../facts/model';
import { redactRecording } from '../presentation/recording';

/** Frames that a recording may hold: an hour at the default pace. */
export const MAX_FRAMES = 360;

export async function record(cluster: string, service: string | undefined, options: RecordOptions): Promise<number> {
  const terminal = processTerminal(undefined);
  const address = serviceAddress(cluster, service);
  if (!address) throw new UsageError('name a cluster and a service: ecs-why record CLUSTER SERVICE');
  const patterns = options.redact ?? [];
  patterns.forEach(checkPattern);
  const aws = await connect(options, address.region);
  const cache = new Cache();
  const began = Date.now();
  const frames: Frame[] = [];
  let memory: Look['memory'] | undefined;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const told = new Set<string>();
  let ended: Ended | undefined;
  try {
    for (;;) {
      const look = await lookAtService(aws, cache, { ...address, now: new Date().toISOString(), memory });
      memory = look.memory;
      ended = endOf(look.frame, address);
      if (ended && !frames.length) throw ended;
      // A service that is deleted meanwhile is worth its frame; without credentials there is nothing more to see.
      if (ended?.code === EXIT.credentials) break;
      // Last is what is diagnosed when nothing else is asked for: what runs now.
      if (!frames.length && look.before && diagnoseEnded(look.before)) frames.push(look.before);
      frames.push(look.frame);
      for (const line of unreadLines(look.frame).filter((one) => !told.has(one))) {
        told.add(line);
        terminal.err(`ecs-why: ${line}`);
      }
      const goOn = options.for !== undefined && (Date.now() - began) / 1000 + options.every <= options.for && frames.length < MAX_FRAMES;
      if (!goOn || stop.signal.aborted) break;
      await sleep(options.every * 1000, stop.signal);
      // What was seen so far is saved; another look would only make the person wait.
      if (stop.signal.aborted) break;
    }
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  const file = options.output ?? `${address.service}.recording.json`;
  await saveRecording(file, frames, patterns);
  if (options.json) terminal.out(JSON.stringify({ file, frames: frames.length }));
  terminal.err(`${file}: ${frames.length} frame${frames.length > 1 ? 's' : ''}; secrets, values of the environment and account numbers are taken out, read it before you share it`);
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
  const recording: Recording = { recording: 1, provenance: { source: 'ecs-why record', kind: 'observed', date: frames[frames.length - 1].at.slice(0, 10) }, frames };
  const text = `${JSON.stringify(redactRecording(recording, patterns), undefined, 1)}\n`;
  await writeFile(file, text).catch((error: Error) => { throw new Ended(EXIT.couldNotLook, `the recording could not be written: ${error.message}`); });
}

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    throw new UsageError(`--redact "${pattern}" is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
  }
}
