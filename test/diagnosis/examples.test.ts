import { readFileSync } from 'fs';
import { join } from 'path';
import { Example, KINDS, parseExamples } from '../corpus/example';
import { buildFrame } from '../corpus/frame';

const GOOD = '{"name":"gone","kind":"stoppedReason","text":"Task failed to start","source":"made by hand"}';

test('a table of examples is read line by line, and blank lines are left out', () => {
  expect(parseExamples(`${GOOD}\n\n{"name":"all","case":"bake-time","source":"made by hand"}\n`, 'examples.jsonl')).toEqual([
    { name: 'gone', kind: 'stoppedReason', text: 'Task failed to start', source: 'made by hand' },
    { name: 'all', case: 'bake-time', source: 'made by hand' },
  ]);
});

test.each([
  ['no JSON', '{"name":', /^examples\.jsonl:2: not JSON: /],
  ['no object', '["name"]', /^examples\.jsonl:2: expected one JSON object/],
  ['a kind that there is not', GOOD.replace('stoppedReason', 'stopReason').replace('gone', 'other'),
    /^examples\.jsonl:2: unknown kind "stopReason"\. Allowed: stoppedReason, containerReason, stopCode, logLine, serviceEvent, /],
  ['a field that there is not', '{"name":"x","kind":"logLine","text":"x","source":"x","exitcode":1}',
    /^examples\.jsonl:2: unknown field "exitcode"\. Allowed: .*exitCode/],
  ['a field of another type', '{"name":"x","kind":"logLine","text":"x","source":"x","exitCode":"1"}',
    /^examples\.jsonl:2: "exitCode" must be a number, it is "1"/],
  ['no source', '{"name":"x","kind":"logLine","text":"x"}', /^examples\.jsonl:2: "source" is missing/],
  ['no source of a case', '{"name":"x","case":"bake-time"}', /^examples\.jsonl:2: "source" is missing/],
  ['a field without effect', '{"name":"x","case":"bake-time","source":"x","exitCode":1}',
    /^examples\.jsonl:2: "exitCode" has no effect beside "case"/],
  ['a name twice', GOOD, /^examples\.jsonl:2: the name "gone" is there twice/],
])('%s: the message names file, line and cure', (_case, line, message) => {
  expect(() => parseExamples(`${GOOD}\n${line}\n`, 'examples.jsonl')).toThrow(message);
});

test('the frame of an example has the text where AWS shows it, and is the same each time', () => {
  const example: Example = {
    name: 'x', kind: 'stoppedReason', text: 'OutOfMemory', exitCode: 137, stopCode: 'EssentialContainerExited', source: 'x',
  };
  const { frame, blame } = buildFrame(example);
  const [task] = frame.tasks ?? [];
  expect([task.stoppedReason, task.stopCode, task.containers?.[0].name, task.containers?.[0].exitCode])
    .toEqual(['OutOfMemory', 'EssentialContainerExited', blame, 137]);
  expect(buildFrame(example).frame).toEqual(frame);
});

test('the form in test/corpus/README.md is the one that is read', () => {
  const readme = readFileSync(join(__dirname, '..', 'corpus', 'README.md'), 'utf8');
  const [, block] = /```json\n([^]*?)```/.exec(readme) ?? [];
  expect(parseExamples(block, 'README.md')).toHaveLength(4);
  for (const kind of KINDS) expect(readme).toContain(`\`${kind}\``);
});
