import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { DiagnosedFargateService } from './diagnosed-fargate-service';

const config = new pulumi.Config();
const cluster = aws.ecs.getClusterOutput({ clusterName: 'prod' });

const web = new DiagnosedFargateService('web', {
  name: 'web',
  cluster: cluster.arn,
  desiredCount: 2,
  networkConfiguration: { subnets: config.requireObject<string[]>('subnets') },
  deploymentCircuitBreaker: { enable: true, rollback: true },
  taskDefinitionArgs: {
    container: {
      name: 'web',
      image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:${config.require('imageTag')}`,
      cpu: 256,
      memory: 512,
    },
  },
});

export const service = web.service.service.name;
