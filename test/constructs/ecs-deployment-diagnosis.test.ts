import { App, Aspects, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SERVICES_OF_ALL_KINDS } from './kinds';
import { cluster, copyOf, DIAGNOSES, diagnosedService, newStack, ofType, references, Resource, resourcesOf, serviceProps, SERVICES, taskDefinition } from './synth';
import { DiagnoseDeployments, DiagnosedFargateService, DiagnosisMode, EcsDeploymentDiagnosis } from '../../src';

const FUNCTIONS = 'AWS::Lambda::Function';
const MACHINES = 'AWS::StepFunctions::StateMachine';

function optionsOf({ Properties }: Resource) {
  return JSON.parse(Properties.Options);
}

describe('any ECS service', () => {
  test.each(Object.entries(SERVICES_OF_ALL_KINDS))('%s', (_, service) => {
    const stack = newStack();
    new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service: service(stack) });
    const resources = resourcesOf(stack);
    const [[serviceId, { Properties, DependsOn = [] }]] = ofType(resources, SERVICES);
    const [[, diagnosis]] = ofType(resources, DIAGNOSES);
    expect(diagnosis.Properties).toMatchObject({ ServiceLogicalId: serviceId, Service: copyOf(Properties) });
    expect(diagnosis.DependsOn).toEqual(expect.arrayContaining(DependsOn));
    expect(references(diagnosis)).not.toContain(serviceId);
  });
});

test('the custom resource carries what the watcher reads', () => {
  const stack = newStack();
  diagnosedService(stack);
  const [[id, diagnosis]] = ofType(resourcesOf(stack), DIAGNOSES);
  // Read by people in stack events, and a contract: another id would be another resource.
  expect(id).toBe('ServiceDeploymentDiagnosis29C16840');
  expect(diagnosis.Properties).toEqual({
    ServiceToken: { 'Fn::GetAtt': ['EcsDeploymentDiagnosisFunction7B404993', 'Arn'] },
    ServiceTimeout: '3600',
    ServiceLogicalId: 'ServiceD69D759B',
    ServicePath: 'Shop/Service',
    StateMachineArn: { 'Fn::GetAtt': ['EcsDeploymentDiagnosisWaiterC1A14040', 'Arn'] },
    Options: JSON.stringify({
      mode: 'FAIL', failureThreshold: 2, stuckAfterSeconds: 900, timeoutSeconds: 3420, onTimeout: 'HAND_OVER', causes: {}, logLines: 20, redact: [],
    }),
    Service: expect.objectContaining({ LaunchType: 'FARGATE' }),
  });
});

describe('one watcher a stack', () => {
  test('three services share the function and the state machine', () => {
    const stack = newStack();
    const props = serviceProps(stack);
    const added = (services: number) => {
      for (let i = 0; i < services; i++) new DiagnosedFargateService(stack, `Service${i}`, props);
      return resourcesOf(stack);
    };
    const resources = added(3);
    expect(ofType(resources, FUNCTIONS)).toHaveLength(1);
    expect(ofType(resources, MACHINES)).toHaveLength(1);
    expect(ofType(resources, DIAGNOSES)).toHaveLength(3);
    // Six for the stack (function, role, log group, machine, its role, a policy), one for each service.
    expect(Object.keys(resources).filter((id) => id.includes('DeploymentDiagnosis'))).toHaveLength(6 + 3);
  });

  test('a nested stack has its own', () => {
    const stack = newStack();
    const shared = cluster(stack);
    diagnosedService(new Stack(stack.node.scope as Construct, 'Sibling'));
    const nested = new NestedStack(stack, 'Nested');
    new DiagnosedFargateService(nested, 'Service', { cluster: shared, taskDefinition: taskDefinition(nested) });
    const parent = resourcesOf(stack);
    expect(ofType(parent, FUNCTIONS)).toHaveLength(0);
    const resources = Template.fromStack(nested).toJSON().Resources;
    const [[, { Properties }]] = ofType(resources, SERVICES);
    expect(ofType(resources, DIAGNOSES)[0][1].Properties.Service).toEqual(copyOf(Properties));
    expect(Properties.Cluster.Ref).toMatch(/^referencetoShopCluster/);
    expect(ofType(resources, FUNCTIONS)).toHaveLength(1);
  });

  test('stages and stacks apart from each other', () => {
    const app = new App();
    const stages = ['Test', 'Prod'].map((name) => {
      const stage = new Stage(app, name);
      const base = new Stack(stage, 'Base');
      const shared = cluster(base);
      const stack = new Stack(stage, 'Shop');
      const service = new DiagnosedFargateService(stack, 'Service', { cluster: shared, taskDefinition: taskDefinition(base) });
      service.node.addDependency(base);
      return { base, stack };
    });
    const [test, prod] = stages.map(({ stack }) => Object.keys(resourcesOf(stack)));
    expect(test).toEqual(prod);
    for (const { base, stack } of stages) {
      const resources = resourcesOf(stack);
      const [[, { Properties }]] = ofType(resources, SERVICES);
      expect(ofType(resources, DIAGNOSES)[0][1].Properties.Service).toEqual(copyOf(Properties));
      expect(Properties.Cluster).toHaveProperty(['Fn::ImportValue']);
      expect(ofType(resources, FUNCTIONS)).toHaveLength(1);
      expect(ofType(resourcesOf(base), FUNCTIONS)).toHaveLength(0);
    }
  });

  test('outlives a failed first deployment in its log', () => {
    const stack = newStack();
    diagnosedService(stack);
    const [[, logGroup]] = ofType(resourcesOf(stack), 'AWS::Logs::LogGroup').filter(([id]) => id.startsWith('EcsDeploymentDiagnosis'));
    expect(logGroup).toMatchObject({ DeletionPolicy: 'Retain', Properties: { RetentionInDays: 30 } });
    // With a name of its own, the group that was left behind would stop the next attempt.
    expect(logGroup.Properties.LogGroupName).toBeUndefined();
  });

  test('the function: a runtime that is supported until 2028, an architecture that every Region has (F6, F7)', () => {
    const stack = newStack();
    diagnosedService(stack);
    const [[, { Properties }]] = ofType(resourcesOf(stack), FUNCTIONS);
    expect(Properties).toMatchObject({ Architectures: ['x86_64'], MemorySize: 256, Timeout: 60, Runtime: 'nodejs24.x', Handler: 'index.handler' });
  });
});

