import { nameOfArn } from './events';
import { StackWatch } from './model';
import { AccountApi } from '../../facts/aws/account';
import { Stack } from '../../facts/aws/api';
import { Fault, faultOfError, isFatal, passes } from '../aws/faults';
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
  /** As it was when it could first be read; absent: it could not yet. */
  let first: Seen | undefined;
  let told = '';
  const tell = (text: string) => {
    if (text !== told) ports.waiting(text);
    told = text;
  };
  while (!ports.stopped()) {
    const seen = await read(ports.aws, name);
    const { stack, fault } = seen;
    if (stack && (isRunning(stack) || (first && hasRun(stack, first.stack)))) return watchOf(stack, name);
    if (!fault && !first) first = seen;
    const text = first ? idleText(name, first) : `the stack ${nameOfArn(name)} could not be read`;
    const code = first ? EXIT.notFound : EXIT.couldNotLook;
    if (!waitSeconds) throw new Ended(code, fault?.line ?? text);
    if (ports.now() >= deadline) throw new Ended(code, first ? `${text}, and none began within ${waitSeconds} s` : fault?.line ?? text);
    tell(fault ? fault.line : `${text}; waiting for one to begin`);
    await ports.sleep(intervalSeconds * 1000);
  }
  return undefined;
}

/** What a look at the stack said; neither: there is no such stack. */
interface Seen {
  readonly stack?: Stack;
  /** It could not be read this time. */
  readonly fault?: Fault;
}

function idleText(name: string, { stack }: Seen): string {
  return stack ? `no operation runs on the stack ${nameOfArn(name)} (${stack.StackStatus})` : `there is no stack ${nameOfArn(name)} yet`;
}

/** An operation that began and ended between two looks has left its mark. */
function hasRun(now: Stack, before: Stack | undefined): boolean {
  const changed = now.StackStatus !== before?.StackStatus || now.LastUpdatedTime !== before?.LastUpdatedTime || now.CreationTime !== before?.CreationTime;
  return changed && now.StackStatus !== 'REVIEW_IN_PROGRESS';
}

/** A change set that waits to be executed leaves a new stack in REVIEW_IN_PROGRESS. */
function isRunning({ StackStatus = '' }: Stack): boolean {
  return /_IN_PROGRESS$/.test(StackStatus) && StackStatus !== 'REVIEW_IN_PROGRESS';
}

function watchOf(stack: Stack, name: string): StackWatch {
  const id = stack.StackId ?? name;
  return { id, name: nameOfArn(id), status: stack.StackStatus ?? '', startedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? '' };
}

/** Throws `Ended` where trying again is of no use. */
async function read(aws: Beginning['aws'], StackName: string): Promise<Seen> {
  try {
    return { stack: (await aws.describeStacks({ StackName })).Stacks?.[0] };
  } catch (error) {
    const fault = faultOfError('stack', error);
    if (fault.kind === 'notFound') return {};
    if (passes(fault)) return { fault };
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
}
