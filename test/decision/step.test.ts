import { at, cause, diagnosis, failing, frame, ids, NEVER, operation, service, steps, stopped } from './frames';
import { CAUSE_IDS } from '../../src/contract';
import { newHistory } from '../../src/decision/model';
import { Frame, Operation } from '../../src/facts/model';

describe('CloudFormation goes before everything', () => {
  const verdicts: [string, Partial<Operation>, string][] = [
    ['rolling back', { stackStatus: 'ROLLBACK_IN_PROGRESS' }, 'the stack is in ROLLBACK_IN_PROGRESS, so there is no deployment left to judge'],
    ['update rolling back', { stackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS' }, 'the stack is in UPDATE_ROLLBACK_IN_PROGRESS, so there is no deployment left to judge'],
    ['cleaning up', { stackStatus: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, 'the stack is in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, so there is no deployment left to judge'],
    ['service created', { resourceStatus: 'CREATE_COMPLETE' }, 'CloudFormation has completed the service (CREATE_COMPLETE)'],
    ['service updated', { resourceStatus: 'UPDATE_COMPLETE' }, 'CloudFormation has completed the service (UPDATE_COMPLETE)'],
    ['service deleted', { resourceStatus: 'DELETE_SKIPPED' }, 'CloudFormation leaves the service alone (DELETE_SKIPPED)'],
    ['called off for another resource', { resourceStatus: 'CREATE_FAILED', resourceStatusReason: 'Resource creation cancelled' },
      'the service itself has failed (CREATE_FAILED), and the diagnosis has nothing to add to CloudFormation\'s reason'],
  ];
  test.each(verdicts)('%s', (_, status, because) => {
    const [bad, found] = failing(30, [1, 2, 3], NEVER, { operation: operation(status) });
    expect(steps([[bad, found]]).last).toEqual({ kind: 'succeed', because });
  });

  test('the service has failed and rollback is off: fail with what is known, or say nothing', () => {
    const failed = { operation: operation({ resourceStatus: 'UPDATE_FAILED', resourceStatusReason: 'ECS Deployment Circuit Breaker was triggered' }) };
    const [bad, found] = failing(30, [1], {}, failed);
    expect(steps([[bad, found]]).last).toEqual({ kind: 'fail', because: 'the service itself has failed (UPDATE_FAILED)' });
    expect(steps([[bad, diagnosis([cause({ waiting: true })])]]).last.kind).toBe('succeed');
    // AWS's words for a call that came to no end; CloudFormation has called nothing off
    const ended = { operation: operation({ resourceStatus: 'UPDATE_FAILED', resourceStatusReason: 'RequestCanceled: request context canceled' }) };
    expect(steps([failing(30, [1], {}, ended)]).last.kind).toBe('fail');
  });

  test('a status left behind by the operation before is none of this one; untouched for 30 s is left alone', () => {
    const untouched = { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_COMPLETE', resourceStatusAt: at(-900), deploymentId: null }) };
    expect(steps([[frame(10, untouched)]]).last.kind).toBe('wait');
    expect(steps([[frame(34, untouched)]]).last.kind).toBe('wait');
    expect(steps([[frame(35, untouched)]]).last).toEqual({
      kind: 'succeed', because: 'CloudFormation does not change the service in this stack operation (it is in UPDATE_COMPLETE)',
    });
  });

  test('a service that never comes is not waited for', () => {
    const absent = { service: null, operation: operation({ resourceStatus: null, resourceStatusAt: null, deploymentId: null }) };
    const looks = (seconds: number[]) => seconds.map((s) => [frame(s, absent)] as const);
    expect(steps(looks([10, 200, 304])).last.kind).toBe('wait');
    expect(steps(looks([10, 200, 305])).last.kind).toBe('succeed');
  });

  test('one answer without the service, or without the time of its status, does not undo what was seen', () => {
    const [bad, found] = failing(30, [1]);
    const absent = { service: null, operation: operation({ resourceStatus: null, resourceStatusAt: null, deploymentId: null }) };
    const untimed = { operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'CREATE_COMPLETE', resourceStatusAt: at(-900), deploymentId: null }) };
    for (const more of [absent, untimed]) {
      expect(steps([[frame(305, more)]]).last.kind).toBe('succeed');
      expect(steps([[bad, found], [frame(305, more)]]).last.kind).toBe('wait');
      // The stack could not be read at first: whose deployment the healthy tasks are of is not known.
      expect(steps([[frame(10, { operation: undefined })], [frame(305, more)]]).last.kind).toBe('succeed');
    }
  });

  test('two minutes without sight of stack and service: the watch ends, and the stack does not wait', () => {
    const dark = { service: undefined, operation: operation({ stackStatus: null, resourceStatus: null, deploymentId: null }) };
    expect(steps([[frame(100)], [frame(219, dark)]]).last.kind).toBe('wait');
    expect(steps([[frame(100)], [frame(220, dark)]]).last).toEqual({ kind: 'succeed', because: 'neither the stack nor the service could be read for 2 min' });
  });
});

describe('ECS goes before causes', () => {
  const over = (rolloutState: string, more = {}) => service({ deployments: [{ ...service().deployments![0], rolloutState, ...more }] });

  test('completed', () => {
    expect(steps([[frame(60, { service: over('COMPLETED') })]]).last).toEqual({ kind: 'succeed', because: 'ECS has completed the deployment' });
    const foreign = frame(60, { service: over('COMPLETED'), operation: operation({ deploymentId: null }) });
    expect(steps([[foreign]]).last.kind).toBe('wait');
  });

  test('given up: fail at once, below every threshold and in spite of overrides', () => {
    const given = { service: over('FAILED', { rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.' }) };
    const [bad, found] = failing(60, [1], {}, given);
    expect(steps([[bad, found]], { failureThreshold: 50, causes: { 'app-crashed': 0 } }).last).toEqual({
      kind: 'fail', because: 'ECS has given up the deployment: ECS deployment circuit breaker: tasks failed to start',
    });
  });

  test('given up, and only the symptom is known because reading failed: one more try, ten seconds long', () => {
    const given: Partial<Frame> = { service: over('FAILED'), unavailable: [{ what: 'tasks', error: 'ThrottlingException' }] };
    const symptom = diagnosis([cause({ id: 'circuit-breaker-generic', symptomOnly: true, retry: 'never', stage: 'deployment' })]);
    const { decisions } = steps([60, 63, 69, 70].map((s) => [frame(s, given), symptom] as const));
    expect(decisions.map((d) => d.kind)).toEqual(['wait', 'wait', 'wait', 'fail']);
    expect(steps([[frame(60, { service: over('FAILED') }), symptom]]).last.kind).toBe('fail');
    // a permission that is missing does not come in ten seconds, and CloudFormation is about to see the same verdict
    expect(steps([[frame(60, { ...given, unavailable: [{ what: 'tasks', error: 'AccessDeniedException' }] }), symptom]]).last.kind).toBe('fail');
    expect(steps([[frame(60, { service: over('FAILED') })]]).last.kind).toBe('succeed');
  });

  const rolledBack: [string, string][] = [
    ['ROLLBACK_REQUESTED', 'fail'], ['ROLLBACK_IN_PROGRESS', 'fail'], ['ROLLBACK_SUCCESSFUL', 'fail'], ['ROLLBACK_FAILED', 'fail'],
    ['STOPPED', 'wait'], ['STOP_REQUESTED', 'wait'], ['IN_PROGRESS', 'wait'], ['SUCCESSFUL', 'succeed'],
  ];
  test.each(rolledBack)('service deployment %s: %s', (status, kind) => {
    const [bad, found] = failing(60, [1], {}, { serviceDeployment: { status } });
    expect(steps([[bad, found]]).last.kind).toBe(kind);
  });

  test('a deployment that stopped because a monitor triggered has failed; one that a person stopped has not', () => {
    const symptom = diagnosis([cause({ id: 'circuit-breaker-generic', symptomOnly: true, retry: 'never', stage: 'deployment' })]);
    const look = (serviceDeployment: Frame['serviceDeployment'], more: Partial<Frame> = {}) => steps([[frame(60, { serviceDeployment, ...more }), symptom]]).last.kind;
    expect(look({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'TRIGGERED' } })).toBe('fail');
    expect(look({ status: 'STOPPED', alarms: { status: 'TRIGGERED' } })).toBe('fail');
    expect(look({ status: 'STOPPED', deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE' } })).toBe('wait');
    // rolled back at a person's request: there is nothing to say about a circuit breaker
    const given = { service: over('FAILED') };
    expect(look({ status: 'ROLLBACK_IN_PROGRESS', deploymentCircuitBreaker: { status: 'TRIGGERED' } }, given)).toBe('fail');
    expect(look({ status: 'ROLLBACK_IN_PROGRESS', deploymentCircuitBreaker: { status: 'MONITORING' } }, given)).toBe('succeed');
  });

  test.each(['CODE_DEPLOY', 'EXTERNAL'])('deployments run by %s are left alone', (type) => {
    expect(steps([failing(60, [1, 2], NEVER, { service: service({ deploymentController: { type } }) })]).last.kind).toBe('succeed');
  });
});

describe('time', () => {
  const patient = { stuckAfterSeconds: 0 };
  test('is over: hand over or fail', () => {
    expect(steps([[frame(5 + 3419)]], patient).last.kind).toBe('wait');
    expect(steps([[frame(5 + 3420)]], patient).last).toEqual({ kind: 'succeed', because: 'the watch ends after 57 min, waiting for 2 tasks in PENDING to run', unjudged: true });
    expect(steps([[frame(5 + 60)]], { ...patient, timeoutSeconds: 60, onTimeout: 'FAIL' }).last.kind).toBe('fail');
  });

  test('between two looks: five seconds, three once a task has failed', () => {
    expect(steps([[frame(10)]]).last).toEqual({ kind: 'wait', seconds: 5, because: 'waiting for 2 tasks in PENDING to run' });
    expect(steps([failing(30, [1])]).last).toEqual({ kind: 'wait', seconds: 3, because: '1 failed task so far; waiting for 1 task in PENDING to run' });
    // what cannot be read may be one
    expect(steps([[frame(10, { unavailable: [{ what: 'tasks' }] })]]).last).toMatchObject({ kind: 'wait', seconds: 3 });
    expect(steps([[frame(10, { unavailable: [{ what: 'logs' }, { what: 'target groups' }] })]]).last).toMatchObject({ kind: 'wait', seconds: 5 });
    // nobody but ECS can end that
    const denied: Partial<Frame> = {
      service: service({ deployments: [{ ...service().deployments![0], failedTasks: 1 }] }), unavailable: [{ what: 'tasks', error: 'AccessDeniedException' }],
    };
    expect(steps([[frame(30, denied)]]).last).toMatchObject({ kind: 'wait', seconds: 2 });
    // a failure that nobody understands yet
    expect(steps([[frame(30, { tasks: stopped(1) })]]).last).toMatchObject({ kind: 'wait', seconds: 3 });
  });
});

test('the history stays small, whatever fails', () => {
  const many = Array.from({ length: 400 }, (_, i) => i + 1);
  const causes = CAUSE_IDS.slice(0, 10).map((id) => cause({ id, retry: 'likely', tasks: ids(...many) }));
  const { history } = steps([[frame(30, { tasks: stopped(...many) }), diagnosis(causes)]], {}, newHistory(at(5)));
  expect(JSON.stringify(history).length).toBeLessThan(40_000);
});
