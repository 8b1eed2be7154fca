import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { RESOURCE_TYPE } from '../../src/contract';

/** The smallest image that stays up: the service is steady within a minute or two. */
export const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx:1.27');

/** Public subnets only: a NAT gateway costs money for as long as the test runs. */
export function publicCluster(scope: Construct): ecs.Cluster {
  const subnetConfiguration = [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }];
  const vpc = new ec2.Vpc(scope, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration, restrictDefaultSecurityGroup: false });
  return new ecs.Cluster(scope, 'Cluster', { vpc });
}

export function nginx(scope: Construct, id: string): ecs.FargateTaskDefinition {
  const task = new ecs.FargateTaskDefinition(scope, id);
  const logGroup = new LogGroup(task, 'Logs', { removalPolicy: RemovalPolicy.DESTROY });
  task.addContainer('web', { image: IMAGE, portMappings: [{ containerPort: 80 }], logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'web', logGroup }) });
  return task;
}

export function inPublic(cluster: ecs.ICluster, taskDefinition: ecs.FargateTaskDefinition): ecs.FargateServiceProps {
  return { cluster, taskDefinition, desiredCount: 1, minHealthyPercent: 100, assignPublicIp: true, circuitBreaker: { rollback: true } };
}

/**
 * The snapshot test of a stack, and what `integ-runner --update-on-failed` asks AWS after it has deployed the stack. The snapshot is
 * verified in CI. The questions to AWS have never been asked: nobody has deployed these stacks to an account yet.
 *
 * The hash of the function's bundle changes with each change of the sources, so asset hashes are not compared. The snapshots have no asset
 * files, so none of them can be deployed before the new version: no update workflow.
 */
export function integTest(app: App, stack: Stack, ...services: readonly ecs.FargateService[]): void {
  const { assertions } = new IntegTest(app, 'Test', { testCases: [stack], diffAssets: false, stackUpdateWorkflow: false });
  for (const { cluster, serviceName } of services) {
    assertions.awsApiCall('ECS', 'describeServices', { cluster: cluster.clusterName, services: [serviceName] })
      .expect(ExpectedResult.objectLike({ services: [{ runningCount: 1, deployments: [{ rolloutState: 'COMPLETED' }] }] }));
  }
  const diagnosed = Match.objectLike({ ResourceType: RESOURCE_TYPE, ResourceStatus: Match.stringLikeRegexp('^(CREATE|UPDATE)_COMPLETE$') });
  assertions.awsApiCall('CloudFormation', 'describeStackResources', { StackName: stack.stackName })
    .expect(ExpectedResult.objectLike({ StackResources: Match.arrayWith([diagnosed]) }));
}
