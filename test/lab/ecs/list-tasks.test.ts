import { Lab } from './lab';

const list = (lab: Lab, input: object) => lab.ecs<{ taskArns: string[]; nextToken?: string }>('ListTasks', { cluster: 'prod', ...input });

async function withFailures(switches = {}) {
  const lab = new Lab({ rules: [{ when: { task: '1-3' }, containers: { web: { exit: { code: 1, after: 1 } } } }], switches });
  lab.create({ desiredCount: 3 });
  await lab.until(() => lab.tasks('RUNNING').filter(({ lastStatus }) => lastStatus === 'RUNNING').length === 3 && lab.service().deployments![0].rolloutState === 'COMPLETED');
  return lab;
}

test('desiredStatus defaults to RUNNING', async () => {
  const lab = await withFailures();
  expect(list(lab, { serviceName: 'web' }).taskArns).toHaveLength(3);
  expect(list(lab, { serviceName: 'web', desiredStatus: 'STOPPED' }).taskArns).toHaveLength(3);
  expect(list(lab, { family: 'web' }).taskArns).toHaveLength(3);
  expect(list(lab, { family: 'other' }).taskArns).toEqual([]);
});

test('startedBy is the deployment id, and allows no other filter', async () => {
  const lab = await withFailures();
  const startedBy = lab.service().deployments![0].id;
  expect(list(lab, { startedBy }).taskArns).toHaveLength(3);
  expect(() => list(lab, { startedBy, serviceName: 'web' })).toThrow(expect.objectContaining({ code: 'InvalidParameterException' }));
});

test('pages', async () => {
  const lab = await withFailures();
  const first = list(lab, { serviceName: 'web', maxResults: 2 });
  expect(first.taskArns).toHaveLength(2);
  const second = list(lab, { serviceName: 'web', maxResults: 2, nextToken: first.nextToken });
  expect(second.taskArns).toHaveLength(1);
  expect(second.nextToken).toBeUndefined();
  expect(new Set([...first.taskArns, ...second.taskArns]).size).toBe(3);
});

test('unsorted: not in the order in which the tasks were started', async () => {
  const lab = new Lab();
  lab.create({ desiredCount: 12 });
  await lab.after(3);
  const started = lab.service().events![0].message!.match(/\(task (\w+)\)/g)!.map((one) => one.slice(6, -1));
  const listed = list(lab, { serviceName: 'web' }).taskArns.map((arn) => arn.split('/').at(-1));
  expect([...listed].sort()).toEqual([...started].sort());
  expect(listed).not.toEqual(started);
});

test('switch: stopped tasks missing from the service filter are found by family', async () => {
  const lab = await withFailures({ serviceFilterFindsStopped: false });
  expect(list(lab, { serviceName: 'web', desiredStatus: 'STOPPED' }).taskArns).toEqual([]);
  expect(list(lab, { family: 'web', desiredStatus: 'STOPPED' }).taskArns).toHaveLength(3);
});

test('absent services, clusters and families', () => {
  const lab = new Lab();
  expect(() => list(lab, { serviceName: 'web' })).toThrow(expect.objectContaining({ code: 'ServiceNotFoundException' }));
  expect(() => list(lab, { cluster: 'none' })).toThrow(expect.objectContaining({ code: 'ClusterNotFoundException' }));
  const arn = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';
  expect(lab.ecs('DescribeServices', { cluster: 'prod', services: ['web'] })).toEqual({ services: [], failures: [{ arn, reason: 'MISSING' }] });
  expect(lab.ecs('DescribeTasks', { cluster: 'prod', tasks: ['x'] })).toEqual({ tasks: [], failures: [{ arn: 'x', reason: 'MISSING' }] });
  expect(() => lab.ecs('DescribeTasks', { cluster: 'prod', tasks: Array(101).fill('x') })).toThrow('at most 100');
});
