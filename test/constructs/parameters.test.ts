import { CfnParameter, CustomResource, Token } from 'aws-cdk-lib';
import { DIAGNOSES, newStack, ofType, resourcesOf, serviceProps, SERVICES } from './synth';
import { DiagnosedFargateService } from '../../src';

test.each<[string, (stack: ReturnType<typeof newStack>) => number]>([
  ['a parameter of the stack', (stack) => new CfnParameter(stack, 'Tasks', { type: 'Number', default: 2 }).valueAsNumber],
  ['an attribute without a type', (stack) => Token.asNumber(new CustomResource(stack, 'Numbers', { serviceToken: 'arn:aws:sns:eu-west-1:123456789012:t' }).getAtt('Tasks'))],
])('the desired count is %s', (_, desiredCount) => {
  const stack = newStack();
  new DiagnosedFargateService(stack, 'Api', { ...serviceProps(stack), desiredCount: desiredCount(stack) });
  const resources = resourcesOf(stack);
  const [[, service]] = ofType(resources, SERVICES);
  const [[, diagnosis]] = ofType(resources, DIAGNOSES);
  expect(service.Properties.DesiredCount).toMatchObject(expect.any(Object));
  expect(diagnosis.Properties.Service.DesiredCount).toEqual(service.Properties.DesiredCount);
});
