import { DIAGNOSIS, SERVICE, STACK } from './apps';
import { Finding } from './model';
import { Operation, Sample, SeenEvent, SeenService } from './recording';
import { l4 } from './tests/blue-green';
import { l1, l10 } from './tests/create';
import { l12 } from './tests/forced';
import { l13 } from './tests/permissions';
import { l9 } from './tests/regions';
import { l6, l8 } from './tests/states';
import { l14 } from './tests/teardown';
import { l11, l2, l3 } from './tests/update';

// What the judges say about behaviour of AWS that the lab does not have.

const T0 = Date.parse('2026-01-05T09:00:00Z');
const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/live/1';
const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

function event(seconds: number, type: string, status: string, reason?: string): SeenEvent {
  const physicalId = type === STACK ? STACK_ID : `arn:${type}`;
  return { at: at(seconds), eventId: `${seconds}${type}`, logicalId: type.split('::').pop() ?? '', physicalId, type, status, ...reason && { reason } };
}

function operation(kind: Operation['kind'], events: readonly SeenEvent[], samples: readonly Sample[] = []): Operation {
  return { kind, stackName: 'live', stackId: STACK_ID, requestedAt: T0, endedAt: T0 + 600_000, events, samples, gaps: 0 };
}

const short = (findings: readonly Finding[]) => findings.map(({ outcome, answer }) => `${outcome}: ${answer}`);

/** The service fails first, and CloudFormation cancels the diagnosis. */
const serviceFirst = operation('update', [
  event(0, STACK, 'UPDATE_IN_PROGRESS'),
  event(1, SERVICE, 'UPDATE_IN_PROGRESS'),
  event(1, DIAGNOSIS, 'UPDATE_IN_PROGRESS'),
  event(40, SERVICE, 'UPDATE_FAILED', 'ECS Deployment Circuit Breaker was triggered'),
  event(41.5, DIAGNOSIS, 'UPDATE_FAILED', 'Resource update cancelled'),
  event(42, STACK, 'UPDATE_ROLLBACK_IN_PROGRESS'),
  event(90, STACK, 'UPDATE_ROLLBACK_COMPLETE'),
]);

test('L1: the service fails first, and is not cancelled', () => {
  expect(short(l1.judge({ creations: [serviceFirst], logs: [['not watched: AccessDeniedException']] }))).toEqual([
    'fail: Service (AWS::ECS::Service)',
    'open: the service was not cancelled: Service failed first',
    'fail: 1 of 1 not watched',
    'fail: lines with AccessDenied: 1; before: 0',
    'settled: 0.0 s',
  ]);
});

test('L1: the service is cancelled a minute late', () => {
  const slow = operation('create', [event(30, DIAGNOSIS, 'CREATE_FAILED', 'x'), event(90, SERVICE, 'CREATE_FAILED', 'Resource creation cancelled')]);
  expect(short(l1.judge({ creations: [slow], logs: [['watching']] }))[1]).toBe('fail: 60.0 s');
});

test('L1: a refusal before the watch has begun is expected, one after it is not', () => {
  const [refusal, begin] = ['could not be read: stack (AccessDenied)', 'started to watch Live/L1, after 8 attempts'];
  const judged = (...logs: readonly (readonly string[])[]) => short(l1.judge({ creations: [serviceFirst], logs })).slice(2, 4);
  expect(judged([refusal, begin], [begin])).toEqual(['pass: 0 of 2 not watched', 'pass: lines with AccessDenied: 0, 0; before: 1, 0']);
  expect(judged([refusal, begin, refusal, refusal])).toEqual(['pass: 0 of 1 not watched', 'fail: lines with AccessDenied: 2; before: 1']);
  expect(judged([])).toEqual(['open: 0 of 1 not watched', 'open: lines with AccessDenied: 0; before: 0']);
});

