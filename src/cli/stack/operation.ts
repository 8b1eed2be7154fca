import { DiagnosisResource, StackOperation } from './model';
import { RESOURCE_TYPE } from '../../contract';
import { AccountApi } from '../../facts/aws/account';
import { Stack, StackEvent } from '../../facts/aws/api';
import { isCalledOff, isInProgress } from '../../facts/operation';
import { faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';
import { applyEvents, isOfStackItself, nameOfArn, propertyOf } from '../watch/events';
import { StackWatch, WatchState } from '../watch/model';

/** A stack of hundreds of resources has some thousand events in one operation. */
const MAX_PAGES = 50;
const STACK_TYPE = 'AWS::CloudFormation::Stack';

/** Reads the events of the stack and of its nested stacks. undefined: no operation has created or changed anything. */
export async function readOperation(aws: AccountApi, stack: Stack): Promise<StackOperation | undefined> {
  const id = stack.StackId ?? '';
  const first = await readEvents(aws, id, stack.StackStatus ?? '');
  const begun = first[0];
  if (!begun) return undefined;
  const root: StackWatch = { id, name: nameOfArn(id), status: '', startedAt: begun.Timestamp ?? '' };
  let state: WatchState = { root, stacks: new Map([[id, root]]), services: new Map(), notices: [], throttled: false };
  const all: StackEvent[] = [];
  const read = new Set<string>();
  for (let next: StackWatch | undefined = root; next; next = [...state.stacks.values()].find((one) => !read.has(one.id))) {
    const { id: stackId, startedAt } = next;
    const events: readonly StackEvent[] = stackId === id ? first : await readEvents(aws, stackId, '', startedAt);
    read.add(stackId);
    all.push(...events);
    state = applyEvents(state, stackId, events).state;
  }
  const status = stack.StackStatus ?? '';
  return {
    root: state.root,
    begunAs: begun.ResourceStatus ?? '',
    stacks: state.stacks,
    services: [...state.services.values()],
    diagnoses: diagnosesIn(all),
    failures: failuresIn(all),
    ...reasonOf(first),
    ...(status.startsWith('DELETE_') && state.root.status !== status && { deleted: status }),
  };
}

/**
 * Events of the last operation that has created or changed something, oldest first; a deletion after it is left out, unless the deletion
 * itself has failed.
 * @param since ISO 8601; of a nested stack: earlier events are of earlier operations
 */
async function readEvents(aws: AccountApi, stackId: string, status: string, since?: string): Promise<readonly StackEvent[]> {
  let found: StackEvent[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await describeEvents(aws, stackId, NextToken);
    for (const event of answer.StackEvents ?? []) {
      if (since !== undefined && Date.parse(event.Timestamp ?? '') < Date.parse(since)) return found.reverse();
      found.push(event);
      if (isOfStackItself(event) && BEGINNINGS.has(event.ResourceStatus)) return found.reverse();
      if (isOfStackItself(event) && event.ResourceStatus === 'DELETE_IN_PROGRESS') {
        if (status === 'DELETE_FAILED') return found.reverse();
        found = [];
      }
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return found.reverse();
}

const BEGINNINGS: ReadonlySet<string | undefined> = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);

async function describeEvents(aws: AccountApi, StackName: string, NextToken: string | undefined) {
  try {
    return await aws.describeStackEvents({ StackName, ...(NextToken && { NextToken }) });
  } catch (error) {
    const fault = faultOfError('stack events', error);
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
}

/** Events until CloudFormation turned back, stack by stack. */
function forward(events: readonly StackEvent[]): readonly StackEvent[] {
  const turned = new Set<string | undefined>();
  return events.filter((event) => {
    if (isOfStackItself(event) && !isInProgress(event.ResourceStatus)) turned.add(event.StackId);
    return !turned.has(event.StackId);
  });
}

/** The events of the stack itself: its first status that is neither progress nor success has the reason. */
function reasonOf(events: readonly StackEvent[]): { readonly reason?: string } {
  const turned = events.find((event) => isOfStackItself(event) && /ROLLBACK|FAILED/.test(event.ResourceStatus ?? ''));
  return turned?.ResourceStatusReason ? { reason: turned.ResourceStatusReason } : {};
}

function failuresIn(events: readonly StackEvent[]): readonly StackEvent[] {
  return forward(events)
    .filter((event) => event.ResourceType !== STACK_TYPE)
    .filter((event) => event.ResourceStatus?.endsWith('_FAILED') && !isCalledOff(event.ResourceStatusReason))
    .sort((a, b) => Date.parse(a.Timestamp ?? '') - Date.parse(b.Timestamp ?? ''));
}

function diagnosesIn(events: readonly StackEvent[]): readonly DiagnosisResource[] {
  const found = new Map<string, DiagnosisResource>();
  for (const event of forward(events).filter(({ ResourceType }) => ResourceType === RESOURCE_TYPE)) {
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
