import { plainTable } from '../../../src/cli/output/table';
import { paintOf } from '../../../src/cli/output/terminal';
import { WatchedServiceState, WatchState } from '../../../src/cli/watch/model';
import { viewLines } from '../../../src/cli/watch/view';
import { newHistory } from '../../../src/decision/model';
import { diagnose } from '../../../src/diagnosis/engine';
import { Frame } from '../../../src/facts/model';
import { lastFrame, parseRecording } from '../../../src/facts/replay';
import { annotations, jobSummary } from '../../../src/presentation/annotation';
import { renderHtml } from '../../../src/presentation/html';
import { NO_TIMELINE, timelineOf } from '../../../src/presentation/page/timeline';
import { frameOf, ORDINARY } from '../engine/frame';

/** Something that reads foreign input of any size. */
export interface Reading {
  readonly what: string;
  /** The unit of its size, in the plural. */
  readonly unit: string;
  readonly sizes: readonly number[];
  /** The same for the quick form. */
  readonly quickSizes: readonly number[];
  /** Milliseconds for the largest size. */
  readonly atMostMs: number;
  /** Makes the input, which is not measured. Each seed makes a new one, so that no memo knows it. */
  prepare(size: number, seed: number): () => unknown;
}

const TASKS = { unit: 'tasks', sizes: [1250, 2500, 5000, 10_000], quickSizes: [500, 1000, 2000] };
const NAMES = { ...TASKS, unit: 'containers' };
const FRAMES = { unit: 'frames', sizes: [18_750, 37_500, 75_000, 150_000], quickSizes: [1000, 2000, 4000] };
const KB = { unit: 'KB', sizes: [128, 256, 512, 1024], quickSizes: [128, 256, 512] };
const MB = { unit: 'MB', sizes: [12.5, 25, 50, 100], quickSizes: [1, 2, 4] };

const tasksOf = (size: number, seed: number) => frameOf({ ...ORDINARY, tasks: size }, seed);
/** Each task fails with a text and at an address of its own. */
function distinct(size: number, seed: number): Frame {
  const frame = tasksOf(size, seed);
  const address = (i: number) => `10.0.${Math.floor(i / 256)}.${i % 256}`;
  return {
    ...frame,
    tasks: (frame.tasks ?? []).map((task, i) => ({
      ...task,
      stoppedReason: `CannotPullContainerError: manifest ${i} of ${seed} not found`,
      attachments: [{ details: [{ name: 'privateIPv4Address', value: address(i) }] }],
    })),
    targetHealth: { web: (frame.tasks ?? []).map((_, i) => ({ Target: { Id: address(i), Port: 80 }, TargetHealth: { State: 'unhealthy' } })) },
  };
}

/** Each task has a container of a name of its own, which the task definition has, too: as many causes as tasks. */
function distinctNames(size: number, seed: number): Frame {
  const frame = tasksOf(size, seed);
  const names = Array.from({ length: size }, (_, i) => `web-${seed}-${i}`);
  return {
    ...frame,
    taskDefinition: { containerDefinitions: names.map((name, i) => ({ name, essential: true, dependsOn: i ? [{ containerName: names[i - 1], condition: 'HEALTHY' }] : [] })) },
    tasks: (frame.tasks ?? []).map((task, i) => ({ ...task, stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: names[i], exitCode: 1 }] })),
  };
}

/** Each frame has another failed task. */
function framesOf(size: number, seed: number): readonly Frame[] {
  return Array.from({ length: size }, (_, i) => frameOf({ tasks: 1, events: 1, logLines: 1 }, seed * size + i));
}

function withLine(message: string, seed: number): Frame {
  const frame = frameOf({ tasks: 1, events: 0, logLines: 0 }, seed);
  const [task] = frame.tasks ?? [];
  return { ...frame, logs: { web: { [task.taskArn?.split('/').pop() ?? '']: [{ timestamp: 1, message }] } } };
}

/** Words, digits, quotes and signs with which patterns begin. */
const line = (kb: number) => `ERROR ${'key="a.b" at x/y:1 {"code": 12} -> failed: '.repeat(Math.ceil(kb * 1024 / 44))}`.slice(0, kb * 1024);

