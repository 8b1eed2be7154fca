import { Aspects, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AwsSolutionsChecks, NagPack, NIST80053R4Checks, NIST80053R5Checks } from 'cdk-nag';
import { cluster, diagnosedService, newStack, resourcesOf, serviceProps, taskDefinition } from './synth';
import { DiagnoseDeployments, DiagnosedFargateService } from '../../src';

const PACKS: [string, () => NagPack][] = [
  ['AwsSolutions', () => new AwsSolutionsChecks()],
  ['NIST 800-53 R4', () => new NIST80053R4Checks()],
  ['NIST 800-53 R5', () => new NIST80053R5Checks()],
];

/** `path: finding` of our resources, errors and warnings. */
function findings(stack: Stack, ours = true): string[] {
  const annotations = Annotations.fromStack(stack);
  return [...annotations.findError('*', Match.anyValue()), ...annotations.findWarning('*', Match.anyValue())]
    .filter(({ id }) => /DeploymentDiagnosis/.test(id) === ours)
    .map(({ id, entry }) => `${id}: ${String(entry.data).split('\n')[0]}`);
}

describe.each(PACKS)('cdk-nag, %s', (_, pack) => {
  const inspected = (build: (stack: Stack) => void) => {
    const stack = newStack();
    Aspects.of(stack.node.root).add(pack());
    build(stack);
    return stack;
  };

  test('finds nothing in what a diagnosed service adds', () => {
    const stack = inspected((each) => diagnosedService(each));
    expect(findings(stack)).toEqual([]);
    // Of the service's own cluster and VPC: the pack does look.
    expect(findings(stack, false).length).toBeGreaterThan(0);
  });

  test('nor in that of 26 services, of services without logs, and of what an aspect adds', () => {
    expect(findings(inspected((stack) => {
      const own = cluster(stack);
      for (let i = 0; i < 26; i++) new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: taskDefinition(stack, `Task${i}`) });
    }))).toEqual([]);
    expect(findings(inspected((stack) => {
      Aspects.of(stack.node.root).add(new DiagnoseDeployments());
      new ecs.FargateService(stack, 'Service', { ...serviceProps(stack), taskDefinition: taskDefinition(stack, 'Silent', ecs.LogDrivers.fluentd()) });
    }))).toEqual([]);
  });
});

test('each suppression says why, once a rule', () => {
  const stack = newStack();
  diagnosedService(stack);
  const suppressed = Object.values(resourcesOf(stack)).flatMap((resource) => Reflect.get(resource, 'Metadata')?.cdk_nag?.rules_to_suppress ?? []);
  const reasons = new Map<string, string>(suppressed.map(({ id, reason }: { id: string; reason: string }) => [id, reason]));
  expect([...reasons.keys()].sort()).toEqual([
    'AwsSolutions-IAM5', 'AwsSolutions-L1', 'AwsSolutions-SF1', 'AwsSolutions-SF2',
    'NIST.800.53.R4-CloudWatchLogGroupEncrypted', 'NIST.800.53.R4-IAMNoInlinePolicy', 'NIST.800.53.R4-LambdaInsideVPC',
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted', 'NIST.800.53.R5-IAMNoInlinePolicy', 'NIST.800.53.R5-LambdaConcurrency', 'NIST.800.53.R5-LambdaDLQ',
    'NIST.800.53.R5-LambdaInsideVPC',
  ]);
  for (const reason of reasons.values()) expect(reason.length).toBeGreaterThan(30);
});
