import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, TaskDefinition } from '../../src/facts/model';
import { parseRecording } from '../../src/facts/replay';
import { toJson } from '../../src/presentation/json';
import { renderReason } from '../../src/presentation/reason';
import { renderFull } from '../../src/presentation/terminal';

const CAUSES = join(__dirname, '../../src/diagnosis/causes');
const recordings = readdirSync(CAUSES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.recording.json'));

/** Values without the shape of a secret, which redaction would not find. */
const withVariables = (definition: TaskDefinition, ...values: readonly [name: string, value: string][]): TaskDefinition => ({
  ...definition,
  containerDefinitions: definition.containerDefinitions?.map((container) => ({
    ...container,
    environment: [...container.environment ?? [], ...values.map(([name, value]) => ({ name, value }))],
  })),
});

/** The deployment changes one variable, adds one and removes one. */
function planted(frame: Frame): Frame {
  if (!frame.taskDefinition) return frame;
  const before = frame.previousTaskDefinition ?? frame.taskDefinition;
  return {
    ...frame,
    taskDefinition: withVariables(frame.taskDefinition, ['PLANTED', 'plain value one'], ['ADDED', 'plain value two']),
    previousTaskDefinition: withVariables(before, ['PLANTED', 'plain value three'], ['REMOVED', 'plain value four']),
  };
}

test.each(recordings)('no value of an environment variable is in a message: %s', (file) => {
  const { frames } = parseRecording(readFileSync(join(CAUSES, file), 'utf8'));
  for (const frame of frames.map(planted)) {
    const diagnosis = diagnose(frame);
    const said = renderFull(diagnosis) + renderReason(diagnosis, {}, 3300) + JSON.stringify(toJson(diagnosis, 'fail'));
    expect(said).not.toContain('plain value');
  }
});

test('their names are', () => {
  const said = recordings.flatMap((file) => parseRecording(readFileSync(join(CAUSES, file), 'utf8')).frames.map((frame) => renderFull(diagnose(planted(frame))))).join('\n');
  for (const name of ['PLANTED', 'ADDED', 'REMOVED']) expect(said).toContain(name);
});
