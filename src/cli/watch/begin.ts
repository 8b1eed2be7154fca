import { nameOfArn } from './events';
import { StackWatch } from './model';
import { AccountApi } from '../../facts/aws/account-api';
import { Stack } from '../../facts/aws/api';
import { Fault, faultOfError, isFatal, passes } from '../aws/faults';
import { Ended, EXIT } from '../exit';

interface BeginPorts {
  readonly aws: Pick<AccountApi, 'describeStacks'>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early if the person wants to stop. */
  sleep(ms: number): Promise<void>;
  stopped(): boolean;
  /** Prints why the watch has not begun. */
  waiting(text: string): void;
}

/** The stack operation that runs, or the next one that begins. undefined: the person stopped the wait. */
export async function waitForOperation(
  ports: BeginPorts, name: string, waitSeconds: number, intervalSeconds: number,
): Promise<StackWatch | undefined> {
  const deadline = ports.now() + waitSeconds * 1000;
  /** The first answer about the stack; absent: it could not be read yet. */
  let first: StackAnswer | undefined;
  let lastPrinted = '';
  while (!ports.stopped()) {
    const answer = await read(ports.aws, name);
    const { stack, fault } = answer;
    if (stack && (isRunning(stack) || (first && hasRun(stack, first.stack)))) return watchOf(stack, name);
    if (!fault && !first) first = answer;
    const text = first ? idleText(name, first) : `the stack ${nameOfArn(name)} could not be read`;
    const code = first ? EXIT.notFound : EXIT.couldNotLook;
    if (!waitSeconds) throw new Ended(code, fault?.line ?? text);
    if (ports.now() >= deadline) throw new Ended(code, first ? `${text}, and none began within ${waitSeconds} s` : fault?.line ?? text);
    const line = fault ? fault.line : `${text}; waiting for one to begin`;
    if (line !== lastPrinted) ports.waiting(line);
    lastPrinted = line;
    await ports.sleep(intervalSeconds * 1000);
  }
  return undefined;
}

/** Without a stack and a fault: there is no such stack. */
interface StackAnswer {
  readonly stack?: Stack;
  /** The stack could not be read this time. */
  readonly fault?: Fault;
}

function idleText(name: string, { stack }: StackAnswer): string {
  return stack ? `no operation runs on the stack ${nameOfArn(name)} (${stack.StackStatus})` : `there is no stack ${nameOfArn(name)} yet`;
}

/** An operation may begin and end between two looks; then the stack has another status or another time. */
function hasRun(now: Stack, first: Stack | undefined): boolean {
  const changed = now.StackStatus !== first?.StackStatus || now.LastUpdatedTime !== first?.LastUpdatedTime
    || now.CreationTime !== first?.CreationTime;
  return changed && now.StackStatus !== 'REVIEW_IN_PROGRESS';
}

/** A new stack is in REVIEW_IN_PROGRESS while its change set waits to be executed. */
function isRunning({ StackStatus = '' }: Stack): boolean {
  return StackStatus.endsWith('_IN_PROGRESS') && StackStatus !== 'REVIEW_IN_PROGRESS';
}

function watchOf(stack: Stack, name: string): StackWatch {
  const id = stack.StackId ?? name;
  return { id, name: nameOfArn(id), status: stack.StackStatus ?? '', startedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? '' };
}

/** Throws `Ended` if another try is of no use. */
async function read(aws: BeginPorts['aws'], StackName: string): Promise<StackAnswer> {
  try {
    return { stack: (await aws.describeStacks({ StackName })).Stacks?.[0] };
  } catch (error) {
    const fault = faultOfError('stack', error);
    if (fault.kind === 'notFound') return {};
    if (passes(fault)) return { fault };
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
}
