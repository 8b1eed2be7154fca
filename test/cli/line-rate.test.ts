import { limitedLines } from '../../src/cli/watch/line-rate';
import { WatchedServiceState } from '../../src/cli/watch/model';
import { Frame, Task } from '../../src/facts/model';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** A service of one task that crashes for the n-th time. */
function service(failed: number, running: boolean, more: { desired?: number; deployment?: string } = {}): WatchedServiceState {
  const { desired = 1, deployment = 'ecs-svc/1' } = more;
  const task = { taskArn: 'x/task/prod/1', startedBy: deployment, lastStatus: running ? 'RUNNING' : 'PENDING' } as Task;
  const frame: Frame = {
    at: iso(0), tasks: [task],
    service: { deployments: [{ id: deployment, status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: desired, failedTasks: failed, createdAt: iso(0) }] },
  };
  return { stackId: 's', logicalId: 'Web', frame } as unknown as WatchedServiceState;
}

test('a crash loop of three hours: the first changes at once, then fewer and fewer lines, with the number of new failures', () => {
  const { due, rest } = limitedLines();
  const lines: { at: number; more: string }[] = [];
  for (let s = 0, n = 0; s < 3 * 3600; s += 15, n++) {
    const more = due(service(Math.floor(n / 2), n % 2 === 1), iso(s));
    if (more !== undefined) lines.push({ at: s, more });
  }
  expect(lines.slice(0, 12).map(({ at }) => at)).toEqual(Array.from({ length: 12 }, (_, i) => i * 15));
  expect(lines.slice(12, 16)).toEqual([
    { at: 225, more: '; 2 failed in the last 60 s' }, { at: 345, more: '; 4 failed in the last 2 min' },
    { at: 585, more: '; 8 failed in the last 4 min' }, { at: 1065, more: '; 16 failed in the last 8 min' },
  ]);
  expect(lines.length).toBeLessThan(30);
  // The last counts are printed at the end, with their own time.
  expect(rest({ services: new Map([['s Web', service(9, true)]]) })).toEqual([]);
  expect(rest({ services: new Map([['s Web', { ...service(9, true), over: true }]]) })).toEqual([expect.objectContaining({ at: iso(3 * 3600 - 15) })]);
  expect(rest()).toEqual([]);
});

test('a change that is new is printed at once, however late', () => {
  const { due, rest } = limitedLines();
  for (let n = 0; n < 100; n++) due(service(n, true), iso(n * 15));
  expect(due(service(100, true), iso(1501))).toBeUndefined();
  expect(due(service(100, true, { desired: 0 }), iso(1502))).toBeDefined();
  expect(due(service(0, true, { deployment: 'ecs-svc/2' }), iso(1503))).toBe('');
  expect(rest()).toEqual([]);
});
