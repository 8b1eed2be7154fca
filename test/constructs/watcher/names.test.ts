import { Aspects, aws_lambda as lambda, aws_stepfunctions as sfn, CfnResource, Stack } from 'aws-cdk-lib';
import { DeploymentWatcher, DiagnosedFargateService } from '../../../src';
import { flat, statements, WAITER, WATCHER } from '../statements';
import { diagnosedService, newStack, ofType, references, resourcesOf, serviceProps } from '../synth';

/** Does something to each function and state machine of the app, as a naming policy of a company does. */
function aspect(stack: Stack, visit: (resource: CfnResource) => void): Stack {
  Aspects.of(stack).add({ visit: (node) => { if (CfnResource.isCfnResource(node)) visit(node); } });
  return stack;
}

const byProperty = (resource: CfnResource) => {
  if (resource instanceof lambda.CfnFunction) resource.functionName = 'acme-fn';
  if (resource instanceof sfn.CfnStateMachine) resource.stateMachineName = 'acme-machine';
};
const byOverride = (resource: CfnResource) => {
  if (resource.cfnResourceType === 'AWS::Lambda::Function') resource.addPropertyOverride('FunctionName', 'acme-fn');
  if (resource.cfnResourceType === 'AWS::StepFunctions::StateMachine') resource.addPropertyOverride('StateMachineName', 'acme-machine');
};

describe('an aspect gives function and state machine another name: everything that mentions them has it', () => {
  test.each([['by property', byProperty], ['by override', byOverride]])('%s', (_, visit) => {
    const stack = newStack();
    diagnosedService(stack);
    const resources = resourcesOf(aspect(stack, visit));
    const [[, machine]] = ofType(resources, 'AWS::StepFunctions::StateMachine');
    const [waiterRole] = ofType(resources, 'AWS::IAM::Role').filter(([id]) => WAITER.test(id));
    expect(flat(machine.Properties.DefinitionString)).toMatch(/"FunctionName":"acme-fn"/);
    expect(flat(machine.Properties.DefinitionString)).not.toMatch(/"FunctionName":"Shop-/);
    expect(statements(resources, WAITER)).toEqual([expect.stringMatching(/^lambda:InvokeFunction on .*:function:acme-fn$/)]);
    expect(statements(resources, WATCHER)).toContainEqual(expect.stringMatching(/^states:StartExecution on .*:stateMachine:acme-machine$/));
    // Nothing waits for the function because of it (docs/decisions/0007-chain.md).
    expect(references(waiterRole[1]).filter((id) => !id.startsWith('AWS::'))).toEqual([]);
  });

  test('of a function in a VPC', () => {
    const stack = newStack();
    const props = serviceProps(stack);
    DeploymentWatcher.configure(stack, { vpc: props.cluster.vpc });
    new DiagnosedFargateService(stack, 'Service', props);
    expect(statements(resourcesOf(aspect(stack, byOverride)), WAITER)).toEqual([expect.stringMatching(/:function:acme-fn$/)]);
  });
});

describe('an aspect removes the name: refused, with the path of the resource', () => {
  test.each([
    ['function, by property', (resource: CfnResource) => { if (resource instanceof lambda.CfnFunction) resource.functionName = undefined; }, 'Function', 'FunctionName'],
    ['function, by override', (resource: CfnResource) => {
      if (resource instanceof lambda.CfnFunction) resource.addPropertyDeletionOverride('FunctionName');
    }, 'Function', 'FunctionName'],
    ['function, by AWS::NoValue', (resource: CfnResource) => {
      if (resource instanceof lambda.CfnFunction) resource.addPropertyOverride('FunctionName', { Ref: 'AWS::NoValue' });
    }, 'Function', 'FunctionName'],
    ['state machine', (resource: CfnResource) => { if (resource instanceof sfn.CfnStateMachine) resource.stateMachineName = undefined; }, 'Waiter', 'StateMachineName'],
  ] as const)('%s', (_, visit, whose, property) => {
    const stack = newStack();
    diagnosedService(stack);
    expect(() => resourcesOf(aspect(stack, visit)))
      .toThrow(new RegExp(`Shop/EcsDeploymentDiagnosis${whose}/Resource has no ${property}, .*exclude this resource there, or set a name`));
  });
});
