import { App, CfnResource, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { l1Service } from './statements';
import { DIAGNOSES, newStack, ofType, Resources, SERVICES } from './synth';
import { mirrored } from '../../src/constructs/service-mirror';

const copyAndOriginal = (resources: Resources) => [ofType(resources, DIAGNOSES)[0][1].Properties.Service, ofType(resources, SERVICES)[0][1].Properties];

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
  const mirror = mirrored(service);
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
  expect(stack.resolve(mirrored(service))).toEqual({ TaskDefinition: 'web:2' });
});
