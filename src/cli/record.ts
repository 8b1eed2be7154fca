import { writeFile } from 'fs/promises';
import { ServiceAddress } from './aws/where';
import { Ended, EXIT, UsageError } from './exit';
import { meantBy, onlyCluster } from './find/meant';
import { serviceOf, guessedOn } from './find/service';
import { interruptible, orLeft } from './interrupt';
import { withNetwork } from './network';
import { RecordOptions } from './options';
import { checkFile } from './output/files';
import { processTerminal } from './output/terminal';
import { diagnoseEnded } from './previous-deployment';
import { endIfUnread, unreadLines } from './service-report';
import { sleep } from './sleep';
import { steadyClock } from './steady-clock';
import { diagnose } from '../diagnosis/engine';
import { count } from '../diagnosis/text';
import { AccountApi } from '../facts/aws/account-api';
import { Look } from '../facts/aws/look';
import { Cache } from '../facts/aws/reading';
import { lookAtService } from '../facts/aws/service-look';
import { Frame, Recording } from '../facts/model';
import { patternFault } from '../pattern-dialect';
import { jsonLine } from '../presentation/foreign';
import { flat } from '../presentation/plain';
import { isOfPair, RecordingOptions, redactRecording } from '../presentation/recording';

/** Limit of frames in a recording: an hour at the default interval. */
export const MAX_FRAMES = 360;

export async function record(cluster: string | undefined, service: string | undefined, options: RecordOptions): Promise<number> {
  return interruptible((leave) => recordUntil(leave, cluster, service, options));
}

async function recordUntil(
  leave: AbortSignal, given: string | undefined, service: string | undefined, options: RecordOptions,
): Promise<number> {
  const terminal = processTerminal(undefined);
  const patterns = options.redact ?? [];
  patterns.forEach(checkPattern);
  options.keep?.forEach(checkKept);
  if (options.output) await checkFile(options.output, 'the recording');
  const how = { canAsk: false, guessed: guessedOn(terminal), leave };
  const cluster = given ?? await orLeft(onlyCluster(options, 'record', leave), leave);
  if (cluster === undefined) throw nothingRead();
  const meant = await orLeft(meantBy(cluster, service, options, how), leave);
  if (!meant) throw nothingRead();
  const { aws, finder, place } = meant;
  if (!place) throw new Ended(EXIT.notFound, `there is no cluster and no service "${cluster}": ecs-why record CLUSTER SERVICE`);
  const address = await orLeft(serviceOf(finder, place), leave);
  if (!address) throw nothingRead();
  const cache = new Cache();
  const clock = steadyClock();
  const began = clock();
  const frames: Frame[] = [];
  let memory: Look['memory'] | undefined;
  const printed = new Set<string>();
  let ended: Ended | undefined;
  for (;;) {
    const now = new Date(clock()).toISOString();
    const look = await orLeft(lookAtService(aws, cache, { ...address, now, memory }).then((one) => withNetworks(aws, one)), leave);
    if (!look) break;
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
    const goOn = options.for !== undefined && (clock() - began) / 1000 + options.every <= options.for && frames.length < MAX_FRAMES;
    if (!goOn || leave.aborted) break;
    await sleep(options.every * 1000, leave);
    // Ctrl-C ends the recording at once; the frames so far are saved.
    if (leave.aborted) break;
  }
  if (!frames.length) throw nothingRead();
  const file = options.output ?? `${address.service}.recording.json`;
  const hidden = await saveRecording(file, frames, { patterns, keep: options.keep });
  if (options.json) terminal.out(jsonLine({ file: flat(file), frames: frames.length, hidden }));
  terminal.err(savedText(file, frames.length, hidden));
  if (ended?.code === EXIT.credentials) throw ended;
  return EXIT.ok;
}

type Looked = Awaited<ReturnType<typeof lookAtService>>;

/** Somebody who has only the recording cannot read the network any more. */
async function withNetworks(aws: AccountApi, { previousDeployment: before, ...look }: Looked): Promise<Looked> {
  const previousDeployment = before && await withNetwork(aws, before, diagnoseEnded(before) ?? { causes: [] });
  const frame = await withNetwork(aws, look.frame, diagnose(look.frame));
  return { ...look, frame, ...(previousDeployment && { previousDeployment }) };
}

function nothingRead(): Ended {
  return new Ended(EXIT.interrupted, 'stopped before anything was read; there is no recording');
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

/** Values that a recording leaves out, by the member that they were in. */
type Hidden = NonNullable<NonNullable<Recording['provenance']>['hidden']>;

export async function saveRecording(file: string, frames: readonly Frame[], options: RecordingOptions = {}): Promise<Hidden> {
  const date = frames[frames.length - 1].at.slice(0, 10);
  const recording = redactRecording({ recording: 1, provenance: { source: 'ecs-why record', kind: 'observed', date }, frames }, options);
  await writeFile(file, `${JSON.stringify(recording, undefined, 1)}\n`).catch((error: Error) => {
    throw new Ended(EXIT.couldNotLook, `the recording could not be written: ${error.message}`);
  });
  return recording.provenance?.hidden ?? {};
}

/** `web.json: 4 frames; hidden: environment (3), tags (2), texts (1); ...`. `leftOut`: frames that were removed to keep it small. */
export function savedText(file: string, frames: number, hidden: Hidden, leftOut = 0): string {
  const fields = Object.entries(hidden).map(([field, n]) => `${field} (${n})`);
  return [
    `${flat(file)}: ${count(frames, 'frame')}`,
    ...(leftOut ? [`${leftOut} older ones in between are left out to keep it small`] : []),
    `hidden: ${fields.join(', ') || 'nothing'}`,
    'account numbers are replaced',
    'read it before you share it',
  ].join('; ');
}

function checkKept(name: string): void {
  if (isOfPair(name)) throw new UsageError(`--keep ${name} would keep the values of all variables: name one of them, or environment`);
}

function checkPattern(pattern: string): void {
  const fault = patternFault(pattern);
  if (fault) throw new UsageError(`--redact "${pattern}" is no regular expression for this: it must ${fault.must}${fault.hint ?? ''}`);
}
