import {
  CancelUpdateStackCommand, Capability, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStackResourceCommand,
  DescribeStackResourcesCommand, DescribeStacksCommand, Stack, StackEvent, StackResource, UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { Aws } from './aws';
import { SeenEvent } from './recording';

/** Each stack of the kit has this tag; its value is the id of the run. */
export const TAG = 'cdk-diagnosed-fargate-live';
/** Each name of a stack begins with this, and so does each name that CloudFormation makes for a resource in it. */
export const PREFIX = 'cdf-live-';
/** Name of the stack that all tests of a run share. */
export const BASE = 'base';

/** @param name after the id of the run: `l1-a` */
export const stackNameOf = (run: string, name: string) => `${PREFIX}${run}-${name}`;

const NAME = new RegExp(`^${PREFIX}([a-z\\d]+)-(?:${BASE}|l\\d+)(?:-|$)`);

/**
 * The run that has made a stack or a log group; undefined: it is not of the kit. Others can use the tag, or a name that begins alike: only
 * both together are the kit's.
 */
export function runOf(name: string, tag: string | undefined): string | undefined {
  const [, run] = NAME.exec(name) ?? [];
  return run !== undefined && run === tag ? run : undefined;
}

export const tagOf = ({ Tags = [] }: Stack, key: string) => Tags.find(({ Key }) => Key === key)?.Value;

export interface Request {
  readonly stackName: string;
  readonly run: string;
  readonly template: { readonly body: string } | { readonly url: string };
  /** Default: on, in express mode off. */
  readonly rollback?: boolean;
  readonly express?: boolean;
  /** Besides that of the run. */
  readonly tags?: { readonly [key: string]: string };
}

/** Gives the id of the stack. */
export async function createStack({ cloudFormation }: Aws, request: Request): Promise<string> {
  const { StackId } = await cloudFormation.send(new CreateStackCommand(inputOf(request)));
  return String(StackId);
}

export async function updateStack({ cloudFormation }: Aws, request: Request): Promise<string> {
  const { StackId } = await cloudFormation.send(new UpdateStackCommand(inputOf(request)));
  return String(StackId);
}

export async function deleteStack({ cloudFormation }: Aws, nameOrId: string): Promise<void> {
  await cloudFormation.send(new DeleteStackCommand({ StackName: nameOrId }));
}

export async function cancelUpdate({ cloudFormation }: Aws, nameOrId: string): Promise<void> {
  await cloudFormation.send(new CancelUpdateStackCommand({ StackName: nameOrId }));
}

function inputOf({ stackName, run, template, rollback, express, tags }: Request) {
  return {
    StackName: stackName,
    ...'body' in template ? { TemplateBody: template.body } : { TemplateURL: template.url },
    Capabilities: [Capability.CAPABILITY_IAM, Capability.CAPABILITY_NAMED_IAM],
    Tags: Object.entries({ [TAG]: run, ...tags }).map(([Key, Value]) => ({ Key, Value })),
    ...rollback !== undefined && { DisableRollback: !rollback },
    ...express && { DeploymentConfig: { Mode: 'EXPRESS' as const } },
  };
}

/** Root stacks of the kit, of all runs: those under way and those that could not be deleted, too. */
export async function stacksOfKit({ cloudFormation }: Aws): Promise<readonly Stack[]> {
  const found: Stack[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudFormation.send(new DescribeStacksCommand({ NextToken }));
    found.push(...page.Stacks ?? []);
    ({ NextToken } = page);
  } while (NextToken);
  return found.filter((stack) => (
    runOf(stack.StackName ?? '', tagOf(stack, TAG)) !== undefined && !stack.ParentId && stack.StackStatus !== 'DELETE_COMPLETE'
  ));
}

export async function describeStack({ cloudFormation }: Aws, nameOrId: string): Promise<Stack> {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: nameOrId }));
  return Stacks[0];
}

export async function resourceOf({ cloudFormation }: Aws, stack: string, logicalId: string) {
  const input = { StackName: stack, LogicalResourceId: logicalId };
  const { StackResourceDetail: detail } = await cloudFormation.send(new DescribeStackResourceCommand(input));
  return detail;
}

/** At most 100, which is all that one call gives. */
export async function resourcesOf({ cloudFormation }: Aws, stack: string): Promise<readonly StackResource[]> {
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }));
  return StackResources;
}

/** Oldest first. @param after id of an event: only those that are newer */
export async function eventsOf({ cloudFormation }: Aws, stack: string, after?: string): Promise<readonly SeenEvent[]> {
  const found: SeenEvent[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: stack, NextToken }));
    for (const event of page.StackEvents ?? []) {
      if (event.EventId === after) return found.reverse();
      found.push(seen(event));
    }
    ({ NextToken } = page);
  } while (NextToken);
  return found.reverse();
}

function seen(event: StackEvent): SeenEvent {
  return {
    at: event.Timestamp?.toISOString() ?? '',
    eventId: event.EventId ?? '',
    logicalId: event.LogicalResourceId ?? '',
    physicalId: event.PhysicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...event.ResourceStatusReason && { reason: event.ResourceStatusReason },
  };
}
