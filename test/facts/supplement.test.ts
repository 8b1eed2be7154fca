import { at, id, service, task, TARGET_GROUP, TASK_DEF } from './aws/fake';
import { FactName, Frame } from '../../src/facts/model';
import { supplement } from '../../src/facts/supplement';

const before: Frame = {
  at: at(30),
  operation: { stackStatus: 'CREATE_IN_PROGRESS' },
  service: service(),
  serviceDeployment: { status: 'IN_PROGRESS' },
  tasks: [task(1, { lastStatus: 'PENDING' }), task(2, { lastStatus: 'STOPPED' })],
  taskDefinition: TASK_DEF,
  targetHealth: { [TARGET_GROUP]: [] },
  logs: { web: { [id(2)]: [{ message: 'boot' }] } },
  unavailable: [{ what: 'target groups', error: 'AccessDenied' }],
};
const rolling = { stackStatus: 'ROLLBACK_IN_PROGRESS' };
const denied = (...what: FactName[]) => what.map((one) => ({ what: one, error: 'AccessDenied' }));

test('facts that were read anew stay as they are', () => {
  const frame: Frame = { at: at(30), operation: rolling, service: service(), tasks: [task(3)], unavailable: [] };
  expect(supplement(frame, before)).toBe(frame);
  const gone: Frame = { at: at(30), operation: rolling, service: null, unavailable: denied('stack') };
  expect(supplement(gone, before)).toBe(gone);
});

test('no service: the service and all of it as it was, the stack as it is', () => {
  const frame: Frame = { at: at(31), operation: rolling, unavailable: denied('service') };
  expect(supplement(frame, before)).toEqual({ ...before, at: at(31), operation: rolling });
  const both: Frame = { at: at(31), operation: rolling, unavailable: denied('stack events', 'service') };
  expect(supplement(both, { ...before, unavailable: denied('stack', 'tasks') }).unavailable).toEqual(denied('stack events', 'tasks'));
});

test('parts that are missing are filled in, those that are there win', () => {
  const frame: Frame = {
    at: at(31), operation: rolling, service: service({ desiredCount: 5 }), tasks: [task(1, { lastStatus: 'RUNNING' })], unavailable: denied('tasks', 'logs', 'target groups', 'stack resource'),
  };
  const seen = supplement(frame, before);
  expect(seen.service?.desiredCount).toBe(5);
  expect(seen.tasks?.map((t) => t.lastStatus)).toEqual(['RUNNING', 'STOPPED']);
  const { serviceDeployment, targetHealth, logs } = before;
  expect(seen).toMatchObject({ serviceDeployment, taskDefinition: TASK_DEF, targetHealth, logs });
  // what neither look could read, and what is true of the stack only now
  expect(seen.unavailable).toEqual(denied('target groups', 'stack resource'));
});

test('tasks that could be read are those that there are', () => {
  const frame: Frame = { at: at(31), service: service(), tasks: [task(3)], logs: { web: { [id(3)]: [] } }, unavailable: denied('logs') };
  expect(supplement(frame, before).tasks).toEqual([task(3)]);
  expect(supplement(frame, before).logs).toEqual({ web: { [id(2)]: [{ message: 'boot' }], [id(3)]: [] } });
});

test('a glance does not count as read for facts that it did not try to read', () => {
  const glance: Frame = { at: at(30), service: service(), unavailable: [] };
  const frame: Frame = { at: at(31), service: service(), tasks: [task(3)], unavailable: denied('task definition', 'target groups', 'target health', 'service deployment', 'logs') };
  expect(supplement(frame, glance).unavailable).toEqual(frame.unavailable);
  expect(supplement({ at: at(31), unavailable: denied('service') }, glance).unavailable).toEqual(denied('service'));
});
