import { called, ended, guide, quoted } from '../../kit';

export const appAborted = ended({
  id: 'app-aborted',
  family: 'application',
  title: 'Application aborted itself',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending, line) => `${called(ending.container.name)} aborts (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(line)}`,
  facts: (ending) => [ending.exitCode === 134 && 'exit code 134 = 128 + 6 (SIGABRT): an assertion, a runtime abort or an exhausted heap'],
  fix: 'read the last log lines; if a heap was exhausted, raise memoryLimitMiB and the heap limit of the language runtime',
});
