import { Plan } from './plan';
import { Played } from './play';
import type { RecordedCall } from '../../src/lab/lab';

/** Calls of one look follow each other within this time; the next look is at least two seconds away. */
const SAME_LOOK_MS = 1500;
/** The watcher gives up when it has seen nothing for two minutes: what it saw before that was no reason to. */
const GAVE_UP_MS = 150_000;

const STACK_READS = ['DescribeStacks', 'DescribeStackResource'];
const SERVICE_READS = ['DescribeServices'];
const TASK_READS = ['ListTasks', 'DescribeTasks'];

/**
 * Could the watcher not have known better? The calls that it made, and their results, show it. The facts that matter were unreadable in two
 * cases. One: from the first failed task on, no look has read the service without a fault, and its tasks, if they show the cause. (If the
 * watch had ended by then, the time in which it gave up counts.) The other: the stack or its resource could not be read once.
 */
export function wasBlind({ fate }: Plan, { calls, operations, firstStop }: Played): boolean {
  const { startedAt, firstFailure } = operations[operations.length - 1];
  const end = startedAt + 1000 * (firstFailure?.seconds ?? Infinity);
  const before = calls.filter(({ at }) => at <= end);
  const good = (name: string) => before.some(({ operation, error }) => operation === name && error === undefined);
  // Nobody has watched at all.
  if (!good('StartExecution')) return true;
  if (!STACK_READS.every(good)) return true;
  const needed = [...SERVICE_READS, ...fate.broken?.shownWithoutTasks ? [] : TASK_READS];
  const looks = looksOf(before.filter(({ operation }) => needed.includes(operation)));
  const from = startedAt + 1000 * (firstStop ?? 0);
  const last = looks.length ? looks[looks.length - 1].at : 0;
  return !looks.some((look) => look.at >= Math.min(from, last - GAVE_UP_MS) && needed.every((name) => look.read.get(name) === true));
}

interface Look {
  readonly at: number;
  /** Whether the last call of each operation went well: the SDK repeats what does not. */
  readonly read: Map<string, boolean>;
}

function looksOf(calls: readonly RecordedCall[]): readonly Look[] {
  const looks: Look[] = [];
  let last = -Infinity;
  for (const { at, operation, error } of calls) {
    if (at - last > SAME_LOOK_MS) looks.push({ at, read: new Map() });
    looks[looks.length - 1].read.set(operation, error === undefined);
    last = at;
  }
  return looks;
}
