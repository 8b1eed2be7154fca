import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { DiagnosedFargateService, DiagnosedFargateServiceProps } from '../../src';

// aws-cdk-lib 2.189 warns of deprecated properties that nobody set.
process.env.JSII_DEPRECATED = 'quiet';

export interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [property: string]: any };
  readonly DependsOn?: string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
}

export type Resources = { readonly [logicalId: string]: Resource };

export function newStack(props?: StackProps, context?: { readonly [key: string]: unknown }): Stack {
  return new Stack(new App({ context }), 'Shop', props);
}

/** `Template.fromStack` also refuses templates with cyclic dependencies. */
export function resourcesOf(stack: Stack): Resources {
  return Template.fromStack(stack).toJSON().Resources ?? {};
}

export function ofType(resources: Resources, type: string): [logicalId: string, resource: Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

export const DIAGNOSES = 'Custom::EcsDeploymentDiagnosis';
export const SERVICES = 'AWS::ECS::Service';

export function cluster(scope: Construct): ecs.Cluster {
  const vpc = new ec2.Vpc(scope, 'Vpc', { natGateways: 0, maxAzs: 2, restrictDefaultSecurityGroup: false });
  return new ecs.Cluster(scope, 'Cluster', { vpc });
}

export function taskDefinition(scope: Construct, id = 'Task', logging?: ecs.LogDriver): ecs.FargateTaskDefinition {
  const task = new ecs.FargateTaskDefinition(scope, id);
  task.addContainer('web', {
    image: ecs.ContainerImage.fromRegistry('registry.example/web:1'),
    portMappings: [{ containerPort: 8080 }],
    logging: logging ?? ecs.LogDriver.awsLogs({ streamPrefix: 'web' }),
  });
  return task;
}

/** What every service of these tests has. */
export function serviceProps(scope: Construct): ecs.FargateServiceProps {
  return { cluster: cluster(scope), taskDefinition: taskDefinition(scope), minHealthyPercent: 100 };
}

export function diagnosedService(stack: Stack, props?: Partial<DiagnosedFargateServiceProps>): DiagnosedFargateService {
  return new DiagnosedFargateService(stack, 'Service', { ...serviceProps(stack), ...props });
}

/** Properties of a service as the diagnosis carries them: its task definition is named in a form that `cdk deploy --hotswap` accepts. */
export function copyOf(properties: Resource['Properties']): Resource['Properties'] {
  const id: unknown = properties.TaskDefinition?.Ref;
  if (typeof id !== 'string') return properties;
  return JSON.parse(JSON.stringify(properties).replaceAll(JSON.stringify({ Ref: id }), JSON.stringify({ 'Fn::Sub': `\${${id}}` })));
}

/** Logical ids that a piece of a template refers to. */
export function references(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(/\$\{([^!}.]+)/g)].map(([, id]) => id);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [inner];
    if (key === 'Fn::GetAtt') return [String(inner).split(/[.,]/)[0]];
    if (key === 'DependsOn') return [inner].flat();
    return references(inner);
  });
}
