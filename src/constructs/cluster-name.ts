import { Fn, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { FoundService } from './find-service';

/** Name of the cluster of a service, possibly a token; undefined where synthesis cannot tell a name from an ARN. */
export function clusterName({ l1, host }: FoundService): string | undefined {
  const l2 = 'cluster' in host ? host.cluster : undefined;
  if (typeof l2 === 'object' && l2 !== null && 'clusterName' in l2) return String(l2.clusterName);
  const { cluster } = l1;
  // Amazon ECS API Reference, CreateService: "If you do not specify a cluster, the default cluster is assumed."
  if (cluster === undefined) return 'default';
  const marker = cluster.lastIndexOf(':cluster/');
  if (marker >= 0) return cluster.slice(marker + ':cluster/'.length);
  if (!Token.isUnresolved(cluster)) return cluster;
  const { length, firstToken } = Tokenization.reverseString(cluster);
  if (length !== 1 || !Reference.isReference(firstToken) || !isCluster(firstToken)) return undefined;
  return firstToken.displayName === 'Arn' ? Fn.select(1, Fn.split('/', cluster)) : cluster;
}

function isCluster({ target }: Reference): boolean {
  return 'cfnResourceType' in target && target.cfnResourceType === CfnCluster.CFN_RESOURCE_TYPE_NAME;
}
