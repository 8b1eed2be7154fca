import { aws_ec2 as ec2, Stack } from 'aws-cdk-lib';

export interface Network {
  readonly vpc: string;
  /** Public subnets. */
  readonly subnets: readonly string[];
}

/** What the stacks of all tests share. */
export interface Base extends Network {
  /** For assets. */
  readonly bucket: string;
  /** Name of the cluster. */
  readonly cluster: string;
}

/** The zones are not used, but the CDK wants one for each subnet. */
export function vpcOf(stack: Stack, { vpc, subnets }: Network): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: vpc, publicSubnetIds: [...subnets], availabilityZones: subnets.map((_, index) => `zone-${index}`),
  });
}
