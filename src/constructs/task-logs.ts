import { CfnResource, Reference, Tokenization } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { FoundService } from './find-service';
import { keepReferences } from './keep-references';
import { rendered } from './service-mirror';

/** Where containers of a service log to. */
export interface LogPlace {
  /** Name of a CloudWatch Logs log group, possibly a token. */
  readonly group: string;
  /** Where it is not the stack's own region. */
  readonly region?: string;
}

/**
 * Log groups that the containers of a service name for the `awslogs` driver, as the template will have them.
 * undefined: the task definition is not part of this app, or says it in a way that only deployment reveals.
 */
export function logPlaces(service: FoundService): LogPlace[] | undefined {
  const taskDefinition = findTaskDefinition(service);
  if (!taskDefinition) return undefined;
  const containers = keepReferences(taskDefinition, rendered(taskDefinition, ({ Properties }) => Properties?.ContainerDefinitions ?? []));
  if (!Array.isArray(containers)) return undefined;
  const places: LogPlace[] = [];
  for (const container of containers as readonly RenderedContainer[]) {
    if (container?.LogConfiguration?.LogDriver !== 'awslogs') continue;
    const options = container.LogConfiguration.Options;
    const group = options?.['awslogs-group'];
    if (typeof group !== 'string') return undefined;
    const region = options?.['awslogs-region'];
    places.push({ group, region: typeof region === 'string' ? region : undefined });
  }
  return places;
}

interface RenderedContainer {
  readonly LogConfiguration?: {
    readonly LogDriver?: unknown;
    readonly Options?: { readonly [option: string]: unknown };
  };
}

function findTaskDefinition({ l1, host }: FoundService): CfnResource | undefined {
  const named = keepReferences(l1, rendered(l1, ({ Properties }) => Properties?.TaskDefinition));
  const token = typeof named === 'string' ? Tokenization.reverseString(named).firstToken : undefined;
  if (Reference.isReference(token)) return asTaskDefinition(token.target);
  // With CODE_DEPLOY or a pinned revision, the L2 names the family in place of the construct.
  const l2 = 'taskDefinition' in host ? host.taskDefinition : undefined;
  return typeof l2 === 'object' && l2 !== null && 'node' in l2 ? asTaskDefinition((l2 as CfnResource).node.defaultChild) : undefined;
}

function asTaskDefinition(construct: unknown): CfnResource | undefined {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnTaskDefinition.CFN_RESOURCE_TYPE_NAME ? construct : undefined;
}
