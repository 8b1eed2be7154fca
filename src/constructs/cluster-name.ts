import { CfnResource, Fn, Reference, Token, Tokenization } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import { FoundService } from './find-service';
import { keepReferences } from './keep-references';
import { pathInStage } from './path-in-stage';
import { property } from './property';

/** Name of the cluster of a service, possibly a token; undefined where synthesis cannot tell a name from an ARN. Only in a complete app. */
export function clusterName(service: FoundService): string | undefined {
  const l2 = nameOfL2(service);
  if (l2 !== undefined) return l2;
  const cluster = keepReferences(service.l1, property(service.l1, 'Cluster'));
  // Amazon ECS API Reference, CreateService: "If you do not specify a cluster, the default cluster is assumed."
  if (cluster === undefined) return 'default';
  if (typeof cluster !== 'string') return undefined;
  const marker = cluster.lastIndexOf(':cluster/');
  if (marker >= 0) return cluster.slice(marker + ':cluster/'.length);
  if (!Token.isUnresolved(cluster)) return cluster;
  const reference = asReference(cluster);
  if (!reference || !('cfnResourceType' in reference.target) || reference.target.cfnResourceType !== CfnCluster.CFN_RESOURCE_TYPE_NAME) return undefined;
  return reference.displayName === 'Arn' ? Fn.select(1, Fn.split('/', cluster)) : cluster;
}

/**
 * The same text for services of the same cluster, and in every synthesis; the text of a token is not. Resolves nothing, because the app
 * is still being built: undefined where only the complete app can tell (an import, a lazy value).
 */
export function clusterKey(service: FoundService): string | undefined {
  const name = nameSoFar(service);
  if (typeof name !== 'string') return undefined;
  if (!Token.isUnresolved(name)) return name;
  const reference = asReference(name);
  return reference && `${pathInStage(reference.target)}.${reference.displayName}`;
}

/** The cluster, where it is a resource of the same template. */
export function clusterResource(service: FoundService): CfnResource | undefined {
  const name = nameSoFar(service);
  const target = typeof name === 'string' ? asReference(name)?.target : undefined;
  return CfnResource.isCfnResource(target) && target.stack === service.l1.stack ? target : undefined;
}

function nameSoFar(service: FoundService): unknown {
  return nameOfL2(service) ?? ('cluster' in service.l1 ? service.l1.cluster ?? 'default' : undefined);
}

function nameOfL2({ host }: FoundService): string | undefined {
  const cluster = 'cluster' in host ? host.cluster : undefined;
  return typeof cluster === 'object' && cluster !== null && 'clusterName' in cluster ? String(cluster.clusterName) : undefined;
}

function asReference(text: string): Reference | undefined {
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && Reference.isReference(firstToken) ? firstToken : undefined;
}
