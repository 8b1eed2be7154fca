import { join } from 'path';
import { ecsWhy } from './bundle';
import { pointInTime } from '../../src/cli/arguments';
import { EXIT } from '../../src/cli/exit';
import { likeOneOf } from '../../src/cli/find/alike';

test.each([
  ['2026-11-29', { at: Date.parse('2026-11-29T00:00:00Z') }], ['2026-11-29T10:15:00Z', { at: Date.parse('2026-11-29T10:15:00Z') }], ['10m', { agoMs: 600_000 }],
])('--since %s', (text, expected) => expect(pointInTime(text)).toEqual(expected));

test.each(['2026-11', '2026-11-32', '29.11.2026', 'yesterday', '2026-11-29 10:15'])('--since %s is refused', (text) => {
  expect(() => pointInTime(text)).toThrow(/It takes a time/);
});

const COMMANDS = ['explain', 'follow', 'watch', 'record', 'replay', 'causes', 'demo', 'completion', 'help'];

test.each<[string, string | undefined]>([
  ['folow', 'follow'], ['flolow', 'follow'], ['Follow', 'follow'], ['wacth', 'watch'], ['recrod', 'record'], ['follow', undefined], ['prod', undefined], ['shop', undefined], ['f', undefined],
])('%s is like the command %s', (typed, expected) => expect(likeOneOf(typed, COMMANDS)).toBe(expected));

test('a command that is spelled wrong and names no cluster and no stack: a hint', () => {
  for (const args of [['folow', 'prod', 'web'], ['folow', 'prod', '--wait', '5m'], ['folow', '--profile', 'absent']]) {
    const { code, err } = ecsWhy(args, { AWS_REGION: 'eu-west-1' });
    expect({ args, failed: code !== 0, err }).toEqual({ args, failed: true, err: expect.stringMatching(/\(Did you mean ecs-why follow\?\)\n$/) });
  }
  expect(ecsWhy(['prod', 'web', '--profile', 'absent']).err).not.toContain('Did you mean');
});

test('a file in place of a name: the command that reads it', () => {
  for (const file of ['test/corpus/cases/bake-time.json', join(__dirname, '..', 'corpus', 'catalogue.json')]) {
    expect(ecsWhy([file])).toEqual({ code: EXIT.usage, out: '', err: `ecs-why: "${file}" is a file: ecs-why replay FILE diagnoses a recording\n` });
  }
  expect(ecsWhy(['absent/web.json'], { AWS_REGION: 'eu-west-1' }).err).toContain('looks like a construct path');
});
