import { CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import { FoundService } from './find-service';
import { isOverridden } from '../template/cdk-internals';
import { readProperty } from '../template/property';
import { asResource, asText, referencesIn, soleReference } from '../template/references';
import { pathInStage } from '../template/stable-names';
import { waitsForNothing } from '../template/waits';

/** Name of the cluster, possibly a token; undefined if it may be a name or an ARN. Only in a complete app. */
export function clusterName(service: FoundService): string | undefined {
  const { l1 } = service;
  const ofL2 = nameOfL2(service);
  // The text that the L2 has set needs no resolving.
  const soFar = clusterSoFar(service);
  if (soFar !== undefined && soFar === ofL2) return soFar;
  const cluster = asText(l1.stack, readProperty(l1, 'Cluster'));
  // Amazon ECS API Reference, CreateService: "If you do not specify a cluster, the default cluster is assumed."
  if (cluster === undefined) return 'default';
  // The template counts: an escape hatch may have moved the service to another cluster than that of its L2.
  if (ofL2 !== undefined && isSameText(l1.stack, cluster, ofL2)) return ofL2;
  return typeof cluster === 'string' ? nameIn(cluster) : undefined;
}

/**
 * The same text for services of the same cluster, and in every synthesis (that of a token is not). Resolves nothing, because the app is
 * still being built: undefined if only the complete app knows (an import, a lazy value).
 */
export function clusterKey(service: FoundService): string | undefined {
  const name = clusterSoFar(service);
  if (name === undefined || !Token.isUnresolved(name)) return name;
  const reference = soleReference(name);
  return reference && `${pathInStage(reference.target)}.${reference.displayName}`;
}

/** The cluster, if it is a resource of the same template. */
export function clusterResource(service: FoundService): CfnResource | undefined {
  const target = soleReference(clusterSoFar(service))?.target;
  return CfnResource.isCfnResource(target) && target.stack === service.l1.stack ? target : undefined;
}

/**
 * A name as the template has it, with the resources that it refers to: those of two stacks may have the same logical id. The same in every
 * stage, because the ids of policies depend on it.
 */
export function renderedName(stack: Stack, name: string): string {
  if (!Token.isUnresolved(name)) return name;
  return JSON.stringify([stack.resolve(name), referencesIn(stack, name).map(({ target }) => pathInStage(target))]);
}

/**
 * Whether the role of the watcher may name a cluster: a literal name, a cluster of another template, or one that waits for nothing. The
 * role then waits for no other resource, and no cluster that waits for a service keeps the watch of that service from beginning.
 */
export function canBeInRole(name: string, stack: Stack): boolean {
  if (!Token.isUnresolved(name)) return true;
  const target = soleReference(name)?.target;
  if (!CfnResource.isCfnResource(target)) return false;
  return target.stack !== stack || (asResource(target, 'AWS::ECS::Cluster') !== undefined && waitsForNothing(target));
}

/** Name or ARN that the L1 has, which wins over that of its L2. undefined: only the complete app knows (JSON, overrides). */
function clusterSoFar({ l1 }: FoundService): string | undefined {
  if (!('cluster' in l1) || isOverridden(l1, 'Properties', 'Cluster')) return undefined;
  const cluster = l1.cluster ?? 'default';
  return typeof cluster === 'string' ? cluster : undefined;
}

function nameOfL2({ host }: FoundService): string | undefined {
  const cluster = 'cluster' in host ? host.cluster : undefined;
  return typeof cluster === 'object' && cluster !== null && 'clusterName' in cluster ? String(cluster.clusterName) : undefined;
}

const BEFORE_NAME = ':cluster/';

/** The name in a name or an ARN; undefined if synthesis cannot know which of them it is. */
function nameIn(nameOrArn: string): string | undefined {
  const at = nameOrArn.lastIndexOf(BEFORE_NAME);
  if (at >= 0) return nameOrArn.slice(at + BEFORE_NAME.length);
  if (!Token.isUnresolved(nameOrArn)) return nameOrArn;
  const reference = soleReference(nameOrArn);
  if (!reference || !('cfnResourceType' in reference.target) || reference.target.cfnResourceType !== 'AWS::ECS::Cluster') return undefined;
  return reference.displayName === 'Arn' ? Fn.select(1, Fn.split('/', nameOrArn)) : nameOrArn;
}

function isSameText(stack: Stack, one: unknown, other: string): boolean {
  return one === other || JSON.stringify(stack.resolve(one)) === JSON.stringify(stack.resolve(other));
}
