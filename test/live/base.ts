import { Output } from '@aws-sdk/client-cloudformation';
import { aws_ec2 as ec2, aws_ecs as ecs, aws_s3 as s3, CfnOutput, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Kit } from './kit';
import { Base, Network, vpcOf } from './network';
import { regionsTag } from './partition';
import { BASE, describeStack } from './stacks';

const MAX_READS = 15, EVERY_MS = 2000;

/**
 * A VPC (if none is given), a cluster and a bucket for assets, in a stack of their own. None of them costs anything while it is idle.
 *
 * @param regions other Regions in which the run makes stacks: if it is killed, a later clean-up finds them by a tag
 */
export async function createBase(kit: Kit, network?: Network, regions: readonly string[] = []): Promise<Base> {
  const change = { name: BASE, build: (stack: Stack) => build(stack, network), tags: regionsTag(regions) };
  const { stackId } = await kit.deployed(change, { maxMinutes: 15 });
  const outputs = await outputsOf(kit, stackId);
  const output = (name: string) => String(outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue);
  return { bucket: output('BucketName'), cluster: output('ClusterName'), vpc: output('VpcId'), subnets: output('SubnetIds').split(',') };
}

/** DescribeStacks may lag behind the events. */
async function outputsOf(kit: Kit, stackId: string): Promise<readonly Output[]> {
  for (let attempt = 0; ; attempt++) {
    const { Outputs = [] } = await describeStack(kit.aws, stackId);
    if (Outputs.length || attempt === MAX_READS) return Outputs;
    await kit.time.sleep(EVERY_MS);
  }
}

function build(stack: Stack, network?: Network): void {
  const vpc = network ? vpcOf(stack, network) : new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
  });
  const cluster = new ecs.CfnCluster(stack, 'Cluster');
  const bucket = new s3.Bucket(stack, 'Assets', { removalPolicy: RemovalPolicy.DESTROY, enforceSSL: false });
  const output = (id: string, value: string) => new CfnOutput(stack, id, { value });
  output('BucketName', bucket.bucketName);
  output('ClusterName', cluster.ref);
  output('VpcId', vpc.vpcId);
  output('SubnetIds', Fn.join(',', vpc.publicSubnets.map(({ subnetId }) => subnetId)));
}
