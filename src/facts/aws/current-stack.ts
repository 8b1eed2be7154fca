import { readStack, StackView } from './cloudformation';
import { Memory } from './memory';
import { Reader } from './reader';
import { intervalFactor } from './reading-plan';
import { isInProgress, mayPrecedeUpdate } from '../operation';

interface StackQuestion {
  readonly stackId: string;
  readonly serviceLogicalId: string;
  readonly memory: Memory;
  /** Read again, however recent the known view is. */
  readonly fresh?: boolean;
}

const RECHECK_MS = 15_000;
/** An operation that has started no deployment by then, such as a change of desired count or tags, mostly starts none. */
const DEPLOYMENT_STARTS_WITHIN_MS = 120_000;

/** CloudFormation's view: the known one, or a new one when that is old or when the deployment of this operation is not found yet. */
export async function currentStack(reader: Reader, question: StackQuestion): Promise<StackView | undefined> {
  const { now } = reader;
  const { stackId, serviceLogicalId: logicalId, memory, fresh } = question;
  const { stack, since = now, deploymentId } = memory;
  const ageMs = stack ? Date.parse(now) - Date.parse(stack.checkedAt) : Infinity;
  const seeksDeployment = !deploymentId && Date.parse(now) - Date.parse(since) < DEPLOYMENT_STARTS_WITHIN_MS;
  // A status that ends the operation is not believed for longer than one look: an answer that lags may show the operation before.
  const isOld = fresh || !isInProgress(stack?.stackStatus) || ageMs >= RECHECK_MS * intervalFactor(memory);
  if (stack && !seeksDeployment && !isOld) return stack;
  const read = await readStack(reader, { stackId, logicalId, since, previous: stack, serviceOnly: !isOld, together: fresh });
  // If the status could not be read this time, the last known one holds; so does the last known resource.
  if (!read || isOfEarlierOperation(read, stack)) return stack;
  if (read.resourceStatus || !stack || !isInProgress(stack.stackStatus) || !isInProgress(read.stackStatus)) return read;
  return { ...stack, stackStatus: read.stackStatus };
}

/**
 * An answer that lags seconds behind may still show the previous operation, whose deployment would be taken for that of this one. No answer
 * lags if it shows that an operation is being rolled back, cleaned up or deleted: no other operation begins before that has ended.
 */
export function isOfEarlierOperation(read: StackView | undefined, known: StackView | undefined): boolean {
  if (!isInProgress(read?.stackStatus) && !mayPrecedeUpdate(read?.stackStatus)) return false;
  return Date.parse(read?.startedAt ?? '') < Date.parse(known?.startedAt ?? '');
}

/**
 * When something goes wrong, a verdict may be near, and a verdict needs a recent view of the stack. It is read beside the tasks: where AWS
 * throttles, one call after the other takes long. When many services are deployed at a time, it is read only before the verdict itself.
 * undefined: not read, or CloudFormation now names another service, to which the other facts of this look do not belong.
 */
export async function stackForVerdict(reader: Reader, question: StackQuestion): Promise<StackView | undefined> {
  const { stack, serviceArn } = question.memory;
  if (stack?.checkedAt === reader.now || intervalFactor(question.memory) > 1) return undefined;
  const latest = await currentStack(reader, { ...question, fresh: true });
  return latest?.serviceArn === serviceArn ? latest : undefined;
}
