import { CfnResource } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { l1Service } from '../statements';
import { newStack, resourcesOf } from '../synth';

function stackWith(others: number, context?: { readonly [key: string]: unknown }) {
  const stack = newStack(undefined, context);
  for (let i = 0; i < others; i++) new CfnResource(stack, `Topic${i}`, { type: 'AWS::SNS::Topic' });
  for (let i = 0; i < 10; i++) l1Service(stack, `Web${i}`, { cluster: 'blue', taskDefinition: 'web:1' });
  return stack;
}

/** What ten services of one cluster add: themselves, their diagnoses, six resources for the stack and one for the logs of all. */
const OF_SERVICES = 10 + 10 + 6 + 1;
const OURS = OF_SERVICES - 10;

const text = (all: number) => `Shop has ${all} resources, and CloudFormation allows 500 in a stack. ${OURS} of them diagnose the deployments of 10 services. `
  + 'Leave services out (exclude of DiagnoseDeployments, or enabled: false), or move some to another stack.';

const warnings = (others: number) => {
  const stack = stackWith(others);
  expect(Object.keys(resourcesOf(stack))).toHaveLength(others + OF_SERVICES);
  return Annotations.fromStack(stack).findWarning('/Shop', Match.stringLikeRegexp('resources')).map(({ entry }) => entry.data);
};

test('a warning names exclude when a stack comes near to 500 resources', () => {
  expect(warnings(449 - OF_SERVICES)).toEqual([]);
  expect(warnings(450 - OF_SERVICES)).toEqual([`${text(450)} [ack: cdk-diagnosed-fargate:resourceLimit]`]);
  expect(warnings(500 - OF_SERVICES)).toEqual([`${text(500)} [ack: cdk-diagnosed-fargate:resourceLimit]`]);
});

test('an error names it when the diagnoses are too many', () => {
  expect(() => resourcesOf(stackWith(501 - OF_SERVICES))).toThrow(text(501));
});

test('an app that is too large without the diagnoses gets the error of the AWS CDK', () => {
  expect(() => resourcesOf(stackWith(501))).toThrow(/500/);
  expect(() => resourcesOf(stackWith(501))).not.toThrow(/exclude/);
});

test('an app that has its own limit is not warned', () => {
  const stack = stackWith(480, { '@aws-cdk/core:stackResourceLimit': 0 });
  expect(Object.keys(resourcesOf(stack))).toHaveLength(480 + OF_SERVICES);
  expect(Annotations.fromStack(stack).findWarning('/Shop', Match.stringLikeRegexp('resources'))).toEqual([]);
});
