import { execFileSync } from 'child_process';
import * as path from 'path';
import { Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { DiagnoseDeployments, DiagnosedFargateService } from '../../../src';
import { l1Service } from '../statements';
import { cluster, newStack } from '../synth';

type Build = (stack: Stack, task: ecs.FargateTaskDefinition) => unknown;

const plain: Build = (stack, task) => new ecs.FargateService(stack, 'Api', { cluster: cluster(stack), taskDefinition: task, minHealthyPercent: 100 });
const diagnosed = (stack: Stack, task: ecs.FargateTaskDefinition) => (
  new DiagnosedFargateService(stack, 'Api', { cluster: cluster(stack), taskDefinition: task, minHealthyPercent: 100 })
);

const APPS: { readonly [what: string]: Build } = {
  'a plain service': plain,
  'DiagnosedFargateService': diagnosed,
  'the aspect': (stack, task) => {
    Aspects.of(stack).add(new DiagnoseDeployments());
    plain(stack, task);
  },
  'a service with a dependency on its task definition': (stack, task) => (
    (diagnosed(stack, task).node.defaultChild as ecs.CfnService).addDependency(task.node.defaultChild as ecs.CfnTaskDefinition)
  ),
  'a service with such a dependency by an override': (stack, task) => (
    (diagnosed(stack, task).node.defaultChild as ecs.CfnService).addOverride('DependsOn', [stack.getLogicalId(task.node.defaultChild as ecs.CfnTaskDefinition)])
  ),
  'an L1 service': (stack, task) => l1Service(stack, 'Api', { taskDefinition: (task.node.defaultChild as ecs.CfnTaskDefinition).ref }),
  'an L1 service with the attribute': (stack, task) => (
    l1Service(stack, 'Api', { taskDefinition: (task.node.defaultChild as ecs.CfnTaskDefinition).attrTaskDefinitionArn })
  ),
  'a service with a tag that names its task definition': (stack, task) => (
    l1Service(stack, 'Api', { taskDefinition: task.taskDefinitionArn, tags: [{ key: 'task', value: task.taskDefinitionArn }] })
  ),
};

function template(build: Build, image: string): unknown {
  const stack = newStack();
  const task = new ecs.FargateTaskDefinition(stack, 'Task');
  task.addContainer('app', { image: ecs.ContainerImage.fromRegistry(image) });
  build(stack, task);
  return Template.fromStack(stack).toJSON();
}

/** The whole CLI is loaded once, in a process of its own. */
function classified(): unknown[] {
  const pairs = Object.values(APPS).map((build) => ({ before: template(build, 'shop/api:1'), after: template(build, 'shop/api:2') }));
  const args = [path.join(__dirname, 'classify.cjs'), path.dirname(require.resolve('aws-cdk/package.json'))];
  return JSON.parse(execFileSync(process.execPath, args, { input: JSON.stringify(pairs), encoding: 'utf8' }));
}

test('the AWS CDK CLI hotswaps a new image of a diagnosed service as it does without the diagnosis', () => {
  const answers = classified();
  const hotswappable = { hotswappable: ['AWS::ECS::TaskDefinition', 'AWS::ECS::Service'], not: [] };
  expect(Object.fromEntries(Object.keys(APPS).map((what, i) => [what, answers[i]])))
    .toEqual(Object.fromEntries(Object.keys(APPS).map((what) => [what, hotswappable])));
});
