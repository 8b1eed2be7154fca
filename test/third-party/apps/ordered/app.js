const { App, CfnResource, Fn, Stack, aws_ec2: ec2, aws_ecs: ecs } = require('aws-cdk-lib');

// The second cluster is made after the first service: a policy for both clusters would close the circle.
const app = new App();
const stack = new Stack(app, 'Shop');
const vpc = new ec2.Vpc(stack, 'Vpc');
const custom = (id) => new CfnResource(stack, id, { type: 'Custom::Cluster', properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:clusters' } });
const service = (id, resource) => {
  const cluster = ecs.Cluster.fromClusterAttributes(stack, `${id}Cluster`, { vpc, clusterName: Fn.select(1, Fn.split('/', resource.getAtt('Arn').toString())) });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `${id}Task`);
  taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('shop/api') });
  return new ecs.FargateService(stack, id, { cluster, taskDefinition, minHealthyPercent: 100 });
};
const [first, second] = [custom('First'), custom('Second')];
second.node.addDependency(service('Api', first));
service('Worker', second);
app.synth();
