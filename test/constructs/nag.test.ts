import * as cdk from 'aws-cdk-lib';
import { App, Aspects, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as nag from 'cdk-nag';
import { IConstruct } from 'constructs';
import { cluster, diagnosedService, newStack, resourcesOf, serviceProps, taskDefinition } from './synth';
import { DeploymentWatcher, DiagnoseDeployments, DiagnosedFargateService, EcsDeploymentDiagnosis } from '../../src';

/** Apps whose stacks get what a diagnosis adds, in all its forms. */
const APPS: { readonly [what: string]: (stack: Stack) => unknown } = {
  'a diagnosed service': (stack) => diagnosedService(stack),
  '30 services': (stack) => {
    const own = cluster(stack);
    for (let i = 0; i < 30; i++) new DiagnosedFargateService(stack, `Service${i}`, { cluster: own, taskDefinition: taskDefinition(stack, `Task${i}`) });
  },
  'a service without logs, by an aspect': (stack) => {
    Aspects.of(stack.node.root).add(new DiagnoseDeployments());
    new ecs.FargateService(stack, 'Service', { ...serviceProps(stack), taskDefinition: taskDefinition(stack, 'Silent', ecs.LogDrivers.fluentd()) });
  },
  'L1 services in clusters of other stacks, under a condition': (stack) => {
    const condition = new CfnCondition(stack, 'InEurope', { expression: Fn.conditionEquals('a', 'b') });
    const clusters = [Fn.importValue('Shared'), new ecs.CfnCluster(stack, 'Own').attrArn, cluster(new Stack(stack.node.root as App, 'Base')).clusterName];
    clusters.forEach((name, i) => {
      const service = new ecs.CfnService(stack, `Service${i}`, { cluster: name, taskDefinition: taskDefinition(stack, `Task${i}`).taskDefinitionArn });
      service.cfnOptions.condition = condition;
      new EcsDeploymentDiagnosis(stack, `Diagnosis${i}`, { service });
    });
  },
  'a function in a VPC': (stack) => {
    DeploymentWatcher.configure(stack, { vpc: new ec2.Vpc(stack, 'Private') });
    diagnosedService(stack);
  },
  'a key of your own': (stack) => {
    DeploymentWatcher.configure(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    diagnosedService(stack);
  },
};

const PACKS = ['AwsSolutionsChecks', 'HIPAASecurityChecks', 'NIST80053R4Checks', 'NIST80053R5Checks', 'PCIDSS321Checks', 'ServerlessChecks'];

/** `path: finding` of all resources, errors and warnings. */
type Findings = (stack: Stack, pack: string) => string[];

const ofCdkNag2: Findings = (stack, pack) => {
  const Pack: new () => nag.NagPack = Reflect.get(nag, pack);
  Aspects.of(stack.node.root).add(new Pack());
  const annotations = Annotations.fromStack(stack);
  return [...annotations.findError('*', Match.anyValue()), ...annotations.findWarning('*', Match.anyValue())]
    .map(({ id, entry }) => `${id}: ${String(entry.data).split('\n')[0]}`);
};

interface Report {
  readonly violations: readonly { readonly ruleName: string; readonly violatingResources: readonly { readonly constructPath: string }[] }[];
}

/** It looks at the app when it has been synthesized and validated; what it finds in the rest of the app would fail `synth` itself. */
const ofCdkNag3 = (nag3: object): Findings => (stack, pack) => {
  const Pack: new () => { validateScope(app: IConstruct): Report } = Reflect.get(nag3, pack);
  resourcesOf(stack);
  return new Pack().validateScope(stack.node.root).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `/${constructPath}: ${ruleName}`));
};

/** Needs a newer aws-cdk-lib than the floor: `npm run test:peers` installs it beside the other. */
function cdkNag3(): object | undefined {
  try {
    return jest.requireActual('cdk-nag-3');
  } catch {
    return undefined;
  }
}

const nag3 = Reflect.has(cdk, 'Validations') ? cdkNag3() : undefined;
const VERSIONS: [string, Findings][] = [['2', ofCdkNag2], ...nag3 ? [['3', ofCdkNag3(nag3)] as [string, Findings]] : []];

