import { Frame, Task } from '../../../facts/model';
import { definitionOf, Heap, heapOf, launchTypeOf } from '../../read';

/** ` (limit 512 MiB)`; empty when no limit is known. */
export function memoryOf(frame: Frame, container: string | undefined): string {
  const limit = limitOf(frame, container);
  return limit ? ` (limit ${limit.mib} MiB of the ${limit.of})` : '';
}

/** A concrete next step: double what there is. */
export function raise(frame: Frame, container: string | undefined): string {
  const limit = limitOf(frame, container);
  const where = limit?.of === 'container' ? `addContainer('${container}')` : 'the task definition';
  const before = limitOf({ taskDefinition: frame.previousTaskDefinition }, container);
  if (limit && before?.of === limit.of && before.mib > limit.mib) {
    return `set memoryLimitMiB in ${where} back to ${before.mib}: this deployment made it ${limit.mib}`;
  }
  if (!limit) return 'raise memoryLimitMiB of the task definition or container, or use less memory';
  if (limit.of === 'task' && limit.mib >= MOST_ON_FARGATE && launchTypeOf(frame) === 'FARGATE') {
    return `use less memory: ${limit.mib} MiB are the most that a task on AWS Fargate can have`;
  }
  return `raise memoryLimitMiB in ${where}: ${limit.mib} -> ${limit.mib * 2}${withIt(frame, limit)}, or use less memory`;
}

/** Amazon ECS Developer Guide, "Task size": 16 vCPU have 120 GB at most. */
const MOST_ON_FARGATE = 122_880;
/** The same: the most memory (MiB) of each number of CPU units on AWS Fargate. */
const MOST_OF_CPU: { readonly [cpu: string]: number | undefined } = {
  256: 2048, 512: 4096, 1024: 8192, 2048: 16_384, 4096: 30_720, 8192: 61_440, 16384: MOST_ON_FARGATE,
};

/** What has to grow with the limit. */
function withIt(frame: Frame, { mib, of }: Limit): string {
  const { cpu, memory } = frame.taskDefinition ?? {};
  if (of === 'container') return Number(memory) > 0 && mib * 2 > Number(memory) ? ` (and that of the task, ${memory})` : '';
  const most = MOST_OF_CPU[cpu ?? ''];
  return launchTypeOf(frame) === 'FARGATE' && most && mib * 2 > most ? ` (with more cpu: ${cpu} CPU units allow ${most} MiB)` : '';
}

interface Limit {
  readonly mib: number;
  readonly of: 'container' | 'task';
}

/** The limit that the kernel enforces: that of the container, else that of the task. */
function limitOf(frame: Pick<Frame, 'taskDefinition'>, container: string | undefined): Limit | undefined {
  const own = definitionOf(frame, container)?.memory;
  if (own) return { mib: own, of: 'container' };
  const task = Number(frame.taskDefinition?.memory);
  return task > 0 ? { mib: task, of: 'task' } : undefined;
}

/** A heap that leaves no room for the rest of the process in the memory of the container or task. */
export interface HeapAboveLimit {
  readonly heap: Heap;
  /** ` (limit 8192 MiB of the task, heap up to 9444 MiB)`. */
  readonly inBrackets: string;
  readonly facts: readonly string[];
  readonly fix: string;
}

/** Beside the heap a process needs about a fifth for stacks, buffers and code; a heap above the rest is too large. */
const MOST_OF_LIMIT = 0.8;
/** Share of the limit that the advice leaves to the heap. */
const ADVISED = 0.7;

/** undefined: no heap is known, or it leaves enough room. */
export function heapAboveLimit(frame: Frame, container: string | undefined, tasks: readonly Task[]): HeapAboveLimit | undefined {
  const limit = limitOf(frame, container);
  const heap = limit && heapOf(frame, container, tasks, limit.mib);
  if (!heap || !(heap.mib >= limit.mib * MOST_OF_LIMIT)) return undefined;
  const share = heap.share ?? ADVISED;
  const advised = Math.floor(limit.mib * share);
  const seesMore = heap.machineMib !== undefined && heap.machineMib > limit.mib * 1.05;
  // a runtime reads the limit of its own container, and that of the task holds for all of them together
  const ofTask = limit.of === 'task' && heap.line !== undefined && heap.mib > limit.mib
    ? `; or set memoryLimitMiB in addContainer('${container}'), too: the runtime does not read the limit of the task` : '';
  return {
    heap,
    inBrackets: ` (limit ${limit.mib} MiB of the ${limit.of}, heap up to ${heap.mib} MiB)`,
    facts: [
      `the heap may grow to ${heap.mib} MiB (${heap.source}), the ${limit.of} has ${limit.mib} MiB for heap, stacks and buffers`,
      ...(seesMore ? [`the runtime sees ${heap.machineMib} MiB, the memory of the host, and takes its share of that`] : []),
    ],
    fix: `set the heap below the limit: ${heap.setTo(advised)} (${Math.round(share * 100)} % of ${limit.mib} MiB);`
      + ' more memory alone does not help while the heap may grow beyond it'
      + (seesMore ? '; or take a runtime version that reads the limit of the container' : ofTask),
  };
}

export const OWN_HEAP = /Java heap space|GC overhead limit|JavaScript heap out of memory|Reached heap limit/i;

/** The heap reached its own maximum, and the memory of the container or task has room beside it; undefined: it is not so. */
export function heapBelowLimit(
  frame: Frame, container: string | undefined, tasks: readonly Task[], line: string | undefined,
): string | undefined {
  const limit = OWN_HEAP.test(line ?? '') ? limitOf(frame, container) : undefined;
  const heap = limit && heapOf(frame, container, tasks, limit.mib);
  if (!heap || heap.mib >= limit.mib * ADVISED) return undefined;
  const advised = Math.floor(limit.mib * ADVISED);
  return `raise the heap, which is full at ${heap.mib} MiB (${heap.source}) of the ${limit.mib} MiB of the ${limit.of}:`
    + ` ${heap.setTo(advised)}, or let the program keep less at a time; memoryLimitMiB alone does not help`;
}
