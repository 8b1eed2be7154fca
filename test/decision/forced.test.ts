import { at, cause, diagnosis, frame, ids, options, service, stopped } from './frames';
import { newHistory } from '../../src/decision/model';
import { step } from '../../src/decision/step';

const NEVER = cause({ id: 'image-not-found', stage: 'pull', retry: 'never', tasks: ids(1) });
const breaker = (more: object) => ({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true, ...more } } });
const decide = (forced: boolean, more: object, deployment: object = {}) => step({
  history: newHistory(at(5)),
  frame: frame(30, { tasks: stopped(1), service: service({ ...breaker(more), deployments: [{ ...service().deployments![0], ...deployment }] }) }),
  diagnosis: diagnosis([NEVER]),
  now: at(30),
  options: options(),
  forced,
}).decision;

test('a forced deployment is left to ECS to roll back, and failed once it does', () => {
  expect(decide(true, {})).toMatchObject({ kind: 'wait', because: expect.stringContaining('waiting for ECS to roll the forced deployment back') });
  expect(decide(true, {}, { rolloutState: 'FAILED' }).kind).toBe('fail');
});

test('where ECS would not roll back, or where CloudFormation can: as ever', () => {
  expect(decide(true, { rollback: false }).kind).toBe('fail');
  expect(decide(true, { enable: false }).kind).toBe('fail');
  expect(decide(false, {}).kind).toBe('fail');
});
