import type {
  CreateStackInput, DescribeStackEventsInput, DescribeStackResourceInput, DescribeStackResourcesInput, DescribeStacksInput,
  GetTemplateInput, ListStackResourcesInput, ListStacksInput, UpdateStackInput,
} from '@aws-sdk/client-cloudformation';
import { AwsError, FakeService } from '../world';
import { readJson } from './assembly';
import { Engine } from './engine';
import { Resource, ShownStatus, Stack } from './model';
import { asStrings } from './resources/custom';
import { StackInput } from './stack-input';
import { Template } from './template';

/** DescribeStackEvents and DescribeStacks give at most 100 a page. */
const PAGE = 100;

/** The API of CloudFormation over the engine. */
export function createCloudFormation(engine: Engine): FakeService {
  return {
    operations: {
      CreateStack: (input: CreateStackInput) => ({ StackId: engine.create(stackInput(engine, input, input.DisableRollback)).stack.id }),
      UpdateStack: (input: UpdateStackInput) => ({ StackId: engine.update(stackInput(engine, input, input.DisableRollback)).stack.id }),
      DeleteStack: async (input: { StackName: string }) => {
        // The call returns at once; an operation that it interrupts ends later.
        void engine.delete(input.StackName);
        return {};
      },
      CancelUpdateStack: (input: { StackName: string }) => {
        engine.cancelUpdate(input.StackName);
        return {};
      },
      DescribeStacks: (input: DescribeStacksInput) => {
        const all = input.StackName === undefined
          ? [...engine.all()].filter((s) => s.status !== 'DELETE_COMPLETE').sort((a, b) => b.createdAt - a.createdAt)
          : [engine.find(input.StackName)];
        const page = paged(all, input.NextToken);
        const lagMs = 1000 * (engine.around.world.scenario.switches?.stackStatusLag ?? 0);
        const shown = (stack: Stack) => (lagMs ? statusAt(stack, engine.around.clock.now() - lagMs) : stack);
        return { Stacks: page.items.map((stack) => describeStack(stack, shown(stack))), NextToken: page.next };
      },
      DescribeStackEvents: (input: DescribeStackEventsInput) => {
        const stack = engine.find(String(input.StackName));
        const page = paged([...stack.events].reverse(), input.NextToken);
        return {
          StackEvents: page.items.map((e) => ({
            StackId: stack.id,
            EventId: e.eventId,
            StackName: stack.name,
            OperationId: e.operationId,
            LogicalResourceId: e.logicalId,
            PhysicalResourceId: e.physicalId,
            ResourceType: e.resourceType,
            Timestamp: new Date(e.at),
            ResourceStatus: e.status,
            ResourceStatusReason: e.reason,
            ResourceProperties: e.properties && JSON.stringify(asStrings(e.properties)),
            DetailedStatus: e.detailedStatus,
          })),
          NextToken: page.next,
        };
      },
      ListStacks: (input: ListStacksInput) => {
        const wanted = new Set<string>(input.StackStatusFilter);
        const all = [...engine.all()].filter((s) => !wanted.size || wanted.has(s.status)).sort((a, b) => b.createdAt - a.createdAt);
        const page = paged(all, input.NextToken);
        return { StackSummaries: page.items.map(summarizeStack), NextToken: page.next };
      },
      ListStackResources: (input: ListStackResourcesInput) => {
        const stack = engine.find(String(input.StackName));
        const page = paged([...stack.resources.values()], input.NextToken);
        return { StackResourceSummaries: page.items.map(summarizeResource), NextToken: page.next };
      },
      GetTemplate: (input: GetTemplateInput) => ({ TemplateBody: JSON.stringify(engine.find(String(input.StackName)).template) }),
      DescribeStackResource: (input: DescribeStackResourceInput) => {
        const stack = engine.find(String(input.StackName));
        const resource = stack.resources.get(String(input.LogicalResourceId));
        if (!resource) throw new AwsError('ValidationError', `Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
        const metadata = resource.definition.Metadata;
        return {
          StackResourceDetail: {
            ...describeResource(stack, resource),
            LastUpdatedTimestamp: new Date(resource.updatedAt),
            Metadata: metadata && JSON.stringify(metadata),
          },
        };
      },
      DescribeStackResources: (input: DescribeStackResourcesInput) => {
        const stack = engine.find(String(input.StackName));
        const { LogicalResourceId: id } = input;
        const wanted = [...stack.resources.values()].filter((r) => id === undefined || r.logicalId === id);
        return { StackResources: wanted.slice(0, PAGE).map((r) => ({ ...describeResource(stack, r), Timestamp: new Date(r.updatedAt) })) };
      },
    },
  };
}

function summarizeStack({ id, name, createdAt, updatedAt, deletedAt, status, reason, parentId, rootId }: Stack) {
  return {
    StackId: id,
    StackName: name,
    CreationTime: new Date(createdAt),
    LastUpdatedTime: updatedAt === undefined ? undefined : new Date(updatedAt),
    DeletionTime: deletedAt === undefined ? undefined : new Date(deletedAt),
    StackStatus: status,
    StackStatusReason: reason,
    ParentId: parentId,
    RootId: rootId,
  };
}

function summarizeResource(r: Resource) {
  return {
    LogicalResourceId: r.logicalId,
    PhysicalResourceId: r.shownPhysicalId ?? r.physicalId ?? '',
    ResourceType: r.type,
    LastUpdatedTimestamp: new Date(r.updatedAt),
    ResourceStatus: r.status,
    ResourceStatusReason: r.reason,
  };
}

function describeResource(stack: Stack, r: Resource) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: r.logicalId,
    PhysicalResourceId: r.shownPhysicalId ?? r.physicalId ?? '',
    ResourceType: r.type,
    ResourceStatus: r.status,
    ResourceStatusReason: r.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

/** A stack that did not exist then has its first status. */
function statusAt(stack: Stack, ms: number): ShownStatus {
  return stack.shown.filter(({ at }) => at <= ms).at(-1) ?? stack.shown[0];
}

function describeStack(stack: Stack, { status, reason, updatedAt }: Omit<ShownStatus, 'at'>) {
  return {
    StackId: stack.id,
    StackName: stack.name,
    Description: stack.template.Description,
    Parameters: Object.entries(stack.givenParameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    CreationTime: new Date(stack.createdAt),
    LastUpdatedTime: updatedAt === undefined ? undefined : new Date(updatedAt),
    DeletionTime: stack.deletedAt === undefined ? undefined : new Date(stack.deletedAt),
    StackStatus: status,
    StackStatusReason: reason,
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    Outputs: stack.outputs.map((o) => ({ OutputKey: o.key, OutputValue: o.value, ExportName: o.exportName, Description: o.description })),
    Tags: Object.entries(stack.tags).map(([Key, Value]) => ({ Key, Value })),
    EnableTerminationProtection: false,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

function paged<T>(all: readonly T[], token: string | undefined): { readonly items: readonly T[]; readonly next?: string } {
  const from = Number(token ?? 0);
  const to = from + PAGE;
  return { items: all.slice(from, to), ...to < all.length && { next: String(to) } };
}

function stackInput(engine: Engine, input: CreateStackInput | UpdateStackInput, disableRollback: boolean | undefined): StackInput {
  const onFailure = 'OnFailure' in input ? input.OnFailure : undefined;
  const isDisabled = onFailure === 'DO_NOTHING' || disableRollback;
  return {
    name: String(input.StackName),
    template: templateOf(engine, input),
    parameters: Object.fromEntries((input.Parameters ?? []).map((p) => [String(p.ParameterKey), String(p.ParameterValue)])),
    tags: Object.fromEntries((input.Tags ?? []).map((t) => [String(t.Key), String(t.Value)])),
    rollback: isDisabled === undefined ? undefined : !isDisabled,
    express: input.DeploymentConfig?.Mode === 'EXPRESS',
  };
}

function templateOf(engine: Engine, input: CreateStackInput | UpdateStackInput): Template {
  if (input.TemplateBody !== undefined) {
    try {
      return JSON.parse(input.TemplateBody) as Template;
    } catch {
      throw new AwsError('ValidationError', 'Template format error: the lab reads JSON templates only');
    }
  }
  const file = engine.around.asset(String(input.TemplateURL).split('/').pop() ?? '');
  if (file === undefined) throw new AwsError('ValidationError', 'S3 error: Access Denied');
  return readJson<Template>(file);
}
