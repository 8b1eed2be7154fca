import { CfnResource, Reference, Stack } from 'aws-cdk-lib';
import { core } from './core';
import { FoundService } from './find-service';
import { keepReferences, referencesIn } from './keep-references';
import { pathInStage } from './path-in-stage';
import { isOverridden, property } from './property';

/** Name of the cluster of a service, possibly a token; undefined where synthesis cannot tell a name from an ARN. Only in a complete app. */
export function clusterName(service: FoundService): string | undefined {
  const { l1 } = service;
  // What an L2 sets is the same text; it needs no resolving.
  const set = nameSoFar(service);
  if (set !== undefined && set === nameOfL2(service)) return set;
  const cluster = keepReferences(l1, property(l1, 'Cluster'));
  // Amazon ECS API Reference, CreateService: "If you do not specify a cluster, the default cluster is assumed."
  if (cluster === undefined) return 'default';
  // What the template has counts: an escape hatch may have taken the service to another cluster than that of its L2.
  const l2 = nameOfL2(service);
  if (l2 !== undefined && isSame(service, cluster, l2)) return l2;
  if (typeof cluster !== 'string') return undefined;
  const marker = cluster.lastIndexOf(MARKER);
  if (marker >= 0) return cluster.slice(marker + MARKER.length);
  if (!core.Token.isUnresolved(cluster)) return cluster;
  const reference = asReference(cluster);
  if (!reference || !('cfnResourceType' in reference.target) || reference.target.cfnResourceType !== 'AWS::ECS::Cluster') return undefined;
  return reference.displayName === 'Arn' ? core.Fn.select(1, core.Fn.split('/', cluster)) : cluster;
}

const MARKER = ':cluster/';

/**
 * The same text for services of the same cluster, and in every synthesis; the text of a token is not. Resolves nothing, because the app
 * is still being built: undefined where only the complete app can tell (an import, a lazy value).
 */
export function clusterKey(service: FoundService): string | undefined {
  const name = nameSoFar(service);
  if (name === undefined || !core.Token.isUnresolved(name)) return name;
  const reference = asReference(name);
  return reference && `${pathInStage(reference.target)}.${reference.displayName}`;
}

/** The cluster, where it is a resource of the same template. */
export function clusterResource(service: FoundService): CfnResource | undefined {
  const target = asReference(nameSoFar(service))?.target;
  return core.CfnResource.isCfnResource(target) && target.stack === service.l1.stack ? target : undefined;
}

/** What a name is in the template, with the resources that it refers to: those of two stacks may have the same logical id. */
export function renderedName(stack: Stack, name: string): string {
  return core.Token.isUnresolved(name) ? JSON.stringify([stack.resolve(name), referencesIn(stack, name).map(({ target }) => target.node.path)]) : name;
}

/** What the L1 has, which wins over its L2; of a service in the JSON of CloudFormation and of an override only the complete app knows. */
function nameSoFar({ l1 }: FoundService): string | undefined {
  if (!('cluster' in l1) || isOverridden(l1, 'Properties', 'Cluster')) return undefined;
  const name = l1.cluster ?? 'default';
  return typeof name === 'string' ? name : undefined;
}

function nameOfL2({ host }: FoundService): string | undefined {
  const cluster = 'cluster' in host ? host.cluster : undefined;
  return typeof cluster === 'object' && cluster !== null && 'clusterName' in cluster ? String(cluster.clusterName) : undefined;
}

function isSame({ l1: { stack } }: FoundService, one: unknown, other: string): boolean {
  return one === other || JSON.stringify(stack.resolve(one)) === JSON.stringify(stack.resolve(other));
}

function asReference(text: string | undefined): Reference | undefined {
  if (!text) return undefined;
  const { length, firstToken } = core.Tokenization.reverseString(text);
  return length === 1 && core.Reference.isReference(firstToken) ? firstToken : undefined;
}
