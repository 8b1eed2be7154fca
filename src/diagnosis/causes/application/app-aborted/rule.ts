import { Task } from '../../../../facts/model';
import { adviceIn, executionEnded, kernelFix } from '../../../read';
import { time } from '../../../text';
import { called, codeFix, ended, guide, keyFix, quoted, wordsFix } from '../../kit';
import { oldImage } from '../native-crash';

const HEAP = /heap|out of memory|allocat|bad_alloc/i;

export const appAborted = ended({
  id: 'app-aborted',
  family: 'application',
  title: 'Application aborted itself',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  onHost: true,
  // a crash in native code, or after a while, can be that of a race; the second shows that it stays
  retryOf: ([{ exitCode, task }, ...more]) => (!more.length && (exitCode === 139 || ranMs(task) > LONG_MS) ? 'maybe' : undefined),
  headline: (ending, line) => {
    const words = line?.replace(/terminate called after throwing an instance of '([^']{1,200})'/, 'uncaught $1');
    return `${called(ending.container.name)} aborts (exit code ${ending.exitCode})${line ? ': ' : ''}${quoted(words)}`;
  },
  facts: (ending, line) => [
    ending.exitCode === 134 && `exit code 134 = 128 + 6 (SIGABRT): ${meaning(line)}`,
    ending.exitCode === 139 && 'exit code 139 = 128 + 11 (SIGSEGV): the exception left native code',
  ],
  fix: (ending, line, frame) => {
    if (ending.exitCode === 139) return `${oldImage(frame, ending)}correct what the line names: native code throws it, unhandled`;
    if (!line) return 'read the last log lines; if a heap was exhausted, raise memoryLimitMiB and the heap limit of the language runtime';
    if (HEAP.test(line)) return 'raise memoryLimitMiB and the heap limit of the language runtime';
    return kernelFix(frame, line) ?? adviceIn(frame, line, ending.seen)
      ?? keyFix(frame, ending, line) ?? codeFix(frame, ending, line, undefined) ?? wordsFix(frame, ending);
  },
});

const LONG_MS = 60_000;

function ranMs(task: Task): number {
  return (executionEnded(task) ?? 0) - (time(task.startedAt) ?? Infinity);
}

/** .NET and Rust (panic=abort) end an unhandled exception with SIGABRT, too. */
function meaning(line: string | undefined): string {
  if (!line) return 'an unhandled exception, an assertion, a runtime abort or an exhausted heap';
  return HEAP.test(line) ? 'an exhausted heap' : 'an unhandled exception, an assertion or a runtime abort';
}
