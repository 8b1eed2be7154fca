import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { core } from './core';
import { FoundService } from './find-service';
import { keepReferences } from './keep-references';
import { isOverridden, member, property } from './property';

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
  const configurations = keepReferences(taskDefinition, property(taskDefinition, 'ContainerDefinitions', (containers = []) => (
    Array.isArray(containers) ? containers.map((container) => member(container, 'LogConfiguration') ?? null) : containers
  )));
  if (!Array.isArray(configurations)) return undefined;
  const places: LogPlace[] = [];
  for (const configuration of configurations) {
    if (member(configuration, 'LogDriver') !== 'awslogs') continue;
    const options = member(configuration, 'Options');
    const group = member(options, 'awslogs-group');
    if (typeof group !== 'string') return undefined;
    const region = member(options, 'awslogs-region');
    places.push({ group, region: typeof region === 'string' && region !== taskDefinition.stack.region ? region : undefined });
  }
  return taskDefinition.stack === service.l1.stack ? places : places.map((place) => fromElsewhere(place, service.l1));
}

/**
 * What a task definition of another stack refers to is not exported to the service's stack, and stays so: CloudFormation deploys the other stack
 * first, and would refuse to take the export away while this one still imports it, which it does until it is deployed without the diagnosis.
 * Functions and pseudo parameters of another template (`AWS::StackName`) would mean something else in this one.
 */
function fromElsewhere({ group, region }: LogPlace, service: CfnResource): LogPlace {
  const isKnown = (text: string) => core.Tokenization.reverseString(text).tokens
    .every((token) => core.Reference.isReference(token) && templateOf(token.target) === templateOf(service));
  return {
    group: isKnown(group) ? group : literalName(group) ?? '*',
    region: region === undefined || isKnown(region) ? region : '*',
  };
}

/** The name that the app itself gives a log group. */
function literalName(group: string): string | undefined {
  const { length, firstToken } = core.Tokenization.reverseString(group);
  const target = length === 1 && core.Reference.isReference(firstToken) ? firstToken.target : undefined;
  if (!core.CfnResource.isCfnResource(target) || target.cfnResourceType !== 'AWS::Logs::LogGroup') return undefined;
  const name = keepReferences(target, property(target, 'LogGroupName'));
  return typeof name === 'string' && !core.Token.isUnresolved(name) ? name : undefined;
}

/** Nested stacks and their parent pass names on as parameters, which may go at any time. */
function templateOf(construct: IConstruct): Stack {
  let stack = core.Stack.of(construct);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
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
