import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { EcsDeploymentDiagnosis } from '../../../src';
import { mirroredProperties } from '../../../src/constructs/service/mirror';
import { l1Service } from '../statements';
import { DIAGNOSES, newStack, ofType, Resources, resourcesOf, SERVICES } from '../synth';

const copyAndOriginal = (resources: Resources) => {
  const [[, diagnosis]] = ofType(resources, DIAGNOSES);
  const [[, service]] = ofType(resources, SERVICES);
  return [diagnosis.Properties.Service, service.Properties];
};

test('every synthesis sees what has changed since the last', () => {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const service = l1Service(stack, 'Web', { cluster: 'blue', taskDefinition: 'web:1' });
  const changes: (() => void)[] = [
    () => undefined,
    () => { service.taskDefinition = 'web:2'; },
    () => service.addPropertyOverride('DesiredCount', 3),
    () => service.addPropertyDeletionOverride('Cluster'),
    () => service.overrideLogicalId('Renamed'),
  ];
  const seen = changes.map((change) => {
    change();
    const [copy, original] = copyAndOriginal(app.synth({ force: true }).getStackByName('Shop').template.Resources);
    expect(copy).toEqual(original);
    return copy;
  });
  expect(seen[4]).toEqual({ TaskDefinition: 'web:2', DesiredCount: 3 });
});

test('read by itself, it is rendered anew each time', () => {
  const stack = newStack();
  const service = new ecs.CfnService(stack, 'Service', { taskDefinition: 'web:1' });
  const mirror = mirroredProperties(service);
  stack.resolve(service._toCloudFormation());
  expect(stack.resolve(mirror)).toEqual({ TaskDefinition: 'web:1' });
  service.taskDefinition = 'web:2';
  expect(stack.resolve(mirror)).toEqual({ TaskDefinition: 'web:2' });
  service.addPropertyOverride('DesiredCount', 1);
  expect(stack.resolve(mirror)).toEqual({ TaskDefinition: 'web:2', DesiredCount: 1 });
});

test('of a resource that renders its properties in no known way', () => {
  const stack = newStack();
  const service = new CfnResource(stack, 'Service', { type: SERVICES, properties: { TaskDefinition: 'web:1' } });
  Object.assign(service, { renderProperties: undefined, _toCloudFormation: () => ({ Resources: { Service: { Type: SERVICES, Properties: { TaskDefinition: 'web:2' } } } }) });
  expect(stack.resolve(mirroredProperties(service))).toEqual({ TaskDefinition: 'web:2' });
});

test('an override of the copy leaves the service alone', () => {
  const stack = newStack();
  const service = new ecs.CfnService(stack, 'Web', { cluster: 'blue', taskDefinition: 'web:1', desiredCount: 4, deploymentConfiguration: { maximumPercent: 200 } });
  const { resource } = new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
  resource!.addPropertyOverride('Service.DesiredCount', 1);
  resource!.addPropertyOverride('Service.DeploymentConfiguration.MaximumPercent', 150);
  const [copy, original] = copyAndOriginal(resourcesOf(stack));
  expect([copy.DesiredCount, copy.DeploymentConfiguration]).toEqual([1, { MaximumPercent: 150 }]);
  expect([original.DesiredCount, original.DeploymentConfiguration]).toEqual([4, { MaximumPercent: 200 }]);
});

test.each<[string, (stack: Stack) => CfnResource]>([
  ['an L1', (stack) => new ecs.CfnService(stack, 'Web', {})],
  ['a resource of CloudFormation JSON', (stack) => new CfnResource(stack, 'Web', { type: SERVICES })],
])('%s of which all is overridden', (_, make) => {
  const stack = newStack();
  const service = make(stack);
  service.addPropertyOverride('TaskDefinition', 'web:1');
  service.addOverride('Properties.Cluster', 'blue');
  new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
  const [copy, original] = copyAndOriginal(resourcesOf(stack));
  expect(copy).toEqual({ TaskDefinition: 'web:1', Cluster: 'blue' });
  expect(copy).toEqual(original);
});
