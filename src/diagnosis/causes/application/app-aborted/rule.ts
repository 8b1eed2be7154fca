import { called, ended, guide, quoted } from '../../kit';

const HEAP = /heap|out of memory|allocat|bad_alloc/i;

export const appAborted = ended({
  id: 'app-aborted',
  family: 'application',
  title: 'Application aborted itself',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  onHost: true,
  headline: (ending, line) => `${called(ending.container.name)} aborts (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(line)}`,
  facts: (ending, line) => [ending.exitCode === 134 && `exit code 134 = 128 + 6 (SIGABRT): ${meaning(line)}`],
  fix: (_ending, line) => {
    if (!line) return 'read the last log lines; if a heap was exhausted, raise memoryLimitMiB and the heap limit of the language runtime';
    return HEAP.test(line)
      ? 'raise memoryLimitMiB and the heap limit of the language runtime'
      : 'correct what the line names; the runtime aborts because nothing in the application handles it';
  },
});

/** .NET and Rust (panic=abort) end an unhandled exception with SIGABRT, too. */
function meaning(line: string | undefined): string {
  if (!line) return 'an unhandled exception, an assertion, a runtime abort or an exhausted heap';
  return HEAP.test(line) ? 'an exhausted heap' : 'an unhandled exception, an assertion or a runtime abort';
}
