const { App, Stack, aws_ecs: ecs, aws_servicecatalog: servicecatalog } = require('aws-cdk-lib');

const app = new App();
const stack = new Stack(app, 'Portfolio');
const product = new servicecatalog.ProductStack(stack, 'Product');
new ecs.CfnService(product, 'Api', { cluster: 'shared', taskDefinition: 'api' });
new servicecatalog.CloudFormationProduct(stack, 'Shop', {
  productName: 'shop', owner: 'shop',
  productVersions: [{ cloudFormationTemplate: servicecatalog.CloudFormationTemplate.fromProductStack(product) }],
});
app.synth();
