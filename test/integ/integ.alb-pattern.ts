import { App, Aspects, Stack } from 'aws-cdk-lib';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import { integTest, nginx, publicCluster } from './shop';
import { DiagnoseDeployments } from '../../src';

const app = new App();
const stack = new Stack(app, 'AlbPattern');
const web = new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
  cluster: publicCluster(stack),
  taskDefinition: nginx(stack, 'Task'),
  desiredCount: 1,
  minHealthyPercent: 100,
  assignPublicIp: true,
  openListener: false,
  circuitBreaker: { rollback: true },
});
Aspects.of(stack).add(new DiagnoseDeployments());
integTest(app, stack, web.service);
