import { nameOfArn } from './events';
import { StackWatch } from './model';
import { AccountApi } from '../../facts/aws/account';
import { Stack } from '../../facts/aws/api';
import { faultOfError, isFatal } from '../aws/faults';
import { Ended, EXIT } from '../exit';

export interface Beginning {
  readonly aws: Pick<AccountApi, 'describeStacks'>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early when the person wants to stop. */
  sleep(ms: number): Promise<void>;
  stopped(): boolean;
  waiting(text: string): void;
}

/** The stack operation that runs, or the next one that begins. undefined: the person does not want to wait any longer. */
export async function beginning(ports: Beginning, name: string, waitSeconds: number, intervalSeconds: number): Promise<StackWatch | undefined> {
  const deadline = ports.now() + waitSeconds * 1000;
  const first = await read(ports, name);
  if (first && isRunning(first)) return watchOf(first, name);
  const text = first ? `no operation runs on the stack ${nameOfArn(name)} (${first.StackStatus})` : `there is no stack ${nameOfArn(name)} yet`;
  if (!waitSeconds) throw new Ended(EXIT.notFound, text);
  ports.waiting(`${text}; waiting for one to begin`);
  while (!ports.stopped()) {
    if (ports.now() >= deadline) throw new Ended(EXIT.notFound, `${text}, and none began within ${waitSeconds} s`);
    await ports.sleep(intervalSeconds * 1000);
    const stack = await read(ports, name);
    // One that began and ended between two looks has left its mark.
    const changed = stack && (stack.StackStatus !== first?.StackStatus || stack.LastUpdatedTime !== first?.LastUpdatedTime || stack.CreationTime !== first?.CreationTime);
    if (stack && (isRunning(stack) || (changed && stack.StackStatus !== 'REVIEW_IN_PROGRESS'))) return watchOf(stack, name);
  }
  return undefined;
}

/** A change set that waits to be executed leaves a new stack in REVIEW_IN_PROGRESS. */
function isRunning({ StackStatus = '' }: Stack): boolean {
  return /_IN_PROGRESS$/.test(StackStatus) && StackStatus !== 'REVIEW_IN_PROGRESS';
}

function watchOf(stack: Stack, name: string): StackWatch {
  const id = stack.StackId ?? name;
  return { id, name: nameOfArn(id), status: stack.StackStatus ?? '', startedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? '' };
}

/** undefined: there is no such stack, or it could not be read this time. */
async function read({ aws, waiting }: Beginning, StackName: string): Promise<Stack | undefined> {
  try {
    return (await aws.describeStacks({ StackName })).Stacks?.[0];
  } catch (error) {
    const fault = faultOfError('stack', error);
    if (fault.kind === 'notFound') return undefined;
    if (fault.kind !== 'throttled' && fault.kind !== 'network') throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
    waiting(fault.line);
    return undefined;
  }
}
