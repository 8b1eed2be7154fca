import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import * as path from 'path';
import { App, Aspects, CfnResource, Duration, NestedStack, Size, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ts from 'typescript';
import { l1Service } from './statements';
import { copyOf, DIAGNOSES, newStack, ofType, Resources, resourcesOf, serviceProps, SERVICES, taskDefinition } from './synth';
import { DiagnoseDeployments, DiagnosedFargateService, EcsDeploymentDiagnosis } from '../../src';

/** Props as an app may give them; those that only newer versions of aws-cdk-lib know are plain values. */
type Props = Partial<ecs.FargateServiceProps> & { readonly [newer: string]: unknown };
type Build = (stack: Stack) => Props;

const installed = path.dirname(require.resolve('aws-cdk-lib/package.json'));

/** Names of the members of an interface and of all that it extends, as the installed aws-cdk-lib declares them. */
function members(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const declared = source.statements.filter(ts.isInterfaceDeclaration).find((each) => each.name.text === name);
  if (!declared) throw new Error(`${file} declares no interface ${name}`);
  const own = declared.members.map((member) => member.name!.getText(source));
  const parents = (declared.heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression.getText(source)));
  return [...parents.flatMap((parent) => members(importedFrom(source, parent) ?? file, parent)), ...own];
}

/** The file that a name is imported from; undefined where the file declares it itself. */
function importedFrom(source: ts.SourceFile, name: string): string | undefined {
  const statement = source.statements.filter(ts.isImportDeclaration).find(({ importClause }) => {
    const bindings = importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) && bindings.elements.some((each) => each.name.text === name);
  });
  return statement && path.resolve(path.dirname(source.fileName), `${(statement.moduleSpecifier as ts.StringLiteral).text}.d.ts`);
}

const KNOWN_PROPS = members(path.join(installed, 'aws-ecs', 'lib', 'fargate', 'fargate-service.d.ts'), 'FargateServiceProps');

/** What aws-cdk-lib has gained since the floor, as of 2.276. */
const NEWER = ['deploymentStrategy', 'bakeTime', 'lifecycleHooks', 'linearConfiguration', 'canaryConfiguration', 'forceNewDeployment'];

function alarm(stack: Stack) {
  return new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Errors' }).createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
}

/** A hook by the class of newer versions. */
function hook(stack: Stack): unknown {
  const Target = Reflect.get(ecs, 'DeploymentLifecycleLambdaTarget');
  const handler = new lambda.Function(stack, 'Hook', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('x') });
  return new Target(handler, 'Hook', { lifecycleStages: ['POST_SCALE_UP'] });
}

function volume(stack: Stack) {
  return new ecs.ServiceManagedVolume(stack, 'Volume', { name: 'data', managedEBSVolume: { size: Size.gibibytes(10), volumeType: ec2.EbsDeviceVolumeType.GP3 } });
}

function ownVpc(stack: Stack) {
  return new ec2.Vpc(stack, 'OwnVpc', { maxAzs: 2, restrictDefaultSecurityGroup: false });
}

