import { News, ResourceNews, serviceKey, WatchedServiceState, StackWatch, WatchState } from './model';
import { newHistory } from '../../decision/model';
import { AccountApi } from '../../facts/aws/account-api';
import { StackEvent } from '../../facts/aws/api';
import { isInProgress } from '../../facts/operation';
import { NO_TIMELINE } from '../../presentation/page/timeline';

const STACK = 'AWS::CloudFormation::Stack';
const SERVICE = 'AWS::ECS::Service';

/** A stack of hundreds of resources has some thousand events in one operation. */
const MAX_PAGES = 50;

/** Events after the last one that was read, or since the operation began; oldest first. Rejects with the error of the SDK. */
export async function newEvents(aws: Pick<AccountApi, 'describeStackEvents'>, stack: StackWatch): Promise<readonly StackEvent[]> {
  const found: StackEvent[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.describeStackEvents({ StackName: stack.id, ...(NextToken && { NextToken }) });
    for (const event of answer.StackEvents ?? []) {
      if (event.EventId === stack.lastEventId) return found.reverse();
      found.push(event);
      if (!stack.lastEventId && beginsOperation(event)) return found.reverse();
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return found.reverse();
}

function beginsOperation(event: StackEvent): boolean {
  return isOfStackItself(event) && BEGINNINGS.has(event.ResourceStatus);
}

const DEPLOYS: ReadonlySet<string | undefined> = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS']);
const BEGINNINGS: ReadonlySet<string | undefined> = new Set([...DEPLOYS, 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);

/**
 * Start of the operation, from its first event. `LastUpdatedTime` of the stack is not reliable: it can be the time of a rollback, or of
 * the update before a deletion.
 */
function startOf(stack: StackWatch, event: StackEvent): string {
  return !stack.lastEventId && beginsOperation(event) && event.Timestamp ? event.Timestamp : stack.startedAt;
}

export function isOfStackItself({ ResourceType, PhysicalResourceId, StackId }: StackEvent): boolean {
  return ResourceType === STACK && PhysicalResourceId === StackId;
}

/** A state, and what in it is new. */
export interface Change {
  readonly state: WatchState;
  readonly news: readonly News[];
}

/** The state after events of one stack. */
export function applyEvents(state: WatchState, stackId: string, events: readonly StackEvent[]): Change {
  const stacks = new Map(state.stacks);
  const services = new Map(state.services);
  const news: News[] = [];
  for (const event of events) {
    const stack = stacks.get(stackId);
    if (!stack) break;
    stacks.set(stackId, { ...stack, lastEventId: event.EventId ?? stack.lastEventId, startedAt: startOf(stack, event) });
    if (isOfStackItself(event)) onStack(stackId, event);
    else if (event.ResourceType === STACK) onNested(event);
    else if (event.ResourceType === SERVICE) onService(stack, event);
    else if (hasFailed(event)) news.push(resourceNews(event));
  }
  const root = stacks.get(state.root.id) ?? state.root;
  return { state: { ...state, root, stacks, services }, news };

  function onStack(id: string, event: StackEvent): void {
    const { ResourceStatus: status = '', ResourceStatusReason: reason, Timestamp: since } = event;
    const stack = { ...stacks.get(id) as StackWatch, status, reason, since };
    stacks.set(id, stack);
    news.push({ kind: 'stack', at: since ?? '', stack, status, reason });
    // The deployments of a rollback are not diagnosed.
    if (isInProgress(stack.status)) return;
    for (const [key, service] of services) if (service.stackId === id) services.set(key, ended(service, service.status, since));
  }

  function onNested(event: StackEvent): void {
    const id = event.PhysicalResourceId;
    if (hasFailed(event)) news.push(resourceNews(event));
    if (!id?.startsWith('arn:') || stacks.has(id) || !DEPLOYS.has(event.ResourceStatus)) return;
    stacks.set(id, { id, name: nameOfArn(id), status: event.ResourceStatus ?? '', startedAt: event.Timestamp ?? '' });
  }

  function onService(stack: StackWatch, event: StackEvent): void {
    const logicalId = event.LogicalResourceId ?? '';
    const status = event.ResourceStatus ?? '';
    const key = serviceKey(stackId, logicalId);
    const known = services.get(key);
    const at = event.Timestamp ?? '';
    if (DEPLOYS.has(status) && isInProgress(stacks.get(stackId)?.status)) {
      const arn = event.PhysicalResourceId;
      const withArn = arn?.startsWith('arn:') && { arn };
      const cluster = propertyOf(event, 'Cluster');
      const service = known && arn ? { ...known, memory: { ...known.memory, serviceArn: known.memory.serviceArn ?? arn } } : known;
      services.set(key, { ...service ?? newService(stack, logicalId, status, at), status, ...withArn, ...cluster && { cluster } });
      if (!known) news.push({ kind: 'resource', ...common(event) });
      return;
    }
    const hasEnded = /_(COMPLETE|FAILED|SKIPPED)$/.test(status);
    if (known) services.set(key, { ...hasEnded ? ended(known, status, at) : known, status });
    if (hasFailed(event) || status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') news.push(resourceNews(event));
  }
}

/** A property of the resource that is a text. */
export function propertyOf({ ResourceProperties: json }: StackEvent, name: string): string | undefined {
  try {
    const value: unknown = Reflect.get(Object(JSON.parse(json ?? '{}')), name);
    return typeof value === 'string' && value ? value : undefined;
  } catch {
    return undefined;
  }
}

function hasFailed({ ResourceStatus = '' }: StackEvent): boolean {
  return ResourceStatus.endsWith('_FAILED');
}

/** The first end counts: later events of the service belong to the rollback. */
function ended(service: WatchedServiceState, status: string, at = ''): WatchedServiceState {
  return service.over ? service : { ...service, over: true, ended: { status, at } };
}

function newService(stack: StackWatch, logicalId: string, status: string, at: string): WatchedServiceState {
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
    lastPrinted: '',
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

function resourceNews(event: StackEvent): ResourceNews {
  return { kind: 'resource', ...common(event), reason: event.ResourceStatusReason };
}

/** `arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/uuid` -> Shop */
export function nameOfArn(arn: string): string {
  return arn.startsWith('arn:') ? arn.split('/')[1] ?? arn : arn;
}
