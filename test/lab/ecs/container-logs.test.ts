import { Lab } from './lab';

const awslogs = (group: string) => ({ logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': group, 'awslogs-stream-prefix': 'app', 'awslogs-region': 'eu-west-1' } } });
const RULE = { containers: { web: { logs: [[0.2, 'boot'], [0.9, 'Error: DB_URL is not set'], [5, 'never printed']] as const, exit: { code: 1, after: 1 } } } };
const read = (lab: Lab, logStreamName: string) =>
  lab.logs<{ events: { message: string }[] }>('GetLogEvents', { logGroupName: '/web', logStreamName, startFromHead: true }).events.map(({ message }) => message);

test('lines go to <prefix>/<container>/<task id>, and are readable a little later, also after the stop', async () => {
  const lab = new Lab({ rules: [RULE] });
  lab.logs('CreateLogGroup', { logGroupName: '/web' });
  lab.create({ taskDefinition: lab.taskDefinition([awslogs('/web')]) });
  await lab.until(() => lab.tasks('STOPPED').length > 0);
  const [task] = lab.tasks('STOPPED');
  const stream = `app/web/${task.taskArn!.split('/').at(-1)}`;
  expect(read(lab, stream)).not.toContain('Error: DB_URL is not set');
  await lab.after(6);
  expect(read(lab, stream)).toEqual(['boot', 'Error: DB_URL is not set']);
});

test.each<['late' | 'lost', readonly string[]]>([['late', ['boot', 'Error: DB_URL is not set']], ['lost', []]])('lines that arrive %s', async (kind, afterwards) => {
  const lab = new Lab({ rules: [RULE], fault: (service, operation) => (service === 'logs' && operation === 'Deliver' ? { service, kind, seconds: 60, draw: 1 } : undefined) });
  lab.logs('CreateLogGroup', { logGroupName: '/web' });
  lab.create({ taskDefinition: lab.taskDefinition([awslogs('/web')]) });
  await lab.until(() => lab.tasks('STOPPED').length > 0);
  const stream = `app/web/${lab.tasks('STOPPED')[0].taskArn!.split('/').at(-1)}`;
  await lab.after(20);
  expect(read(lab, stream)).toEqual([]);
  await lab.after(60);
  expect(read(lab, stream)).toEqual(afterwards);
});

test('without the log group the lines are lost; the task does as the scenario says', async () => {
  const lab = new Lab({ rules: [RULE] });
  lab.create({ taskDefinition: lab.taskDefinition([awslogs('/web')]) });
  await lab.until(() => lab.tasks('STOPPED').length > 0);
  expect(lab.tasks('STOPPED')[0].stopCode).toBe('EssentialContainerExited');
  expect(() => read(lab, 'x')).toThrow('The specified log group does not exist.');
});

test('awslogs-create-group makes the group', async () => {
  const lab = new Lab({ rules: [RULE] });
  const { logConfiguration } = awslogs('/web');
  const options = { ...logConfiguration.options, 'awslogs-create-group': 'true' };
  lab.create({ taskDefinition: lab.taskDefinition([{ logConfiguration: { ...logConfiguration, options } }]) });
  await lab.until(() => lab.tasks('STOPPED').length > 0);
  expect(lab.logs('DescribeLogGroups', {})).toMatchObject({ logGroups: [{ logGroupName: '/web' }] });
});

test('lines of another log driver go nowhere', async () => {
  const lab = new Lab({ rules: [RULE] });
  lab.logs('CreateLogGroup', { logGroupName: '/web' });
  lab.create({ taskDefinition: lab.taskDefinition([{ logConfiguration: { logDriver: 'splunk', options: {} } }]) });
  await lab.after(60);
  expect(lab.logs('DescribeLogStreams', { logGroupName: '/web' })).toMatchObject({ logStreams: [] });
});
