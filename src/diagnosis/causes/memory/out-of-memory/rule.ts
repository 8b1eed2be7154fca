import { called, either, ended, guide, Hit, quoted, stated } from '../../kit';
import { heapAboveLimit, HeapAboveLimit, memoryOf, raise } from '../limit';

const INFO = {
  id: 'out-of-memory',
  family: 'memory',
  title: 'Container or process ran out of memory',
  stage: 'run',
  retry: 'maybe',
  traits: { namedByEcs: true },
  docs: guide('out-of-memory'),
} as const;

export const outOfMemory = either(
  stated({
    ...INFO,
    // The reason wins over the exit code: a killed child process leaves exit code 0 or 1 (aws/amazon-ecs-agent#2467).
    headline: (hit) => `${hit.who} was killed: out of memory${heapOf(hit)?.inBrackets ?? memoryOf(hit.frame, hit.container)}`,
    facts: (hit) => [
      ...heapOf(hit)?.facts ?? [],
      ...hit.tasks.slice(0, 1).map((t) => {
        const code = t.containers?.find((c) => c.name === hit.container)?.exitCode;
        return typeof code === 'number' && code !== 137
          && `its exit code is ${code}: a child process was killed, so AWS's reason decides, not the exit code`;
      }),
    ],
    fix: (hit) => heapOf(hit)?.fix ?? raise(hit.frame, hit.container),
    // The kernel kills without a word: of the log only the line about the heap counts.
    seen: (hit) => {
      const line = heapOf(hit)?.heap.line;
      return line !== undefined && hit.container && hit.tasks[0] ? { task: hit.tasks[0], container: hit.container, line } : undefined;
    },
    aside: true,
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} ran out of memory (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(line)}`,
    fix: 'raise memoryLimitMiB of the task definition or container, and set the heap of the language runtime below it'
      + ' (e.g. --max-old-space-size)',
  }),
);

function heapOf({ frame, container, tasks }: Hit): HeapAboveLimit | undefined {
  return heapAboveLimit(frame, container, tasks);
}
