import { at, frame, operation, service, steps, task } from './frames';
import { diagnose } from '../../src/diagnosis/engine';
import { Frame } from '../../src/facts/model';

/** IAM is late with what a new role is allowed. An explicit deny overrides every allow, so that no wait lifts it. */
const SECRET = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm:'
  + ' service call has been retried 1 time(s): failed to fetch secret from secrets manager: AccessDeniedException: User:'
  + ' arn:aws:sts::123456789012:assumed-role/web-exec/aaaa is not authorized to perform: secretsmanager:GetSecretValue on resource:'
  + ' arn:aws:secretsmanager:eu-west-1:123456789012:secret:db';
const ASSUME = '(service web) failed to launch a task with (error ECS was unable to assume the role \'arn:aws:iam::123456789012:role/web-task\' that was provided';
const IMPLICIT = ' because no identity-based policy allows the secretsmanager:GetSecretValue action';

const EXPLICIT = [
  ' with an explicit deny in a service control policy',
  ' with an explicit deny in a service control policy: arn:aws:organizations::123456789012:policy/o-1/service_control_policy/p-1',
  ' with an explicit deny in a resource control policy',
  ' with an explicit deny in a permissions boundary',
  ' with an explicit deny in an identity-based policy',
  ' with an explicit deny in a resource-based policy',
  ' with an explicit deny in a VPC endpoint policy',
];

const stopped = (reason: string) => task(1, {
  lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason: reason, stoppingAt: at(20), stoppedAt: at(20), containers: [{ name: 'web' }],
});
const decided = (seen: Frame) => steps([[seen, diagnose(seen)]]).last;
const created = (reason: string, more: Partial<Frame> = {}) => frame(30, {
  tasks: [stopped(reason), task(2, { createdAt: at(28) })], ...more,
});

test.each(EXPLICIT)('of a role that was just created: the first task%s', (words) => {
  expect(decided(created(SECRET + words))).toMatchObject({ kind: 'fail', because: expect.stringContaining('1 failed task') });
});

test.each([IMPLICIT, '', ' because no permissions boundary allows the secretsmanager:GetSecretValue action'])(
  'an implicit deny of a role that was just created heals: a second task is needed (%s)', (words) => {
    expect(decided(created(SECRET + words)).kind).toBe('wait');
  },
);

test('the same of an update that changes permissions, and of one that changes none', () => {
  const update = (permissionsChanged: boolean) => ({
    operation: operation({ stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_IN_PROGRESS', permissionsChanged }),
  });
  const kind = (changed: boolean, words: string) => decided(created(SECRET + words, update(changed))).kind;
  const kinds = [true, false].flatMap((changed) => [IMPLICIT, EXPLICIT[0]].map((words) => kind(changed, words)));
  expect(kinds).toEqual(['wait', 'fail', 'fail', 'fail']);
});

test('a role that ECS cannot assume: a new one for 8 minutes, one that is denied explicitly not so long', () => {
  const refused = (words: string, seconds: number): Frame => frame(seconds, {
    tasks: [], service: service({ events: [{ id: '1', createdAt: at(10), message: ASSUME + words }] }),
  });
  const after = (words: string, seconds: number) => {
    const looks = [15, seconds].map((s): [Frame, ReturnType<typeof diagnose>] => [refused(words, s), diagnose(refused(words, s))]);
    return steps(looks).last.kind;
  };
  expect([after(').', 200), after(').', 600), after(', with an explicit deny in a service control policy).', 200)]).toEqual(['wait', 'fail', 'fail']);
});

test('an application whose call is denied: by the line of its log', () => {
  const exited = (line: string): Frame => {
    const run = task(1, {
      lastStatus: 'STOPPED', startedAt: at(12), stoppingAt: at(20), stoppedAt: at(21), stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }],
    });
    return frame(40, {
      tasks: [run, task(2, { createdAt: at(28) })], taskDefinition: { containerDefinitions: [{ name: 'web' }] },
      logs: { web: { [run.taskArn!.split('/').pop()!]: [{ timestamp: Date.parse(at(19)), message: line }] } },
    });
  };
  const denied = 'Error: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-task/a is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:eu-west-1:123456789012:table/t';
  expect(diagnose(exited(denied)).causes[0].id).toBe('app-dependency-auth');
  expect([decided(exited(denied)).kind, decided(exited(`${denied} with an explicit deny in a service control policy`)).kind]).toEqual(['wait', 'fail']);
});
