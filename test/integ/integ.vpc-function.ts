import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { inPublic, integTest, nginx } from './shop';
import { DeploymentWatcher, DiagnosedFargateService } from '../../src';

const { GatewayVpcEndpointAwsService: gateway, InterfaceVpcEndpointAwsService: AwsService } = ec2;

const app = new App();
const stack = new Stack(app, 'VpcFunction');
const vpc = new ec2.Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  restrictDefaultSecurityGroup: false,
  subnetConfiguration: [
    { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
    { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  ],
});
// all that README, "VPC without a way out", asks for
vpc.addGatewayEndpoint('S3', { service: gateway.S3 });
const endpoints = {
  CloudFormation: AwsService.CLOUDFORMATION,
  Ecs: AwsService.ECS,
  LoadBalancing: AwsService.ELASTIC_LOAD_BALANCING,
  Logs: AwsService.CLOUDWATCH_LOGS,
  States: AwsService.STEP_FUNCTIONS,
};
const isolated = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
for (const [id, service] of Object.entries(endpoints)) vpc.addInterfaceEndpoint(id, { service, subnets: isolated });
DeploymentWatcher.configure(stack, { vpc, vpcSubnets: isolated });
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
const api = new DiagnosedFargateService(stack, 'Api', inPublic(cluster, nginx(stack, 'Task')));
api.node.addDependency(vpc);
integTest(app, stack, api);
