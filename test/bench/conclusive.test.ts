import { conclusiveMoment } from './conclusive';
import { SCENARIOS } from './scenarios';
import type { TaskStop } from '../../src/lab/lab';

const stop = (at: number, more: Partial<TaskStop> = {}): TaskStop => ({ taskArn: `task-${at}`, at, startedBy: 'ecs-svc/2', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', ...more });
const SCALED_IN = { stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/2)' };

test.each([
  ['the first task decides', [stop(30_000), stop(65_000)], { tasks: 1 }, 30_000],
  ['two tasks decide', [stop(30_000), stop(65_000)], { tasks: 2 }, 65_000],
  ['in whatever order they are told', [stop(65_000), stop(30_000)], { tasks: 2 }, 65_000],
  ['it never came to two', [stop(30_000)], { tasks: 2 }, undefined],
  ['nothing stopped', [], { tasks: 1 }, undefined],
  ['old tasks that were scaled in prove nothing', [stop(10_000, { ...SCALED_IN, startedBy: 'ecs-svc/1' }), stop(30_000)], { tasks: 1 }, 30_000],
  ['what a person stops proves nothing', [stop(10_000, { stopCode: 'UserInitiated' }), stop(30_000)], { tasks: 1 }, 30_000],
  ['tasks of the rollback are not of this deployment', [stop(30_000), stop(40_000, { startedBy: 'ecs-svc/3' })], { tasks: 2 }, undefined],
  ['a line that is readable before its task has ended', [stop(30_000)], { tasks: 1, line: { beforeEnd: 3, lateness: 1 } }, 30_000],
  ['a line that comes after it', [stop(30_000)], { tasks: 1, line: { beforeEnd: 1.2, lateness: 4 } }, 32_800],
  ['the line of the first task is enough', [stop(30_000), stop(32_000)], { tasks: 2, line: { beforeEnd: 1, lateness: 5 } }, 34_000],
])('the conclusive moment: %s', (_, stops, decisive, moment) => {
  expect(conclusiveMoment(stops, decisive)).toBe(moment);
});

test('at least fifteen failures, each once, and no truth is in what AWS says without a diagnosis', () => {
  expect(new Set(SCENARIOS.map(({ fault }) => fault)).size).toBeGreaterThanOrEqual(15);
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
  const generic = [
    'Resource handler returned message: "Error occurred during operation \'ECS Deployment Circuit Breaker was triggered\'." (RequestToken: 1, HandlerErrorCode: GeneralServiceException)',
    'Resource handler returned message: "Exceeded attempts to wait" (RequestToken: 1, HandlerErrorCode: NotStabilized)', 'Resource update cancelled',
  ];
  for (const { truth } of SCENARIOS) expect(generic.filter((text) => truth.test(text))).toEqual([]);
});
