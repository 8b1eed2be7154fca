import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { DiagnosedFargateService } from '../../../src';
import { watcherName } from '../../../src/constructs/watcher/watcher-name';
import { WAITER, WATCHER } from '../statements';
import { cluster, DIAGNOSES, diagnosedService, newStack, ofType, references, Resources, resourcesOf, taskDefinition } from '../synth';

const GUID = '51097140-7907-11ef-8eab-02fe2446bd3d';

/** The name as CloudFormation resolves it. */
function resolved(stack: Stack): string {
  const value: unknown = stack.resolve(watcherName(stack));
  const text = JSON.stringify(value);
  const id = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
  const first = { 'Fn::Select': [0, { 'Fn::Split': ['-', id] }] };
  const join: unknown[] = text.startsWith('{"Fn::Join"') ? JSON.parse(text)['Fn::Join'][1] : [value];
  return join.map((one) => {
    if (typeof one === 'string') return one;
    if (JSON.stringify(one) === JSON.stringify(first)) return GUID.split('-')[0];
    expect(one).toEqual(id);
    return GUID;
  }).join('');
}

describe('nothing in the chain to the first watch waits without need (F8)', () => {
  const stack = newStack();
  diagnosedService(stack);
  const resources = resourcesOf(stack);
  const idOf = (type: string, of: RegExp) => ofType(resources, type).map(([id]) => id).filter((id) => of.test(id))[0];
  const [role, waiterRole] = [WATCHER, WAITER].map((of) => idOf('AWS::IAM::Role', of));
  const [machine, fn] = ['AWS::StepFunctions::StateMachine', 'AWS::Lambda::Function'].map((type) => idOf(type, /^EcsDeploymentDiagnosis/));
  const ours = (of: string) => references(resources[of]).filter((id) => id.startsWith('EcsDeploymentDiagnosis'));

  test('the role of the function waits for none of our resources', () => expect(ours(role)).toEqual([]));
  test('the role of the waiter waits for none', () => expect(references(resources[waiterRole]).filter((id) => !id.startsWith('AWS::'))).toEqual([]));
  test('the waiter waits for its role only', () => expect(new Set(ours(machine))).toEqual(new Set([waiterRole])));
  test('the diagnosis waits for function and waiter only', () => {
    const [[id]] = ofType(resources, DIAGNOSES);
    expect(new Set(ours(id))).toEqual(new Set([fn, machine]));
  });
  test('roles and waiter have the name of the function', () => {
    const named = stack.resolve(watcherName(stack));
    expect([resources[fn].Properties.FunctionName, resources[machine].Properties.StateMachineName]).toEqual([named, named]);
  });
});

/** Everything that a resource waits for, in the end. */
function awaited(resources: Resources, id: string, seen = new Set<string>()): Set<string> {
  const fresh = references(resources[id]).filter((one) => one in resources && !seen.has(one));
  for (const next of fresh) awaited(resources, next, seen.add(next));
  return seen;
}

test('no diagnosis waits for another service, its log group or its cluster (F8)', () => {
  const stack = newStack();
  const first = new DiagnosedFargateService(stack, 'First', { cluster: cluster(stack), taskDefinition: taskDefinition(stack, 'FirstTask') });
  const own = new ecs.CfnCluster(stack, 'SecondCluster');
  own.node.addDependency(first);
  const imported = ecs.Cluster.fromClusterAttributes(stack, 'Imported', { clusterName: own.ref, vpc: first.cluster.vpc, securityGroups: [] });
  new DiagnosedFargateService(stack, 'Second', { cluster: imported, taskDefinition: taskDefinition(stack, 'SecondTask') });
  // Refuses cycles.
  const resources = resourcesOf(stack);
  const [[id]] = ofType(resources, DIAGNOSES).filter(([one]) => one.startsWith('First'));
  expect([...awaited(resources, id)].filter((one) => one.startsWith('Second'))).toEqual([]);
});

describe('the name of function and waiter (F8)', () => {
  const inApp = (props: { stackName?: string }) => new Stack(new App(), 'Shop', props);
  test('begins with that of the stack and ends with a part of its id', () => expect(resolved(inApp({}))).toBe('Shop-EcsDeploymentDiagnosis-51097140'));
  test('fits into the 64 characters of a function with the longest name of a stack', () => {
    const name = resolved(inApp({ stackName: `A${'b-c'.repeat(42)}d` }));
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^Ab-cb-c[\w-]+-[0-9a-f]{8}-EcsDeploymentDiagnosis-51097140$/);
  });
  test('of a nested stack: the name of the root, the id of the nested one', () => {
    const nested = new NestedStack(new NestedStack(inApp({}), 'Outer'), 'Inner');
    expect(resolved(nested)).toMatch(/^Shop-[0-9a-f]{8}-EcsDeploymentDiagnosis-51097140$/);
  });
  test('differs between nested stacks of one root, which CloudFormation may make in the same moment', () => {
    const root = inApp({});
    const outer = ['A', 'B'].map((id) => new NestedStack(root, id));
    const inner = outer.map((one) => new NestedStack(one, 'Inner'));
    expect(new Set([root, ...outer, ...inner].map(resolved)).size).toBe(5);
  });
  test('differs between stacks whose names begin alike', () => {
    const names = ['a', 'b'].map((end) => resolved(inApp({ stackName: `Prod-${'customer-orders-'.repeat(3)}${end}` })));
    expect(names[0]).not.toBe(names[1]);
    expect(names[0]).toMatch(/^Prod-customer-orders-c-/);
  });
  test('stays if a nested stack keeps its logical id and moves within the app', () => {
    const names = ['Old', 'New'].map((id) => {
      const nested = new NestedStack(inApp({}), id);
      const name = watcherName(nested);
      (nested.nestedStackResource as CfnResource).overrideLogicalId('Kept');
      return nested.resolve(name);
    });
    expect(names[0]).toEqual(names[1]);
  });
  test('of a stack within another, whose deployment names it: the whole id', () => {
    const name = resolved(new Stack(inApp({}), 'Product'));
    expect(name).toBe(`EcsDeploymentDiagnosis-${GUID}`);
    expect(name.length).toBeLessThanOrEqual(64);
  });
});
