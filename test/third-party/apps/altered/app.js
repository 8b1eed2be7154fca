const { App, Aspects, CfnResource, Stack, aws_ecs: ecs } = require('aws-cdk-lib');

// Red on purpose: an aspect of the app changes a service that has a diagnosis. And a resource that is another one in each synthesis.
const app = new App();
const stack = new Stack(app, 'Shop');
const api = new ecs.CfnService(stack, 'Api', { cluster: 'shared', taskDefinition: 'api', desiredCount: 1 });
new CfnResource(stack, 'Unsteady', { type: 'Custom::Unsteady', properties: { ServiceToken: 'token', Nonce: `${process.hrtime.bigint()}` } });
const visit = ({ node: { id } }) => {
  if (id === 'DeploymentDiagnosis') api.desiredCount = 2;
};
Aspects.of(app).add({ visit });
app.synth();
