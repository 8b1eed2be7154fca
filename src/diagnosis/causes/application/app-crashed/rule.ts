import { endingsWithoutCode } from '../../../classify';
import { Finding } from '../../../model';
import { processOne } from '../../../read';
import { either, ended, exits, guide, quoted } from '../../kit';
import { gpuFix } from '../../startup/host-fault';

const INFO = {
  id: 'app-crashed',
  family: 'application',
  title: 'Application exited with an error',
  stage: 'run',
  retry: 'maybe',
  docs: guide('stopped-task-error-codes'),
} as const;

const CORRECT = 'correct what this log line names; to reproduce it, run the image with the environment of the task definition';
const FIX = 'read the log of the container; if it is empty, run the image with the environment of the task definition to see the error';

/** FrankenPHP (worker.go) knows only that the script of its workers ends: the error of PHP is elsewhere. */
const WORKER_SCRIPT = /frankenphp_handle_request|consecutive worker failures/i;
const RUN_SCRIPT = 'run the worker script by hand in the image (php public/frankenphp-worker.php) to see the PHP error that ends it;'
  + ' until then deploy the image that ran before';

function scriptFix(line = ''): string | undefined {
  return WORKER_SCRIPT.test(line) ? RUN_SCRIPT : undefined;
}

export const appCrashed = either(
  ended({
    ...INFO,
    plain: true,
    onHost: true,
    headline: (ending, line) => `${exits(ending)}${line ? ': ' : ''}${quoted(line)}`,
    facts: (ending, line, frame) => [
      ending.waiters.length > 0 && `${ending.waiters.join(', ')} never starts: it waits for ${ending.container.name} (dependsOn)`,
      ...processOne(frame, ending.container.name, line)?.facts ?? [],
    ],
    fix: (ending, line, frame) => (
      ending.child?.fix ?? scriptFix(line) ?? gpuFix(line) ?? processOne(frame, ending.container.name, line)?.fix ?? (line ? CORRECT : FIX)
    ),
  }),
  {
    ...INFO,
    match: (frame) => endingsWithoutCode(frame, INFO.id).map((s): Finding => ({
      certainty: 'possible',
      tasks: s.tasks,
      headline: 'an essential container of the task ended; its exit code is not known',
      evidence: [s.quote],
      fix: FIX,
    })),
  },
);
