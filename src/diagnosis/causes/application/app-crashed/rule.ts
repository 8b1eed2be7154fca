import { Finding } from '../../../model';
import { hasExited, statements } from '../../../read';
import { called, either, ended, guide, quoted } from '../../kit';

const INFO = {
  id: 'app-crashed',
  family: 'application',
  title: 'Application exited with an error',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
} as const;

const FIX = 'read the log of the container, if it wrote one; run the image with the environment of the task definition to see the error';

export const appCrashed = either(
  ended({
    ...INFO,
    headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}${line ? `: ${quoted(line)}` : ''}`,
    facts: (ending) => [ending.waiters.length > 0 && `so ${ending.waiters.join(', ')} never starts`],
    fix: FIX,
  }),
  // A task that says no more than this, with no exit code to read.
  {
    ...INFO,
    match(frame) {
      const bare = statements(frame).filter(({ from, text, tasks }) => from === 'task' && /^essential container in task exited/i.test(text)
        && tasks.every((t) => !t.containers?.some((c) => c.reason || hasExited(c))));
      return bare.map((s): Finding => ({
        certainty: 'possible',
        tasks: s.tasks,
        headline: 'an essential container of the task ended; its exit code is not known',
        evidence: [s.quote],
        fix: FIX,
      }));
    },
  },
);