describe('L2: LastUpdatedTime', () => {
  const sample = (seconds: number, stackStatus: string, lastUpdated?: number): Sample => (
    { at: T0 + seconds * 1000, stackStatus, ...lastUpdated !== undefined && { lastUpdated: at(lastUpdated) } }
  );
  const judged = (...samples: readonly Sample[]) => short(l2.judge({ update: operation('update', serviceFirst.events, samples), log: [] }))[2];

  test('is the start and stays', () => {
    expect(judged(sample(1, 'UPDATE_IN_PROGRESS', 0), sample(60, 'UPDATE_ROLLBACK_COMPLETE', 0)))
      .toBe('settled: its start, and stays (0.0 s from the first event)');
  });

  test('is the start in one sample only', () => {
    expect(judged(sample(1, 'UPDATE_IN_PROGRESS'), sample(2, 'UPDATE_IN_PROGRESS', 0), sample(60, 'UPDATE_ROLLBACK_COMPLETE', 0)))
      .toBe('settled: not its start: while it runs, none, then 0.0 s from the first event; after it, 0.0 s from the first event');
  });

  test('changes in the rollback', () => {
    expect(judged(sample(1, 'UPDATE_IN_PROGRESS', 0), sample(50, 'UPDATE_ROLLBACK_IN_PROGRESS', 42), sample(90, 'UPDATE_ROLLBACK_COMPLETE', 90)))
      .toBe('settled: its start while it runs (0.0 s from the first event); after it, 42.0 s from the first event, then 90.0 s from the first event');
  });
});

test('L2: an end that comes before anything was shown leaves questions open', () => {
  expect(short(l2.judge({ update: serviceFirst, log: [] })).slice(2, 4)).toEqual(['open: not seen in this run', 'open: not seen in this run']);
});

test('L3: who fails first, and by how much', () => {
  expect(short(l3.judge({ update: serviceFirst, log: ['found so far: ... [image-not-found]'] }))).toEqual([
    'settled: the service, 1.5 s before the other', 'pass: image-not-found',
  ]);
  expect(short(l3.judge({ update: serviceFirst, log: ['watching'] }))[1]).toBe('fail: no cause in the log');
});

describe('L4', () => {
  const revision = (digits: string) => `arn:aws:ecs:eu-west-1:111122223333:service-revision/live/api/${digits}`;
  const shifting = (id: string, times: readonly number[], rolloutState?: string): SeenService => ({
    deployments: [{ id, status: 'ACTIVE', failedTasks: 0, taskDefinition: 'api:2', ...rolloutState && { rolloutState } }],
    serviceDeployments: times.map((time) => ({ arn: String(time), createdAt: at(time), status: 'IN_PROGRESS', targetRevision: revision('22') })),
    startedBy: ['ecs-svc/22'],
  });
  const judged = (service: SeenService) => short(l4.judge({ update: operation('update', [], [{ at: T0, service }]) }));

  test('as it is believed to be', () => {
    expect(judged(shifting('ecs-svc/22', [60, 0]))).toEqual(['pass: ecs-svc/22, status ACTIVE', 'pass: ecs-svc/22', 'settled: none', 'pass: yes']);
  });

  test('other digits, a rolloutState, oldest first', () => {
    expect(judged(shifting('ecs-svc/33', [0, 60], 'IN_PROGRESS'))).toEqual([
      'fail: no deployment with these digits', 'open: ecs-svc/22', 'settled: IN_PROGRESS', 'fail: no',
    ]);
  });
});

test('L6: the second attempt has a time of its own, and the error no Cause', () => {
  const attempts = [{ entered: at(0), retry: 0, now: at(0) }, { entered: at(3), retry: 1, now: at(3) }];
  expect(short(l6.judge({ attempts, output: '{"error":{"Error":"States.Timeout"}}' }))).toEqual([
    `settled: its own (${at(0)}, ${at(3)})`, 'fail: Error "States.Timeout", Cause missing',
  ]);
});

