import { Container, Task } from '../../src/facts/model';
import { blameRank, executionEnded, isStoppedOrStopping, stopBegan, stopKind, stoppedUnasked } from '../../src/facts/stops';

test.each<[string, Task, ReturnType<typeof stopKind>]>([
  ['an essential container ended', { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' }, 'failure'],
  ['a failed health check has the stop code of scale-in', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed ELB health checks in (target-group x)' }, 'failure'],
  ['scale-in', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)' }, 'scale-in'],
  ['scale-in, as the console prints it', { stoppedReason: '(Scaling activity initiated by deployment ecs-svc/1)' }, 'scale-in'],
  ['a stopped deployment', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'deployment ecs-svc/1 was\n stopped' }, 'scale-in'],
  ['a deleted service', { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'service web was deleted' }, 'scale-in'],
  ['Fargate Spot', { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.' }, 'infrastructure'],
  ['StopTask, whose text is free', { stopCode: 'UserInitiated', stoppedReason: 'Essential container in task exited' }, 'person'],
  ['the console, without a stop code', { stoppedReason: 'Task stopped by user' }, 'person'],
])('%s', (_, task, kind) => {
  expect(stopKind(task)).toBe(kind);
  expect(stoppedUnasked(task)).toBe(kind === 'failure' || kind === 'infrastructure');
});

test('a task that drains began to stop before its containers end', () => {
  const [stoppingAt, executionStoppedAt, stoppedAt] = ['2026-11-23T10:00:00Z', '2026-11-23T10:00:30Z', '2026-11-23T10:01:00Z'];
  expect(stopBegan({ stoppingAt, executionStoppedAt, stoppedAt })).toBe(Date.parse(stoppingAt));
  expect(executionEnded({ stoppingAt, executionStoppedAt, stoppedAt })).toBe(Date.parse(executionStoppedAt));
  expect([stopBegan({ stoppedAt }), executionEnded({ stoppedAt })]).toEqual([Date.parse(stoppedAt), Date.parse(stoppedAt)]);
  expect([stopBegan({}), executionEnded({ stoppingAt: 'soon' })]).toEqual([undefined, undefined]);
});

test('the desired status shows a stop before the last status does', () => {
  expect(isStoppedOrStopping({ lastStatus: 'RUNNING', desiredStatus: 'STOPPED' })).toBe(true);
  expect(isStoppedOrStopping({ lastStatus: 'RUNNING', desiredStatus: 'RUNNING' })).toBe(false);
});

test('which container broke first, by its exit code, its reason and whether the task needs it', () => {
  const definition = { containerDefinitions: [{ name: 'web', essential: true }, { name: 'helper', essential: false }] };
  const inOrder: readonly Container[] = [
    { name: 'web', exitCode: 137, reason: 'OutOfMemoryError: killed' },
    { name: 'web', exitCode: 1 },
    { name: 'helper', exitCode: 1 },
    { name: 'web', exitCode: 0 },
    { name: 'web' },
    { name: 'web', exitCode: 137 },
    { name: 'web', exitCode: 143 },
    { name: 'helper', exitCode: 0 },
  ];
  expect(inOrder.map((container) => blameRank(container, definition))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(blameRank({ name: 'helper', exitCode: 1 }, undefined)).toBe(1);
});
