import { called, either, ended, guide, quoted, stated } from '../../kit';
import { memoryOf, raise } from '../limit';

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
    headline: (hit) => `${hit.who} was killed: out of memory${memoryOf(hit.frame, hit.container)}`,
    facts: (hit) => hit.tasks.slice(0, 1).map((t) => {
      const code = t.containers?.find((c) => c.name === hit.container)?.exitCode;
      return typeof code === 'number' && code !== 137
        && `its exit code is ${code}: a child process was killed, so AWS's reason decides, not the exit code`;
    }),
    fix: (hit) => raise(hit.frame, hit.container),
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} ran out of memory (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(line)}`,
    fix: 'raise memoryLimitMiB of the task definition or container, and set the heap of the language runtime below it'
      + ' (e.g. --max-old-space-size)',
  }),
);
