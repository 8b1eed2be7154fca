import { called, ended, guide } from '../../kit';
import { heapAboveLimit } from '../../memory/limit';

export const appKilled = ended({
  id: 'app-killed',
  family: 'application',
  title: 'Container was killed (SIGKILL) without an OOM reason',
  stage: 'run',
  retry: 'maybe',
  plain: true,
  docs: guide('stopped-task-error-codes'),
  headline: (ending) => `${called(ending.container.name)} was killed (exit code 137); AWS does not report out of memory`,
  facts: (ending, _line, frame) => [
    ...heapAboveLimit(frame, ending.container.name, [ending.task])?.facts ?? [],
    'exit code 137 = 128 + 9 (SIGKILL): sent by the host, by a supervisor in the container, or for memory without a report',
  ],
  fix: (ending, _line, frame) => heapAboveLimit(frame, ending.container.name, [ending.task])?.fix
    ?? 'look at memory in Container Insights: at its limit, raise memoryLimitMiB; else find the process that sends SIGKILL',
});
