import { CfnResource, Resource } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { asResource } from '../template/references';

/** An ECS service that this app creates. */
export interface FoundService {
  /** The AWS::ECS::Service; mostly a `CfnService`. */
  readonly l1: CfnResource;
  /** The construct that the app knows as the service: the L2 if there is one, else the L1 itself. The diagnosis goes below it. */
  readonly host: Construct;
}

/** The service behind an L2 or L1 construct; undefined if there is none in this app (imported services, other constructs). */
export function findService(construct: IConstruct): FoundService | undefined {
  const l1 = asService(construct) ?? asService(defaultChild(construct));
  if (!l1) return undefined;
  // One host for one service, whether the app names its L1 or the construct around it.
  const parent = l1.node.scope;
  const isL2 = parent && Resource.isResource(parent) && defaultChild(parent) === l1;
  return { l1, host: isL2 ? parent : l1 };
}

/** Why `findService` found nothing, for an error message. */
export function whyNotFound(construct: IConstruct): string {
  const { path } = construct.node;
  if ('serviceArn' in construct || 'serviceName' in construct) {
    return `${path} is an imported service: ${OF_ANOTHER_STACK}, so attach the diagnosis where the service is created`;
  }
  const problem = whyNotDeployedHere(construct);
  if (problem) return `${path} cannot be diagnosed, because ${problem}`;
  const services = construct.node.findAll().flatMap((inner) => asService(inner) ?? []);
  const hint = services.length === 1 ? `; did you mean the service inside it, ${(services[0].node.scope ?? services[0]).node.path}?` : '';
  return `${path} is not an ECS service, neither an L2 service nor a CfnService${hint}`;
}

const OF_ANOTHER_STACK = 'its deployments belong to another stack';

/**
 * Why a construct that represents an ECS service is not one that `findService` finds; undefined for every other construct.
 * Express Mode: docs/decisions/0004-express-mode.md.
 */
export function whyNotDeployedHere(construct: IConstruct): string | undefined {
  if (asResource(construct, 'AWS::ECS::ExpressGatewayService')) {
    return 'Amazon ECS Express Mode makes its deployments, and AWS does not say whether CloudFormation waits for them';
  }
  return isImportedService(construct) ? `it is imported: ${OF_ANOTHER_STACK}` : undefined;
}

/** Other AWS services have "services", too: one of Amazon ECS has a cluster, or an ARN with `ecs` in it. */
function isImportedService(construct: IConstruct): boolean {
  if (!Resource.isResource(construct) || !('serviceArn' in construct) || !('serviceName' in construct)) return false;
  if (construct.node.children.length) return false;
  return 'cluster' in construct || /^arn:[^:]+:ecs:/.test(String(construct.serviceArn));
}

/** undefined also if two children could be it: `node.defaultChild` throws then. */
function defaultChild({ node }: IConstruct): IConstruct | undefined {
  return node.tryFindChild('Resource') && node.tryFindChild('Default') ? undefined : node.defaultChild;
}

function asService(construct: unknown): CfnResource | undefined {
  return asResource(construct, 'AWS::ECS::Service');
}
