import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { RecordOptions } from '../../src/cli/options';
import { Actions, makeProgram } from '../../src/cli/program';
import { record, savedText, saveRecording } from '../../src/cli/record';

const folder = mkdtempSync(join(tmpdir(), 'ecs-why-keep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('--keep can be given more than once, before the names of the service', async () => {
  const given: RecordOptions[] = [];
  const keepGiven = async (_cluster: string, _service: string | undefined, options: RecordOptions) => given.push(options);
  const actions = { record: keepGiven } as unknown as Actions;
  await makeProgram(actions, () => undefined).parseAsync(['record', '--keep', 'tags', '--keep', 'splunk-url', 'prod', 'web'], { from: 'user' });
  expect(given[0].keep).toEqual(['tags', 'splunk-url']);
});

test('what is hidden is counted in the file and in the last line', async () => {
  const file = join(folder, 'web.json');
  const dockerLabels = { team: 'shop', owner: 'ada' };
  const frame = { at: '2026-11-23T10:00:00Z', taskDefinition: { containerDefinitions: [{ name: 'web', dockerLabels }] }, logs: { web: { t: [{ message: 'password=hunter2secret' }] } } };
  const hidden = await saveRecording(file, [frame], { keep: ['owner'] });
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  expect(saved.frames[0].taskDefinition.containerDefinitions[0].dockerLabels).toEqual({ team: '***', owner: 'ada' });
  expect([hidden, saved.provenance.hidden]).toEqual([{ dockerLabels: 1, texts: 1 }, { dockerLabels: 1, texts: 1 }]);
  expect(savedText('a\u001bb.json', 3, hidden)).toBe('a b.json: 3 frames; hidden: dockerLabels (1), texts (1); account numbers are replaced; read it before you share it');
});

test('--keep with the name of a member that every pair has is refused', async () => {
  await expect(record('prod', 'web', { keep: ['value'] } as unknown as RecordOptions)).rejects.toThrow('--keep value would keep the values of all variables');
});
