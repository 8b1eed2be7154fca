const { App, Stack, Stage, aws_ec2: ec2, aws_ecs: ecs } = require('aws-cdk-lib');

function shop(scope) {
  const stack = new Stack(scope, 'Shop');
  const cluster = new ecs.Cluster(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc') });
  for (const id of ['Api', 'Worker']) {
    const taskDefinition = new ecs.FargateTaskDefinition(stack, `${id}Task`);
    taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry(`shop/${id.toLowerCase()}`), logging: ecs.LogDrivers.awsLogs({ streamPrefix: id }) });
    new ecs.FargateService(stack, id, { cluster, taskDefinition, minHealthyPercent: 100 });
  }
}

// no call of synth(): CDK_OUTDIR makes the app synthesize itself at its end
const app = new App();
shop(app);
shop(new Stage(app, 'Prod'));
