import { frameOf, Given, text, top } from './given';
import { diagnose } from '../../src/diagnosis/engine';
import { ContainerDefinition, Task } from '../../src/facts/model';

/** Container web waits for container db. */
const waiting = (condition: string, db: Partial<ContainerDefinition>, task: Partial<Task>): Given => ({
  container: { dependsOn: [{ containerName: 'db', condition }] },
  others: [{ name: 'db', ...db }],
  task: { startedAt: undefined, ...task },
});
const NEVER = { name: 'web', lastStatus: 'STOPPED' };
const failed = (db: object, times = {}): Partial<Task> => ({
  stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', pullStoppedAt: '2026-11-23T10:00:38.000Z',
  containers: [NEVER, { name: 'db', lastStatus: 'STOPPED', exitCode: 137, ...db }], ...times,
});
const LATE = { startTimeout: 60, healthCheck: { command: ['CMD', 'check'], interval: 20, startPeriod: 90, retries: 5 } };

describe('a dependency that is later than its startTimeout', () => {
  test('is named with its limit and the numbers of its check', () => {
    const cause = top(waiting('HEALTHY', LATE, failed({ healthStatus: 'UNKNOWN' })));
    expect(cause).toMatchObject({ id: 'dependency-container-failed', container: 'db', retry: 'maybe' });
    expect(cause.headline).toContain('is not healthy within its startTimeout (60 s)');
    expect(text(cause)).toContain('every 20 s (startPeriod 90 s, 5 retries)');
    expect(cause.fix).toContain('at most 120 s on Fargate');
  });

  test('on an instance no limit of Fargate is named', () => {
    const given = waiting('COMPLETE', { startTimeout: 120 }, { ...failed({}), launchType: 'EC2', stoppingAt: '2026-11-23T10:02:45.000Z' });
    const { fix } = top({ ...given, service: { launchType: 'EC2' } });
    expect(fix).toContain('above 120 s');
    expect(fix).not.toContain('Fargate');
  });

  test('Fargate accepts no more: the way out is a quicker start', () => {
    const given = waiting('COMPLETE', { startTimeout: 120 }, { ...failed({}), stoppingAt: '2026-11-23T10:02:45.000Z' });
    expect(top(given).fix).toMatch(/^let container "db" end sooner/);
  });

  test.each([
    ['it stopped long before', waiting('HEALTHY', { ...LATE, startTimeout: 110 }, failed({ healthStatus: 'UNKNOWN' }))],
    ['it has no startTimeout', waiting('HEALTHY', {}, failed({ healthStatus: 'UNKNOWN' }))],
    ['AWS gives another reason', waiting('HEALTHY', LATE, { ...failed({}), stoppedReason: 'ResourceInitializationError: something' })],
    ['it only has to start', waiting('START', LATE, failed({}))],
  ])('not if %s', (_name, given) => {
    expect(diagnose(frameOf(given)).causes.map(({ headline }) => headline).join()).not.toContain('startTimeout');
  });
});

describe('a dependency that ended with an error while its task stays PENDING', () => {
  const NOT_STOPPED = { lastStatus: 'PENDING', stoppingAt: undefined, stoppedAt: undefined, pullStartedAt: '2026-11-23T10:00:12.000Z' };
  const pending = (condition: string, exitCode: number, db: Partial<ContainerDefinition> = {}) => {
    const containers = [{ name: 'web', lastStatus: 'PENDING' }, { name: 'db', lastStatus: 'STOPPED', exitCode }];
    return waiting(condition, { essential: false, ...db }, { ...NOT_STOPPED, containers });
  };
  const ids = (given: Given) => diagnose(frameOf(given)).causes.map(({ id }) => id);

  test('SUCCESS never comes after code 1', () => {
    const cause = top(pending('SUCCESS', 1));
    expect(cause).toMatchObject({ id: 'dependency-container-failed', container: 'db', retry: 'never', certainty: 'certain' });
    expect(text(cause)).toContain('stays PENDING');
  });

  test.each([
    ['COMPLETE is met by any code', pending('COMPLETE', 1)],
    ['SUCCESS is met by code 0', pending('SUCCESS', 0)],
    ['a restart policy starts it again', pending('SUCCESS', 1, { restartPolicy: { enabled: true } })],
  ])('%s', (_name, given) => {
    expect(ids(given)).not.toContain('dependency-container-failed');
  });
});
