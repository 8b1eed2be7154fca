import { limitOf } from './limit';
import { Frame, Task } from '../../../facts/model';
import { Heap, heapOf } from '../../read/heap';

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
  return {
    heap,
    inBrackets: ` (limit ${limit.mib} MiB of the ${limit.of}, heap up to ${heap.mib} MiB)`,
    facts: [
      `the heap may grow to ${heap.mib} MiB (${heap.source}), the ${limit.of} has ${limit.mib} MiB for heap, stacks and buffers together`,
      ...(seesMore ? [`the runtime sees ${heap.machineMib} MiB, the memory of the host: it takes its share of that, not of the limit`] : []),
    ],
    fix: `set the heap below the limit: ${heap.setTo(advised)} (${Math.round(share * 100)} % of ${limit.mib} MiB);`
      + ' more memory alone does not help while the heap may grow beyond it'
      + (seesMore ? '; or take a runtime version that reads the limit of the container' : ''),
  };
}
