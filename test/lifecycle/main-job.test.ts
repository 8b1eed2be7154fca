import { assembly, IMAGE_GONE, lab } from './shop';
import { Lab, OperationResult } from '../../src/lab/lab';

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis', SERVICE = 'AWS::ECS::Service', STACK = 'AWS::CloudFormation::Stack';
const of = (result: OperationResult, type: string) => result.events.filter((e) => e.resourceType === type);
const statuses = (result: OperationResult, type: string) => of(result, type).map((e) => e.status);
const at = (result: OperationResult, type: string, status: string) => of(result, type).find((e) => e.status === status)?.seconds ?? NaN;

/** Seconds of the operation at which the facts of `nth` failed task of the service became readable. */
function readable(l: Lab, result: OperationResult, nth: number): number {
  const stops = l.taskStops().map((stop) => (stop.at - result.startedAt) / 1000).filter((s) => s > 0).sort((a, b) => a - b);
  return stops[nth - 1];
}

test('create with a bad image: the diagnosis fails first and names container, cause and tag', async () => {
  const l = await lab([{ pull: { text: IMAGE_GONE, after: 8, container: 'api' } }]);
  const result = await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) });

  expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(result.firstFailure?.resourceType).toBe(DIAGNOSIS);
  const [first] = result.firstFailure!.reason.replace(/^.*Message returned: /, '').split('\n');
  expect(first).toMatch(/api.*1\.42\.0.*\[image-not-found\]$/);
  expect(first.length).toBeLessThanOrEqual(120);
  expect(of(result, SERVICE).find((e) => e.status === 'CREATE_FAILED')?.reason).toBe('Resource creation cancelled');
  expect(result.firstFailure!.reason).not.toMatch(/cancell?ed/i);
  // Delete is answered at once: between the delete's start and its end lie only the invocation and CloudFormation's own second
  const deleted = at(result, DIAGNOSIS, 'DELETE_COMPLETE') - at(result, DIAGNOSIS, 'DELETE_IN_PROGRESS');
  expect(deleted).toBeLessThanOrEqual(2);
  expect(l.violations).toEqual([]);
});

test('from the conclusive fact to the FAILED response: at most one poll and a second', async () => {
  const l = await lab([{ pull: { text: IMAGE_GONE, after: 8, container: 'api' } }]);
  const result = await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) });
  const latency = at(result, DIAGNOSIS, 'CREATE_FAILED') - readable(l, result, 1);
  expect(latency).toBeGreaterThanOrEqual(0);
  expect(latency).toBeLessThanOrEqual(6);
});

test('a crash that may heal: the second failed task is conclusive, and its log is in the message', async () => {
  const crash = { api: { logs: [[0.5, 'boot'], [0.9, 'Error: ORDERS_TABLE is not set']] as [number, string][], exit: { code: 1, after: 1 } } };
  const l = await lab([{ containers: crash }]);
  const result = await l.deploy({ assembly: assembly() });
  expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(result.firstFailure?.resourceType).toBe(DIAGNOSIS);
  expect(result.firstFailure?.reason).toContain('ORDERS_TABLE is not set');
  const latency = at(result, DIAGNOSIS, 'CREATE_FAILED') - readable(l, result, 2);
  expect(latency).toBeLessThanOrEqual(6);
});

test('a crash that heals itself is never failed', async () => {
  const l = await lab([{ when: { failFirst: 1 }, containers: { api: { exit: { code: 1, after: 1 } } } }]);
  const result = await l.deploy({ assembly: assembly() });
  expect(result.stackStatus).toBe('CREATE_COMPLETE');
});

test('good create, then a bad update: rolled back, the swapped Update answered at once, the old tasks kept', async () => {
  const l = await lab([{ when: { operation: 2, deployment: 'new' }, pull: { text: IMAGE_GONE, after: 8, container: 'api' } }]);
  expect((await l.deploy({ assembly: assembly() })).stackStatus).toBe('CREATE_COMPLETE');
  const before = l.runningTasks(), seen: { seconds: number; running: readonly string[] }[] = [];
  for (let seconds = 1; seconds <= 300; seconds++) l.at(seconds, () => { seen.push({ seconds, running: l.runningTasks() }); });
  const result = await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) });

  expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(result.firstFailure?.resourceType).toBe(DIAGNOSIS);
  expect(of(result, SERVICE).find((e) => e.status === 'UPDATE_FAILED')?.reason).toBe('Resource update cancelled');
  const rollback = at(result, STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
  const [begun, ended] = ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE'].map((status) => of(result, DIAGNOSIS).find((e) => e.status === status && e.seconds >= rollback)!.seconds);
  expect(ended - begun).toBeLessThanOrEqual(2);
  // The two old tasks serve until the rollback has brought two of the same task definition; nobody is ever without.
  expect(before).toHaveLength(2);
  const broken = seen.filter(({ seconds }) => seconds < rollback);
  expect(broken.length).toBeGreaterThan(10);
  for (const { running } of broken) expect(running).toEqual(expect.arrayContaining([...before]));
  for (const { running } of seen) expect(running.length).toBeGreaterThanOrEqual(2);
});

test('healthy create, healthy update, no-op and tag-only update: complete, no failure, done within two polls', async () => {
  const l = await lab();
  const results = [await l.deploy({ assembly: assembly() }), await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) })];
  expect((await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) })).events).toEqual([]);
  results.push(await l.deploy({ assembly: assembly({ imageTag: '1.42.0', tags: { team: 'shop' } }) }));

  expect(results.map((r) => r.stackStatus)).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE']);
  for (const result of results) {
    expect(result.firstFailure).toBeUndefined();
    const done = (type: string) => of(result, type).find((e) => /_COMPLETE$/.test(e.status))?.seconds;
    const [service, diagnosis] = [done(SERVICE), done(DIAGNOSIS)];
    expect(statuses(result, DIAGNOSIS).length).toBeGreaterThan(0);
    expect(diagnosis! - service!).toBeLessThanOrEqual(10);
  }
});

test('a health check that answers 404: the status code, the path and the port are in the first failure', async () => {
  const l = await lab([{ elb: { reason: 'Target.ResponseCodeMismatch', description: 'Health checks failed with these codes: [404]' } }]);
  const result = await l.deploy({ assembly: assembly({ loadBalanced: true }) });
  expect(result.firstFailure?.resourceType).toBe(DIAGNOSIS);
  expect(result.firstFailure?.reason).toMatch(/404.*\[elb-health-check-status\]/);
  expect(result.firstFailure?.reason).toContain('/health');
});

test('the same app without the construct learns only the breaker', async () => {
  const l = await lab([{ pull: { text: IMAGE_GONE, after: 8, container: 'api' } }]);
  const result = await l.deploy({ assembly: assembly({ imageTag: '1.42.0', plain: true }) });
  expect(result.stackStatus).toBe('ROLLBACK_COMPLETE');
  expect(result.firstFailure?.resourceType).toBe(SERVICE);
  expect(result.firstFailure?.reason).toContain('ECS Deployment Circuit Breaker was triggered');
});

test('nothing secret is in the log of the watcher: no answer URL, no event, no properties', async () => {
  const l = await lab([{ pull: { text: IMAGE_GONE, after: 8, container: 'api' } }]);
  await l.deploy({ assembly: assembly({ imageTag: '1.42.0' }) });
  const lines = l.lambdaLogLines();
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => /https?:\/\/127\.0\.0\.1|ResponseURL|ServiceToken|Signature/i.test(line))).toEqual([]);
  // the full diagnosis outlives the rollback in the log
  expect(lines.join('\n')).toContain('[image-not-found]');
});
