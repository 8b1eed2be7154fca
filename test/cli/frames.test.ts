import fc from 'fast-check';
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