test('L8: a reason that is cut', () => {
  expect(short(l8.judge({ stackName: 'live', failure: event(5, 'Custom::Reason', 'CREATE_FAILED', 'line 01 xxx') }))[0])
    .toBe('fail: 11 characters in the event');
});

test('L9: a Region without arm64, one without the runtime, one that is not enabled', () => {
  expect(short(l9.judge({ regions: [
    { region: 'eu-west-1', refused: {} },
    { region: 'xx-new-1', refused: { arm64: 'not supported' } },
    { region: 'xx-old-1', refused: { x86_64: 'no such runtime', arm64: 'no such runtime' } },
    { region: 'xx-off-1', skipped: 'AWS does not accept the credentials', refused: {} },
  ] }))).toEqual([
    'fail: xx-old-1: no such runtime', 'settled: xx-new-1: not supported; xx-old-1: no such runtime', 'open: xx-off-1',
  ]);
});

test('L10: an express deployment that is held up', () => {
  const held = operation('create', [event(1, DIAGNOSIS, 'CREATE_IN_PROGRESS'), event(95, DIAGNOSIS, 'CREATE_FAILED', 'x'), event(96, STACK, 'CREATE_FAILED')]);
  expect(short(l10.judge({ creations: [held], logs: [] }))).toEqual(['fail: CREATE_FAILED after 94.0 s; the stack is CREATE_FAILED']);
});

test('L11: the old id until the end', () => {
  const sample = (seconds: number, physicalId: string, status: string): Sample => (
    { at: T0 + seconds * 1000, resource: { physicalId, status } }
  );
  const update = operation('update', [event(1, SERVICE, 'UPDATE_IN_PROGRESS'), event(61, SERVICE, 'UPDATE_COMPLETE')],
    [sample(2, 'one', 'UPDATE_IN_PROGRESS'), sample(62, 'two', 'UPDATE_COMPLETE')]);
  expect(short(l11.judge({ update, before: 'one' }))).toEqual([
    'settled: the old one, until the new one is complete (new id after 62.0 s, complete after 60.0 s)',
  ]);
});

test('L12: the rollback starts a deployment', () => {
  const seen = (seconds: number, ...arns: readonly string[]): Sample => ({
    at: T0 + seconds * 1000,
    service: {
      deployments: [],
      serviceDeployments: arns.map((arn) => ({ arn, createdAt: '', status: 'IN_PROGRESS', targetRevision: '' })),
      startedBy: [],
    },
  });
  const update = operation('update', serviceFirst.events, [seen(10, 'one'), seen(60, 'two', 'one')]);
  expect(short(l12.judge({ update, isCancelled: false }))).toEqual(['settled: the service', 'settled: yes: IN_PROGRESS']);
  expect(short(l12.judge({ update: operation('update', serviceFirst.events, [seen(10, 'one')]), isCancelled: true }))).toEqual([
    'settled: nobody within 20 minutes; then the update was cancelled', 'settled: no',
  ]);
});

test('L13: a call that IAM refuses', () => {
  const decided = (decision: string) => ({ role: 'watcher', action: 'ecs:ListTasks', resource: '*', decision });
  expect(short(l13.judge({ decisions: [decided('allowed'), decided('implicitDeny')], log: ['AccessDeniedException'] }))).toEqual([
    'fail: ecs:ListTasks: implicitDeny', 'settled: 1',
  ]);
  expect(short(l13.judge({ decisions: [decided('allowed')], log: [] }))).toEqual(['pass: 1 calls', 'settled: none']);
  expect(short(l13.judge({ decisions: [], log: [] }))[0]).toBe('open: 0 calls');
});

test('L14: the state machine stays, and its role cannot be deleted', () => {
  const deletion = operation('delete', [event(0, STACK, 'DELETE_IN_PROGRESS'), event(9, 'AWS::IAM::Role', 'DELETE_FAILED'), event(10, STACK, 'DELETE_FAILED')]);
  expect(short(l14.judge({ deletion }))).toEqual(['fail: it was still there', 'fail: Role, Stack']);
});
