import { Recording } from '../../src/facts/model';
import { lastFrame, parseRecording, RecordingError } from '../../src/facts/replay';
import { notRead } from '../../src/facts/unavailable';

const at = '2026-11-23T10:00:00.000Z';
const minimal = { recording: 1, frames: [{ at }] };

test('of several frames the last is diagnosed', () => {
  const recording: Recording = { recording: 1, frames: [{ at }, { at: '2026-11-23T10:00:05.000Z', service: null }] };
  expect(parseRecording(JSON.stringify(recording))).toEqual(recording);
  expect(lastFrame(recording).service).toBeNull();
});

test('facts that could not be read have one name, whichever name the recording has for them', () => {
  const unread = (what: string) => parseRecording(JSON.stringify({ recording: 1, frames: [{ at, unavailable: [{ what, error: 'AccessDenied' }] }] })).frames[0];
  for (const what of ['target health', 'targetHealth', 'DescribeTargetHealth', 'elbv2:DescribeTargetHealth']) {
    expect(notRead(unread(what), 'target health')).toEqual([{ what: 'target health', error: 'AccessDenied' }]);
  }
  expect(unread('taskDefinition').unavailable).toMatchObject([{ what: 'task definition' }]);
  expect(unread('ListTasks').unavailable).toMatchObject([{ what: 'tasks' }]);
  expect(unread('something else').unavailable).toMatchObject([{ what: 'something else' }]);
});

test('every field but `at` may be absent or null', () => {
  const names = ['operation', 'service', 'serviceDeployment', 'tasks', 'taskDefinition', 'previousTaskDefinition', 'targetGroups', 'targetHealth', 'logs', 'unavailable'];
  expect(parseRecording(JSON.stringify(minimal))).toEqual(minimal);
  const frame = { at, ...Object.fromEntries(names.map((n) => [n, null])) };
  expect(() => parseRecording(JSON.stringify({ recording: 1, frames: [frame] }))).not.toThrow();
});

test('fields that AWS may add are let through', () => {
  const frame = { at, service: { serviceName: 'web', somethingNew: { a: 1 } }, tasks: [{ taskArn: 'x', somethingNew: [] }] };
  expect(lastFrame(parseRecording(JSON.stringify({ recording: 1, frames: [frame], more: true })))).toEqual(frame);
});

test('a byte order mark is no fault', () => {
  expect(parseRecording(`\ufeff${JSON.stringify(minimal)}`)).toEqual(minimal);
});

test.each([
  ['{', /^x\.json: not JSON: /],
  ['[]', /^x\.json: the file: expected an object, found a list$/],
  ['{"recording":2,"frames":[]}', /^x\.json: recording: expected the version number 1, found 2$/],
  ['{"recording":1}', /frames: expected a list of at least 1, found nothing$/],
  ['{"recording":1,"frames":[]}', /frames: expected a list of at least 1, found a list$/],
  ['{"recording":1,"frames":[{}]}', /frames\[0\]\.at: expected a time as ISO 8601 text, found nothing$/],
  [JSON.stringify({ recording: 1, frames: [{ at, tasks: {} }] }), /frames\[0\]\.tasks: expected a list, found an object$/],
  [JSON.stringify({ recording: 1, frames: [{ at, tasks: [null] }] }), /frames\[0\]\.tasks\[0\]: expected an object, found null$/],
  [JSON.stringify({ recording: 1, frames: [{ at, tasks: [{ containers: [{ exitCode: '1' }] }] }] }), /frames\[0\]\.tasks\[0\]\.containers\[0\]\.exitCode: expected a number, found "1"$/],
  [JSON.stringify({ recording: 1, frames: [{ at, logs: { web: { t1: [{ message: 5 }] } } }] }), /frames\[0\]\.logs\["web"\]\["t1"\]\[0\]\.message: expected a text, found 5$/],
  [JSON.stringify({ recording: 1, frames: [{ at, unavailable: [{}] }] }), /frames\[0\]\.unavailable\[0\]\.what: expected a text, found nothing$/],
])('%s is refused by name of file and field', (text, message) => {
  expect(() => parseRecording(text, 'x.json')).toThrow(RecordingError);
  expect(() => parseRecording(text, 'x.json')).toThrow(message);
});

test('the last frame keeps what AWS has forgotten since', () => {
  const gone = { taskArn: 'task/gone', lastStatus: 'STOPPED' }, there = { taskArn: 'task/there', lastStatus: 'RUNNING' }, ended = { ...there, lastStatus: 'STOPPED' };
  const unhealthy = { Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State: 'unhealthy' } }, healthy = { Target: { Id: '10.0.0.2', Port: 80 }, TargetHealth: { State: 'healthy' } };
  const frame = lastFrame({
    recording: 1,
    frames: [
      { at, tasks: [gone, there], targetHealth: { tg: [unhealthy, healthy] }, logs: { web: { gone: [{ message: 'boom' }] } }, service: { events: [{ message: 'a' }] } },
      { at, tasks: [ended], targetHealth: { tg: [] }, logs: { web: {} }, service: { events: [{ message: 'b' }] } },
    ],
  });
  expect(frame.tasks).toEqual([ended, gone]);
  expect(frame.targetHealth).toEqual({ tg: [unhealthy] });
  expect(frame.logs).toEqual({ web: { gone: [{ message: 'boom' }] } });
  expect(frame.service?.events).toEqual([{ message: 'b' }, { message: 'a' }]);
});
