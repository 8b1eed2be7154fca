import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { core } from './core';
import { FoundService } from './find-service';
import { keepReferences } from './keep-references';
import { nameInPolicy, regionInPolicy } from './log-group-name';
import { isOverridden, member, property } from './property';

/** Where containers of a service log to. */
export interface LogPlace {
  /** Name of a CloudWatch Logs log group as a policy of the service's stack has it: possibly a token, or with wildcards. */
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
  const configurations = keepReferences(taskDefinition, property(taskDefinition, 'ContainerDefinitions', (containers = []) => (
    Array.isArray(containers) ? containers.map((container) => member(container, 'LogConfiguration') ?? null) : containers
  )));
  if (!Array.isArray(configurations)) return undefined;
  const { stack } = service.l1;
  const places: LogPlace[] = [];
  for (const configuration of configurations) {
    if (member(configuration, 'LogDriver') !== 'awslogs') continue;
    const options = member(configuration, 'Options');
    const group = member(options, 'awslogs-group');
    if (typeof group !== 'string') return undefined;
    const region = member(options, 'awslogs-region');
    places.push({ group: nameInPolicy(group, stack), region: typeof region === 'string' ? regionInPolicy(region, stack) : undefined });
  }
  return places;
}

/** Whether the task definition stands in another stack, so that its references are not those of this one. */
export function isTaskDefinitionElsewhere(service: FoundService): boolean {
  return findTaskDefinition(service)?.stack !== service.l1.stack;
}

function findTaskDefinition({ l1, host }: FoundService): CfnResource | undefined {
  const set: unknown = isOverridden(l1, 'Properties', 'TaskDefinition') ? undefined : Reflect.get(l1, 'taskDefinition');
  // What an L2 sets needs no resolving; a lazy text does.
  const named = isReference(set) ? set : keepReferences(l1, property(l1, 'TaskDefinition'));
  // With CODE_DEPLOY or a pinned revision, the L2 names the family in place of the construct.
  return isReference(named) ? ofReference(named) : ofL2(host);
}

function ofReference(named: unknown): CfnResource | undefined {
  const token = typeof named === 'string' ? core.Tokenization.reverseString(named).firstToken : undefined;
  return core.Reference.isReference(token) ? asTaskDefinition(token.target) : undefined;
}

function ofL2(host: IConstruct): CfnResource | undefined {
  const l2 = 'taskDefinition' in host ? host.taskDefinition : undefined;
  return typeof l2 === 'object' && l2 !== null && 'node' in l2 ? asTaskDefinition((l2 as CfnResource).node.defaultChild) : undefined;
}

function isReference(value: unknown): boolean {
  return typeof value === 'string' && core.Reference.isReference(core.Tokenization.reverseString(value).firstToken);
}

function asTaskDefinition(construct: unknown): CfnResource | undefined {
  return core.CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ECS::TaskDefinition' ? construct : undefined;
}
