import { at, cause, diagnosis, failing, frame, options, service } from './frames';
import { Decision, newHistory, WatchedRequest } from '../../src/decision/model';
import { step } from '../../src/decision/step';
import { Diagnosis } from '../../src/diagnosis/model';
import { FactName, Frame } from '../../src/facts/model';

/** Of a watch that began at 5 s. */
function decided([seen, found]: readonly [Frame, Diagnosis], request?: WatchedRequest): Decision {
  return step({ history: newHistory(at(5)), frame: seen, diagnosis: found, now: seen.at, options: options(), request }).decision;
}

const REQUEST: WatchedRequest = { kind: 'Create', sinceMs: 30_000 };
const denied = (...names: FactName[]): Partial<Frame> => ({ unavailable: names.map((what) => ({ what, error: 'AccessDeniedException' })) });

describe('the policies of a new watcher come up to 45 s after its request (F8)', () => {
  const logged = { taskDefinition: { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'awslogs' as const } }] } };
  const crashes = (seconds: number, numbers: readonly number[]) => failing(seconds, numbers, { id: 'app-crashed', stage: 'run' }, { ...logged, ...denied('logs') });

  test('a crash waits for the permission to read its log', () => {
    expect(decided(crashes(49, [1, 2]), REQUEST)).toMatchObject({ kind: 'wait', because: expect.stringContaining('the permission to read the log may still come') });
    expect(decided(crashes(50, [1, 2]), REQUEST).kind).toBe('fail');
  });

  test('not when ECS is about to give up the deployment', () => expect(decided(crashes(40, [1, 2, 3]), REQUEST).kind).toBe('fail'));

  test('not without a request: a person has the permissions that they have', () => expect(decided(crashes(40, [1, 2])).kind).toBe('fail'));

  test('when ECS has given up, its tasks may still become readable', () => {
    const over = service({ deployments: [{ ...service().deployments![0], rolloutState: 'FAILED' }] });
    const symptom = diagnosis([cause({ id: 'circuit-breaker-generic', symptomOnly: true, retry: 'never', stage: 'deployment' })]);
    const look = (seconds: number): readonly [Frame, Diagnosis] => [frame(seconds, { service: over, ...denied('tasks') }), symptom];
    expect(decided(look(40), REQUEST).kind).toBe('wait');
    expect(decided(look(50), REQUEST).kind).toBe('fail');
  });

  test('failed tasks that only ECS counts prove nothing while they may become readable', () => {
    const health = cause({ id: 'elb-health-check-status', stage: 'health', tasks: [] });
    const counted = service({ deployments: [{ ...service().deployments![0], failedTasks: 2 }] });
    const look = (seconds: number): readonly [Frame, Diagnosis] => [frame(seconds, { service: counted, tasks: undefined, ...denied('tasks') }), diagnosis([health])];
    expect(decided(look(40), REQUEST).kind).toBe('wait');
    expect(decided(look(50), REQUEST).kind).toBe('fail');
  });
});
