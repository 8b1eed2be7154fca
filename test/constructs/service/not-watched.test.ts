import { Aspects, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as sns from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import { DiagnoseDeployments, EcsDeploymentDiagnosis } from '../../../src';
import { cluster, DIAGNOSES, diagnosedService, newStack, ofType, resourcesOf, serviceProps, SERVICES, taskDefinition } from '../synth';

const CODE_DEPLOY = 'its deployment controller is CODE_DEPLOY: AWS CodeDeploy makes the deployments and CloudFormation waits for none of them';
const EXTERNAL = 'its deployment controller is EXTERNAL: an external controller makes the deployments and CloudFormation waits for none of them';
const REMEDY = 'remove the diagnosis or set enabled: false';

const REFUSED: { readonly [what: string]: { readonly service: (stack: Stack) => IConstruct; readonly problem: string } } = {
  'an imported service': {
    service: (stack) => ecs.FargateService.fromFargateServiceAttributes(stack, 'Imported', { serviceName: 'web', cluster: cluster(stack) }),
    problem: 'Shop/Imported is an imported service: its deployments belong to another stack, so attach the diagnosis where the service is created',
  },
  'another construct': {
    service: (stack) => new sns.Topic(stack, 'Topic'),
    problem: 'Shop/Topic is not an ECS service, neither an L2 service nor a CfnService',
  },
  'a pattern instead of its service': {
    service: (stack) => new patterns.ApplicationLoadBalancedFargateService(stack, 'Pattern', { cluster: cluster(stack), taskDefinition: taskDefinition(stack) }),
    problem: 'Shop/Pattern is not an ECS service, neither an L2 service nor a CfnService; did you mean the service inside it, Shop/Pattern/Service?',
  },
  'a service that CodeDeploy deploys': {
    service: (stack) => new ecs.FargateService(stack, 'It', { ...serviceProps(stack), deploymentController: { type: ecs.DeploymentControllerType.CODE_DEPLOY } }),
    problem: `Shop/It cannot be diagnosed, because ${CODE_DEPLOY}; ${REMEDY}`,
  },
  'a service of Express Mode': {
    service: (stack) => new CfnResource(stack, 'It', { type: 'AWS::ECS::ExpressGatewayService' }),
    problem: 'Shop/It cannot be diagnosed, because Amazon ECS Express Mode makes its deployments, and AWS does not say whether CloudFormation waits for them',
  },
  'a service whose controller is overridden': {
    service: (stack) => {
      const service = new ecs.CfnService(stack, 'It', {});
      service.addPropertyOverride('DeploymentController.Type', 'EXTERNAL');
      return service;
    },
    problem: `Shop/It cannot be diagnosed, because ${EXTERNAL}; ${REMEDY}`,
  },
  'an L1 service with an external controller': {
    service: (stack) => new ecs.CfnService(stack, 'It', { deploymentController: { type: 'EXTERNAL' } }),
    problem: `Shop/It cannot be diagnosed, because ${EXTERNAL}; ${REMEDY}`,
  },
};

test.each(Object.entries(REFUSED))('%s is refused', (_, { service, problem }) => {
  const stack = newStack();
  const target = service(stack);
  expect(() => new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service: target })).toThrow(new Error(`Shop/Diagnosis: ${problem}`));
});

