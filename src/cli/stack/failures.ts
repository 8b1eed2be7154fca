import { StackEvent } from '../../facts/aws/api';
import { isCalledOff, isInProgress } from '../../facts/operation';
import { isOfStackItself } from '../watch/events';

export const STACK_TYPE = 'AWS::CloudFormation::Stack';

/**
 * Events until CloudFormation turned back or began to delete, stack by stack.
 * @param turned stacks that had turned before the first event
 */
export function forward(events: readonly StackEvent[], turned: ReadonlySet<string | undefined>): readonly StackEvent[] {
  const later = new Set(turned);
  return events.filter((event) => {
    if (isOfStackItself(event) && !isInProgress(event.ResourceStatus)) later.add(event.StackId);
    return !later.has(event.StackId);
  });
}

/**
 * Resources that failed before CloudFormation turned back; first to fail first.
 * @param unread nested stacks without events: their own failure stands for those of their resources
 */
export function failuresIn(ahead: readonly StackEvent[], unread: ReadonlySet<string>): readonly StackEvent[] {
  return ahead.filter((event) => hasFailed(event) && (event.ResourceType !== STACK_TYPE || unread.has(event.PhysicalResourceId ?? '')))
    .sort((a, b) => timeOf(a) - timeOf(b));
}

/** In these states a stack stays until a person removes what failed, or leaves it out. */
const BLOCKED = /^(DELETE|ROLLBACK|UPDATE_ROLLBACK|IMPORT_ROLLBACK)_FAILED$/;

/**
 * Resources that the rollback or the deletion could not bring to an end: it may have been tried several times, and the last event of each
 * counts. A nested stack is listed if none of its resources is.
 * @param ahead events before CloudFormation turned back
 */
export function blockingIn(all: readonly StackEvent[], ahead: readonly StackEvent[], status: string): readonly StackEvent[] {
  if (!BLOCKED.test(status)) return [];
  const before = new Set(ahead);
  const last = new Map<string, StackEvent>();
  for (const event of all) {
    if (!before.has(event) && !isOfStackItself(event)) last.set(`${event.StackId} ${event.LogicalResourceId}`, event);
  }
  const failed = [...last.values()].filter(hasFailed);
  return failed.filter((event) => event.ResourceType !== STACK_TYPE || !failed.some((one) => one.StackId === event.PhysicalResourceId))
    .sort((a, b) => timeOf(a) - timeOf(b));
}

function hasFailed(event: StackEvent): boolean {
  return Boolean(event.ResourceStatus?.endsWith('_FAILED')) && !isOfStackItself(event) && !isCalledOff(event.ResourceStatusReason);
}

function timeOf({ Timestamp }: StackEvent): number {
  return Date.parse(Timestamp ?? '');
}
