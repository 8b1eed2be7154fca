import { CfnResource, Resource } from 'aws-cdk-lib';
import { CfnService } from 'aws-cdk-lib/aws-ecs';
import { Construct, IConstruct } from 'constructs';
import { rendered } from './service-mirror';

/** An ECS service that this app creates. */
export interface FoundService {
  /** The AWS::ECS::Service; mostly a `CfnService`. */
  readonly l1: CfnResource;
  /** What the service is for the app: the L2 construct where there is one, else the L1 itself. The diagnosis goes below it. */
  readonly host: Construct;
}

/** The service behind an L2 or L1 construct; undefined where there is none in this app (imported services, other constructs). */
export function findService(construct: IConstruct): FoundService | undefined {
  if (isCfnService(construct)) {
    const parent = construct.node.scope;
    const isL2 = parent && Resource.isResource(parent) && parent.node.defaultChild === construct;
    return { l1: construct, host: isL2 ? parent : construct };
  }
  const l1 = construct.node.defaultChild;
  return l1 && isCfnService(l1) && Construct.isConstruct(construct) ? { l1, host: construct as Construct } : undefined;
}

/** Why `findService` found nothing, for an error message. */
export function whyNotFound(construct: IConstruct): string {
  if ('serviceArn' in construct || 'serviceName' in construct) {
    return `${construct.node.path} is an imported service: its deployments belong to another stack, so watch it where it is created`;
  }
  const inside = construct.node.findAll().filter(isCfnService);
  const hint = inside.length === 1 ? `; did you mean the service inside it, ${(inside[0].node.scope ?? inside[0]).node.path}?` : '';
  return `${construct.node.path} is not an ECS service, neither an L2 service nor a CfnService${hint}`;
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

/**
 * Type of the deployment controller as far as it is known while the app is still being built. Tokens are not resolved: aws-cdk-lib keeps
 * the first value of most lazy ones, so looking at them now would fix what the app may still change.
 */
export function controllerSoFar({ l1 }: FoundService): unknown {
  const controller: unknown = 'deploymentController' in l1 ? l1.deploymentController : undefined;
  return typeof controller === 'object' && controller !== null && 'type' in controller ? controller.type : undefined;
}

/** The same when the app is complete, overrides included. */
export function controllerAtLast({ l1 }: FoundService): unknown {
  return l1.stack.resolve(rendered(l1, ({ Properties }) => Properties?.DeploymentController))?.Type;
}

function isCfnService(construct: IConstruct): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnService.CFN_RESOURCE_TYPE_NAME;
}
