import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { App, Aspects, NestedStack, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { cluster, newStack, Resources, resourcesOf, taskDefinition } from './synth';
import { DiagnoseDeployments, DiagnosedFargateService } from '../../src';

/** AWS CloudFormation User Guide, "Understand CloudFormation quotas". */
const MAX_RESOURCES = 500, MAX_TEMPLATE_BYTES = 1_000_000, MAX_PARAMETERS = 200, MAX_OUTPUTS = 200;

/** Function, its role and log group, state machine, its role, the policy to read logs. */
const A_STACK = 6;
/** Nothing: the role names a cluster that waits for nothing. */
const A_CLUSTER = 0;
/** The custom resource. */
const A_SERVICE = 1;

function added(services: number, clusters = 1): number {
  const build = (Service: typeof ecs.FargateService | typeof DiagnosedFargateService) => {
    const stack = newStack();
    const own = Array.from({ length: clusters }, (_, i) => ecs.Cluster.fromClusterAttributes(stack, `Cluster${i}`, { clusterName: `c${i}`, vpc: vpcOf(stack) }));
    for (let i = 0; i < services; i++) new Service(stack, `Service${i}`, { cluster: own[i % clusters], taskDefinition: taskDefinition(stack, `Task${i}`), minHealthyPercent: 100 });
    return Object.keys(resourcesOf(stack)).length;
  };
  return build(DiagnosedFargateService) - build(ecs.FargateService);
}

const vpcOf = (stack: Stack) => (stack.node.tryFindChild('Shared') as ecs.Cluster | undefined ?? new ecs.Cluster(stack, 'Shared')).vpc;

test.each([
  [1, 1, A_STACK + A_CLUSTER + A_SERVICE],
  [3, 1, A_STACK + A_CLUSTER + 3 * A_SERVICE],
  [3, 2, A_STACK + 2 * A_CLUSTER + 3 * A_SERVICE],
  [50, 1, A_STACK + A_CLUSTER + 50 * A_SERVICE],
])('%i services in %i clusters add %i resources', (services, clusters, expected) => {
  expect(added(services, clusters)).toBe(expected);
});

test('a service adds less than 2.5 KB to the template beside a copy of its properties, the first with its stack less than 13 KB', () => {
  const bytes = (services: number) => {
    const stack = newStack();
    const own = cluster(stack);
    for (let i = 0; i < services; i++) new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: taskDefinition(stack, `Task${i}`), minHealthyPercent: 100 });
    const resources = resourcesOf(stack);
    const ours = Object.fromEntries(Object.entries(resources).filter(([id]) => id.includes('DeploymentDiagnosis')));
    return JSON.stringify(ours).length - JSON.stringify(copies(resources)).length;
  };
  const [one, two] = [bytes(1), bytes(2)];
  expect(two - one).toBeLessThan(2_500);
  expect(one).toBeLessThan(13_000);
});

const copies = (resources: Resources) => Object.values(resources).filter(({ Type }) => Type === 'AWS::ECS::Service').map(({ Properties }) => Properties);

test('200 services, split in nested stacks, stay within what CloudFormation allows', () => {
  const app = new App();
  Aspects.of(app).add(new DiagnoseDeployments());
  const stack = new Stack(app, 'Shop');
  const shared = cluster(stack);
  for (let part = 0; part < 8; part++) {
    const nested = new NestedStack(stack, `Part${part}`);
    for (let i = 0; i < 25; i++) new ecs.FargateService(nested, `Service${i}`, { cluster: shared, taskDefinition: taskDefinition(nested, `Task${i}`), minHealthyPercent: 100 });
  }
  const { directory } = app.synth();
  const templates = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  expect(templates).toHaveLength(9);
  const sizes = templates.map((name) => {
    const template = JSON.parse(readFileSync(join(directory, name), 'utf8'));
    const count = (section: string) => Object.keys(template[section] ?? {}).length;
    return { resources: count('Resources'), parameters: count('Parameters'), outputs: count('Outputs'), bytes: statSync(join(directory, name)).size };
  });
  for (const { resources, parameters, outputs, bytes } of sizes) {
    expect(resources).toBeLessThanOrEqual(MAX_RESOURCES);
    expect(parameters).toBeLessThanOrEqual(MAX_PARAMETERS);
    expect(outputs).toBeLessThanOrEqual(MAX_OUTPUTS);
    expect(bytes).toBeLessThanOrEqual(MAX_TEMPLATE_BYTES);
  }
});
