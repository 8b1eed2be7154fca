import { readFile, stat } from 'fs/promises';
import { EXIT, UsageError } from './exit';
import { diagnoseAll } from './network';
import { formatOf, ReplayOptions } from './options';
import { publishToGithub } from './output/github';
import { writePage } from './output/page';
import { plainTable } from './output/table';
import { processTerminal, showDiagnosis, Terminal } from './output/terminal';
import { Report } from './report';
import { countsOf } from './service-state';
import { DEFAULT_OPTIONS } from '../contract';
import { newHistory } from '../decision/model';
import { verdictOf } from '../decision/policy';
import { step } from '../decision/step';
import { diagnose } from '../diagnosis/engine';
import { count } from '../diagnosis/text';
import { Frame, Recording } from '../facts/model';
import { lastFrame, parseRecording } from '../facts/replay';
import { elapsed } from '../presentation/elapsed';
import { foreign, foreignIn, jsonLine } from '../presentation/foreign';
import { toJson } from '../presentation/json';
import { NO_TIMELINE, timelineOf } from '../presentation/page/timeline';
import { flat } from '../presentation/plain';

export async function replay(files: readonly string[], options: ReplayOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const json = formatOf(options) === 'json';
  const reports: Report[] = [];
  for (const [index, file] of files.entries()) {
    const recording = await read(file, json, terminal);
    if (!recording) continue;
    if (!json && files.length > 1) terminal.out(`${index ? '\n' : ''}${flat(file)}`);
    const report = reportOf(file, recording, options);
    reports.push(report);
    show(report, { file: flat(file), recording, json, terminal }, options);
  }
  if (formatOf(options) === 'github') await publishToGithub(reports, terminal);
  if (options.html && reports.length) await writePage(options.html, reports);
  if (reports.length < files.length) return EXIT.couldNotLook;
  return options.exitCode && reports.some((report) => report.diagnosis.status === 'failed') ? EXIT.failed : EXIT.ok;
}

/** Bytes. Larger ones need more memory than Node.js gives a process by default. */
const LARGEST = 256 * 1_048_576;
const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_048_576)} MB`;

/** undefined: the file could not be read, and the reason is printed. */
async function read(file: string, json: boolean, terminal: Terminal): Promise<Recording | undefined> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) throw new Error(`the file has ${megabytes(size)}; a recording is read if it has at most ${megabytes(LARGEST)}`);
    return parseRecording(await readFile(file, 'utf8'));
  } catch (error) {
    const message = foreign(error instanceof Error ? error.message : String(error));
    const unavailable = [{ what: 'recording', message }];
    const unknown = { file: flat(file), status: 'unknown', verdict: 'keep-waiting', causes: [], impact: '', unavailable, text: message };
    if (json) terminal.out(jsonLine(unknown));
    terminal.err(`ecs-why: ${flat(file)}: ${message}`);
    return undefined;
  }
}

function reportOf(file: string, { frames }: Recording, { frame: number, html }: ReplayOptions): Report {
  if (number !== undefined && number > frames.length) {
    throw new UsageError(`${flat(file)} has ${count(frames.length, 'frame')}, there is no frame ${number}`);
  }
  const frame = number === undefined ? lastFrame({ recording: 1, frames }) : frames[number - 1];
  // Only the page has a picture.
  const timeline = html ? timelineOf(frames.slice(0, number)) : NO_TIMELINE;
  return { name: { file: flat(file) }, frame, timeline, diagnosis: diagnoseAll(frame), lines: [] };
}

interface Output {
  readonly file: string;
  readonly recording: Recording;
  readonly json: boolean;
  readonly terminal: Terminal;
}

function show({ diagnosis }: Report, output: Output, { timeline, allFrames, frame }: ReplayOptions): void {
  const { file, recording, json, terminal } = output;
  if (timeline) showTimeline(output);
  else if (allFrames) recording.frames.forEach((_, i) => showFrame(i, output, i > 0));
  else if (frame) showFrame(frame - 1, output);
  else if (json) terminal.out(jsonLine({ file, ...toJson(diagnosis, verdictOf(diagnosis)) }));
  else terminal.out(showDiagnosis(diagnosis, undefined, terminal));
}

function showFrame(index: number, { file, recording: { frames }, json, terminal }: Output, between = false): void {
  const frame = frames[index];
  const diagnosis = diagnoseAll(frame);
  if (json) {
    terminal.out(jsonLine({ file, frame: index + 1, at: foreign(frame.at), ...toJson(diagnosis, verdictOf(diagnosis)) }));
    return;
  }
  const time = elapsed(secondsInto(frames, frame));
  terminal.out(`${between ? '\n' : ''}frame ${index + 1} of ${frames.length}, ${time} into the recording`);
  terminal.out(showDiagnosis(diagnosis, undefined, terminal));
}

/** What the watcher would have decided at each frame with default options. */
function showTimeline({ file, recording: { frames }, json, terminal }: Output): void {
  let history = newHistory(frames[0].at);
  const rows = frames.map((frame, i) => {
    const diagnosis = diagnose(frame);
    const { decision, history: next } = step({ history, frame, diagnosis, now: frame.at, options: DEFAULT_OPTIONS });
    history = next;
    const [top] = diagnosis.causes;
    return foreignIn({
      frame: i + 1,
      at: frame.at,
      seconds: secondsInto(frames, frame),
      ...countsOf(frame),
      status: diagnosis.status,
      cause: top?.id ?? null,
      decision: decision.kind,
      // The headline of an intended wait names what the deployment waits for.
      because: decision.kind === 'wait' && top?.waiting ? top.headline : decision.because,
    });
  });
  if (json) {
    for (const row of rows) terminal.out(jsonLine({ file, ...row }));
    return;
  }
  const head = ['frame', 'time', 'desired', 'pending', 'running', 'healthy', 'failed', 'cause', 'decision'];
  const cells = rows.map((r) => [
    r.frame, elapsed(r.seconds), r.desired, r.pending, r.running, r.healthy, r.failed, r.cause ?? '-', `${r.decision}: ${r.because}`,
  ]);
  terminal.out(plainTable(head, cells, terminal));
}

const secondsInto = (frames: readonly Frame[], frame: Frame) => (Date.parse(frame.at) - Date.parse(frames[0].at)) / 1000;