function recordingOf(mb: number, seed: number): string {
  const message = 'x '.repeat(2000);
  const frame = frameOf({ tasks: 10, events: 1, logLines: 0 }, seed);
  const lines = Array.from({ length: Math.ceil(mb * 1_048_576 / 4040) }, (_, timestamp) => ({ timestamp, message }));
  return JSON.stringify({ recording: 1, frames: [{ ...frame, logs: { web: { x: lines } } }] });
}

function viewOf(frame: Frame): readonly string[] {
  const [at, id] = [frame.at, 'stack'];
  const root = { id, name: id, status: 'UPDATE_IN_PROGRESS', startedAt: at };
  const service: WatchedServiceState = {
    stackId: id, stackName: id, logicalId: 'web', startedAt: at, status: root.status, memory: {}, history: newHistory(at), frame, unread: [], over: false, timeline: NO_TIMELINE, lastPrinted: '',
  };
  const state: WatchState = { root, stacks: new Map([[id, root]]), services: new Map([[id, service]]), notices: [], throttled: false };
  return viewLines(state, Date.parse(at), { columns: 120, rows: 40, paint: paintOf({ color: false }) });
}

export const READINGS: readonly Reading[] = [
  { ...TASKS, what: 'diagnosis', atMostMs: 3000, prepare: (size, seed) => { const frame = tasksOf(size, seed); return () => diagnose(frame); } },
  { ...TASKS, what: 'diagnosis, each with a text and a target of its own', atMostMs: 3000, prepare: (size, seed) => { const frame = distinct(size, seed); return () => diagnose(frame); } },
  {
    ...NAMES, what: 'diagnosis, timeline and page, each container with a name of its own', atMostMs: 5000, prepare: (size, seed) => {
      const frame = distinctNames(size, seed);
      return () => renderHtml([{ name: 'web', frame, timeline: timelineOf([frame]), diagnosis: diagnose(frame), lines: [] }]);
    },
  },
  { ...TASKS, what: 'watch view', atMostMs: 1000, prepare: (size, seed) => { const frame = distinct(size, seed); return () => viewOf(frame); } },
  {
    ...TASKS, what: 'page', atMostMs: 2000, prepare: (size, seed) => {
      const frame = distinct(size, seed);
      const diagnosis = diagnose(frame);
      return () => renderHtml([{ name: 'web', frame, timeline: timelineOf([frame]), diagnosis, lines: [] }]);
    },
  },
  {
    ...TASKS, what: 'annotation and job summary', atMostMs: 500, prepare: (size, seed) => {
      const named = { name: 'web', diagnosis: diagnose(distinct(size, seed)) };
      return () => [annotations(named), jobSummary(named)];
    },
  },
  { ...FRAMES, what: 'timeline', atMostMs: 60_000, prepare: (size, seed) => { const frames = framesOf(size, seed); return () => timelineOf(frames); } },
  { ...FRAMES, what: 'last frame of a recording', atMostMs: 5000, prepare: (size, seed) => { const frames = framesOf(size, seed); return () => lastFrame({ recording: 1, frames }); } },
  {
    ...FRAMES, what: 'table', atMostMs: 5000, prepare: (size) => {
      const rows = Array.from({ length: size }, (_, i) => [i, 2, 1, 'app-crashed', 'wait: one task has failed so far']);
      return () => plainTable(['frame', 'desired', 'failed', 'cause', 'decision'], rows, { tty: false, columns: () => 120 });
    },
  },
  { ...KB, what: 'diagnosis with one log line', atMostMs: 50, prepare: (kb, seed) => { const frame = withLine(line(kb), seed); return () => diagnose(frame); } },
  { ...MB, what: 'recording', atMostMs: 10_000, prepare: (mb, seed) => { const text = recordingOf(mb, seed); return () => parseRecording(text); } },
  {
    ...MB, what: 'recording with one log line', atMostMs: 3000, prepare: (mb, seed) => {
      const text = JSON.stringify({ recording: 1, frames: [withLine(line(mb * 1024), seed)] });
      return () => diagnose(lastFrame(parseRecording(text)));
    },
  },
];
