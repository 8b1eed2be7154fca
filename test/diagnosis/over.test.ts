import { verdictOf } from '../../src/decision/policy';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { at, DEPLOYMENT, frame, id as idOf, service, task } from '../decision/frames';

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

const LINE = 'FATAL: required setting SECRET_KEY is missing';
const lines = (...messages: string[]) => messages.map((message, i) => ({ timestamp: i, message }));
const LOGS = { 1: lines('booting', LINE), 2: lines('booting', LINE), 3: lines('booting', LINE) };
const logsOf = (more: { readonly [n: number]: ReturnType<typeof lines> }) => (
  { web: Object.fromEntries(Object.entries({ ...LOGS, ...more }).map(([n, log]) => [idOf(Number(n)), log])) });
/** Three tasks that crash 13 s after their start; the newest one starts at second 300. */
const LOOP = [crashes(1, 10, 20, 33), crashes(2, 100, 110, 123), crashes(3, 200, 210, 223)];
const newest = (more: Partial<Task> = {}) => runs(4, 290, 300, more);
const target = (state: string): Partial<Frame> => ({
  service: service({ deployments: [{ ...deployment, desiredCount: 1 }], loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 80 }] }),
  targetHealth: { tg: [{ Target: { Id: '10.0.0.4', Port: 80 }, TargetHealth: { State: state } }] },
});
const WITH_ADDRESS: Partial<Task> = { attachments: [{ type: 'ElasticNetworkInterface', details: [{ name: 'privateIPv4Address', value: '10.0.0.4' }] }] };
const CHECKED: Partial<Task> = { healthStatus: 'HEALTHY' };
const CHECK = { taskDefinition: { containerDefinitions: [{ name: 'web', essential: true, healthCheck: { command: ['CMD', 'true'] } }] } };
const NOT_FOUND = (n: number, created: number) => failed(n, created, created + 12, 'Essential container in task exited', {
  startedAt: at(created + 10), stopCode: 'EssentialContainerExited', containers: [{ name: 'web', lastStatus: 'STOPPED', exitCode: 127 }],
});
const MIGRATE = {
  taskDefinition: {
    containerDefinitions: [{ name: 'migrate', essential: false }, { name: 'web', dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] }],
  },
};
const unmigrated = (n: number, created: number) => failed(n, created, created + 20, 'Essential container in task exited', {
  stopCode: 'EssentialContainerExited', containers: [{ name: 'migrate', lastStatus: 'STOPPED', exitCode: 1 }, { name: 'web', lastStatus: 'STOPPED' }],
});

test.each<[string, boolean, number, Partial<Frame>]>([
  ['runs for 1 s', false, 301, { tasks: [...LOOP, newest()] }],
  ['runs for 10 s', false, 310, { tasks: [...LOOP, newest()] }],
  ['runs for as long as the others did', false, 313, { tasks: [...LOOP, newest()] }],
  ['runs for twice as long, which the next moment can end', false, 326, { tasks: [...LOOP, newest()] }],
  ['runs for 36 s, with nothing that shows its state', false, 336, { tasks: [...LOOP, newest()] }],
  ['runs for 36 s and is stopped by ECS', false, 400, { tasks: [...LOOP, newest({ desiredStatus: 'STOPPED' })] }],
  ['runs for minutes', true, 480, { tasks: [...LOOP, newest()] }],
  ['runs for minutes and has just logged the same error', false, 480, {
    tasks: [...LOOP, newest()], logs: logsOf({ 4: lines('booting', 'FATAL: required setting SECRET_KEY is missing') }),
  }],
  ['is healthy by its own check', true, 336, { tasks: [...LOOP, newest(CHECKED)], ...CHECK }],
  ['is healthy by its own check, earlier than the others ended', false, 310, { tasks: [...LOOP, newest(CHECKED)], ...CHECK }],
  ['is not checked yet', false, 336, { tasks: [...LOOP, newest({ healthStatus: 'UNKNOWN' })], ...CHECK }],
  ['is a healthy target', true, 336, { tasks: [...LOOP, newest(WITH_ADDRESS)], ...target('healthy') }],
  ['is a new target', false, 336, { tasks: [...LOOP, newest(WITH_ADDRESS)], ...target('initial') }],
  ['is no target yet', false, 336, { tasks: [...LOOP, newest()], ...target('healthy') }],
  ['logs that it listens, which none did before', true, 305, {
    tasks: [...LOOP, newest()], logs: logsOf({ 4: lines('booting', 'Listening on http://0.0.0.0:80') }),
  }],
  ['logs that it listens, as the others did before they failed', false, 305, {
    tasks: [...LOOP, newest()],
    logs: logsOf({ 1: lines('Listening on http://0.0.0.0:80', LINE), 4: lines('Listening on http://0.0.0.0:80') }),
  }],
  ['runs for a minute where the others lived for ten', false, 1000, { tasks: [crashes(1, 10, 20, 620), runs(2, 930, 940)] }],
  ['runs for some seconds longer than ten minutes', false, 1250, { tasks: [crashes(1, 10, 20, 620), runs(2, 630, 640)] }],
  ['runs for twice as long as ten minutes', true, 1900, { tasks: [crashes(1, 10, 20, 620), runs(2, 630, 640)] }],
  ['runs for a moment, as every shell does that cannot find its program', false, 71, { tasks: [NOT_FOUND(1, 10), runs(2, 60, 70)] }],
  ['runs for minutes with the program in place', true, 271, { tasks: [NOT_FOUND(1, 10), runs(2, 60, 70)] }],
  ['has a dependency that runs for a moment', false, 100, {
    ...MIGRATE, tasks: [unmigrated(1, 10), task(2, { createdAt: at(80), lastStatus: 'PENDING', containers: [{ name: 'migrate', lastStatus: 'RUNNING' }, { name: 'web', lastStatus: 'PENDING' }] })],
  }],
  ['has a dependency that has ended well', true, 100, {
    ...MIGRATE, tasks: [unmigrated(1, 10), task(2, { createdAt: at(80), lastStatus: 'PENDING', containers: [{ name: 'migrate', lastStatus: 'STOPPED', exitCode: 0 }, { name: 'web', lastStatus: 'PENDING' }] })],
  }],
])('of a crash loop, a later task that %s: over is %s', (_, isOver, seconds, facts) => {
  const tasks = facts.tasks ?? [];
  const logs = facts.logs ?? logsOf({ [tasks.length]: [] });
  const found = diagnose(frame(seconds, { service: events(), ...facts, logs, tasks }));
  const cause = found.over?.[0].cause ?? found.causes[0];
  expect(cause.stage).not.toBe('deployment');
  expect(cause.tasks).toHaveLength(tasks.length - 1);
  expect(Boolean(found.over)).toBe(isOver);
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
