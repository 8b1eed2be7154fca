import { diagnose } from '../../src/diagnosis/engine';
import { logLines, logTail } from '../../src/diagnosis/read/logs';
import { Frame, Task } from '../../src/facts/model';

const task = (id: string): Task => ({
  taskArn: `arn:aws:ecs:eu-west-1:111111111111:task/c/${id}`, startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1, lastStatus: 'STOPPED', runtimeId: 'r' }],
});
/** Each task has a log with as many events, and each event has as many lines as fit into it. */
function frame(tasks: number, events: number, message: string, more: readonly string[] = []): Frame {
  const ids = Array.from({ length: tasks }, (_, i) => `t${i}`);
  const log = [...Array.from({ length: events }, () => message), ...more].map((text, timestamp) => ({ timestamp, message: text }));
  return {
    at: '2026-11-23T10:00:00Z',
    service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', taskDefinition: 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1' }] },
    tasks: ids.map(task),
    logs: { web: Object.fromEntries(ids.map((id) => [id, log.map((line) => ({ ...line }))])) },
  } as Frame;
}
const cost = (one: Frame) => {
  const began = process.cpuUsage();
  diagnose(one);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
};

const FAILS_AGAIN = 'ERROR process failed: cannot reach the peer, exiting\n';

test.each(['Error: a\r', 'Error: a\n', '\n', 'Caused by: x\n', '    at x\n', FAILS_AGAIN])('a log of nothing but %j costs no more than a large one of ordinary lines', (unit) => {
  const ordinary = 'a plain line of a log that has nothing to tell about why it stops\n';
  const text = (of: string) => of.repeat(Math.ceil(16_000 / of.length));
  cost(frame(1, 10, text(ordinary)));
  const base = Math.max(50, cost(frame(6, 100, text(ordinary))));
  // before: 30 times as much
  expect(cost(frame(6, 100, text(unit))) / base).toBeLessThan(12);
});

test('both ends of a long log and the errors between them are read, and the log says what is not', () => {
  const lines = Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n');
  const one = frame(1, 10, lines, ['Caused by: the address is taken', ...Array.from({ length: 20 }, () => lines), 'done']);
  const read = logLines(one, 'web', one.tasks?.[0]).map(({ message }) => message);
  expect(read).toHaveLength(2000 + 1 + 1 + 6000);
  expect(read.slice(2000, 2002)).toEqual(['[... 4,001 lines that are not read ...]', 'Caused by: the address is taken']);
  expect([read[0], read.at(-1)]).toEqual(['line 0', 'done']);
  expect(logTail(one, 'web', task('t0')).omitted).toBeGreaterThan(12_002 - 70);
});

test('a log of 8,000 lines is read as a whole', () => {
  const one = frame(1, 20, Array.from({ length: 400 }, (_, i) => `line ${i}`).join('\n'));
  expect(logLines(one, 'web', one.tasks?.[0])).toHaveLength(8000);
});
