import { serviceKey, ServiceWatch, StackWatch, WatchState, News } from './model';
import { newHistory } from '../../decision/model';
import { AccountApi } from '../../facts/aws/account';
import { StackEvent } from '../../facts/aws/api';
import { isInProgress } from '../../facts/operation';
import { NO_TIMELINE } from '../../presentation/page/timeline';

const STACK = 'AWS::CloudFormation::Stack';
const SERVICE = 'AWS::ECS::Service';

/** A stack of hundreds of resources has some thousand events in one operation. */
const MAX_PAGES = 50;

/** Events since the last one that was read, or since the operation began; oldest first. Rejects as AWS does. */
export async function newEvents(aws: Pick<AccountApi, 'describeStackEvents'>, stack: StackWatch): Promise<readonly StackEvent[]> {
  const found: StackEvent[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.describeStackEvents({ StackName: stack.id, ...(NextToken && { NextToken }) });
    for (const event of answer.StackEvents ?? []) {
      if (event.EventId === stack.seen) return found.reverse();
      found.push(event);
      if (!stack.seen && beginsOperation(event)) return found.reverse();
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return found.reverse();
}

function beginsOperation(event: StackEvent): boolean {
  return isOfStackItself(event) && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.ResourceStatus ?? '');
}

/** The event that it was read back to tells when the operation began: the stack itself tells of its rollback, too, and of the update before it is deleted. */
function startOf(stack: StackWatch, event: StackEvent): string {
  return !stack.seen && beginsOperation(event) && event.Timestamp ? event.Timestamp : stack.startedAt;
}

function isOfStackItself({ ResourceType, PhysicalResourceId, StackId }: StackEvent): boolean {
  return ResourceType === STACK && PhysicalResourceId === StackId;
}

/** What the events of one stack change, and what of it is news. */
export function applyEvents(state: WatchState, stackId: string, events: readonly StackEvent[]): { readonly state: WatchState; readonly news: readonly News[] } {
  const stacks = new Map(state.stacks);
  const services = new Map(state.services);
  const news: News[] = [];
  for (const event of events) {
    const stack = stacks.get(stackId);
    if (!stack) break;
    stacks.set(stackId, { ...stack, seen: event.EventId ?? stack.seen, startedAt: startOf(stack, event) });
    if (isOfStackItself(event)) onStack(stackId, event);
    else if (event.ResourceType === STACK) onNested(event);
    else if (event.ResourceType === SERVICE) onService(stack, event);
    else if (/_FAILED$/.test(event.ResourceStatus ?? '')) news.push(resourceNews(event));
  }
  const root = stacks.get(state.root.id) ?? state.root;
  return { state: { ...state, root, stacks, services }, news };

  function onStack(id: string, event: StackEvent): void {
    const stack = { ...stacks.get(id) as StackWatch, status: event.ResourceStatus ?? '', reason: event.ResourceStatusReason, since: event.Timestamp };
    stacks.set(id, stack);
    news.push({ kind: 'stack', at: event.Timestamp ?? '', stack, status: stack.status, reason: event.ResourceStatusReason });
    // What CloudFormation takes back is no deployment to judge.
    if (isInProgress(stack.status)) return;
    for (const [key, service] of services) if (service.stackId === id) services.set(key, over(service, service.status, event.Timestamp));
  }

  function onNested(event: StackEvent): void {
    const id = event.PhysicalResourceId;
    if (/_FAILED$/.test(event.ResourceStatus ?? '')) news.push(resourceNews(event));
    if (!id?.startsWith('arn:') || stacks.has(id) || !/^(CREATE|UPDATE)_IN_PROGRESS$/.test(event.ResourceStatus ?? '')) return;
    stacks.set(id, { id, name: nameOfArn(id), status: event.ResourceStatus ?? '', startedAt: event.Timestamp ?? '' });
  }

  function onService(stack: StackWatch, event: StackEvent): void {
    const logicalId = event.LogicalResourceId ?? '';
    const status = event.ResourceStatus ?? '';
    const key = serviceKey(stackId, logicalId);
    const known = services.get(key);
    const at = event.Timestamp ?? '';
    if (/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status) && isInProgress(stacks.get(stackId)?.status)) {
      const arn = event.PhysicalResourceId;
      const named = arn?.startsWith('arn:') && { arn };
      if (!known) services.set(key, { ...newService(stack, logicalId, status, at), ...named });
      else services.set(key, { ...known, status, ...named, ...(arn && { memory: { ...known.memory, serviceArn: known.memory.serviceArn ?? arn } }) });
      if (!known) news.push({ kind: 'resource', ...common(event) });
      return;
    }
    if (known) services.set(key, /_(COMPLETE|FAILED|SKIPPED)$/.test(status) ? { ...over(known, status, at), status } : { ...known, status });
    if (/_FAILED$|^(CREATE|UPDATE)_COMPLETE$/.test(status)) news.push(resourceNews(event));
  }
}

/** What CloudFormation does with it after that belongs to the rollback. */
function over(service: ServiceWatch, status: string, at = ''): ServiceWatch {
  return service.over ? service : { ...service, over: true, ended: { status, at } };
}

function newService(stack: StackWatch, logicalId: string, status: string, at: string): ServiceWatch {
  return {
    stackId: stack.id,
    stackName: stack.name,
    logicalId,
    startedAt: at,
    status,
    memory: {},
    history: newHistory(at),
    over: false,
    unread: [],
    timeline: NO_TIMELINE,
    told: '',
  };
}

function common(event: StackEvent) {
  return {
    at: event.Timestamp ?? '',
    stackName: event.StackName ?? '',
    logicalId: event.LogicalResourceId ?? '',
    resourceType: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
  };
}

function resourceNews(event: StackEvent): News {
  return { kind: 'resource', ...common(event), reason: event.ResourceStatusReason };
}

/** `arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/uuid` -> Shop */
export function nameOfArn(arn: string): string {
  return arn.startsWith('arn:') ? arn.split('/')[1] ?? arn : arn;
}
