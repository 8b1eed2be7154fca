import { aws_autoscaling as autoscaling, aws_ec2 as ec2, aws_ecs as ecs } from 'aws-cdk-lib';
import { diagnosed, Parts, Version } from './shop';

type Ec2Props = Partial<ecs.Ec2ServiceProps>;

function ec2Service({ stack, vpc, cluster }: Parts, more: Ec2Props, scaled: boolean, imageTag: string): ecs.Ec2Service {
  const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Ec2TaskDef');
  taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromRegistry(`shop/api:${imageTag}`), memoryLimitMiB: 256 });
  const autoScalingGroup = new autoscaling.AutoScalingGroup(stack, 'Instances', {
    vpc, instanceType: new ec2.InstanceType('t3.small'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  });
  const provider = new ecs.AsgCapacityProvider(stack, 'Provider', { autoScalingGroup, enableManagedTerminationProtection: false });
  cluster.addAsgCapacityProvider(provider);
  const capacityProviderStrategies = scaled ? [{ capacityProvider: provider.capacityProviderName, weight: 1 }] : undefined;
  return new ecs.Ec2Service(stack, 'Api', {
    cluster, taskDefinition, desiredCount: 2, circuitBreaker: { rollback: true }, capacityProviderStrategies, ...more,
  });
}

/** A service on instances, with the diagnosis attached; `scaled`: a capacity provider launches them. */
export const onInstances = (more: Ec2Props = {}, scaled = false, imageTag = '1'): Version => ({
  build: (parts) => diagnosed(ec2Service(parts, more, scaled, imageTag)),
});

/** Two versions of a service on instances, without the diagnosis. */
export const plainOnInstances = (more: Ec2Props, scaled: boolean): readonly [Version, Version] => {
  const version = (imageTag: string): Version => ({
    plain: true, build: (parts) => ec2Service(parts, { minHealthyPercent: 50, ...more }, scaled, imageTag),
  });
  return [version('1'), version('2')];
};

/** Exactly one task on each instance: the old one stops before the new one starts. */
export const DAEMON: Ec2Props = { daemon: true, desiredCount: undefined, minHealthyPercent: 0 };
