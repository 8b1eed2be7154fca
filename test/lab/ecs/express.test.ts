import type { ECSExpressGatewayService, Service, ServiceDeployment, TaskDefinition } from '@aws-sdk/client-ecs';
import { Lab } from './lab';
import type { TaskRule } from '../../../src/lab/world';

const IMAGE_GONE: TaskRule = { pull: { text: 'CannotPullContainerError: web:2: not found', after: 5, container: 'Main' } };
const ROLES = { executionRoleArn: 'arn:aws:iam::123456789012:role/execution', infrastructureRoleArn: 'arn:aws:iam::123456789012:role/express' };

function express(rules: readonly TaskRule[] = []) {
  const lab = new Lab({ rules });
  const create = (more: object = {}) => lab.ecs<{ service: ECSExpressGatewayService }>('CreateExpressGatewayService', {
    ...ROLES, serviceName: 'web', primaryContainer: { image: 'web:1', containerPort: 8080 }, ...more,
  }).service;
  const describe = (serviceArn: string) => lab.ecs<{ service: ECSExpressGatewayService }>('DescribeExpressGatewayService', { serviceArn }).service;
  const service = () => lab.ecs<{ services: Service[] }>('DescribeServices', { services: ['web'] }).services[0];
  const deployment = (arn: string | undefined) => (
    lab.ecs<{ serviceDeployments: ServiceDeployment[] }>('DescribeServiceDeployments', { serviceDeploymentArns: [arn] }).serviceDeployments[0]
  );
  const definition = () => (
    lab.ecs<{ taskDefinition: TaskDefinition }>('DescribeTaskDefinition', { taskDefinition: service().taskDefinition }).taskDefinition
  );
  const stable = (serviceArn: string) => lab.until(() => describe(serviceArn).currentDeployment === undefined);
  return { lab, create, describe, service, deployment, definition, stable };
}

test('an ordinary service of the same ARN lies under it, in the default cluster, with a canary deployment and alarms', () => {
  const { create, service, definition } = express();
  const created = create();
  expect(created.serviceArn).toBe('arn:aws:ecs:eu-west-1:123456789012:service/default/web');
  expect(service()).toMatchObject({
    serviceArn: created.serviceArn, resourceManagementType: 'ECS', desiredCount: 1, healthCheckGracePeriodSeconds: 300,
    capacityProviderStrategy: [{ base: 1, capacityProvider: 'FARGATE', weight: 1 }],
    currentServiceDeployment: created.currentDeployment,
    deploymentConfiguration: { strategy: 'CANARY', bakeTimeInMinutes: 3, canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 3 }, alarms: { enable: true, rollback: true } },
    loadBalancers: [{ containerName: 'Main', containerPort: 8080 }],
  });
  expect(service().launchType).toBeUndefined();
  expect(definition().containerDefinitions).toMatchObject([{
    name: 'Main', image: 'web:1', portMappings: [{ containerPort: 8080 }],
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': expect.stringMatching(/^\/aws\/ecs\/default\/web-\w{4}$/), 'awslogs-stream-prefix': 'ecs' } },
  }]);
});

test('an update bakes three minutes with 5 % of the traffic and three with all of it', async () => {
  const { lab, create, describe, deployment, stable } = express();
  const { serviceArn = '' } = create();
  await stable(serviceArn);
  lab.ecs('UpdateExpressGatewayService', { serviceArn, primaryContainer: { image: 'web:2', containerPort: 8080 } });
  const { currentDeployment } = describe(serviceArn);
  const seen: string[] = [];
  await lab.until(() => {
    const { lifecycleStage, targetServiceRevision } = deployment(currentDeployment);
    if (/PRODUCTION|BAKE/.test(lifecycleStage ?? '')) seen.push(`${lifecycleStage} ${targetServiceRevision?.requestedProductionTrafficWeight}`);
    return describe(serviceArn).currentDeployment === undefined;
  });
  const seconds = (text: string) => seen.filter((one) => one === text).length;
  expect(seconds('PRODUCTION_TRAFFIC_SHIFT 5')).toBeGreaterThanOrEqual(180);
  expect(seconds('BAKE_TIME 100')).toBeGreaterThanOrEqual(180);
  expect(deployment(currentDeployment).status).toBe('SUCCESSFUL');
});

test('an update keeps what it does not name, and scales to the new least number of tasks', async () => {
  const { lab, create, definition, service, stable } = express();
  const { serviceArn = '' } = create({ cpu: '512', memory: '1024' });
  await stable(serviceArn);
  const { service: updated } = lab.ecs<{ service: { targetConfiguration: { taskDefinitionArn: string } } }>('UpdateExpressGatewayService', {
    serviceArn, primaryContainer: { image: 'web:2' }, scalingTarget: { minTaskCount: 3 },
  });
  expect(definition()).toMatchObject({ revision: 2, cpu: '512', memory: '1024', executionRoleArn: ROLES.executionRoleArn, taskDefinitionArn: updated.targetConfiguration.taskDefinitionArn });
  expect(service().desiredCount).toBe(3);
});

test('a task definition of the user, two services on one load balancer, tasks that fail', async () => {
  const { lab, create } = express([IMAGE_GONE]);
  const mine = lab.taskDefinition([{ name: 'Main', portMappings: [{ containerPort: 80, name: 'http' }] }]);
  create({ primaryContainer: undefined, executionRoleArn: undefined, taskDefinitionArn: mine });
  create({ serviceName: 'worker' });
  expect(lab.elb<{ LoadBalancers: unknown[] }>('DescribeLoadBalancers', {}).LoadBalancers).toHaveLength(1);
  await lab.after(60);
  const { taskArns } = lab.ecs<{ taskArns: string[] }>('ListTasks', { serviceName: 'web', desiredStatus: 'STOPPED' });
  expect(taskArns.length).toBeGreaterThan(0);
});

test('an ordinary service is none of Express Mode', () => {
  const { lab, describe } = express();
  const { serviceArn = '' } = lab.create();
  expect(() => describe(serviceArn)).toThrow();
});