describe('a controller that is known only when the app is complete is refused then', () => {
  const lazy = Lazy.any({ produce: () => ({ type: 'EXTERNAL' }) });
  const LATE: [string, (stack: Stack) => CfnResource, (service: CfnResource) => void][] = [
    ['from a lazy value', (stack) => new ecs.CfnService(stack, 'It', { deploymentController: lazy }), () => undefined],
    ['set later', (stack) => new ecs.CfnService(stack, 'It', {}), (service) => { (service as ecs.CfnService).deploymentController = { type: 'EXTERNAL' }; }],
    ['of CloudFormation JSON', (stack) => new CfnResource(stack, 'It', { type: SERVICES, properties: { DeploymentController: Lazy.any({ produce: () => ({ Type: 'EXTERNAL' }) }) } }), () => undefined],
    ['from an override', (stack) => new ecs.CfnService(stack, 'It', {}), (service) => service.addPropertyOverride('DeploymentController.Type', 'EXTERNAL')],
  ];
  test.each(LATE)('%s', (_, build, later) => {
    const stack = newStack();
    const service = build(stack);
    new EcsDeploymentDiagnosis(stack, 'Diagnosis', { service });
    later(service);
    expect(() => resourcesOf(stack)).toThrow(`[Shop/It/DeploymentDiagnosis] Shop/It cannot be diagnosed, because ${EXTERNAL}; ${REMEDY}`);
  });
});

describe('the remedy of a controller that is known late is one that the app can take', () => {
  const REMEDIES: [string, (service: ecs.CfnService) => unknown, string][] = [
    ['an aspect', (service) => Aspects.of(service.stack).add(new DiagnoseDeployments()), "leave it out with exclude: ['Shop/It'] of DiagnoseDeployments"],
    ['a mixin', (service) => new DiagnoseDeployments().applyTo(service), "leave it out with exclude: ['Shop/It'] of DiagnoseDeployments"],
    ['a mixin and by name', (service) => {
      new DiagnoseDeployments().applyTo(service);
      return new EcsDeploymentDiagnosis(service.stack, 'Diagnosis', { service });
    }, REMEDY],
  ];
  test.each(REMEDIES)('attached by %s', (_, attach, remedy) => {
    const stack = newStack();
    const service = new ecs.CfnService(stack, 'It', { deploymentController: Lazy.any({ produce: () => ({ type: 'EXTERNAL' }) }) });
    attach(service);
    expect(() => resourcesOf(stack)).toThrow(`Shop/It cannot be diagnosed, because ${EXTERNAL}; ${remedy}`);
  });

  test('DiagnosedFargateService', () => {
    const stack = newStack();
    (diagnosedService(stack).node.defaultChild as ecs.CfnService).deploymentController = { type: 'EXTERNAL' };
    expect(() => resourcesOf(stack)).toThrow(`Shop/Service cannot be diagnosed, because ${EXTERNAL}; set diagnosis: { enabled: false }`);
  });
});

describe.each([
  [ecs.DeploymentControllerType.CODE_DEPLOY, CODE_DEPLOY],
  [ecs.DeploymentControllerType.EXTERNAL, EXTERNAL],
])('DiagnosedFargateService with the controller %s', (type, why) => {
  test('is a plain service and says why', () => {
    const stack = newStack();
    diagnosedService(stack, { deploymentController: { type } });
    expect(Object.keys(resourcesOf(stack)).filter((id) => id.includes('DeploymentDiagnosis'))).toEqual([]);
    expect(ofType(resourcesOf(stack), SERVICES)).toHaveLength(1);
    const [warning, ...more] = Annotations.fromStack(stack).findWarning('/Shop/Service', Match.stringLikeRegexp('not diagnosed'));
    expect(more).toEqual([]);
    expect(warning.entry.data).toBe(
      `Deployments of this service are not diagnosed, because ${why}. Set diagnosis: { enabled: false } if this is intended. `
      + '[ack: cdk-diagnosed-fargate:notWatched]',
    );
  });

  test('says nothing when that is intended', () => {
    const stack = newStack();
    diagnosedService(stack, { deploymentController: { type }, diagnosis: { enabled: false } });
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('not diagnosed'))).toEqual([]);
  });
});

test('the controller of Amazon ECS, named, is watched', () => {
  const stack = newStack();
  diagnosedService(stack, { deploymentController: { type: ecs.DeploymentControllerType.ECS } });
  expect(ofType(resourcesOf(stack), DIAGNOSES)).toHaveLength(1);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('not diagnosed'))).toEqual([]);
});
