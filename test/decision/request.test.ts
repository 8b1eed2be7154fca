import { at, cause, diagnosis, frame, ids, operation, options, service, stopped } from './frames';
import { newHistory, StepInput, WatchedRequest } from '../../src/decision/model';
import { step } from '../../src/decision/step';
import { Cause } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';

const NEVER = cause({ id: 'image-not-found', stage: 'pull', retry: 'never', tasks: ids(1) });
const history = newHistory(at(5));

function decide(facts: Partial<Frame>, request: WatchedRequest | undefined, causes: readonly Cause[] = []) {
  const input: StepInput = {
    history, frame: frame(30, facts), diagnosis: diagnosis(causes), now: at(30), options: options(), ...request && { request },
  };
  return step(input);
}

describe('an update that only forces a deployment', () => {
  const breaker = (more: object) => ({ deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true, ...more } } });
  const forced = (onlyForced: boolean, more: object, deployment: object = {}) => decide(
    { tasks: stopped(1), service: service({ ...breaker(more), deployments: [{ ...service().deployments![0], ...deployment }] }) },
    { kind: 'Update', sinceMs: 60_000, onlyForced }, [NEVER],
  ).decision;

  test('is left to ECS to roll back, and failed once it does', () => {
    expect(forced(true, {})).toMatchObject({ kind: 'wait', because: expect.stringContaining('waiting for ECS to roll back the forced deployment') });
    expect(forced(true, {}, { rolloutState: 'FAILED' }).kind).toBe('fail');
  });

  test('fails at once if ECS does not roll back, or if CloudFormation can', () => {
    expect(forced(true, { rollback: false }).kind).toBe('fail');
    expect(forced(true, { enable: false }).kind).toBe('fail');
    expect(forced(false, {}).kind).toBe('fail');
  });
});

describe('an update in which the service is as it was', () => {
  const kind = (resourceStatus: string | null, request: Partial<WatchedRequest> = {}) => decide(
    { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus, resourceStatusAt: at(-900), deploymentId: null }) },
    { kind: 'Update', sinceMs: 0, unchanged: true, ...request },
  ).decision;

  test('is not watched', () => {
    expect(kind('UPDATE_COMPLETE')).toEqual({ kind: 'succeed', because: 'the service is the same as before' });
    expect(kind(null).kind).toBe('succeed');
  });

  test('is watched if CloudFormation works on the service all the same, or tries again what failed', () => {
    expect([kind('UPDATE_IN_PROGRESS').kind, kind('UPDATE_FAILED').kind]).toEqual(['wait', 'wait']);
  });

  test('counts at the request only: later the stack shows by itself that it leaves the service alone', () => {
    expect([kind('UPDATE_COMPLETE', { sinceMs: 5000 }).kind, kind('UPDATE_COMPLETE', { unchanged: false }).kind]).toEqual(['wait', 'wait']);
  });

  test('is watched while the status of the service could not be read; the first look that reads it decides', () => {
    const request: WatchedRequest = { kind: 'Update', sinceMs: 0, unchanged: true };
    const unread = (what: 'stack' | 'stack resource') => ({
      operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: null, resourceStatusAt: null, deploymentId: null }),
      unavailable: [{ what, error: 'ThrottlingException' }],
    });
    expect([decide(unread('stack'), request).decision.kind, decide(unread('stack resource'), request).decision.kind]).toEqual(['wait', 'wait']);
    const { history: afterFirst } = decide(unread('stack'), request);
    const next = (resourceStatus: string, more: Partial<WatchedRequest> = {}) => step({
      history: afterFirst,
      frame: frame(33, { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus, resourceStatusAt: at(-900), deploymentId: null }) }),
      diagnosis: diagnosis(),
      now: at(33),
      options: options(),
      request: { ...request, sinceMs: 3000, ...more },
    });
    expect(next('UPDATE_COMPLETE').decision).toEqual({ kind: 'succeed', because: 'the service is the same as before' });
    expect([next('UPDATE_FAILED').decision.kind, next('UPDATE_COMPLETE', { unchanged: false }).decision.kind]).toEqual(['wait', 'wait']);
    expect(next('UPDATE_FAILED').history.statusUnread).toBeUndefined();
  });

  test('the verdicts of CloudFormation and ECS go first', () => {
    const rolling = operation({ stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' });
    const { decision } = decide({ operation: rolling }, { kind: 'Update', sinceMs: 0, unchanged: true });
    expect(decision.because).toMatch(/^the stack is in UPDATE_ROLLBACK_IN_PROGRESS/);
  });
});

