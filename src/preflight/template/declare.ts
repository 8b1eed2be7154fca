import { appOf } from './app';
import { Assembly, Files, StackTemplate } from './assembly';
import { Resource } from './resolve';
import { gatewayOf, serviceOf, taskOf } from './shapes';
import { Given, ResolvedStack, Stacks } from './stacks';
import { Holey, knownOf, Members, Value } from './values';
import { App, Declared } from '../declared';

/** All services and task definitions of the stacks, those of nested stacks too. */
export function declaredIn(assembly: Assembly, files: Files, given: Given, only?: (name: string) => boolean): readonly Declared[] {
  const all = new Stacks(assembly, files, given).resolved();
  const app = appOf(all, assembly);
  return all.filter(({ stack }) => only?.(stack.name) ?? true).flatMap((one) => declaredOf(one, app));
}

const SERVICE = 'AWS::ECS::Service';
const TASK = 'AWS::ECS::TaskDefinition';
const GATEWAY = 'AWS::ECS::ExpressGatewayService';

function declaredOf({ stack, resolver }: ResolvedStack, app: App): readonly Declared[] {
  const { region, account } = resolver.scope;
  const all = Object.entries(stack.template.Resources ?? {}).filter(([, resource]) => resolver.isMade(resource) !== false);
  const ofType = (type: string) => all.filter(([, resource]) => resource.Type === type)
    .map(([logicalId, resource]) => ({ logicalId, resource, members: new Members(resolver.resolve(resource.Properties)) }));
  const tasks = new Map(ofType(TASK).map((one) => [one.logicalId, one]));
  const used = new Set<string>();
  const head = (logicalId: string, resource: Resource) => ({
    group: stack.name,
    name: nameOf(logicalId, resource, stack),
    logicalId,
    file: stack.file,
    region,
    account,
    app,
    ...(resolver.isMade(resource) === undefined && { uncertain: `it is made only if the condition ${resource.Condition} holds` }),
  });
  const services = ofType(SERVICE).map(({ logicalId, resource, members }): Declared => {
    const service = serviceOf(members);
    const reference = members.get('TaskDefinition');
    const id = reference instanceof Holey ? reference.made[0]?.logicalId : undefined;
    const task = id === undefined ? undefined : tasks.get(id);
    if (!task) return { ...head(logicalId, resource), service, taskUnknown: whyNoTask(reference) };
    used.add(task.logicalId);
    return { ...head(logicalId, resource), service, task: taskOf(task.members, service.fargate) };
  });
  const gateways = ofType(GATEWAY).map(
    ({ logicalId, resource, members }): Declared => ({ ...head(logicalId, resource), ...gatewayOf(members) }),
  );
  const alone = [...tasks.values()].filter(({ logicalId }) => !used.has(logicalId)).map(({ logicalId, resource, members }): Declared => (
    { ...head(logicalId, resource), task: taskOf(members, undefined) }
  ));
  return [...services, ...gateways, ...alone];
}

function whyNoTask(reference: Value): string | undefined {
  // Another deployment controller takes it from elsewhere.
  if (reference === undefined) return 'the service names no task definition';
  const { shape, unknown, made = [] } = knownOf(reference);
  if (unknown !== undefined) return unknown;
  const [first] = made;
  if (first) return `the task definition ${first.logicalId} is made by another stack, and is checked there`;
  return `the task definition ${shape} is not in this template`;
}

/** Construct path, without the ends that the CDK adds; else the logical id. */
function nameOf(logicalId: string, { Metadata }: Resource, { paths }: StackTemplate): string {
  const path = Metadata?.['aws:cdk:path'] ?? paths?.get(logicalId);
  return typeof path === 'string' ? path.replace(/(\/Service)?\/(Service|Resource)$/, '') : logicalId;
}
