const { App, NestedStack, Stack, aws_ec2: ec2, aws_ecs: ecs, aws_ecs_patterns: patterns, aws_sns: sns } = require('aws-cdk-lib');

const app = new App();
const stack = new Stack(app, 'Shop');
const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc') });
const image = ecs.ContainerImage.fromRegistry('shop/web');
const web = new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', { cluster, taskImageOptions: { image }, minHealthyPercent: 100 });
// waits for the service, and so for its diagnosis
new sns.Topic(stack, 'Deployed').node.addDependency(web.service);
const jobs = new patterns.QueueProcessingFargateService(stack, 'Jobs', { cluster, image, minHealthyPercent: 100 });
jobs.service.node.addDependency(web.service);
const canary = new patterns.NetworkLoadBalancedFargateService(new NestedStack(stack, 'Back'), 'Office', {
  cluster, taskDefinition: web.taskDefinition, minHealthyPercent: 100,
  deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY },
});
new ecs.FargateService(canary, 'Mail', { cluster, taskDefinition: web.taskDefinition, minHealthyPercent: 100 });
app.synth();
