import { blockingIn, failuresIn, forward, STACK_TYPE } from './failures';
import { DiagnosisResource, StackOperation } from './model';
import { EventsOfStack, readNested, readRoot } from './read-events';
import { RESOURCE_TYPE } from '../../contract';
import { AccountApi } from '../../facts/aws/account-api';
import { Stack, StackEvent } from '../../facts/aws/api';
import { isCalledOff } from '../../facts/operation';
import { Fault } from '../aws/faults';
import { Ended, EXIT } from '../exit';
import { applyEvents, isOfStackItself, nameOfArn, propertyOf } from '../watch/events';
import { StackWatch, WatchState } from '../watch/model';

/** Reads the events of the stack and of its nested stacks. undefined: no operation has created or changed anything. */
export async function readOperation(aws: AccountApi, stack: Stack): Promise<StackOperation | undefined> {
  const { StackId: id = '', StackStatus: status = '' } = stack;
  const first = await readRoot(aws, id, nameOfArn(id), status);
  const [begun] = first.events;
  if (!begun && first.gap) throw new Ended(EXIT.couldNotLook, first.gap.line);
  if (!begun) return undefined;
  const begunAs = first.gap ? beginningOf(status) : begun.ResourceStatus ?? '';
  const root: StackWatch = { id, name: nameOfArn(id), status: first.gap ? begunAs : '', startedAt: begun.Timestamp ?? '' };
  let state: WatchState = { root, stacks: new Map([[id, root]]), services: new Map(), notices: [], throttled: false };
  const all: StackEvent[] = [];
  const gaps = new Map<string, Fault>();
  const turned = new Set<string>();
  const read = new Set<string>();
  for (let next: StackWatch | undefined = root; next; next = [...state.stacks.values()].find((one) => !read.has(one.id))) {
    const { id: stackId } = next;
    const { events, gap }: EventsOfStack = stackId === id ? first : await readNested(aws, next, status);
    read.add(stackId);
    for (const event of events) all.push(event);
    if (gap) gaps.set(stackId, gap);
    if (gap && beginsAfterTurn(events)) {
      turned.add(stackId);
      state = { ...state, stacks: new Map([...state.stacks, [stackId, { ...next, status: '' }]]) };
    }
    state = withDeleted(applyEvents(state, stackId, events).state, events);
  }
  const ahead = forward(all, turned);
  const deleted = status.startsWith('DELETE_') && status !== state.root.status ? status : undefined;
  return {
    root: state.root,
    begunAs,
    stacks: state.stacks,
    services: [...state.services.values()],
    diagnoses: diagnosesIn(ahead),
    failures: failuresIn(ahead, new Set(gaps.keys())),
    blocking: deleted ? [] : blockingIn(all, ahead, state.root.status),
    isWhole: !first.gap,
    gaps: [...gaps.values()],
    ...reasonOf(first.events),
    ...(deleted && { deleted }),
    ...(stack.RootId && { rootId: stack.RootId }),
  };
}

/** The event with which an operation began that has this status now. */
function beginningOf(status: string): string {
  const [kind] = /^(DELETE|UPDATE|IMPORT)/.exec(status) ?? ['CREATE'];
  return `${kind}_IN_PROGRESS`;
}

/** Statuses with which CloudFormation stops to go forward. */
const TURNS: ReadonlySet<string> = new Set([
  'ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'IMPORT_ROLLBACK_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_FAILED',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_FAILED', 'IMPORT_COMPLETE', 'DELETE_IN_PROGRESS',
]);

/** Of events without their beginning: do they begin in the rollback? */
function beginsAfterTurn(events: readonly StackEvent[]): boolean {
  const own = events.find(isOfStackItself);
  return own !== undefined && !TURNS.has(own.ResourceStatus ?? '');
}

/** A deletion begins with nested stacks, too; those that could not be deleted are read. */
function withDeleted(state: WatchState, events: readonly StackEvent[]): WatchState {
  if (state.root.status !== 'DELETE_FAILED') return state;
  const nested = events.flatMap(({ ResourceType, ResourceStatus, PhysicalResourceId: id }): readonly StackWatch[] => (
    ResourceType === STACK_TYPE && ResourceStatus === 'DELETE_FAILED' && id?.startsWith('arn:') && !state.stacks.has(id)
      ? [{ id, name: nameOfArn(id), status: '', startedAt: state.root.startedAt }]
      : []
  ));
  return { ...state, stacks: new Map([...state.stacks, ...nested.map((one) => [one.id, one] as const)]) };
}

/** The events of the stack itself: its first status that is neither progress nor success has the reason. */
function reasonOf(events: readonly StackEvent[]): { readonly reason?: string } {
  const turned = events.find((event) => isOfStackItself(event) && /ROLLBACK|FAILED/.test(event.ResourceStatus ?? ''));
  return turned?.ResourceStatusReason ? { reason: turned.ResourceStatusReason } : {};
}

function diagnosesIn(ahead: readonly StackEvent[]): readonly DiagnosisResource[] {
  const found = new Map<string, DiagnosisResource>();
  for (const event of ahead.filter(({ ResourceType }) => ResourceType === RESOURCE_TYPE)) {
    const { StackId: stackId = '', LogicalResourceId: logicalId = '', ResourceStatus: status = '', ResourceStatusReason: reason } = event;
    const [serviceLogicalId, servicePath] = ['ServiceLogicalId', 'ServicePath'].map((name) => propertyOf(event, name));
    found.set(`${stackId} ${logicalId}`, {
      ...found.get(`${stackId} ${logicalId}`),
      stackId,
      logicalId,
      ...(serviceLogicalId && { serviceLogicalId }),
      ...(servicePath && { servicePath }),
      ...(status.endsWith('_FAILED') && reason && !isCalledOff(reason) && { reason }),
    });
  }
  return [...found.values()];
}
