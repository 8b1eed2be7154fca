import { verdictOf } from '../../src/decision/policy';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { at, DEPLOYMENT, frame, service, task } from '../decision/frames';

const [deployment] = service().deployments!;
const event = (seconds: number, message: string) => ({ createdAt: at(seconds), message: `(service web) ${message}` });
const failed = (n: number, created: number, stopped: number, stoppedReason: string, more: Partial<Task> = {}): Task => task(n, {
  createdAt: at(created), stoppingAt: at(stopped), stoppedAt: at(stopped), lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason,
  containers: [{ name: 'web', lastStatus: 'STOPPED', reason: stoppedReason }], ...more,
});
const NO_IMAGE = 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref example.com/web:2: example.com/web:2: not found';
const NO_COLLECTOR = 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: dial unix /var/run/fluent.sock: connect: no such file or directory';
const NO_ROLE = 'failed to launch a task with (error ECS was unable to assume the role \'arn:aws:iam::123456789012:role/web\' that was provided for this task.).';
const NO_ROOM = 'was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.';
const runs = (n: number, created: number, started: number, more: Partial<Task> = {}) => task(n, {
  createdAt: at(created), startedAt: at(started), lastStatus: 'RUNNING', desiredStatus: 'RUNNING', containers: [{ name: 'web', lastStatus: 'RUNNING' }], ...more,
});
const crashes = (n: number, created: number, started: number, stopped: number) => failed(n, created, stopped, 'Essential container in task exited', {
  startedAt: at(started), stopCode: 'EssentialContainerExited', containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 1 }],
});
const events = (...list: ReturnType<typeof event>[]) => service({ deployments: [{ ...deployment, desiredCount: 1 }], events: list });

/** What shows the cause, and then a task that got past it. */
const over: [string, string, number, Partial<Frame>, Task][] = [
  ['the image was not pushed yet', 'image-not-found', 100, { tasks: [failed(1, 10, 60, NO_IMAGE)] }, runs(2, 70, 90)],
  ['the image is there now: a task has pulled it', 'image-not-found', 100, { tasks: [failed(1, 10, 60, NO_IMAGE)] }, task(2, { createdAt: at(70), lastStatus: 'PENDING', pullStoppedAt: at(95) })],
  ['the log collector runs now', 'log-driver-config', 100, { tasks: [failed(1, 10, 20, NO_COLLECTOR)] }, runs(2, 70, 90)],
  ['IAM has spread', 'role-not-assumable', 50, { service: events(event(10, NO_ROLE)) }, task(2, { createdAt: at(40), lastStatus: 'PENDING' })],
  ['an instance has come', 'no-container-instances', 50, { service: events(event(10, NO_ROOM)) }, task(2, { createdAt: at(40), lastStatus: 'PENDING' })],
  ['the dependency answers now', 'app-crashed', 100, { tasks: [crashes(1, 10, 20, 25)] }, runs(2, 30, 40)],
];

test.each(over)('%s: %s is over', (_, id, seconds, facts, later) => {
  const before = diagnose(frame(seconds, facts));
  expect(before.causes[0].id).toBe(id);
  const after = diagnose(frame(seconds, { ...facts, tasks: [...facts.tasks ?? [], later] }));
  expect(after.causes).toEqual([]);
  expect(after.status).toBe('in-progress');
  expect(verdictOf(after)).toBe('keep-waiting');
  const text = messageLines(after).map((line) => line.text).join('\n');
  expect(text).toMatch(new RegExp(`^the deployment has been in progress for .*\\n(.*\\n)*over: .* \\[${id}\\]; task ........, which was created later, got past`));
  expect(text).not.toContain(before.causes[0].headline);
});

test.each<[string, string, number, Partial<Frame>]>([
  ['started before the failure', 'image-not-found', 100, { tasks: [runs(2, 5, 8), failed(1, 10, 60, NO_IMAGE)] }],
  ['has not got that far', 'image-not-found', 100, { tasks: [failed(1, 10, 60, NO_IMAGE), task(2, { createdAt: at(70), lastStatus: 'PENDING' })] }],
  ['failed in the same way', 'image-not-found', 200, { tasks: [failed(1, 10, 60, NO_IMAGE), failed(2, 70, 120, NO_IMAGE)] }],
  ['may not have pulled its image: ECS stops it', 'image-not-found', 200, {
    tasks: [failed(1, 10, 60, NO_IMAGE), task(2, { createdAt: at(70), lastStatus: 'PENDING', desiredStatus: 'STOPPED', pullStoppedAt: at(95) })],
  }],
  ['has not run for longer', 'app-crashed', 50, { tasks: [crashes(1, 10, 20, 25), runs(2, 30, 40)] }],
  ['waits for an instance', 'role-not-assumable', 50, {
    service: events(event(10, NO_ROLE)), tasks: [task(2, { createdAt: at(40), lastStatus: 'PROVISIONING' })],
  }],
  ['was placed beside it', 'no-container-instances', 50, {
    service: events(event(10, NO_ROOM)), tasks: [task(2, { createdAt: at(11), lastStatus: 'PENDING' })],
  }],
])('a task that %s proves nothing: %s', (_, id, seconds, facts) => {
  const found = diagnose(frame(seconds, facts));
  expect(found.causes[0].id).toBe(id);
  expect(found.over).toBeUndefined();
});

test('of two failures, the one that later tasks did not get past is the cause', () => {
  const found = diagnose(frame(200, { tasks: [failed(1, 10, 60, NO_IMAGE), crashes(2, 70, 90, 95)] }));
  expect(found.causes.map((c) => c.id)).toEqual(['app-crashed']);
  expect(found.over?.map(({ cause }) => cause.id)).toEqual(['image-not-found']);
});

test('a deployment that ECS has ended is explained by what was over', () => {
  const tasks = [failed(1, 10, 60, NO_IMAGE), runs(2, 70, 90)];
  const ended = service({ deployments: [{ ...deployment, id: DEPLOYMENT, rolloutState: 'FAILED' }] });
  expect(diagnose(frame(100, { tasks, service: ended })).causes[0].id).toBe('image-not-found');
});