describe('twice is once', () => {
  test('the first diagnosis keeps its options, the second fills in the others', () => {
    const stack = newStack();
    const service = diagnosedService(stack, { diagnosis: { logLines: 5 } });
    const second = new EcsDeploymentDiagnosis(stack, 'Again', { service, logLines: 50, mode: DiagnosisMode.REPORT });
    const third = new EcsDeploymentDiagnosis(stack, 'AndAgain', { service: service.node.defaultChild!, mode: DiagnosisMode.FAIL });
    expect(second.resource).toBe(service.diagnosis.resource);
    expect(third.resource).toBe(service.diagnosis.resource);
    const diagnoses = ofType(resourcesOf(stack), DIAGNOSES);
    expect(diagnoses).toHaveLength(1);
    expect(optionsOf(diagnoses[0][1])).toMatchObject({ logLines: 5, mode: 'REPORT', failureThreshold: 2 });
  });

  test('however it is attached, it is the same resource', () => {
    const logicalId = (attach: (stack: Stack) => void) => {
      const stack = newStack();
      attach(stack);
      return ofType(resourcesOf(stack), DIAGNOSES).map(([id]) => id);
    };
    const asSubclass = logicalId((stack) => diagnosedService(stack));
    const plain = (stack: Stack) => new ecs.FargateService(stack, 'Service', serviceProps(stack));
    expect(logicalId((stack) => new EcsDeploymentDiagnosis(stack, 'Anywhere', { service: plain(stack) }))).toEqual(asSubclass);
    expect(logicalId((stack) => new EcsDeploymentDiagnosis(stack, 'L1', { service: plain(stack).node.defaultChild! }))).toEqual(asSubclass);
  });

  test('of a construct around an L1 and of the L1', () => {
    const stack = newStack();
    const part = new Construct(stack, 'Part');
    const service = new ecs.CfnService(part, 'Resource', { cluster: 'blue' });
    const [around, direct] = [part, service].map((each, i) => new EcsDeploymentDiagnosis(stack, `Diagnosis${i}`, { service: each }));
    expect(around.resource).toBe(direct.resource);
    expect(ofType(resourcesOf(stack), DIAGNOSES)).toHaveLength(1);
  });

  test('enabled: false keeps later diagnoses away, too', () => {
    const stack = newStack();
    const service = diagnosedService(stack, { diagnosis: { enabled: false } });
    expect(service.diagnosis.resource).toBeUndefined();
    new EcsDeploymentDiagnosis(stack, 'Again', { service });
    expect(Object.keys(resourcesOf(stack)).filter((id) => id.includes('DeploymentDiagnosis'))).toEqual([]);
  });
});

