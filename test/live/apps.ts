import { aws_ec2 as ec2, aws_ecs as ecs, aws_logs as logs, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Base, vpcOf } from './network';
import { DiagnosedFargateService, DiagnosedFargateServiceProps } from '../../src';

/** Amazon ECR Public: Docker Hub limits anonymous pulls. */
const IMAGE = 'public.ecr.aws/docker/library/nginx';
export const GOOD = 'stable', BAD = 'no-such-tag';

export const SERVICE = 'AWS::ECS::Service', DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis', STACK = 'AWS::CloudFormation::Stack';

export interface Part {
  /** Id of the constructs; in the lab, scenarios find the service by it. */
  readonly id: string;
  /** Tag of the image. */
  readonly tag: string;
  /** Without a diagnosis. */
  readonly isPlain?: boolean;
  readonly container?: Partial<ecs.ContainerDefinitionOptions>;
  readonly service?: Partial<DiagnosedFargateServiceProps>;
  /** Properties of the AWS::ECS::Service by path. */
  readonly overrides?: { readonly [path: string]: unknown };
}

/** One task of the smallest size, in public subnets, with a circuit breaker that rolls back. */
export function service(stack: Stack, base: Base, part: Part): ecs.FargateService {
  const { id, tag, isPlain, container, overrides = {} } = part;
  const vpc = stack.node.tryFindChild('Vpc') as ec2.IVpc | undefined ?? vpcOf(stack, base);
  const cluster = stack.node.tryFindChild('Cluster') as ecs.ICluster | undefined
    ?? ecs.Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: base.cluster, vpc, securityGroups: [] });
  const taskDefinition = new ecs.FargateTaskDefinition(stack, `${id}Task`, { cpu: 256, memoryLimitMiB: 512 });
  taskDefinition.addContainer('app', {
    image: ecs.ContainerImage.fromRegistry(`${IMAGE}:${tag}`),
    portMappings: [{ containerPort: 80 }],
    logging: ecs.LogDrivers.awsLogs({
      streamPrefix: 'live',
      logGroup: new logs.LogGroup(stack, `${id}Log`, { retention: logs.RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
    }),
    ...container,
  });
  const props: DiagnosedFargateServiceProps = {
    cluster,
    taskDefinition,
    desiredCount: 1,
    minHealthyPercent: 100,
    assignPublicIp: true,
    vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    circuitBreaker: { rollback: true },
    ...part.service,
  };
  const made = isPlain ? new ecs.FargateService(stack, id, props) : new DiagnosedFargateService(stack, id, props);
  const l1 = made.node.findChild('Service') as ecs.CfnService;
  for (const [path, value] of Object.entries(overrides)) l1.addPropertyOverride(path, value);
  return made;
}
