import type { Service, TaskDefinition } from '@aws-sdk/client-ecs';
import { Lab } from './lab';

const fails = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });

test('task definitions count up, are found by family, and can be described when inactive', () => {
  const lab = new Lab();
  const describe = (taskDefinition: string) => lab.ecs<{ taskDefinition: TaskDefinition }>('DescribeTaskDefinition', { taskDefinition }).taskDefinition;
  const first = lab.taskDefinition();
  const second = lab.taskDefinition([{ image: 'web:2' }]);
  expect([first, second].map((arn) => arn.split('/')[1])).toEqual(['web:1', 'web:2']);
  expect(describe('web')).toMatchObject({ revision: 2, containerDefinitions: [{ image: 'web:2', essential: true }] });
  lab.ecs('DeregisterTaskDefinition', { taskDefinition: second });
  expect(describe('web').revision).toBe(1);
  expect(describe('web:2').status).toBe('INACTIVE');
  expect(() => lab.create({ taskDefinition: second })).toThrow(fails('ClientException', 'TaskDefinition is inactive'));
  expect(() => describe('web:9')).toThrow(fails('ClientException', 'Unable to describe task definition.'));
});

test('a service name is free again only when the service is inactive', async () => {
  const lab = new Lab();
  lab.create();
  expect(() => lab.create()).toThrow(fails('InvalidParameterException', 'Creation of service was not idempotent.'));
  await lab.after(60);
  lab.ecs('DeleteService', { cluster: 'prod', service: 'web', force: true });
  expect(() => lab.create()).toThrow(fails('InvalidParameterException', 'Unable to Start a service that is still Draining.'));
  await lab.after(60);
  expect(lab.create().status).toBe('ACTIVE');
});

test('a service is described by name and ARN and listed, and its revision names the task definition', () => {
  const lab = new Lab();
  const { serviceArn } = lab.create();
  expect(lab.ecs<{ services: Service[] }>('DescribeServices', { cluster: 'prod', services: [serviceArn] }).services).toHaveLength(1);
  expect(lab.ecs('ListServices', { cluster: 'prod' })).toEqual({ serviceArns: [serviceArn] });
  const { targetServiceRevision } = lab.serviceDeployment();
  expect(lab.ecs('DescribeServiceRevisions', { serviceRevisionArns: [targetServiceRevision!.arn, 'none'] })).toMatchObject({
    serviceRevisions: [{ serviceArn, launchType: 'FARGATE', containerImages: [{ containerName: 'web', image: 'web:1' }] }],
    failures: [{ arn: 'none', reason: 'MISSING' }],
  });
});

test('a cluster with a service cannot be deleted', async () => {
  const lab = new Lab();
  lab.create();
  expect(() => lab.ecs('DeleteCluster', { cluster: 'prod' })).toThrow(fails('ClusterContainsServicesException', 'while Services are active'));
  lab.ecs('DeleteService', { cluster: 'prod', service: 'web', force: true });
  await lab.after(60);
  lab.ecs('DeleteCluster', { cluster: 'prod' });
  expect(() => lab.service()).toThrow(fails('ClusterNotFoundException', 'Cluster not found.'));
});

test('a person stops a task: it is replaced, and nothing has failed', async () => {
  const lab = new Lab();
  lab.create();
  await lab.until(() => lab.tasks('RUNNING')[0]?.lastStatus === 'RUNNING');
  lab.ecs('StopTask', { cluster: 'prod', task: lab.tasks('RUNNING')[0].taskArn, reason: 'testing' });
  await lab.after(10);
  expect(lab.tasks('STOPPED')).toMatchObject([{ stopCode: 'UserInitiated', stoppedReason: 'testing', containers: [{ exitCode: 143 }] }]);
  expect(lab.tasks('RUNNING')).toHaveLength(1);
  expect(lab.service().deployments).toMatchObject([{ failedTasks: 0 }]);
  expect(() => lab.ecs('StopTask', { cluster: 'prod', task: 'none' })).toThrow(fails('InvalidParameterException', 'The referenced task was not found.'));
});

test('DescribeServices returns the newest 100 events', async () => {
  const lab = new Lab({ rules: [{ containers: { web: { exit: { code: 1, after: 1 } } } }] });
  lab.create({ desiredCount: 3 });
  await lab.after(2 * 3600);
  const { events } = lab.service();
  expect(events).toHaveLength(100);
  const times = events!.map(({ createdAt }) => createdAt!.getTime());
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test.each([
  ['a changed network', { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-c'] } } }, true],
  ['forceNewDeployment', { forceNewDeployment: true }, true],
  ['the same task definition', { taskDefinition: 'web:1' }, false],
  ['another grace period', { healthCheckGracePeriodSeconds: 5 }, false],
  ['another maximum percent', { deploymentConfiguration: { maximumPercent: 150 } }, false],
])('%s: a new deployment? %j %s', (_, change, expected) => {
  const lab = new Lab();
  lab.create();
  expect(lab.update(change).deployments).toHaveLength(expected ? 2 : 1);
});
