import { count } from '../../diagnosis/text';
import { AccountApi } from '../../facts/aws/account-api';
import { StackEvent } from '../../facts/aws/api';
import { Fault, faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';
import { isOfStackItself } from '../watch/events';
import { StackWatch } from '../watch/model';

/** A stack of hundreds of resources has some thousand events in one operation; a page has 100 at most. */
const MAX_PAGES = 50;

/** What the events of one stack say about an operation. */
export interface EventsOfStack {
  /** Oldest first. */
  readonly events: readonly StackEvent[];
  /** Why events are missing. Absent: the events reach back to the beginning of the operation. */
  readonly gap?: Fault;
}

/**
 * Events of the last operation that has created or changed something; a deletion after it is left out, unless the deletion itself has
 * failed. Throws `Ended` if they cannot be read.
 */
export async function readRoot(aws: AccountApi, id: string, name: string, status: string): Promise<EventsOfStack> {
  try {
    return await readPages(aws, { id, name, deletion: status === 'DELETE_FAILED' ? 'is-operation' : 'is-later' });
  } catch (error) {
    const fault = faultOfError('stack events', error);
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
}

/** Events of a nested stack since the operation began with it. Throws `Ended` only if no other call can succeed either. */
export async function readNested(aws: AccountApi, { id, name, startedAt }: StackWatch, rootStatus: string): Promise<EventsOfStack> {
  try {
    return await readPages(aws, { id, name, since: startedAt, deletion: NESTED_DELETIONS[rootStatus] ?? 'is-later' });
  } catch (error) {
    const fault = faultOfError('stack events', error);
    if (isFatal(fault)) throw new Ended(EXIT.credentials, fault.line);
    return { events: [], gap: { ...fault, line: `nested stack ${name}: ${fault.line}` } };
  }
}

/** Is a deletion the operation, a part of it, or an operation after it? */
type Deletion = 'is-operation' | 'is-part' | 'is-later';

/** The rollback of a creation deletes nested stacks. */
const NESTED_DELETIONS: { readonly [rootStatus: string]: Deletion } = { DELETE_FAILED: 'is-operation', ROLLBACK_FAILED: 'is-part' };

interface Asked {
  readonly id: string;
  readonly name: string;
  readonly deletion: Deletion;
  /** ISO 8601: earlier events are of earlier operations. */
  readonly since?: string;
}

async function readPages(aws: AccountApi, { id, name, deletion, since }: Asked): Promise<EventsOfStack> {
  let found: StackEvent[] = [];
  let read = 0;
  let NextToken: string | undefined;
  const whole = () => ({ events: found.reverse() });
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.describeStackEvents({ StackName: id, ...(NextToken && { NextToken }) });
    for (const event of answer.StackEvents ?? []) {
      read += 1;
      if (since !== undefined && Date.parse(event.Timestamp ?? '') < Date.parse(since)) return whole();
      const status = isOfStackItself(event) ? event.ResourceStatus : undefined;
      // A change set waits to be executed: nothing has begun.
      if (status === 'REVIEW_IN_PROGRESS') return whole();
      found.push(event);
      if (BEGINNINGS.has(status) || (status === 'DELETE_IN_PROGRESS' && deletion === 'is-operation')) return whole();
      if (status === 'DELETE_IN_PROGRESS' && deletion === 'is-later') found = [];
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  if (!NextToken && (!found.length || since !== undefined)) return whole();
  const events = `the ${count(read, 'event')} read do not reach back to the beginning of the operation`;
  const line = `stack events of ${name} read only in part: ${events}`;
  return { events: found.reverse(), gap: { kind: 'other', line } };
}

const BEGINNINGS: ReadonlySet<string | undefined> = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);