describe('in the ten seconds after the request', () => {
  const failing = (request: WatchedRequest | undefined) => decide({ tasks: stopped(1) }, request, [NEVER]);

  test('nothing fails: the stack may be rolling back, and the request of a rollback looks the same', () => {
    expect(failing({ kind: 'Update', sinceMs: 4000 }).decision).toEqual({
      kind: 'wait', seconds: 3, because: 'the status of the stack may be older than the request of CloudFormation', putsOff: 'fail',
    });
    expect(failing({ kind: 'Create', sinceMs: 8500 }).decision).toMatchObject({ kind: 'wait', seconds: 2 });
    expect(failing({ kind: 'Update', sinceMs: 10_000 }).decision.kind).toBe('fail');
    // nobody waits for an answer
    expect(failing(undefined).decision.kind).toBe('fail');
  });

  test('failures are remembered', () => {
    expect(failing({ kind: 'Update', sinceMs: 4000 }).history.failures).toEqual({ 'image-not-found': ids(1).map((id) => id.slice(0, 8)) });
  });

  const over = { service: service({ deployments: [{ ...service().deployments![0], rolloutState: 'COMPLETED' }] }) };
  const completed = (more: Parameters<typeof operation>[0], request: WatchedRequest) => (
    decide({ ...over, operation: operation(more) }, request)
  );

  test('a deployment that is complete already is that of the operation before, and nothing of this look is remembered', () => {
    const first = completed({}, { kind: 'Create', sinceMs: 0 });
    expect(first).toMatchObject({ decision: { kind: 'wait', putsOff: 'succeed' }, history });
    expect(completed({}, { kind: 'Create', sinceMs: 5000 }).decision.kind).toBe('succeed');
  });

  test('a stack that is still being created gets no update', () => {
    const creating = { stackStatus: 'CREATE_IN_PROGRESS', resourceStatus: 'CREATE_COMPLETE' };
    expect(completed(creating, { kind: 'Update', sinceMs: 5000 }).decision.kind).toBe('wait');
    expect(completed(creating, { kind: 'Update', sinceMs: 10_000 }).decision.kind).toBe('succeed');
    expect(completed(creating, { kind: 'Create', sinceMs: 5000 }).decision.kind).toBe('succeed');
  });

  const between = ['REVIEW_IN_PROGRESS', 'CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED', 'IMPORT_COMPLETE'];
  test.each(between)('a stack in %s is waited for: it gets no request (F4)', (stackStatus) => {
    const facts = { operation: operation({ stackStatus, resourceStatus: null }), service: undefined };
    const ended = (request: WatchedRequest) => decide(facts, request).decision;
    expect(ended({ kind: 'Update', sinceMs: 0 })).toMatchObject({ kind: 'wait', seconds: 3, putsOff: 'succeed' });
    expect(ended({ kind: 'Create', sinceMs: 9000 })).toMatchObject({ kind: 'wait', seconds: 1 });
    expect(ended({ kind: 'Update', sinceMs: 10_000 }).kind).toBe('succeed');
  });

  const ending = ['ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'];
  test.each(ending)('a stack in %s ends the watch at once', (stackStatus) => {
    expect(decide({ operation: operation({ stackStatus }) }, { kind: 'Update', sinceMs: 0 }).decision.kind).toBe('succeed');
  });

  test('other reasons to end the watch hold at once', () => {
    expect(decide({ operation: operation({ stackStatus: 'ROLLBACK_IN_PROGRESS' }) }, { kind: 'Create', sinceMs: 0 }).decision.kind).toBe('succeed');
  });
});
