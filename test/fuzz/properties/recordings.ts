import * as fc from 'fast-check';
import { DEFAULT_OPTIONS } from '../../../src/contract';
import { newHistory } from '../../../src/decision/model';
import { step } from '../../../src/decision/step';
import { diagnose } from '../../../src/diagnosis/engine';
import { Recording } from '../../../src/facts/model';
import { lastFrame, parseRecording, RecordingError } from '../../../src/facts/replay';
import { annotations, jobSummary } from '../../../src/presentation/annotation';
import { renderHtml } from '../../../src/presentation/html';
import { toJson } from '../../../src/presentation/json';
import { timelineOf } from '../../../src/presentation/page/timeline';
import { jsonBytes, renderReason } from '../../../src/presentation/reason';
import { redactRecording } from '../../../src/presentation/recording';
import { renderFull } from '../../../src/presentation/terminal';
import { recordings } from '../corpus';
import { must, property, Property, within } from '../model';
import { mutated, mutations } from '../mutate';

/** One recording of one service, everything made of it. An ordinary one takes some 10 ms. */
const MOST_MS = 2000;
const BUDGET = 3300;

/** Everything that the command and the function make of a recording. */
function explainAll(text: string): void {
  const recording = within(MOST_MS, () => read(text));
  if (!recording) return;
  within(MOST_MS, () => {
    const frame = lastFrame(recording);
    const diagnosis = diagnose(frame);
    const name = 'fuzz';
    const reason = renderReason(diagnosis, {}, BUDGET);
    must(jsonBytes(reason) <= BUDGET, () => `the reason has ${jsonBytes(reason)} bytes`);
    const all = [
      reason, renderFull(diagnosis), JSON.stringify(toJson(diagnosis, 'keep-waiting')), jobSummary({ name, diagnosis }), annotations({ name, diagnosis }).join('\n'),
    ];
    if (!/\[object|undefined/.test(text)) for (const one of all) must(!/\[object|\bundefined\b/.test(one), () => `a hole in the text: ${one}`);
    renderHtml([{ name, frame, timeline: timelineOf(recording.frames), diagnosis, lines: [] }]);
    let history = newHistory(recording.frames[0].at);
    for (const one of recording.frames) {
      history = step({ history, frame: one, diagnosis: diagnose(one), now: one.at, options: DEFAULT_OPTIONS }).history;
    }
    redactRecording(recording);
  });
}

/** undefined: it is no recording, and the error says so in a line. */
function read(text: string): Recording | undefined {
  try {
    return parseRecording(text);
  } catch (error) {
    must(error instanceof RecordingError && error.message.length < 1000, () => `no clear error: ${String(error)}`);
    return undefined;
  }
}

/** Where, and what is put there. */
const cut = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.string({ unit: 'binary', maxLength: 4 }));
const known = () => fc.constantFrom(...recordings());

export const ofRecordings: readonly Property[] = [
  property('a recording with changed values is explained or refused', 4, () => (
    fc.tuple(known(), mutations(['replace', 'remove', 'repeat', 'reverse', 'add'], 6)).map(([recording, changes]) => JSON.stringify(mutated(recording, changes)))
  ), explainAll),
  property('a recording of any JSON is explained or refused', 2, () => {
    const any = fc.jsonValue({ maxDepth: 4 });
    const fields = ['operation', 'service', 'serviceDeployment', 'serviceRevisions', 'tasks', 'taskDefinition', 'previousTaskDefinition', 'targetGroups', 'targetHealth', 'logs', 'unavailable'];
    const frame = fc.record(Object.fromEntries(fields.map((field) => [field, any])), { requiredKeys: [] }).map((rest) => ({ at: '2026-11-23T10:00:00Z', ...rest }));
    const recording = fc.array(frame, { minLength: 1, maxLength: 3 }).map((frames) => ({ recording: 1, frames }));
    return fc.oneof(any, recording).map((value) => JSON.stringify(value));
  }, explainAll),
  property('a recording with broken text is explained or refused', 1, () => (
    fc.tuple(known(), fc.array(cut, { minLength: 1, maxLength: 4 }))
      .map(([recording, cuts]) => cuts.reduce((text, [at, put]) => {
        const index = Math.floor(at * text.length);
        return text.slice(0, index) + put + text.slice(index + put.length);
      }, JSON.stringify(recording)))
  ), explainAll),
];
