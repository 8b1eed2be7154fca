import { StackEvent } from './api';
import { Reader } from './reader';

/** The newest event of the stack itself, not of its resources. undefined: none of the latest events is. */
export async function newestOfStack(reader: Reader, stackId: string): Promise<StackEvent | undefined> {
  for await (const events of eventPages(reader, stackId)) {
    const found = newest(events.filter((e) => e.PhysicalResourceId === stackId));
    if (found) return found;
  }
  return undefined;
}

/** Has the operation that started then created or changed roles or policies? undefined: it could not be read. */
export async function permissionsChanged(reader: Reader, stackId: string, startedAt: string): Promise<boolean | undefined> {
  const startMs = Date.parse(startedAt);
  return reader.reading.attempt('stack events', async () => {
    for await (const events of eventPages(reader, stackId)) {
      if (events.some((e) => timeOf(e) >= startMs && changesPermissions(e))) return true;
      // Newest first: the next page is older still.
      if (events.some((e) => timeOf(e) < startMs)) return false;
    }
    return false;
  });
}

function changesPermissions({ ResourceType = '', ResourceStatus = '' }: StackEvent): boolean {
  return ResourceType.startsWith('AWS::IAM::') && CHANGED.has(ResourceStatus);
}

const CHANGED: ReadonlySet<string> = new Set(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE']);

/** 500 events: an operation writes two or three for each resource. */
const MAX_PAGES = 5;

/** Newest first. */
export async function* eventPages({ aws }: Reader, stackId: string): AsyncGenerator<readonly StackEvent[]> {
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.describeStackEvents({ StackName: stackId, ...(NextToken && { NextToken }) });
    yield answer.StackEvents ?? [];
    NextToken = answer.NextToken;
    if (!NextToken) return;
  }
}

function timeOf({ Timestamp }: StackEvent): number {
  return Date.parse(Timestamp ?? '');
}

/**
 * By time, not by position: an older status that is taken for the newest would end the watch. Of two at the same moment, the first in the
 * list.
 */
export function newest(events: readonly StackEvent[]): StackEvent | undefined {
  return events.reduce<StackEvent | undefined>((last, e) => (last && timeOf(last) >= timeOf(e) ? last : e), undefined);
}