describe('enabled: the more explicit wins, then the first', () => {
  const explicitly = (enabled?: boolean) => (service: ecs.FargateService, i: number) => void new EcsDeploymentDiagnosis(Stack.of(service), `By name ${i}`, { service, enabled });
  const mixin = (enabled?: boolean) => (service: ecs.FargateService) => new DiagnoseDeployments({ enabled }).applyTo(service);
  const aspect = (enabled?: boolean) => (service: ecs.FargateService) => Aspects.of(service).add(new DiagnoseDeployments({ enabled }));
  const ORDERS: [string, ((service: ecs.FargateService, i: number) => void)[], boolean][] = [
    ['off after a diagnosis that leaves it open', [explicitly(), explicitly(false)], false],
    ['off after a diagnosis that is on', [explicitly(true), explicitly(false)], true],
    ['on after a diagnosis that is off', [explicitly(false), explicitly(true)], false],
    ['open after a diagnosis that is off', [explicitly(false), explicitly()], false],
    ['a mixin that is off after one that leaves it open', [mixin(), mixin(false)], false],
    ['a mixin that is off after a diagnosis that leaves it open', [explicitly(), mixin(false)], false],
    ['a mixin that is off after a diagnosis that is on', [explicitly(true), mixin(false)], true],
    ['a diagnosis that is on after a mixin that is off', [mixin(false), explicitly(true)], true],
    ['a diagnosis that leaves it open after a mixin that is off', [mixin(false), explicitly()], false],
    ['off and on and off', [mixin(), mixin(false), explicitly(true), mixin(false)], true],
    ['an aspect that is off with a diagnosis that leaves it open', [explicitly(), aspect(false)], true],
  ];
  test.each(ORDERS)('%s', (_, steps, isOn) => {
    const stack = newStack();
    const plain = newStack();
    const service = new ecs.FargateService(stack, 'Service', serviceProps(stack));
    new ecs.FargateService(plain, 'Service', serviceProps(plain));
    steps.forEach((step, i) => step(service, i));
    const resources = resourcesOf(stack);
    if (isOn) expect(ofType(resources, DIAGNOSES)).toHaveLength(1);
    else expect(resources).toEqual(resourcesOf(plain));
  });

  test('off leaves what other services of the stack need', () => {
    const stack = newStack();
    const service = diagnosedService(stack);
    const other = new DiagnosedFargateService(stack, 'Other', { cluster: service.cluster, taskDefinition: service.taskDefinition });
    const before = Object.keys(resourcesOf(diagnosedService(newStack()).stack));
    const off = new EcsDeploymentDiagnosis(stack, 'Off', { service: other, enabled: false });
    expect([off.resource, other.diagnosis.resource]).toEqual([undefined, undefined]);
    const resources = resourcesOf(stack);
    expect(Object.keys(resources).filter((id) => id !== stack.getLogicalId(other.node.defaultChild as CfnResource) && !id.startsWith('OtherSecurityGroup')).sort()).toEqual(before.sort());
  });
});

describe('an id of ours that the app has taken is named', () => {
  test.each([['EcsDeploymentDiagnosisFunction'], ['EcsDeploymentDiagnosisWaiter']])('%s', (id) => {
    const stack = newStack();
    new Construct(stack, id);
    expect(() => diagnosedService(stack)).toThrow(new Error(`Shop/${id}: the id ${id} is that of the deployment watcher of the stack; give this construct another id`));
  });

  test('below the service', () => {
    const stack = newStack();
    const service = new ecs.FargateService(stack, 'Service', serviceProps(stack));
    new Construct(service, 'DeploymentDiagnosis');
    expect(() => new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service }))
      .toThrow(new Error('Shop/Service/DeploymentDiagnosis: the id DeploymentDiagnosis is that of the diagnosis of the service; give this construct another id'));
  });
});

describe('no cycle', () => {
  test('the check of these tests finds one', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic');
    const service = diagnosedService(stack);
    service.node.addDependency(topic);
    topic.node.addDependency(service);
    expect(() => resourcesOf(stack)).toThrow(/cycl/);
  });

  test('services that wait for each other', () => {
    const stack = newStack();
    const props = serviceProps(stack);
    const first = new DiagnosedFargateService(stack, 'First', props);
    const part = new Construct(stack, 'Part');
    const second = new DiagnosedFargateService(part, 'Second', { cluster: cluster(part), taskDefinition: taskDefinition(part) });
    part.node.addDependency(first);
    const resources = resourcesOf(stack);
    const diagnosisOf = (service: ecs.FargateService) => stack.getLogicalId(service.node.findChild('DeploymentDiagnosis').node.findChild('Resource') as CfnResource);
    // A resource that waits for the service waits for its diagnosis: a deployment that will fail must not look finished.
    expect(resources[diagnosisOf(second)].DependsOn).toContain(diagnosisOf(first));
  });

  test('a service that waits for a part of the app that lies around it', () => {
    const stack = newStack();
    const part = new Construct(stack, 'Part');
    const service = new DiagnosedFargateService(part, 'Service', { cluster: cluster(part), taskDefinition: taskDefinition(part) });
    new sns.Topic(part, 'Topic').node.addDependency(service);
    expect(ofType(resourcesOf(stack), DIAGNOSES)).toHaveLength(1);
  });
});
