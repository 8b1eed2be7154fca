import { CfnResource, Tags } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { rendered } from '../../../src/constructs/template/rendered';
import { newStack, resourcesOf } from '../synth';

/** The same construct as a version of aws-cdk-lib would give it that no longer has the internal method. */
function withoutRendering(resource: CfnResource): CfnResource {
  return new Proxy(resource, {
    has: (target, key) => key !== '_toCloudFormation' && Reflect.has(target, key),
  });
}

test('without the internal rendering of aws-cdk-lib, changes of the service are still seen', () => {
  const stack = newStack();
  const first = new CfnResource(stack, 'First', { type: 'Test::Test::First' });
  const service = new ecs.CfnService(stack, 'Service', { cluster: 'blue', taskDefinition: 'web:1', desiredCount: 2, tags: [{ key: 'a', value: 'b' }] });
  service.addDependency(first);
  const mirror = new CfnResource(stack, 'Mirror', {
    type: 'Test::Test::Mirror',
    properties: { All: rendered(withoutRendering(service), (all) => all) },
  });
  service.taskDefinition = 'web:2';
  Tags.of(service).add('team', 'shop');
  expect(resourcesOf(stack)[stack.getLogicalId(mirror)].Properties.All).toEqual({
    Type: 'AWS::ECS::Service',
    Properties: {
      Cluster: 'blue', TaskDefinition: 'web:2', DesiredCount: 2, Tags: [{ key: 'a', value: 'b' }, { key: 'team', value: 'shop' }],
    },
    DependsOn: ['First'],
  });
});