/** One or more values of every prop; values that exclude each other stand apart. */
const VALUES: { readonly [prop: string]: readonly Build[] } = {
  taskDefinition: [(stack) => ({ taskDefinition: taskDefinition(stack, 'Another') })],
  cluster: [
    (stack) => ({ cluster: new ecs.Cluster(stack, 'Another', { vpc: ownVpc(stack) }) }),
    (stack) => ({ cluster: ecs.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: 'shared', vpc: ownVpc(stack) }) }),
  ],
  assignPublicIp: [() => ({ assignPublicIp: true }), () => ({ assignPublicIp: false })],
  vpcSubnets: [() => ({ vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } })],
  securityGroups: [(stack) => {
    const vpc = ownVpc(stack);
    const securityGroups = ['One', 'Two'].map((id) => new ec2.SecurityGroup(stack, id, { vpc }));
    return { cluster: new ecs.Cluster(stack, 'Another', { vpc }), securityGroups };
  }],
  platformVersion: [
    () => ({ platformVersion: ecs.FargatePlatformVersion.LATEST }),
    () => ({ platformVersion: ecs.FargatePlatformVersion.VERSION1_4 }),
  ],
  availabilityZoneRebalancing: [() => ({ availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED })],
  desiredCount: [() => ({ desiredCount: 0 }), () => ({ desiredCount: 3 })],
  serviceName: [() => ({ serviceName: 'web' })],
  maxHealthyPercent: [() => ({ maxHealthyPercent: 150 })],
  minHealthyPercent: [() => ({ minHealthyPercent: 50 }), () => ({ minHealthyPercent: undefined })],
  healthCheckGracePeriod: [() => ({ healthCheckGracePeriod: Duration.minutes(2) })],
  cloudMapOptions: [(stack) => ({
    cloudMapOptions: { name: 'web', cloudMapNamespace: new servicediscovery.PrivateDnsNamespace(stack, 'Names', { name: 'shop.local', vpc: ownVpc(stack) }) },
  })],
  propagateTags: [() => ({ propagateTags: ecs.PropagatedTagSource.SERVICE }), () => ({ propagateTags: ecs.PropagatedTagSource.NONE })],
  enableECSManagedTags: [() => ({ enableECSManagedTags: true })],
  deploymentController: [() => ({ deploymentController: { type: ecs.DeploymentControllerType.ECS } })],
  circuitBreaker: [() => ({ circuitBreaker: { rollback: true } }), () => ({ circuitBreaker: { enable: false } })],
  deploymentAlarms: [(stack) => ({
    deploymentAlarms: { alarmNames: [alarm(stack).alarmName], behavior: ecs.AlarmBehavior.FAIL_ON_ALARM },
  })],
  capacityProviderStrategies: [
    () => ({ capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 2 }, { capacityProvider: 'FARGATE', base: 1 }] }),
  ],
  enableExecuteCommand: [() => ({ enableExecuteCommand: true })],
  serviceConnectConfiguration: [() => ({ serviceConnectConfiguration: { namespace: 'shop', services: [] } })],
  taskDefinitionRevision: [
    () => ({ taskDefinitionRevision: ecs.TaskDefinitionRevision.LATEST }),
    () => ({ taskDefinitionRevision: ecs.TaskDefinitionRevision.of(3) }),
  ],
  volumeConfigurations: [(stack) => {
    const managed = volume(stack);
    const task = taskDefinition(stack, 'Another');
    managed.mountIn(task.defaultContainer!, { containerPath: '/data', readOnly: false });
    task.addVolume(managed);
    return { taskDefinition: task, volumeConfigurations: [managed] };
  }],
  deploymentStrategy: [() => ({ deploymentStrategy: 'ROLLING' }), () => ({ deploymentStrategy: 'BLUE_GREEN' })],
  bakeTime: [() => ({ deploymentStrategy: 'BLUE_GREEN', bakeTime: Duration.minutes(5) })],
  lifecycleHooks: [(stack) => ({ deploymentStrategy: 'BLUE_GREEN', lifecycleHooks: [hook(stack)] })],
  linearConfiguration: [() => ({ deploymentStrategy: 'LINEAR', linearConfiguration: { stepPercent: 20, stepBakeTime: Duration.minutes(3) } })],
  canaryConfiguration: [() => ({ deploymentStrategy: 'CANARY', canaryConfiguration: { stepPercent: 5, stepBakeTime: Duration.minutes(3) } })],
  forceNewDeployment: [() => ({ forceNewDeployment: { enabled: true, nonce: '7' } }), () => ({ forceNewDeployment: { enabled: false } })],
};

test('every prop of FargateService in the installed aws-cdk-lib has its values here', () => {
  // Of the service itself and of what it extends.
  expect(KNOWN_PROPS).toEqual(expect.arrayContaining(['assignPublicIp', 'cluster', 'circuitBreaker']));
  expect(KNOWN_PROPS.length).toBeGreaterThan(20);
  expect(KNOWN_PROPS.filter((prop) => !(prop in VALUES))).toEqual([]);
  expect(Object.keys(VALUES).filter((prop) => !KNOWN_PROPS.includes(prop) && !NEWER.includes(prop))).toEqual([]);
});

const ROWS = Object.entries(VALUES).filter(([prop]) => KNOWN_PROPS.includes(prop))
  .flatMap(([prop, builds]) => builds.map((build, i): [string, Build] => [`${prop} (${i + 1})`, build]));

/** Ways to adopt the diagnosis; the first is the app without it. */
const ADOPT: { readonly [way: string]: (stack: Stack, props: ecs.FargateServiceProps) => void } = {
  'not at all': (stack, props) => void new ecs.FargateService(stack, 'Service', props),
  'subclass': (stack, props) => void new DiagnosedFargateService(stack, 'Service', props),
  'attached': (stack, props) => void new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service: new ecs.FargateService(stack, 'Service', props) }),
  'aspect': (stack, props) => {
    Aspects.of(stack).add(new DiagnoseDeployments());
    new ecs.FargateService(stack, 'Service', props);
  },
};
const [without, ...ways] = Object.keys(ADOPT);

