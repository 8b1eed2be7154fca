import { readFile } from 'fs/promises';
import { clock } from './clock';
import { EXIT, UsageError } from './exit';
import { formatOf, ReplayOptions } from './options';
import { Report, tellGithub, writePage } from './report';
import { countsOf } from './service-state';
import { plainTable } from './table';
import { processTerminal, showMessage, Terminal } from './terminal';
import { DEFAULT_OPTIONS } from '../contract';
import { newHistory } from '../decision/model';
import { verdictOf } from '../decision/policy';
import { step } from '../decision/step';
import { diagnose } from '../diagnosis/engine';
import { Frame, Recording } from '../facts/model';
import { lastFrame, parseRecording } from '../facts/replay';
import { toJson } from '../presentation/json';
import { timelineOf } from '../presentation/page/timeline';
import { renderFull } from '../presentation/terminal';

export async function replay(files: readonly string[], options: ReplayOptions): Promise<number> {
  const terminal = processTerminal(options.color);
  const json = formatOf(options) === 'json';
  const reports: Report[] = [];
  let failed = false, unread = false;
  for (const [index, file] of files.entries()) {
    let recording;
    try {
      recording = parseRecording(await readFile(file, 'utf8'));
    } catch (error) {
      unread = true;
      const message = error instanceof Error ? error.message : String(error);
      if (json) terminal.out(JSON.stringify({ file, status: 'unknown', verdict: 'keep-waiting', causes: [], impact: '', unavailable: [{ what: 'recording', message }], text: message }));
      terminal.err(`ecs-why: ${file}: ${message}`);
      continue;
    }
    if (!json && files.length > 1) terminal.out(`${index ? '\n' : ''}${file}`);
    const report = reportOf(file, recording, options.frame);
    failed ||= report.diagnosis.status === 'failed';
    reports.push(report);
    if (options.timeline) showTimeline(file, recording, json, terminal);
    else if (options.allFrames) recording.frames.forEach((_, i) => showFrame(file, recording, i, json, terminal, i > 0));
    else if (options.frame) showFrame(file, recording, options.frame - 1, json, terminal);
    else if (json) terminal.out(JSON.stringify({ file, ...toJson(report.diagnosis, verdictOf(report.diagnosis)) }));
    else terminal.out(showMessage(renderFull(report.diagnosis), terminal));
  }
  if (formatOf(options) === 'github') await tellGithub(reports, terminal);
  if (options.html && reports.length) await writePage(options.html, reports);
  if (unread) return EXIT.couldNotLook;
  return failed && options.exitCode ? EXIT.failed : EXIT.ok;
}

function reportOf(file: string, { frames }: Recording, number: number | undefined): Report {
  if (number !== undefined && number > frames.length) throw new UsageError(`${file} has ${frames.length} frame${frames.length > 1 ? 's' : ''}, there is no frame ${number}`);
  const seen = number === undefined ? frames : frames.slice(0, number);
  const frame = number === undefined ? lastFrame({ recording: 1, frames }) : frames[number - 1];
  return { name: { file }, frame, timeline: timelineOf(seen), diagnosis: diagnose(frame), lines: [] };
}

function showFrame(file: string, { frames }: Recording, index: number, json: boolean, terminal: Terminal, between = false): void {
  const frame = frames[index];
  const diagnosis = diagnose(frame);
  if (json) {
    terminal.out(JSON.stringify({ file, frame: index + 1, at: frame.at, ...toJson(diagnosis, verdictOf(diagnosis)) }));
    return;
  }
  terminal.out(`${between ? '\n' : ''}frame ${index + 1} of ${frames.length}, ${clock(secondsInto(frames, frame))} into the recording`);
  terminal.out(showMessage(renderFull(diagnosis), terminal));
}

/** What the watcher would have decided at each frame, had it watched with default options. */
function showTimeline(file: string, { frames }: Recording, json: boolean, terminal: Terminal): void {
  let history = newHistory(frames[0].at);
  const rows = frames.map((frame, i) => {
    const diagnosis = diagnose(frame);
    const seen = step({ history, frame, diagnosis, now: frame.at, options: DEFAULT_OPTIONS });
    history = seen.history;
    return {
      frame: i + 1,
      at: frame.at,
      seconds: secondsInto(frames, frame),
      ...countsOf(frame),
      status: diagnosis.status,
      cause: diagnosis.causes[0]?.id ?? null,
      decision: seen.decision.kind,
      // While it waits on purpose, the diagnosis knows better for what.
      because: seen.decision.kind === 'wait' && diagnosis.causes[0]?.waiting ? diagnosis.causes[0].headline : seen.decision.because,
    };
  });
  if (json) {
    for (const row of rows) terminal.out(JSON.stringify({ file, ...row }));
    return;
  }
  const head = ['frame', 'time', 'desired', 'pending', 'running', 'healthy', 'failed', 'cause', 'decision'];
  terminal.out(plainTable(head, rows.map((r) => [r.frame, clock(r.seconds), r.desired, r.pending, r.running, r.healthy, r.failed, r.cause ?? '-', `${r.decision}: ${r.because}`]), terminal));
}

const secondsInto = (frames: readonly Frame[], frame: Frame) => (Date.parse(frame.at) - Date.parse(frames[0].at)) / 1000;
