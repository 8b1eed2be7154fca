import { diagnose } from '../../src/diagnosis/engine';
import { logTail } from '../../src/diagnosis/read';
import { Frame, Task } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { timelineOf } from '../../src/presentation/page/timeline';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
const address = (i: number) => `10.0.${Math.floor(i / 256)}.${i % 256}`;
const id = (i: number) => i.toString(16).padStart(32, '0');

function frameOf(count: number, task: (i: number) => Task, more: Partial<Frame> = {}): Frame {
  return {
    at: at(900),
    service: {
      serviceName: 'web', desiredCount: count, loadBalancers: [{ containerName: 'web', containerPort: 80, targetGroupArn: 'g' }],
      deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: at(0), desiredCount: count, rolloutState: 'IN_PROGRESS' }],
    },
    tasks: Array.from({ length: count }, (_, i) => ({
      taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/c/${id(i)}`, startedBy: 'ecs-svc/1', createdAt: at(1),
      attachments: [{ details: [{ name: 'privateIPv4Address', value: address(i) }] }], ...task(i),
    })),
    targetHealth: { g: Array.from({ length: count }, (_, i) => ({ Target: { Id: address(i), Port: 80 }, TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' } })) },
    ...more,
  };
}

const exited = (i: number): Task => ({
  lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', startedAt: at(5), stoppedAt: at(9 + i % 60), containers: [{ name: 'web', exitCode: 1 }],
});
const refused = (i: number): Task => ({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason: `CannotPullContainerError: manifest v${i}x not found`, stoppedAt: at(9), containers: [{ name: 'web' }] });
const running = (): Task => ({ lastStatus: 'RUNNING', startedAt: at(5), healthStatus: 'UNHEALTHY', containers: [{ name: 'web', lastStatus: 'RUNNING' }] });
const pending = (i: number): Task => ({ lastStatus: 'PENDING', desiredStatus: i % 2 ? 'STOPPED' : 'RUNNING', containerInstanceArn: `x/container-instance/c/${i % 50}` });

/** Milliseconds of the processor: the best of three, each with a frame that no memo knows. */
function cost(run: (frame: Frame) => unknown, count: number, task: (i: number) => Task): number {
  return costOf(run, () => frameOf(count, task));
}

function costOf(run: (frame: Frame) => unknown, made: () => Frame): number {
  return [1, 2, 3].map(made).reduce((least, frame) => {
    const begin = process.cpuUsage();
    run(frame);
    const { user, system } = process.cpuUsage(begin);
    return Math.min(least, (user + system) / 1000);
  }, Infinity);
}

/** Eight times the tasks: 8 if it is linear, 64 if it is quadratic. */
test.each([['exited', exited], ['each with a text of its own', refused], ['running', running], ['pending and stopping', pending]])('V16: the work grows with the number of tasks, %s', (_, task) => {
  const ratio = (run: (frame: Frame) => unknown) => cost(run, 4000, task) / cost(run, 500, task);
  expect(ratio(diagnose)).toBeLessThan(24);
  expect(ratio((frame) => timelineOf([frame]))).toBeLessThan(24);
});

const ofItsOwn = (i: number): Task => ({ ...exited(i), containers: [{ name: `web-${i}`, exitCode: 1 }] });

/** One task whose containers wait for the first one, and each for the one before. */
const waiting = (count: number): Frame => frameOf(1, () => ({
  ...refused(0),
  containers: Array.from({ length: count }, (_, i) => ({ name: `web-${i}`, ...(i ? { reason: `CannotPullContainerError: manifest v${i}x not found` } : { exitCode: 0 }) })),
}), {
  taskDefinition: {
    containerDefinitions: Array.from({ length: count }, (_, i) => ({
      name: `web-${i}`, image: `x:${i}`, dependsOn: i ? [0, i - 1].map((on) => ({ containerName: `web-${on}`, condition: 'SUCCESS' })) : [],
    })),
  },
});

test.each([
  ['each in a task of its own', (count: number) => frameOf(count, ofItsOwn)], ['all in one task', waiting],
])('V16: the work grows with the number of containers that have names of their own, %s', (_, made) => {
  const ratio = (run: (frame: Frame) => unknown) => costOf(run, () => made(4000)) / costOf(run, () => made(500));
  expect(ratio(diagnose)).toBeLessThan(24);
  expect(ratio((frame) => timelineOf([frame]))).toBeLessThan(24);
});

test('V16: of thousands of causes the first hundred are assessed, and the message counts the others', () => {
  const diagnosis = diagnose(frameOf(3000, ofItsOwn));
  expect(diagnosis.causes.length).toBeLessThanOrEqual(100);
  const texts = messageLines(diagnosis).map(({ text }) => text);
  expect(texts).toContain('also seen: 2901 further causes, not assessed');
});

test('V17: of thousands of texts some are quoted, and the message counts the others', () => {
  const diagnosis = diagnose(frameOf(3000, refused));
  expect(diagnosis.causes[0].tasks).toHaveLength(3000);
  const aws = messageLines(diagnosis).filter(({ kind }) => kind === 'aws' || kind === 'more-aws').map(({ text }) => text);
  expect(aws.length).toBeLessThanOrEqual(51);
  expect(aws[aws.length - 1]).toBe('... and 2950 more texts of AWS');
});

test('V17: events before the last thousand of a log count as omitted', () => {
  const lines = Array.from({ length: 5000 }, (_, i) => ({ timestamp: i, message: `line ${i}` }));
  const frame = frameOf(1, exited, { logs: { web: { [id(0)]: lines } } });
  const tail = logTail(frame, 'web', frame.tasks![0]);
  expect(tail.omitted + tail.lines.length).toBe(5000);
});
