import { CfnResource } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { core } from './core';
import { member, property } from './property';

/** An ECS service that this app creates. */
export interface FoundService {
  /** The AWS::ECS::Service; mostly a `CfnService`. */
  readonly l1: CfnResource;
  /** What the service is for the app: the L2 construct where there is one, else the L1 itself. The diagnosis goes below it. */
  readonly host: Construct;
}

/** The service behind an L2 or L1 construct; undefined where there is none in this app (imported services, other constructs). */
export function findService(construct: IConstruct): FoundService | undefined {
  const l1 = isCfnService(construct) ? construct : defaultChild(construct);
  if (!l1 || !isCfnService(l1)) return undefined;
  // One host for one service, whether it is reached through its L1 or through what is around it.
  const parent = l1.node.scope;
  const isL2 = parent && core.Resource.isResource(parent) && defaultChild(parent) === l1;
  return { l1, host: isL2 ? parent : l1 };
}

/** Why `findService` found nothing, for an error message. */
export function whyNotFound(construct: IConstruct): string {
  if ('serviceArn' in construct || 'serviceName' in construct) {
    return `${construct.node.path} is an imported service: ${OF_ANOTHER_STACK}, so watch it where it is created`;
  }
  const express = whyNotDeployedHere(construct);
  if (express) return `${construct.node.path} cannot be diagnosed, because ${express}`;
  const services = construct.node.findAll().filter(isCfnService);
  const hint = services.length === 1 ? `; did you mean the service inside it, ${(services[0].node.scope ?? services[0]).node.path}?` : '';
  return `${construct.node.path} is not an ECS service, neither an L2 service nor a CfnService${hint}`;
}

const OF_ANOTHER_STACK = 'its deployments belong to another stack';

/**
 * Why a construct that stands for an ECS service is none that `findService` finds; undefined for every other construct.
 * Express: docs/decisions/0004-express-mode.md.
 */
export function whyNotDeployedHere(construct: IConstruct): string | undefined {
  if (core.CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ECS::ExpressGatewayService') {
    return 'Amazon ECS Express Mode makes its deployments, and AWS does not say whether CloudFormation waits for them';
  }
  return isImportedService(construct) ? `it is imported: ${OF_ANOTHER_STACK}` : undefined;
}

/** Other services of AWS have services too: that of ECS has a cluster, or an ARN that says so. */
function isImportedService(construct: IConstruct): boolean {
  if (!core.Resource.isResource(construct) || !('serviceArn' in construct) || !('serviceName' in construct)) return false;
  if (construct.node.children.length) return false;
  return 'cluster' in construct || /^arn:[^:]+:ecs:/.test(String(construct.serviceArn));
}

/**
 * Why CloudFormation does not deploy a service, so that there is nothing to watch; undefined where it does.
 *
 * @param type of the deployment controller
 */
export function whyNotWatched(type: unknown): string | undefined {
  if (type !== 'CODE_DEPLOY' && type !== 'EXTERNAL') return undefined;
  const who = type === 'CODE_DEPLOY' ? 'AWS CodeDeploy' : 'an external controller';
  return `its deployment controller is ${type}: ${who} makes the deployments and CloudFormation waits for none of them`;
}

/** Why a service cannot be watched, as far as that is known while the app is still being built. */
export function whyNotWatchedSoFar(service: FoundService): string | undefined {
  return whyNotWatched(controllerSoFar(service)) ?? whyNoWatcher(service);
}

function whyNoWatcher({ l1 }: FoundService): string | undefined {
  if (!(l1.stack.synthesizer instanceof core.BootstraplessSynthesizer)) return undefined;
  return 'its stack uses the BootstraplessSynthesizer, which takes no assets, and the watcher is a function whose code is one';
}

/**
 * Type of the deployment controller as far as it is known while the app is still being built. Tokens are not resolved: aws-cdk-lib keeps
 * the first value of most lazy ones, so looking at them now would fix what the app may still change.
 */
function controllerSoFar({ l1 }: FoundService): unknown {
  // Overrides, the property of a CfnService, that of a CfnResource. What is internal to aws-cdk-lib may be missing: `controllerAtLast` sees all.
  return inside(l1, 'rawOverrides', 'Properties', 'DeploymentController', 'Type')
    ?? inside(l1, 'deploymentController', 'type')
    ?? inside(l1, '_cfnProperties', 'DeploymentController', 'Type');
}

function inside(value: unknown, ...path: string[]): unknown {
  return path.reduce((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

/** The same when the app is complete, overrides included. */
export function controllerAtLast({ l1 }: FoundService): unknown {
  return member(l1.stack.resolve(property(l1, 'DeploymentController')), 'Type');
}

/** undefined also where a scope has two children that could be it, which `defaultChild` refuses. */
function defaultChild({ node }: IConstruct): IConstruct | undefined {
  return node.tryFindChild('Resource') && node.tryFindChild('Default') ? undefined : node.defaultChild;
}

function isCfnService(construct: IConstruct): construct is CfnResource {
  return core.CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ECS::Service';
}