function synthesize(way: string, build: Build): Resources {
  const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
  const base = serviceProps(stack);
  ADOPT[way](stack, { ...base, ...build(stack) } as ecs.FargateServiceProps);
  return resourcesOf(stack);
}

/** As it stands in the template file, in the order of the file. */
const text = (resources: Resources) => JSON.stringify(ofType(resources, SERVICES));

test.each(ROWS)('%s: the service is byte for byte the same', (_, build) => {
  const plain = synthesize(without, build);
  for (const way of ways) {
    const diagnosed = synthesize(way, build);
    expect(text(diagnosed)).toBe(text(plain));
    const rest = Object.fromEntries(Object.entries(diagnosed).filter(([id]) => !/DeploymentDiagnosis/.test(id)));
    expect(JSON.stringify(rest)).toBe(JSON.stringify(plain));
    expect(ofType(diagnosed, DIAGNOSES)[0][1].Properties.Service).toEqual(copyOf(ofType(diagnosed, SERVICES)[0][1].Properties));
  }
});

test('a resource that waits for the service also waits for its diagnosis, and does not change otherwise', () => {
  const queue = (way: string) => {
    const stack = newStack();
    ADOPT[way](stack, serviceProps(stack));
    const after = new sqs.Queue(stack, 'After');
    after.node.addDependency(stack.node.findChild('Service'));
    return ofType(resourcesOf(stack), 'AWS::SQS::Queue')[0][1];
  };
  const plain = queue(without);
  for (const way of ways) {
    const { DependsOn, ...rest } = queue(way);
    expect({ ...rest, DependsOn: DependsOn!.filter((id) => !/DeploymentDiagnosis/.test(id)) }).toEqual(plain);
    expect(DependsOn!.filter((id) => /DeploymentDiagnosis/.test(id))).toEqual(['ServiceDeploymentDiagnosis29C16840']);
  }
});

describe('a resource that waits for the L1 of the service also waits for its diagnosis', () => {
  test.each(ways)('%s', (way) => {
    const stack = newStack();
    const after = new sqs.CfnQueue(stack, 'After');
    ADOPT[way](stack, serviceProps(stack));
    after.addDependency(stack.node.findChild('Service').node.defaultChild as CfnResource);
    expect(resourcesOf(stack).After.DependsOn).toEqual(['ServiceDeploymentDiagnosis29C16840', 'ServiceD69D759B']);
  });

  test('and so does the diagnosis of a service that waits for it', () => {
    const stack = newStack();
    const [first, second] = ['First', 'Second'].map((id) => l1Service(stack, id, { cluster: 'blue', taskDefinition: 'web:1' }));
    second.addDependency(first);
    const resources = resourcesOf(stack);
    const [firstId, secondId] = ['First', 'Second'].map((id) => ofType(resources, DIAGNOSES).find(([, { Properties }]) => Properties.ServiceLogicalId === id)![0]);
    expect(resources.First.DependsOn).toBeUndefined();
    expect([resources.Second, resources[secondId]].map(({ DependsOn }) => DependsOn)).toEqual([1, 2].map(() => expect.arrayContaining(['First', firstId])));
  });

  test('in a nested stack, whose asset is named after its template', () => {
    const app = new App();
    const nested = new NestedStack(new Stack(app, 'Shop'), 'Part');
    const service = l1Service(nested, 'Web', { cluster: 'blue', taskDefinition: 'web:1' });
    new sqs.CfnQueue(nested, 'After').addDependency(service);
    const { directory } = app.synth();
    const template = readFileSync(path.join(directory, nested.templateFile), 'utf8');
    expect(JSON.parse(template).Resources.After.DependsOn).toHaveLength(2);
    const { files } = JSON.parse(readFileSync(path.join(directory, 'Shop.assets.json'), 'utf8'));
    expect(Object.keys(files)).toContain(createHash('sha256').update(JSON.stringify(JSON.parse(template))).digest('hex'));
  });
});

test.each([['CODE_DEPLOY'], ['EXTERNAL']])('deployment controller %s: the service is byte for byte the same, and nothing is added', (type) => {
  const build: Build = () => ({ deploymentController: { type: type as ecs.DeploymentControllerType } });
  for (const way of ['subclass', 'aspect']) expect(JSON.stringify(synthesize(way, build))).toBe(JSON.stringify(synthesize(without, build)));
});

test('a prop does reach the service: the comparison can fail', () => {
  for (const [, build] of ROWS.filter(([name]) => /desiredCount|serviceName|circuitBreaker/.test(name))) {
    expect(text(synthesize(without, build))).not.toBe(text(synthesize(without, () => ({}))));
  }
});
