import { aws_autoscaling as autoscaling, aws_ec2 as ec2, aws_ecs as ecs } from 'aws-cdk-lib';
import { diagnosed, Version } from './shop';

/** A service on instances, with the diagnosis attached; `scaled`: by a capacity provider. */
export const onInstances = (more: Partial<ecs.Ec2ServiceProps> = {}, scaled = false, imageTag = '1'): Version => ({
  build: ({ stack, vpc, cluster }) => {
    const taskDefinition = new ecs.Ec2TaskDefinition(stack, 'Ec2TaskDef');
    taskDefinition.addContainer('api', { image: ecs.ContainerImage.fromRegistry(`shop/api:${imageTag}`), memoryLimitMiB: 256 });
    const autoScalingGroup = new autoscaling.AutoScalingGroup(stack, 'Instances', {
      vpc, instanceType: new ec2.InstanceType('t3.small'), machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
    });
    const provider = new ecs.AsgCapacityProvider(stack, 'Provider', { autoScalingGroup, enableManagedTerminationProtection: false });
    cluster.addAsgCapacityProvider(provider);
    const capacityProviderStrategies = scaled ? [{ capacityProvider: provider.capacityProviderName, weight: 1 }] : undefined;
    return diagnosed(new ecs.Ec2Service(stack, 'Api', {
      cluster, taskDefinition, desiredCount: 2, circuitBreaker: { rollback: true }, capacityProviderStrategies, ...more,
    }));
  },
});