describe.each(VERSIONS)('cdk-nag %s', (__, findings) => {
  describe.each(PACKS)('%s', (pack) => {
    test.each(Object.entries(APPS))('finds nothing in what is added for %s', (_, build) => {
      const stack = newStack();
      build(stack);
      const all = findings(stack, pack);
      const [ours, others] = [true, false].map((own) => all.filter((finding) => /DeploymentDiagnosis/.test(finding.split(':')[0]) === own));
      expect(ours).toEqual([]);
      // Of the app's own clusters and VPCs: the pack does look.
      expect(others.length).toBeGreaterThan(0);
    });
  });
});

test('each suppression says why, once a rule', () => {
  const stack = newStack();
  diagnosedService(stack);
  const suppressed = Object.values(resourcesOf(stack)).flatMap((resource) => Reflect.get(resource, 'Metadata')?.cdk_nag?.rules_to_suppress ?? []);
  const reasons = new Map<string, string>(suppressed.map(({ id, reason }: { id: string; reason: string }) => [id, reason]));
  const NIST_AND_ALIKE = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'];
  expect([...reasons.keys()].sort()).toEqual([
    'AwsSolutions-IAM5', 'AwsSolutions-L1', 'AwsSolutions-SF1', 'AwsSolutions-SF2',
    ...['CloudWatchLogGroupEncrypted', 'IAMNoInlinePolicy', 'LambdaInsideVPC'].flatMap((rule) => NIST_AND_ALIKE.map((pack) => `${pack}-${rule}`)),
    ...['LambdaConcurrency', 'LambdaDLQ'].flatMap((rule) => ['HIPAA.Security', 'NIST.800.53.R5'].map((pack) => `${pack}-${rule}`)),
    'Serverless-LambdaDLQ', 'Serverless-LambdaLatestVersion', 'Serverless-LambdaStarPermissions', 'Serverless-LambdaTracing',
    'Serverless-StepFunctionStateMachineXray',
  ].sort());
  for (const reason of reasons.values()) expect(reason.length).toBeGreaterThan(30);
});

describe('checkov', () => {
  const skipped = (build: (stack: Stack) => unknown) => {
    const stack = newStack();
    build(stack);
    return Object.values(resourcesOf(stack)).flatMap((resource): { id: string; comment: string }[] => Reflect.get(resource, 'Metadata')?.checkov?.skip ?? [])
      .map(({ id, comment }) => {
        expect(comment.length).toBeGreaterThan(30);
        return id;
      }).sort();
  };

  test('has the reason of each of its findings', () => {
    expect(skipped((stack) => diagnosedService(stack))).toEqual(['CKV_AWS_115', 'CKV_AWS_116', 'CKV_AWS_117', 'CKV_AWS_158']);
  });

  test('has no reason for what is configured: with a VPC and a key', () => {
    expect(skipped((stack) => {
      DeploymentWatcher.configure(stack, { vpc: new ec2.Vpc(stack, 'Private'), encryptionKey: new kms.Key(stack, 'Key') });
      diagnosedService(stack);
    })).toEqual(['CKV_AWS_111', 'CKV_AWS_115', 'CKV_AWS_116']);
  });
});

test('a version of aws-cdk-lib that refuses ids with a second `::` (2.257 to 2.268): the app still synthesizes', () => {
  const acknowledged: string[] = [];
  const acknowledge = (...rules: readonly { readonly id: string }[]) => {
    const refused = rules.find(({ id }) => id.split('::').length > 2);
    if (refused) throw new Error(`Invalid validation rule ID '${refused.id}'`);
    acknowledged.push(...rules.map(({ id }) => id));
  };
  const original = Object.getOwnPropertyDescriptor(cdk, 'Validations');
  Object.defineProperty(cdk, 'Validations', { value: { of: () => ({ acknowledge }) }, configurable: true });
  try {
    const stack = newStack();
    diagnosedService(stack);
    expect(Object.keys(resourcesOf(stack))).not.toEqual([]);
    expect(acknowledged).toContain('AwsSolutions-SF1');
  } finally {
    Reflect.deleteProperty(cdk, 'Validations');
    if (original) Object.defineProperty(cdk, 'Validations', original);
  }
});
