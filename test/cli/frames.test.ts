import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import fc from 'fast-check';
import { saveFrames } from '../../src/cli/watch/files';
import { keepFrames } from '../../src/cli/watch/frames';
import { WatchedServiceState, WatchOutput, WatchState } from '../../src/cli/watch/model';

const NOBODY: WatchOutput = { print: () => undefined, show: () => undefined, close: () => undefined };

function stateOf(name: string, n: number, size: number): WatchState {
  const deployment = { id: 'ecs-svc/1', desiredCount: n };
  const frame = { at: new Date(n * 1000).toISOString(), operation: { deploymentId: 'ecs-svc/1' }, service: { deployments: [deployment], more: 'x'.repeat(size) } };
  const service = { stackName: 'Shop', logicalId: name, status: 'UPDATE_IN_PROGRESS', over: false, lastPrinted: '', frame } as unknown as WatchedServiceState;
  return { services: new Map([[name, service]]) } as unknown as WatchState;
}

test('a recording stays below its bytes, keeps the first frame and the last, and counts what is left out', () => {
  fc.assert(fc.property(fc.array(fc.record({ name: fc.constantFrom('Web', 'Api'), size: fc.integer({ min: 0, max: 4000 }) }), { minLength: 1, maxLength: 60 }), (looks) => {
    const { keepingFrom, recordings } = keepFrames(20_000);
    const output = keepingFrom(NOBODY);
    looks.forEach(({ name, size }, i) => output.show(stateOf(name, i + 1, size), i));
    const kept = recordings();
    expect(JSON.stringify([...kept.values()].map(({ frames }) => frames)).length).toBeLessThan(20_100);
    for (const [key, { frames, leftOut }] of kept) {
      const mine = looks.flatMap(({ name }, i) => (key === `Shop-${name}` ? [new Date((i + 1) * 1000).toISOString()] : []));
      expect(frames.length + leftOut).toBe(mine.length);
      expect(frames[0].at).toBe(mine[0]);
      expect(frames.at(-1)?.at).toBe(mine.at(-1));
      expect(frames.map(({ at }) => at)).toEqual(mine.filter((at) => frames.some((frame) => frame.at === at)));
    }
  }));
});

test('recordings of services with long names have files of names that a disk takes, one each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'long-names-'));
  const { keep, recordings } = keepFrames();
  const names = ['web', `${'c'.repeat(240)}`, `${'c'.repeat(255)}-${'s'.repeat(254)}1`, `${'c'.repeat(255)}-${'s'.repeat(254)}2`];
  for (const name of names) keep(name, { at: '2026-11-23T10:00:00.000Z', service: {} }, '');
  const told: string[] = [];
  const err = (line: string) => { told.push(line); };
  const terminal = { tty: false, color: false, columns: () => 120, rows: () => 24, out: () => undefined, err };
  await saveFrames({ record: folder }, recordings(), terminal);
  const files = readdirSync(folder);
  rmSync(folder, { recursive: true });
  expect(files).toHaveLength(names.length);
  expect(files.filter((file) => !file.endsWith('.recording.json'))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['web.recording.json', `${names[1]}.recording.json`]));
  expect(told.filter((line) => line.includes('could not be written'))).toEqual([]);
});
